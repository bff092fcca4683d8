"""Two who write at once: what one changed since a text that both knew, put into what the other made of it meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import assert_never

from msgspec.structs import replace

from domain.kernel.actor import system
from domain.plan.difference import difference
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
    apply,
    printed_details,
)
from domain.plan.text import Goal, Indicator, PlanText, Programme, Row, container, kind_of_row

_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Merged:
    """A text with the changes of both, and the changes of the one that what the other did stands against."""

    text: PlanText
    conflicts: tuple[Change, ...]


class _Conflict(Exception):
    """The other touched the same, and made something else of it."""


def merged(base: PlanText, mine: PlanText, theirs: PlanText) -> Merged:
    """Return `theirs` with what `mine` changed in `base`; all three are in order and have the same parts.

    What only one of the two touched is as that one has it. Where both touched a cell or a row and not alike, nothing is
    chosen: it stays as `theirs` has it, and the change is a conflict.
    """
    text, conflicts = theirs, []
    for fact in difference(base, mine, system(""), _NEVER, 0):
        try:
            fitted = _fitted(fact, base.rows(), text)
        except _Conflict:
            conflicts.append(fact)
        else:
            text = text if fitted is None else apply(text, fitted)
    return Merged(text, tuple(conflicts))


def _fitted(fact: Change, base: Mapping[str, Row], text: PlanText) -> Change | None:
    """Return the change as it is made in the other's text, None where the other made it too; raises `_Conflict`."""
    rows = {row.id: row for row in text.part(fact.part).rows()} if fact.part else {}
    match fact:
        case RowAdded(row=row):
            _require(not container(row) or container(row) in rows)
            if row.id in rows:
                _require(rows[row.id] == row)
                return None
            _require(row.id not in text.rows())
            if isinstance(row, Programme):
                row = replace(row, serves=_there(row.serves, rows))
            return replace(fact, row=row, after=_after(fact.after, row.id, row, rows))
        case RowMoved(row=row_id, old=old, new=new):
            _require(row_id in rows and container(rows[row_id]) in (old, new))
            _require(not new or (new in rows and not _within(new, row_id, rows)))
            moved = replace(fact, old=container(rows[row_id]))
            return replace(moved, after=_after(fact.after, row_id, _under(rows[row_id], new), rows))
        case RowRemoved(row=row):
            if row.id not in rows:
                return None
            held = any(row.id in (container(other), *_serves(other)) for other in rows.values())
            _require(not held and rows[row.id] == base[row.id])
            return fact
        case ProgrammeLinked(new=new):
            fact = replace(fact, new=_there(new, rows))
            now = _now(fact, text, rows)
            _require(now in (fact.old, fact.new))
            return fact if now == fact.old != fact.new else None
        case _:
            now = _now(fact, text, rows)
            _require(now in (fact.old, fact.new))
            return fact if now == fact.old else None


def _now(
    fact: RowReworded
    | TargetChanged
    | ProgrammeAllotted
    | ProgrammeLinked
    | IndicatorLinked
    | CellChanged
    | DetailChanged,
    text: PlanText,
    rows: Mapping[str, Row],
) -> object:
    """What stands now where the fact writes."""
    match fact:
        case DetailChanged(part=part, detail=detail):
            return printed_details(text.part(part).details).get(detail, "") if part else getattr(text.details, detail)
        case RowReworded(row=row_id) | CellChanged(row=row_id):
            row = rows.get(row_id)
        case TargetChanged(indicator=row_id) | IndicatorLinked(indicator=row_id):
            row = rows.get(row_id)
        case ProgrammeAllotted(programme=row_id) | ProgrammeLinked(programme=row_id):
            row = rows.get(row_id)
        case _:
            assert_never(fact)
    match fact, row:
        case RowReworded(), Goal() | Indicator() | Programme():
            return row.text
        case TargetChanged(), Indicator():
            return row.target
        case IndicatorLinked(), Indicator():
            return row.supports
        case ProgrammeAllotted(), Programme():
            return row.allotted
        case ProgrammeLinked(), Programme():
            return row.serves
        case CellChanged(), Goal() | Indicator() | Programme():
            written = fact.new or fact.old
            return next((cell for cell in row.cells if written and cell.column == written.column), None)
        case _:
            raise _Conflict


def _after(wanted: str, row_id: str, row: Row, rows: Mapping[str, Row]) -> str:
    """The row behind which one is put: as it was meant, else the last of its home."""
    home = kind_of_row(row), container(row)
    there = [other.id for other in rows.values() if (kind_of_row(other), container(other)) == home]
    beside = [other for other in there if other != row_id]
    return wanted if not wanted or wanted in beside else next(reversed(beside), "")


def _serves(row: Row) -> tuple[str, ...]:
    return row.serves if isinstance(row, Programme) else ()


def _there(serves: tuple[str, ...], rows: Mapping[str, Row]) -> tuple[str, ...]:
    """What is still there to be paid for: a link goes with the row that it leads to."""
    return tuple(row_id for row_id in serves if row_id in rows)


def _under(row: Row, home: str) -> Row:
    return replace(row, goal=home) if isinstance(row, Indicator) else replace(row, parent=home)


def _within(row_id: str, above: str, rows: Mapping[str, Row]) -> bool:
    """Whether a row is the one above, or stands somewhere below it."""
    here = row_id
    while here and here != above:
        here = container(rows[here])
    return here == above


def _require(fits: bool) -> None:
    if not fits:
        raise _Conflict
