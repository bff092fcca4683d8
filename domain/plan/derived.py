"""The text that a plan begins with where its kind comes from another: its rows, linked to those they come from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from msgspec import structs

from domain.kind.kind import Holds, Kind, PartKind, RowKind
from domain.kind.origin import ColumnOrigin, Known, PartOrigin
from domain.measure.target import Grade, Index, Opinion, Percentage, Quantity, Range, Rank, Rupiah, Target
from domain.plan.cell import Cell
from domain.plan.shape import fitted
from domain.plan.support import Support
from domain.plan.text import Goal, Indicator, Part, PlanText, Programme

R = TypeVar("R", Goal, Indicator, Programme)
Told = Mapping[Known, str]  # of one indicator; a direction is told by the place of its choice


@dataclass(frozen=True)
class Upstream:
    """The plan that another comes from, as it reads in a version, and what else is known of its indicators."""

    office: str
    key: str
    version: int
    text: PlanText
    known: Mapping[str, Told] = field(default_factory=dict)

    def link(self, row: Indicator) -> Support:
        """Return the link to an indicator as it reads."""
        return Support(self.office, self.key, row.id, self.version, row.text, row.target)


def derived(kind: Kind, there: Upstream, empty: PlanText) -> PlanText:
    """Return what a plan of the kind takes from the other; rows keep their ids, parts that take nothing stay `empty`.

    What would stand below the lowest level stands on it; a goal that holds nothing then is left out.
    """
    asked = {each.part: each for each in kind.origin.parts} if kind.origin else {}
    taken = [_taken(part, asked[part.key], there) if part.key in asked else part for part in empty.parts]
    said = {"numbers": there.text.details.numbers, "money": there.text.details.money}  # as its figures are written
    text = fitted(PlanText(structs.replace(empty.details, **said), tuple(taken)), kind)
    for part in text.parts:
        told, shape = asked.get(part.key), kind.part(part.key)
        if told is not None and shape is not None:
            rows = tuple(_filled(row, shape, told, there) for row in part.indicators)
            text = text.with_part(structs.replace(part, goals=_holding(part, there.text), indicators=rows))
    return text


def _taken(part: Part, told: PartOrigin, there: Upstream) -> Part:
    held = {each.key: each for each in there.text.parts}
    rows, budget = (held.get(key, Part(key, part.details)) for key in (told.rows, told.budget))
    here = {*(goal.id for goal in rows.goals), *(indicator.id for indicator in rows.indicators)}
    return structs.replace(
        part,
        goals=tuple(_renamed(row, told) for row in rows.goals),
        indicators=tuple(_renamed(structs.replace(row, supports=(there.link(row),)), told) for row in rows.indicators),
        programmes=tuple(
            _renamed(structs.replace(row, serves=tuple(each for each in row.serves if each in here)), told)
            for row in budget.programmes
        ),
    )


def _renamed(row: R, told: PartOrigin) -> R:
    """The row with the cells of the other kind under the keys of this one."""
    names = {column.of: column.column for column in told.columns if column.of}
    known = {column.column for column in told.columns}
    kept = (cell for cell in row.cells if cell.column in names or cell.column not in known)
    cells = tuple(structs.replace(cell, column=names.get(cell.column, cell.column)) for cell in kept)
    return structs.replace(row, cells=cells)


def _holding(part: Part, before: PlanText) -> tuple[Goal, ...]:
    """The goals but for those whose goals below now stand beside them, and that have no indicator of their own."""
    stood = {row.id: row.parent for row in before.rows().values() if isinstance(row, Goal)}
    left = {stood[goal.id] for goal in part.goals if stood.get(goal.id, "") not in ("", goal.parent)}
    return tuple(g for g in part.goals if g.id not in left or any(row.goal == g.id for row in part.indicators))


def _filled(row: Indicator, shape: PartKind, told: PartOrigin, there: Upstream) -> Indicator:
    cells = [cell for column in told.columns for cell in _known(row, shape, column, there.known.get(row.id, {}))]
    return structs.replace(row, cells=(*row.cells, *cells))


def _known(row: Indicator, shape: PartKind, told: ColumnOrigin, known: Told) -> Iterator[Cell]:
    column = shape.column(told.column, RowKind.INDICATOR)
    if told.known is None or column is None:
        return
    text = unit_of(row.target) if told.known is Known.UNIT else known.get(told.known, "")
    if column.holds is Holds.CHOICE and text:
        text = column.choices[int(text)] if int(text) < len(column.choices) else ""
    if text:
        yield Cell(column.key, text)


def unit_of(target: Target) -> str:
    """Return what a target is counted in, as sheets of indicators print it; empty where nothing says so."""
    match target:
        case Percentage() | Range(unit="%"):
            return "Persen"
        case Quantity(unit=unit) | Range(unit=unit):
            return unit
        case Index():
            return "Nilai"
        case Grade():
            return "Predikat"
        case Opinion():
            return "Opini"
        case Rupiah():
            return "Rupiah"
        case Rank(word=word):
            return word or "Peringkat"
        case _:
            return ""
