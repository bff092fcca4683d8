"""The change facts of a plan's text: one event for each thing that changed, and what it does to the text."""

from datetime import datetime
from decimal import Decimal
from typing import TypeVar, assert_never

import msgspec

from domain.kernel.actor import Actor
from domain.kernel.message import Message
from domain.measure.target import Target
from domain.plan.text import Goal, Indicator, Part, PlanText, Row, RowKind, container, kind_of_row, ordered

_T = TypeVar("_T", bound=msgspec.Struct)


class TextFact(Message, frozen=True, kw_only=True):
    """What every change fact carries: who, when (UTC), the text version it makes, and the part (empty: the cover)."""

    by: Actor
    at: datetime
    version: int
    part: str


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


class ProgrammeAllotted(TextFact, frozen=True, tag="programme-allotted"):
    """The budget of a programme changed; rupiah."""

    programme: str
    old: Decimal
    new: Decimal


class DetailChanged(TextFact, frozen=True, tag="detail-changed"):
    """A printed detail changed: `detail` is a field of the part's details, or of the cover's where `part` is empty."""

    detail: str
    old: str
    new: str


Change = RowAdded | RowMoved | RowRemoved | RowReworded | TargetChanged | ProgrammeAllotted | DetailChanged


def apply(text: PlanText, fact: Change) -> PlanText:
    """Return the text after the fact."""
    if isinstance(fact, DetailChanged) and not fact.part:
        return msgspec.structs.replace(text, details=_set(text.details, fact.detail, fact.new))
    part = _applied(text.part(fact.part), fact)
    # Only a row that came or moved can stand out of order.
    return text.with_part(ordered(part) if isinstance(fact, RowAdded | RowMoved) else part)


def _applied(part: Part, fact: Change) -> Part:
    match fact:
        case RowAdded(row=row, after=after):
            return _inserted(part, row, after)
        case RowMoved(row=row_id, new=new, after=after):
            row = _find(part, row_id)
            match row:
                case Goal():
                    row = msgspec.structs.replace(row, parent=new)
                case Indicator():
                    row = msgspec.structs.replace(row, goal=new)
            return _inserted(_without(part, row_id), row, after)
        case RowRemoved(row=row):
            return _without(part, row.id)
        case RowReworded(row=row_id, new=new):
            return _replaced(part, _set(_find(part, row_id), "text", new))
        case TargetChanged(indicator=row_id, new=target):
            return _replaced(part, _set(_find(part, row_id), "target", target))
        case ProgrammeAllotted(programme=row_id, new=amount):
            return _replaced(part, _set(_find(part, row_id), "allotted", amount))
        case DetailChanged(detail=detail, new=new):
            return msgspec.structs.replace(part, details=_set(part.details, detail, new))
        case _:
            assert_never(fact)


def _set(record: _T, field: str, value: object) -> _T:
    return msgspec.structs.replace(record, **{field: value})


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


def _inserted(part: Part, row: Row, after: str) -> Part:
    """Siblings keep their order of appearance, so the row need only stand behind `after` or before the first."""
    kind = kind_of_row(row)
    rows = _rows(part, kind)
    if after:
        place = next(n for n, r in enumerate(rows) if r.id == after) + 1
    else:
        siblings = (n for n, r in enumerate(rows) if container(r) == container(row))
        place = next(siblings, len(rows))
    return _with_rows(part, kind, [*rows[:place], row, *rows[place:]])
