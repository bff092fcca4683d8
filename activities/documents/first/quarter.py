"""The pages of a quarter as they were printed in the first design: every figure in full, a sheet for each indicator."""

from typing import Any

from activities.documents.quarter import derived, explained, flags_of, money_pages, standing_of
from activities.documents.source import in_one_line
from activities.documents.words import (
    QUARTERS,
    STANDINGS,
    aim_words,
    component_words,
    figure_words,
    reading_words,
)
from activities.documents.year.columns import by_goal, splittable, whole
from domain.measure.target import spell_target
from domain.quarter.figures import Figure
from domain.quarter.line import Line
from domain.quarter.outcome import figures
from domain.quarter.state import Quarter


def pages(quarter: Quarter) -> dict[str, Any]:
    """Return what `first/quarter.typ` prints."""
    numeral = QUARTERS[quarter.quarter - 1]
    found = {figure.indicator: figure for figure in figures(quarter)}
    groups = by_goal(quarter.goals, [line.row.indicator for line in quarter.lines.values()])
    return {
        "table_heading": "Capaian kinerja",
        "table_names": [
            "No",
            "Indikator kinerja",
            "Target tahun",
            f"Target TW {numeral}",
            "Realisasi",
            f"Capaian TW {numeral}",
            "Capaian tahun berjalan",
            "Catatan",
        ],
        "groups": [
            {
                "goal": group.goal,
                "short": group.short,
                "rows": [
                    _row(number, quarter.lines[indicator.id], found[indicator.id], numeral)
                    for number, indicator in group.rows
                ],
            }
            for group in groups
        ],
        "sheets_heading": "Lembar indikator",
        "money": money_pages(quarter) if quarter.budget else None,
    }


def _row(number: int, line: Line, figure: Figure, numeral: str) -> dict[str, Any]:
    cells, facts = _cells(line, figure), _facts(line, figure, numeral)
    return {
        "number": f"{number}.",
        "cells": cells,
        "breakable": splittable(*cells),
        "heading": f"{number}. {in_one_line(line.row.indicator.text)}",
        "facts": facts,
        "whole": whole(words for _, words in facts),
    }


def _cells(line: Line, figure: Figure) -> list[str]:
    row = line.row
    return [
        row.indicator.text,
        spell_target(row.indicator.target),
        aim_words(row.target, row.policy),
        reading_words(figure.reading, row.policy),
        "–" if row.target is None else figure_words(figure.quarter),
        figure_words(figure.year),
        _notes(line, figure),
    ]


def _notes(line: Line, figure: Figure) -> str:
    standing = "" if line.standing.settled and not line.reason else STANDINGS[line.standing]
    return "\n".join(filter(None, [standing, flags_of(figure)]))


def _facts(line: Line, figure: Figure, numeral: str) -> list[tuple[str, str]]:
    row = line.row
    facts = [
        ("Penanggung jawab", ", ".join(owner.name for owner in row.owners)),
        ("Target", f"tahun {spell_target(row.indicator.target)}; TW {numeral} {aim_words(row.target, row.policy)}"),
        ("Realisasi", reading_words(figure.reading, row.policy)),
        ("Komponen", component_words(figure.reading, row.policy)),
        (f"Capaian TW {numeral}", "tanpa target pada triwulan ini" if row.target is None else derived(figure.quarter)),
        ("Capaian tahun berjalan", derived(figure.year)),
        ("Perlu diperhatikan", flags_of(figure)),
        ("Keadaan", standing_of(line)),
    ]
    return [fact for fact in [*facts, *explained(line)] if fact[1]]
