"""The fewest facts between two texts, in an order in which each finds what it needs."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import partial
from typing import TypedDict, assert_never

import msgspec

from domain.kernel.actor import Actor
from domain.kernel.source import FileSource
from domain.plan.cell import Cell
from domain.plan.facts import (
    CellChanged,
    Change,
    DetailChanged,
    IndicatorLinked,
    ProgrammeAllotted,
    ProgrammeLinked,
    RowAdded,
    RowMoved,
    RowRemoved,
    RowReworded,
    TargetChanged,
    printed_details,
)
from domain.plan.text import Goal, Indicator, Part, PlanText, Programme, Row, container, kind_of_row


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


def place_of(change: Change) -> str:
    """Return where a change is: a row that came, went or moved, a cell of one (`ROW.cell`), or a printed detail."""
    match change:
        case RowAdded(row=row) | RowRemoved(row=row):
            return row.id
        case RowMoved(row=row_id):
            return row_id
        case RowReworded(row=row_id):
            return f"{row_id}.text"
        case TargetChanged(indicator=row_id):
            return f"{row_id}.target"
        case IndicatorLinked(indicator=row_id):
            return f"{row_id}.supports"
        case ProgrammeAllotted(programme=row_id):
            return f"{row_id}.allotted"
        case ProgrammeLinked(programme=row_id):
            return f"{row_id}.serves"
        case CellChanged(row=row_id, old=old, new=new):
            return f"{row_id}.{(new or old or Cell('')).column}"
        case DetailChanged(part=part, detail=detail):
            return f"{part}.{detail}" if part else detail
        case _:
            assert_never(change)


def sourced(changes: Iterable[Change], source: FileSource) -> list[Change]:
    """Return the changes with the cells of a file (`ROW.column`) that each of them came from."""
    return [
        change
        if isinstance(change, RowMoved | RowRemoved)
        else msgspec.structs.replace(change, source=source.of(partial(_of, place_of(change))))
        for change in changes
    ]


def _of(place: str, cell: str) -> str:
    """Return how a change at a place calls a cell: of a row that came, each of its columns."""
    row, _, column = cell.partition(".")
    return column if place in (row, cell) else ""


def _part_difference(base: Part, new: Part, by: Actor, at: datetime, version: int) -> Iterator[Change]:
    stamp = _Stamp(by=by, at=at, version=version, part=new.key)
    had, has = printed_details(base.details), printed_details(new.details)
    for detail in {**had, **has}:
        was, now = had.get(detail, ""), has.get(detail, "")
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
