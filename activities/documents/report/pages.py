"""What the pages of an annual report say: its chapters in the customary order, with the tables that the year gave."""

from collections.abc import Iterator
from typing import Any

from domain.kernel.numbers import spell_percentage
from domain.measure.target import spell_target
from domain.report.state import Report
from domain.report.text import CHAPTERS, HEADINGS, ReportedIndicator, about


def report_pages(report: Report) -> dict[str, Any]:
    """Return what `report.typ` prints."""
    return {"narrow": True, "chapters": [_chapter(report, key, title) for key, title in CHAPTERS.items()]}


def _chapter(report: Report, key: str, title: str) -> dict[str, Any]:
    bodies = {section.key: section.body for section in report.text.sections}
    sections = [
        {"title": heading.title, "lines": bodies[heading.key].splitlines(), "rows": _rows(report, bodies, heading.key)}
        for heading in HEADINGS
        if heading.chapter == key
    ]
    numbered = f"BAB {key}  {title}" if key in ("I", "II", "III", "IV") else title
    return {"title": numbered, "sections": sections}


def _rows(report: Report, bodies: dict[str, str], key: str) -> list[dict[str, Any]]:
    if key != "performance":
        return []
    return [
        {"cells": list(_cells(row)), "lines": bodies[about(row.indicator.id)].splitlines()}
        for row in report.year_taken.indicators()
    ]


def _cells(row: ReportedIndicator) -> Iterator[str]:
    yield row.indicator.text
    yield spell_target(row.indicator.target) or "–"
    yield spell_target(row.realised) or "–"
    yield "–" if row.year.figure is None else spell_percentage(row.year.figure)
    yield row.category or "–"
