"""What a year's pages say: each indicator over four quarters, the money, and sheets of derivations."""

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from typing import Any

from activities.documents.quarter import derived, explained
from activities.documents.source import in_one_line
from activities.documents.words import (
    QUADRANTS,
    QUARTERS,
    UNFILED,
    aim_words,
    bought_words,
    cell_words,
    component_words,
    figure_words,
    flag_words,
    measuring_words,
    read_words,
    rounded_words,
    share_words,
)
from activities.documents.year.columns import GoalGroup, by_goal, splittable, whole
from domain.kernel.exact import spell_plain
from domain.kernel.numbers import spell_rupiah
from domain.kernel.streams import QUARTERS as NUMBERS
from domain.measure.budget import Lines
from domain.measure.realisation import State
from domain.measure.target import spell_target
from domain.plan.text import Goal
from domain.quarter.outcome import Money, ProgrammeMoney, money_of
from domain.quarter.row import QuarterProgramme
from domain.quarter.state import Quarter
from views.year import YearCell, YearRow, year_table

_LEGEND = "T target, R realisasi, C capaian terhadap target triwulan. Angka triwulan yang ditutup tidak berubah lagi."
_MONEY_LEGEND = "Realisasi sejak awal tahun, S serapan, C capaian program, E efisiensi."


def table_pages(quarters: Sequence[Quarter], lines: Sequence[Lines | None]) -> dict[str, Any]:
    """Return what `year.typ` prints: the table, and the money by the lines of each of the quarters."""
    return {
        "table_heading": "Capaian kinerja",
        "table_names": [
            "No",
            "Indikator kinerja",
            "Target tahun",
            *(f"TW {numeral}" for numeral in QUARTERS),
            "Capaian tahun",
        ],
        "legend": _LEGEND,
        "groups": [
            {"goal": group.goal, "short": group.short, "rows": [_row(number, row) for number, row in rows]}
            for group, rows in rows_by_goal(quarters)
        ],
        "money": _money(quarters, lines) if any(quarter.budget for quarter in quarters) else None,
    }


def sheet_pages(quarters: Sequence[Quarter], indicators: Collection[str]) -> dict[str, Any]:
    """Return what `year-sheets.typ` prints: of each of these indicators every quarter, and what was filed of it."""
    return {
        "sheets_heading": "Lembar indikator",
        "rows": [
            {
                "heading": f"{number}. {in_one_line(row.indicator.text)}",
                "goal": group.goal,
                "sections": list(_sections(row, quarters)),
            }
            for group, rows in rows_by_goal(quarters)
            for number, row in rows
            if row.indicator.id in indicators
        ],
    }


def rows_by_goal(quarters: Sequence[Quarter]) -> Iterator[tuple[GoalGroup, list[tuple[int, YearRow]]]]:
    """Yield the goals that have indicators, each with its rows of the year and their numbers."""
    rows = {row.indicator.id: row for row in year_table(quarters)}
    goals: dict[str, Goal] = {goal.id: goal for quarter in quarters for goal in quarter.goals}
    for group in by_goal(tuple(goals.values()), [row.indicator for row in rows.values()]):
        yield group, [(number, rows[of.id]) for number, of in group.rows]


def _row(number: int, row: YearRow) -> dict[str, Any]:
    cells = [
        row.indicator.text,
        spell_target(row.indicator.target),
        *(_cell(cell, started=n >= row.starts) for n, cell in enumerate(row.cells, 1)),
        _year(row),
    ]
    return {"number": f"{number}.", "cells": cells, "breakable": splittable(*cells)}


def _year(row: YearRow) -> str:
    """What the year comes to by its latest quarter."""
    return "–" if row.newest is None else cell_words(row.newest, row.newest.year)


def _cell(cell: YearCell | None, *, started: bool) -> str:
    if cell is None:
        return "–" if started else "belum mulai"
    target = aim_words(cell.target, cell.policy)
    reading = rounded_words(cell.reading, cell.policy) if cell.standing.answered else UNFILED
    if not cell.standing.answered:
        return f"T {target}\nR {reading}"
    achieved = "–" if cell.target is None else figure_words(cell.figure)
    return f"T {target}\nR {reading}\nC {achieved}"


