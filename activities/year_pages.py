"""What the pages of a year's table say: each indicator over four quarters, the money, and sheets of derivations."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from activities.indonesian import QUARTERS
from activities.source import in_one_line
from activities.year_goals import by_goal, splittable
from activities.year_quarter_pages import derived, told
from activities.year_words import (
    aim_words,
    component_words,
    figure_words,
    flag_words,
    measuring_words,
    reading_words,
    share_words,
)
from domain.numbers import spell_rupiah
from domain.target import spell_target
from domain.text import Goal, Programme
from domain.year.outcome import absorbed, absorptions
from domain.year.quarter import Quarter
from domain.year.quarters import QUARTERS as NUMBERS
from domain.year.year_table import YearCell, YearRow, year_table

_CLOSED = "T target, R realisasi, C capaian terhadap target triwulan. Angka triwulan yang ditutup tidak berubah lagi."


def year_pages(quarters: Sequence[Quarter], indicator: str = "") -> dict[str, Any]:
    """Return what `year.typ` prints; with `indicator`, its sheet alone, together with what was filed of it."""
    rows = {row.indicator.id: row for row in year_table(quarters)}
    goals: dict[str, Goal] = {goal.id: goal for quarter in quarters for goal in quarter.goals}
    groups = by_goal(tuple(goals.values()), [row.indicator for row in rows.values()])
    return {
        "whole": not indicator,
        "table_heading": "Capaian kinerja",
        "table_names": [
            "No",
            "Indikator kinerja",
            "Target tahun",
            *(f"TW {numeral}" for numeral in QUARTERS),
            "Capaian tahun",
        ],
        "legend": _CLOSED,
        "groups": [
            {
                "goal": group.goal,
                "short": group.short,
                "rows": [
                    _row(number, rows[of.id], quarters if indicator else ())
                    for number, of in group.rows
                    if indicator in ("", of.id)
                ],
            }
            for group in groups
        ],
        "sheets_heading": "Lembar indikator",
        "money": _money(quarters) if any(quarter.budget for quarter in quarters) else None,
    }


def _row(number: int, row: YearRow, quarters: Sequence[Quarter]) -> dict[str, Any]:
    year = row.year
    cells = [
        row.indicator.text,
        spell_target(row.indicator.target),
        *map(_cell, row.cells),
        "–" if year is None else figure_words(year),
    ]
    return {
        "number": f"{number}.",
        "cells": cells,
        "breakable": splittable(*cells),
        "heading": f"{number}. {in_one_line(row.indicator.text)}",
        "sections": list(_sections(row, quarters)),
    }


def _cell(cell: YearCell | None) -> str:
    if cell is None:
        return "–"
    achieved = "–" if cell.target is None else figure_words(cell.figure)
    target, reading = aim_words(cell.target, cell.policy), reading_words(cell.reading, cell.policy)
    return f"T {target}\nR {reading}\nC {achieved}"


def _sections(row: YearRow, quarters: Sequence[Quarter]) -> Iterator[dict[str, Any]]:
    lines = {quarter.quarter: quarter.lines.get(row.indicator.id) for quarter in quarters}
    for cell in row.cells:
        if cell is not None:
            line = lines.get(cell.quarter)
            facts = [*_measured(row, cell), *(told(line) if line else ())]
            yield {
                "heading": f"Triwulan {QUARTERS[cell.quarter - 1]}",
                "facts": [(name, words, splittable(words)) for name, words in facts if words],
            }


def _measured(row: YearRow, cell: YearCell) -> Iterator[tuple[str, str]]:
    policy, target = cell.policy, aim_words(cell.target, cell.policy)
    yield "Target", f"tahun {spell_target(row.indicator.target)}; triwulan {target}"
    yield "Realisasi", reading_words(cell.reading, policy)
    yield "Komponen", component_words(cell.reading, policy)
    yield "Cara pengukuran", "; ".join(measuring_words(policy))
    yield "Capaian triwulan", "tanpa target pada triwulan ini" if cell.target is None else derived(cell.figure)
    yield "Capaian tahun berjalan", derived(cell.year)
    yield "Perlu diperhatikan", flag_words(tuple(dict.fromkeys((*cell.figure.flags, *cell.year.flags))))


def _money(quarters: Sequence[Quarter]) -> dict[str, Any]:
    by_number = {quarter.quarter: quarter for quarter in quarters}
    found = {n: {share.programme: share for share in absorptions(quarter)} for n, quarter in by_number.items()}
    programmes: dict[str, Programme] = {
        key: spending.of.programme for quarter in quarters for key, spending in quarter.budget.items()
    }
    shares = {key: [found.get(n, {}).get(key) for n in NUMBERS] for key in programmes}
    return {
        "heading": "Serapan anggaran",
        "names": ["No", "Program", "Anggaran", *(f"sampai TW {numeral}" for numeral in QUARTERS)],
        "rows": [
            {
                "number": f"{n}.",
                "breakable": splittable(programme.text),
                "cells": [
                    programme.text,
                    spell_rupiah(programme.allotted),
                    *(_spent(s.realised, share_words(s.share)) if s else "–" for s in shares[key]),
                ],
            }
            for n, (key, programme) in enumerate(programmes.items(), 1)
        ],
        "total": [
            "JUMLAH",
            spell_rupiah(sum((programme.allotted for programme in programmes.values()), start=Decimal(0))),
            *(share_words(absorbed(by_number[n])) if n in by_number else "–" for n in NUMBERS),
        ],
    }


def _spent(realised: Decimal | None, share: str) -> str:
    return "belum dilaporkan" if realised is None else f"{spell_rupiah(realised)}\n{share}"
