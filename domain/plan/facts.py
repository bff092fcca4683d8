"""The change facts of a plan's text, and what each does to the text."""

from datetime import datetime
from decimal import Decimal
from typing import TypeVar, assert_never

import msgspec

from domain.kernel.actor import Actor
from domain.kernel.message import Message
from domain.kernel.source import FileSource
from domain.kind.kind import RowKind
from domain.measure.target import Target
from domain.plan.cell import Cell
from domain.plan.support import Support
from domain.plan.text import (
    Goal,
    Indicator,
    Part,
    PartDetails,
    PlanText,
    Programme,
    Row,
    SignatureBlock,
    container,
    kind_of_row,
    ordered,
)

_T = TypeVar("_T", bound=msgspec.Struct)


class TextFact(Message, frozen=True, kw_only=True, omit_defaults=True):
    """What every change fact carries: who, when (UTC), the text version it makes, and the part (empty: the cover).

    `source` is the file that it came from, with its cells by their columns, where it came from one.
    """

    by: Actor
    at: datetime
    version: int
    part: str
    source: FileSource | None = None


class RowAdded(TextFact, frozen=True, tag="row-added"):
    """A row now stands after `after` (empty: first) in its goal, or at the top."""

    row: Row
    after: str


class RowMoved(TextFact, frozen=True, tag="row-moved"):
    """A row went from goal `old` to goal `new` (often the same), after `after` (empty: first)."""

    row: str
    kind: RowKind
    old: str
    new: str
    after: str


class RowRemoved(TextFact, frozen=True, tag="row-removed"):
    """A row is gone; it is kept here as it was."""

    row: Row


class RowReworded(TextFact, frozen=True, tag="row-reworded"):
    """The wording of a goal, an indicator or a programme changed."""

    row: str
    kind: RowKind
    old: str
    new: str


class TargetChanged(TextFact, frozen=True, tag="target-changed"):
    """The target of an indicator changed."""

    indicator: str
    old: Target
    new: Target


class ProgrammeAllotted(TextFact, frozen=True, omit_defaults=True, tag="programme-allotted"):
    """The budget of a programme changed; rupiah, None where it is what stands below adds up to.

    `printed` is how the paper prints the new one where that is not how we spell it.
    """

    programme: str
    old: Decimal | None
    new: Decimal | None
    printed: str = ""


class ProgrammeLinked(TextFact, frozen=True, tag="programme-linked"):
    """What a programme pays for changed: ids of goals and indicators."""

    programme: str
    old: tuple[str, ...]
    new: tuple[str, ...]


class IndicatorLinked(TextFact, frozen=True, tag="indicator-linked"):
    """What an indicator answers to in other plans changed; each row with how it read when it was linked."""

    indicator: str
    old: tuple[Support, ...]
    new: tuple[Support, ...]


class CellChanged(TextFact, frozen=True, tag="cell-changed"):
    """What stands in a column of a row changed; None where there is nothing. `place` is the new cell's in its row."""

    row: str
    kind: RowKind
    place: int
    old: Cell | None
    new: Cell | None


class DetailChanged(TextFact, frozen=True, tag="detail-changed"):
    """A printed detail changed: `detail` is a field of the part's details, or of the cover's where `part` is empty.

    `blocks.kedua.name` is the name in the part's signature block `kedua`.
    """

    detail: str
    old: str
    new: str


Change = (
    RowAdded
    | RowMoved
    | RowRemoved
    | RowReworded
    | TargetChanged
    | ProgrammeAllotted
    | ProgrammeLinked
    | IndicatorLinked
    | CellChanged
    | DetailChanged
)


def apply(text: PlanText, fact: Change) -> PlanText:
    """Return the text after the fact."""
    if isinstance(fact, DetailChanged) and not fact.part:
        return msgspec.structs.replace(text, details=_set(text.details, fact.detail, fact.new))
    part = _applied(text.part(fact.part), fact)
    # Only a row that came or moved can stand out of order.
    match fact:
        case RowAdded(row=row):
            part = ordered(part, kind_of_row(row))
        case RowMoved(row=moved):
            part = ordered(part, kind_of_row(_find(part, moved)))
    return text.with_part(part)