def _sections(row: YearRow, quarters: Sequence[Quarter]) -> Iterator[dict[str, Any]]:
    lines = {quarter.quarter: quarter.lines.get(row.indicator.id) for quarter in quarters}
    for cell in row.cells:
        if cell is not None:
            line = lines[cell.quarter]
            facts = [fact for fact in (*_measured(cell), *(explained(line) if line else ())) if fact[1]]
            yield {
                "heading": f"Triwulan {QUARTERS[cell.quarter - 1]}",
                "facts": facts,
                "whole": whole(words for _, words in facts),
            }


def _measured(cell: YearCell) -> Iterator[tuple[str, str]]:
    policy, target = cell.policy, aim_words(cell.target, cell.policy)
    yield "Target", f"tahun {spell_target(cell.indicator.target)}; triwulan {target}"
    yield "Realisasi", read_words(cell)
    if not cell.standing.answered:
        return
    yield "Komponen", component_words(cell.reading, policy)
    yield "Cara pengukuran", "; ".join(measuring_words(policy))
    yield "Capaian triwulan", "tanpa target pada triwulan ini" if cell.target is None else derived(cell.figure)
    yield "Capaian tahun berjalan", derived(cell.year)
    yield "Perlu diperhatikan", flag_words(tuple(dict.fromkeys((*cell.figure.flags, *cell.year.flags))))


def _money(quarters: Sequence[Quarter], lines: Sequence[Lines | None]) -> dict[str, Any]:
    found = {of.quarter: (of, money_of(of, drawn)) for of, drawn in zip(quarters, lines, strict=True)}
    bought = {n: {one.of.key: _bought(of, one) for one in money.programmes} for n, (of, money) in found.items()}
    programmes: dict[str, QuarterProgramme] = {
        key: spending.of for quarter in quarters for key, spending in quarter.budget.items()
    }
    return {
        "heading": "Anggaran dan hasilnya",
        "legend": " ".join([_MONEY_LEGEND, *_drawn(quarters, lines)]),
        "names": ["No", "Program", "Anggaran", *(f"sampai TW {numeral}" for numeral in QUARTERS)],
        "rows": [
            {
                "number": f"{n}.",
                "breakable": splittable(programme.programme.text),
                "cells": [
                    programme.programme.text,
                    spell_rupiah(programme.allotted),
                    *(bought.get(quarter, {}).get(key, "–") for quarter in NUMBERS),
                ],
            }
            for n, (key, programme) in enumerate(programmes.items(), 1)
        ],
        "total": [
            "JUMLAH",
            spell_rupiah(sum((programme.allotted for programme in programmes.values()), start=Decimal(0))),
            *(_together(*found[n]) if n in found else "–" for n in NUMBERS),
        ],
    }


def _bought(quarter: Quarter, one: ProgrammeMoney) -> str:
    if one.of.realised is None:
        return UNFILED
    shown = [
        spell_rupiah(one.of.realised),
        f"S {share_words(one.absorption)}",
        f"C {bought_words(one.achievement, quarter, one.of.pays_for)}",
        f"E {bought_words(one.efficiency, quarter, one.of.pays_for)}",
    ]
    return "\n".join([*shown, *([QUADRANTS[one.quadrant]] if one.quadrant else [])])


def _together(quarter: Quarter, money: Money) -> str:
    if money.absorption.state is State.NOT_RELEASED:
        return UNFILED
    return f"S {share_words(money.absorption)}\nE {bought_words(money.efficiency, quarter, quarter.lines)}"


def _drawn(quarters: Sequence[Quarter], lines: Sequence[Lines | None]) -> Iterator[str]:
    """The lines that the quadrants go by, each with the quarters it is for."""
    of: dict[Lines, list[str]] = {}
    for quarter, drawn in zip(quarters, lines, strict=True):
        if drawn is not None:
            of.setdefault(drawn, []).append(QUARTERS[quarter.quarter - 1])
    for drawn, numerals in of.items():
        at = f"capaian {spell_plain(drawn.achievement)}%, serapan {spell_plain(drawn.absorption)}%"
        yield f"Kuadran TW {', '.join(numerals)}: {at} ({drawn.citation})."
