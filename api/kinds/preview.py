"""A kind as its paper would look: a plan of it with an example in every row, laid out as every plan is."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import msgspec

from api.plans.paper import paper
from api.plans.sheet import PaperShown
from api.words.words import Words
from domain.kind.kind import Column, Holds, Kind, Language, PartKind, RowKind
from domain.measure.target import Percentage
from domain.plan.cell import Cell
from domain.plan.shape import empty_form
from domain.plan.state import Plan
from domain.plan.text import Goal, Indicator, Part, Programme

_EXAMPLE = {Language.INDONESIAN: "contoh", Language.ENGLISH: "example"}
_MONEY = Decimal(125_000_000)


def preview(words: Words, kind: Kind, year: int, address: str) -> PaperShown:
    """Return the sheets of an example of the kind in a year."""
    text = empty_form(kind, year, address)
    for part in kind.parts:
        text = text.with_part(_filled(text.part(part.key), part, _EXAMPLE[kind.language]))
    return paper(words, text, of=replace(Plan(), kind=kind.code, year=year, shape=kind, text=text))


def _filled(part: Part, asked: PartKind, example: str) -> Part:
    goals, above = [], ""
    for n, level in enumerate(asked.levels):
        row = f"{part.key}-g{n}"
        goals.append(Goal(row, above, f"{level.name} ({example})", _cells(asked, RowKind.GOAL, example)))
        above = row
    cells = _cells(asked, RowKind.INDICATOR, example)
    aims = [
        Indicator(
            f"{part.key}-i{n}", above, f"{asked.indicator_head} ({example} {n})", Percentage(Decimal(70 + n)), cells
        )
        for n in (1, 2)
    ]
    return msgspec.structs.replace(
        part, goals=tuple(goals), indicators=tuple(aims), programmes=tuple(_programmes(part, asked, example))
    )


def _programmes(part: Part, asked: PartKind, example: str) -> Iterator[Programme]:
    above = ""
    cells = _cells(asked, RowKind.PROGRAMME, example)
    names = () if asked.budget is None else asked.budget.levels or (asked.budget.head,)
    for n, name in enumerate(names):
        row = f"{part.key}-p{n}"
        yield Programme(row, f"{name} ({example})", _MONEY, above, cells)
        above = row


def _cells(asked: PartKind, kind: RowKind, example: str) -> tuple[Cell, ...]:
    return tuple(_cell(column, example) for column in asked.on(kind))


def _cell(column: Column, example: str) -> Cell:
    match column.holds:
        case Holds.TEXT:
            return Cell(column.key, example)
        case Holds.CODE:
            return Cell(column.key, "1.02.03")
        case Holds.CHOICE:
            return Cell(column.key, column.choices[0] if column.choices else "…")
        case Holds.MONEY:
            return Cell(column.key, value=_MONEY)
        case Holds.WEIGHT:
            return Cell(column.key, value=Percentage(Decimal(20)))
        case Holds.MEASURE:
            return Cell(column.key, value=Percentage(Decimal(75)))