def _applied(part: Part, fact: Change) -> Part:
    match fact:
        case RowAdded(row=row, after=after):
            return inserted(part, row, after)
        case RowMoved(row=row_id, new=new, after=after):
            row = _find(part, row_id)
            match row:
                case Goal() | Programme():
                    row = msgspec.structs.replace(row, parent=new)
                case Indicator():
                    row = msgspec.structs.replace(row, goal=new)
            return inserted(_without(part, row_id), row, after)
        case RowRemoved(row=row):
            return _without(part, row.id)
        case RowReworded(row=row_id, new=new):
            return _replaced(part, _set(_find(part, row_id), "text", new))
        case TargetChanged(indicator=row_id, new=target):
            return _replaced(part, _set(_find(part, row_id), "target", target))
        case ProgrammeAllotted(programme=row_id):
            allotted = msgspec.structs.replace(_find(part, row_id), allotted=fact.new, printed=fact.printed)
            return _replaced(part, allotted)
        case ProgrammeLinked(programme=row_id, new=serves):
            return _replaced(part, _set(_find(part, row_id), "serves", serves))
        case IndicatorLinked(indicator=row_id, new=supports):
            return _replaced(part, _set(_find(part, row_id), "supports", supports))
        case CellChanged(row=row_id):
            return _replaced(part, _with_cell(_find(part, row_id), fact))
        case DetailChanged(detail=detail, new=new):
            return msgspec.structs.replace(part, details=_detailed(part.details, detail, new))
        case _:
            assert_never(fact)


def _detailed(details: PartDetails, detail: str, new: str) -> PartDetails:
    block, _, field = detail.removeprefix(BLOCKS).partition(".")
    if not detail.startswith(BLOCKS):
        return _set(details, detail, new)
    return details.with_block(_set(details.block(block), field, new))


BLOCKS = "blocks."


def printed_details(details: PartDetails) -> dict[str, str]:
    """Return every detail that a part prints, by the name that its change has."""
    told = {name: getattr(details, name) for name in DETAILS}
    for block in details.blocks:
        told |= {f"{BLOCKS}{block.key}.{name}": getattr(block, name) for name in BLOCK_FIELDS}
    return told


DETAILS = tuple(name for name in PartDetails.__struct_fields__ if name != "blocks")
BLOCK_FIELDS = tuple(name for name in SignatureBlock.__struct_fields__ if name != "key")


def _set(record: _T, field: str, value: object) -> _T:
    return msgspec.structs.replace(record, **{field: value})


def _with_cell(row: Row, fact: CellChanged) -> Row:
    cells = [cell for cell in row.cells if fact.old is None or cell.column != fact.old.column]
    if fact.new is not None:
        cells.insert(fact.place, fact.new)
    return _set(row, "cells", tuple(cells))


_FIELDS = {RowKind.GOAL: "goals", RowKind.INDICATOR: "indicators", RowKind.PROGRAMME: "programmes"}


def _rows(part: Part, kind: RowKind) -> list[Row]:
    return list(getattr(part, _FIELDS[kind]))


def _with_rows(part: Part, kind: RowKind, rows: list[Row]) -> Part:
    return _set(part, _FIELDS[kind], tuple(rows))


def _find(part: Part, row_id: str) -> Row:
    return next(row for row in part.rows() if row.id == row_id)


def _replaced(part: Part, row: Row) -> Part:
    kind = kind_of_row(row)
    return _with_rows(part, kind, [row if r.id == row.id else r for r in _rows(part, kind)])


def _without(part: Part, row_id: str) -> Part:
    kind = kind_of_row(_find(part, row_id))
    return _with_rows(part, kind, [r for r in _rows(part, kind) if r.id != row_id])


def inserted(part: Part, row: Row, after: str) -> Part:
    """Return the part with the row behind `after`, or first in what holds it; `ordered` then puts it in its place.

    Siblings keep their order of appearance, so the row need only stand behind `after` or before the first.
    """
    kind = kind_of_row(row)
    rows = _rows(part, kind)
    if after:
        place = next(n for n, r in enumerate(rows) if r.id == after) + 1
    else:
        siblings = (n for n, r in enumerate(rows) if container(r) == container(row))
        place = next(siblings, len(rows))
    return _with_rows(part, kind, [*rows[:place], row, *rows[place:]])
