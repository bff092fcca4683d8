"""The change facts of a plan's text: what each does to the text, and the fewest between two texts."""

from bisect import bisect_left
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import TypedDict, TypeVar, assert_never

import msgspec

from domain.kernel.actor import Actor
from domain.kernel.message import Message
from domain.kind.column import RowKind
from domain.measure.target import Target
from domain.plan.cell import Cell
from domain.plan.support import Support
from domain.plan.text import Goal, Indicator, Part, PlanText, Programme, Row, container, kind_of_row, ordered

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
    """A printed detail changed: `detail` is a field of the part's details, or of the cover's where `part` is empty."""

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
    return text.with_part(ordered(part) if isinstance(fact, RowAdded | RowMoved) else part)


def _applied(part: Part, fact: Change) -> Part:
    match fact:
        case RowAdded(row=row, after=after):
            return _inserted(part, row, after)
        case RowMoved(row=row_id, new=new, after=after):
            row = _find(part, row_id)
            match row:
                case Goal() | Programme():
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
            return msgspec.structs.replace(part, details=_set(part.details, detail, new))
        case _:
            assert_never(fact)


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


class _Stamp(TypedDict):
    by: Actor
    at: datetime
    version: int
    part: str


def difference(base: PlanText, new: PlanText, by: Actor, at: datetime, version: int) -> list[Change]:
    """Return the facts that make `new` of `base`; both must be in order (`check.py`) and have the same parts.

    Rows are placed from the top down and removed last, so that no fact meets a goal that is not there yet or any more.
    """
    facts: list[Change] = []
    for detail in base.details.__struct_fields__:
        was, now = getattr(base.details, detail), getattr(new.details, detail)
        if was != now:
            facts.append(DetailChanged(by=by, at=at, version=version, part="", detail=detail, old=was, new=now))
    for part in new.parts:
        facts.extend(_part_difference(base.part(part.key), part, by, at, version))
    return facts


def _part_difference(base: Part, new: Part, by: Actor, at: datetime, version: int) -> Iterator[Change]:
    stamp = _Stamp(by=by, at=at, version=version, part=new.key)
    for detail in base.details.__struct_fields__:
        was, now = getattr(base.details, detail), getattr(new.details, detail)
        if was != now:
            yield DetailChanged(**stamp, detail=detail, old=was, new=now)
    before = {row.id: row for row in base.rows()}
    after = {row.id: row for row in new.rows()}
    settled = _settled(base, new)
    previous: dict[tuple[str, str], str] = {}
    for row in new.rows():
        home = (kind_of_row(row), container(row))
        old = before.get(row.id)
        if old is None:
            yield RowAdded(**stamp, row=row, after=previous.get(home, ""))
        else:
            if row.id not in settled:
                yield RowMoved(
                    **stamp,
                    row=row.id,
                    kind=kind_of_row(row),
                    old=container(old),
                    new=container(row),
                    after=previous.get(home, ""),
                )
            yield from _content(old, row, stamp)
        previous[home] = row.id
    gone: list[Row] = [row for row in base.rows() if row.id not in after]
    gone.reverse()  # depth first turned round: whatever stands in a goal goes before the goal
    for row in sorted(gone, key=lambda r: isinstance(r, Goal)):
        yield RowRemoved(**stamp, row=row)


def _content(old: Row, new: Row, stamp: _Stamp) -> Iterator[Change]:
    if old.text != new.text:
        yield RowReworded(**stamp, row=new.id, kind=kind_of_row(new), old=old.text, new=new.text)
    match old, new:
        case Indicator(), Indicator():
            if old.target != new.target:
                yield TargetChanged(**stamp, indicator=new.id, old=old.target, new=new.target)
            if old.supports != new.supports:
                yield IndicatorLinked(**stamp, indicator=new.id, old=old.supports, new=new.supports)
        case Programme(), Programme():
            if (old.allotted, old.printed) != (new.allotted, new.printed):
                yield ProgrammeAllotted(
                    **stamp, programme=new.id, old=old.allotted, new=new.allotted, printed=new.printed
                )
            if old.serves != new.serves:
                yield ProgrammeLinked(**stamp, programme=new.id, old=old.serves, new=new.serves)
    if old.cells != new.cells:
        yield from _cells(old, new, stamp)


def _cells(old: Row, new: Row, stamp: _Stamp) -> Iterator[Change]:
    """What went goes first, so that the place of what came is its last."""
    had = {cell.column: cell for cell in old.cells}
    has = {cell.column for cell in new.cells}
    for column, cell in had.items():
        if column not in has:
            yield CellChanged(**stamp, row=new.id, kind=kind_of_row(new), place=0, old=cell, new=None)
    for place, cell in enumerate(new.cells):
        if had.get(cell.column) != cell:
            was = had.get(cell.column)
            yield CellChanged(**stamp, row=new.id, kind=kind_of_row(new), place=place, old=was, new=cell)


def _settled(base: Part, new: Part) -> set[str]:
    """Return the rows that need no move: in each goal the longest run of rows whose order did not change."""
    place = {row.id: n for n, row in enumerate(base.rows())}
    homes = {row.id: (kind_of_row(row), container(row)) for row in base.rows()}
    groups: dict[tuple[str, str], list[str]] = {}
    for row in new.rows():
        home = (kind_of_row(row), container(row))
        if homes.get(row.id) == home:
            groups.setdefault(home, []).append(row.id)
    return {row for group in groups.values() for row in _longest_rising(group, place)}


def _longest_rising(ids: list[str], place: dict[str, int]) -> list[str]:
    """Return the longest subsequence of `ids` whose places rise (patience sorting)."""
    tails: list[int] = []
    ends: list[str] = []
    before: dict[str, str | None] = {}
    for row in ids:
        n = bisect_left(tails, place[row])
        before[row] = ends[n - 1] if n else None
        tails[n : n + 1] = [place[row]]
        ends[n : n + 1] = [row]
    chain: list[str] = []
    last: str | None = ends[-1] if ends else None
    while last is not None:
        chain.append(last)
        last = before[last]
    return chain
