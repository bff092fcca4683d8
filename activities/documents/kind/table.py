"""The tables of a part as its kind says: what stands in each cell, and which rows belong together."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from activities.documents.kind.widths import Content, Measures, fitted
from activities.documents.language import PaperWords
from domain.kernel.numbers import spell_rupiah
from domain.kind.kind import BudgetTable, Column, GoalLevel, Holds, Numbering, PartKind, RowKind, numbers
from domain.measure.target import Target, spell_target
from domain.plan.cell import spell_cell
from domain.plan.money import part_total, spell_allotted
from domain.plan.text import Goal, Indicator, Part, Programme, Row

_TOGETHER = 0.4  # of a page; what is lower is kept on one
_SPLITTABLE = 0.6  # of a page; what is higher may be broken
_TAIL = 12  # rows; what may go over to the page of the signature
_FIGURE, _AMOUNT = 12, 24  # characters; what is longer may be broken


@dataclass(frozen=True)
class Sheet:
    """What a page has room for, in mm, and its largest type in points."""

    across: float
    down: float
    size: float


PORTRAIT, LANDSCAPE = Sheet(166, 215, 10), Sheet(261, 130, 9)


@dataclass(frozen=True)
class Head:
    """A printed column: its heading, the kind of row that it is of, and what a row prints in it."""

    words: str
    on: RowKind
    spell: Callable[[Row], str]
    align: str = "left"
    prose: bool = False
    nested: bool = False
    budget: bool = False
    value: Callable[[Row], Decimal | None] = lambda row: None  # the number that it prints, where it is one


@dataclass
class TableLine:
    """A row of the table; a `band` runs across it. Cells of a goal reach down the rows after its `first`."""

    cells: list[str]
    rows: tuple[Row | None, ...] = ()  # what each cell is of; of a band, its goal
    depth: int = 0
    strong: bool = False
    number: str = ""
    band: str = ""
    first: bool = True


Grouped = tuple[Sequence[Head], list[list[TableLine]]]  # a table's columns, and its rows by what is kept together


def goals_table(part: Part, asked: PartKind, year: int, sheet: Sheet, words: PaperWords) -> dict[str, Any]:
    """Return the table of goals and indicators."""
    return laid(*goal_lines(part, asked, year, words), sheet, spell_rupiah(part_total(part, asked)))


def goal_lines(part: Part, asked: PartKind, year: int, words: PaperWords) -> Grouped:
    """Return what stands in the table of goals and indicators."""
    below: dict[str, list[Indicator]] = {goal.id: [] for goal in part.goals}
    for indicator in part.indicators:
        below[indicator.goal].append(indicator)
    depths = _depths(part.goals)
    inner = {goal.parent for goal in part.goals}
    bands = {g.id for g in part.goals if g.id in inner and not below[g.id] and not g.cells}
    levels = (GoalLevel(part.details.goals_heading or asked.levels[0].name), *asked.levels[1:])
    rows = [goal for goal in part.goals if goal.id not in bands]
    names = dict.fromkeys(levels[depths[goal.id]].name for goal in rows) or dict.fromkeys(
        level.name for level in levels
    )
    told = numbers(((goal.id, goal.parent) for goal in part.goals), asked.levels)
    heads = tuple(_goal_heads(asked, year, " / ".join(names), told, words))
    shallowest = min((depths[goal.id] for goal in rows), default=0)
    groups: list[list[TableLine]] = []
    for goal in part.goals:
        level = levels[depths[goal.id]].name
        if goal.id in bands:
            told_twice = level in names or goal.text.casefold().startswith(level.casefold())
            label = "" if told_twice else f"{level}: "
            band = f"{label}{goal.text}"
            groups.append([TableLine([], (goal,), number=told[goal.id], band=band, depth=depths[goal.id])])
            continue
        shown: Sequence[Indicator | None] = below[goal.id] or [None]
        groups.append(
            [
                TableLine(
                    [head.spell(row) if row else "" for head, row in zip(heads, of, strict=True)],
                    of,
                    depth=depths[goal.id] - shallowest,
                    strong=goal.id in inner,
                    first=n == 0,
                )
                for n, indicator in enumerate(shown)
                for of in [tuple((goal if n == 0 else None) if h.on is RowKind.GOAL else indicator for h in heads)]
            ]
        )
    return heads, groups


def programmes_table(
    part: Part, asked: PartKind, budget: BudgetTable, year: int, sheet: Sheet, words: PaperWords
) -> dict[str, Any]:
    """Return the table of programmes with their money."""
    heads, groups = programme_lines(part, asked, budget, year, words)
    table = laid(heads, groups, sheet, spell_rupiah(part_total(part, asked)))
    # Nothing stands before it as a heading does before the goals: it may go to the signature's page as a whole.
    return table | {"tail": 0} if table["tail"] < 0 and len(groups) <= _TAIL else table


def programme_lines(part: Part, asked: PartKind, budget: BudgetTable, year: int, words: PaperWords) -> Grouped:
    """Return what stands in the table of programmes with their money."""
    levels = tuple(GoalLevel(name, Numbering.NONE if n else Numbering.NUMBER) for n, name in enumerate(budget.levels))
    told = numbers(((p.id, p.parent) for p in part.programmes), levels or (GoalLevel("", Numbering.NUMBER),))
    depths = _depths(part.programmes)
    inner = {programme.parent for programme in part.programmes}
    codes, before, behind = ([c for c in columns if c.printed] for columns in asked.budget_layout())
    heads = (
        Head(words.number, RowKind.PROGRAMME, lambda row: told[row.id], "center"),
        *(_head(column, year) for column in codes),
        Head(budget.head, RowKind.PROGRAMME, lambda row: row.text, prose=True, nested=True),
        *(_head(column, year) for column in before),
        Head(
            budget.money_head.replace("{year}", str(year)),
            RowKind.PROGRAMME,
            _allotted,
            "right",
            budget=True,
            value=_amount,
        ),
        *(_head(column, year) for column in behind),
    )
    groups = [
        [TableLine([h.spell(p) for h in heads], (p,) * len(heads), depth=depths[p.id], strong=p.id in inner)]
        for p in part.programmes
    ]
    return heads, groups


def customary(part: Part) -> PartKind:
    """Return what a part without a kind is set as: its headings are spelled as the office spells that of its goals."""
    head = part.details.goals_heading
    spelled = str.upper if head.isupper() else str
    levels = (GoalLevel(head, Numbering.NUMBER), *(GoalLevel(head) for _ in part.goals))
    money = BudgetTable(spelled("Program"), spelled("Anggaran"))
    return PartKind(part.key, "", levels, spelled("Indikator Kinerja"), spelled("Target"), budget=money)


def _allotted(row: Row) -> str:
    return spell_allotted(row) if isinstance(row, Programme) else ""


def _goal_heads(asked: PartKind, year: int, wording: str, told: dict[str, str], words: PaperWords) -> Iterator[Head]:
    """Codes and wording of the goal, wording of the indicator, what stands ahead of the target, and what follows."""
    first, ahead, behind = ([c for c in columns if c.printed] for columns in asked.layout())
    if any(told.values()):
        yield Head(words.number, RowKind.GOAL, lambda row: told[row.id], "center")
    yield from (_head(column, year) for column in first)
    yield Head(wording, RowKind.GOAL, lambda row: row.text, prose=True, nested=True)
    yield Head(asked.indicator_head, RowKind.INDICATOR, lambda row: row.text, prose=True)
    yield from (_head(column, year) for column in ahead)
    yield Head(asked.target_head.replace("{year}", str(year)), RowKind.INDICATOR, _target, "center", value=_aimed)
    yield from (_head(column, year) for column in behind)


def _amount(row: Row) -> Decimal | None:
    return row.allotted if isinstance(row, Programme) else None


def number_of(value: Target | Decimal | None) -> Decimal | None:
    """Return the number that a figure is; None for a grade, a range and whatever else is more than one."""
    found = value if isinstance(value, Decimal) else getattr(value, "value", None)
    return found if isinstance(found, Decimal) else None


def _aimed(row: Row) -> Decimal | None:
    return number_of(row.target) if isinstance(row, Indicator) else None


def _target(row: Row) -> str:
    return spell_target(row.target) if isinstance(row, Indicator) else ""


def _head(column: Column, year: int) -> Head:
    def spell(row: Row) -> str:
        return next((spell_cell(cell) for cell in row.cells if cell.column == column.key), "")

    def value(row: Row) -> Decimal | None:
        return next((number_of(cell.value) for cell in row.cells if cell.column == column.key), None)

    align = "right" if column.holds is Holds.MONEY else "left" if column.holds in (Holds.TEXT, Holds.CODE) else "center"
    prose = column.holds is Holds.TEXT
    return Head(column.head_in(year), column.on, spell, align, prose, budget=column.budget, value=value)


def _depths(rows: Sequence[Goal | Programme]) -> dict[str, int]:
    depths: dict[str, int] = {}
    for row in rows:
        depths[row.id] = depths[row.parent] + 1 if row.parent else 0
    return depths


def laid(heads: Sequence[Head], groups: list[list[TableLine]], sheet: Sheet, total: str) -> dict[str, Any]:
    """Return the table as templates print it; `total` is what may stand below its money."""
    lines = [line for group in groups for line in group]
    contents = []
    for n, head in enumerate(heads):
        cells = [line.cells[n] for line in lines if not line.band] + [total] * head.budget
        contents.append(Content(head.words, cells, _whole(head, cells), head.prose))
    measures = fitted(contents, sheet.across, sheet.size)
    return {
        "size": round(measures.size * 10),
        "inset": round(measures.inset * 10),
        "narrow": measures.narrow,
        "widths": [int(width * 100) for width in measures.widths],
        "aligns": [head.align for head in heads],
        "names": [head.words for head in heads],
        "rows": [row for group in groups for row in _rows(group, heads, contents, measures, sheet)],
        "tail": _tail(lines),
        "budget": next((n for n, head in enumerate(heads) if head.budget), -1),
        "like": next(amounts(lines, heads), None),
    }


def amounts(lines: Sequence[TableLine], heads: Sequence[Head]) -> Iterator[tuple[str, Decimal]]:
    """Yield the amounts in the column of the budget, each as it is printed and as a number."""
    for line in (line for line in lines if not line.band):
        for head, text, row in zip(heads, line.cells, line.rows, strict=True):
            value = head.value(row) if head.budget and row is not None else None
            if value is not None and text:
                yield text, value


def _whole(head: Head, cells: Sequence[str]) -> bool:
    longest = _AMOUNT if head.align == "right" else _FIGURE
    return not head.prose and all(len(cell) <= longest and "\n" not in cell for cell in cells)


def _rows(
    group: list[TableLine], heads: Sequence[Head], contents: Sequence[Content], measures: Measures, sheet: Sheet
) -> Iterator[dict[str, Any]]:
    """The cells of a goal reach down its indicators where a page will hold them."""
    heights = [measures.height(line.cells) if not line.band else 0.0 for line in group]
    kept = sum(heights) <= sheet.down * _TOGETHER
    for line, height in zip(group, heights, strict=True):
        if line.band:
            whole = f"{line.number} {line.band}".strip()
            yield {
                "band": whole,  # as the first design prints it
                "number": line.number,
                "words": line.band,
                "depth": min(line.depth, 4),
                "short": len(whole) <= sheet.across * 3,
            }
            continue
        yield {
            "band": "",
            "start": next((n for n, head in enumerate(heads) if head.on is RowKind.INDICATOR), 0) * (not line.first),
            "breakable": height > sheet.down * _SPLITTABLE,
            "cells": [
                {
                    "text": text,
                    "span": len(group) if kept and head.on is RowKind.GOAL else 1,
                    "depth": min(line.depth, 4) if head.nested and not measures.narrow else 0,
                    "strong": line.strong and head.nested,
                    "whole": content.whole,
                }
                for text, head, content in zip(line.cells, heads, contents, strict=True)
                if line.first or not kept or head.on is not RowKind.GOAL
            ],
        }


def _tail(lines: Sequence[TableLine]) -> int:
    """Where the rows begin that may go to the signature's page, at a goal that stands under no band; -1 for nowhere."""
    starts = [n for n, line in enumerate(lines) if n and line.first and not lines[n - 1].band]
    return next((n for n in reversed(starts) if 2 <= len(lines) - n <= _TAIL), -1)
