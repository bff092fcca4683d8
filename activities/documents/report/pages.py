"""What the pages of an annual report say, for the template that prints them."""

from typing import Any, assert_never

from activities.documents.language import INDONESIAN
from activities.documents.paper import ExecutionPaper
from activities.documents.report.blocks import (
    Block,
    Chart,
    Contents,
    Heading,
    Signatures,
    Table,
    Turned,
    Words,
    with_leads,
)
from activities.documents.report.chart import drawn
from activities.documents.report.content import report_blocks
from domain.report.state import Report

_WHOLE = 8  # rows of a table that is kept on one page
_SPLITTABLE = 500  # characters of a cell that may need more than a page


def report_pages(paper: ExecutionPaper, report: Report) -> dict[str, Any]:
    """Return what `report.typ` prints."""
    return {
        "blocks": [_printed(block, leads=leads) for block, leads in with_leads(report_blocks(report, paper.time_zone))],
        "cover_title": f"LAPORAN KINERJA\nTAHUN {report.year}",
        "title_points": 28,
        "dated": "",
        "address": paper.address,
        "amended": None,
        "emblem": bool(paper.emblem),
        "emblem_of": INDONESIAN.emblem.format(office=paper.office),
    }


def _printed(block: Block, *, leads: bool) -> dict[str, Any]:
    """Return a block by what it `is`; the last of words that are `leads` stays with what follows."""
    match block:
        case Heading(level, number, text):
            return {"is": "heading", "level": level, "number": number, "text": text}
        case Words(paragraphs, aside):
            return {"is": "words", "paragraphs": list(paragraphs), "aside": aside, "leads": leads}
        case Table(caption, columns, rows):
            return {
                "is": "table",
                "whole": len(rows) <= _WHOLE,
                "caption": caption,
                "shares": [column.share for column in columns],
                "aligns": [column.align for column in columns],
                "heads": [column.head for column in columns],
                "rows": [
                    {
                        "band": row.band,
                        "total": row.total,
                        "cells": list(row.cells),
                        "breakable": max(map(len, row.cells)) > _SPLITTABLE,
                    }
                    for row in rows
                ],
            }
        case Chart(caption):
            line, bars = drawn(block)
            return {"is": "chart", "caption": caption, "told": block.told, "line": line, "bars": bars}
        case Signatures():
            return {"is": "signatures"}
        case Contents():
            return {"is": "contents"}
        case Turned(across):
            return {"is": "turned", "across": across}
        case _:
            assert_never(block)
