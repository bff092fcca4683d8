"""A quarter that goes on by an amended plan: what becomes of its rows, and what was other before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import msgspec

from domain.measure.policy import fitting
from domain.quarter.events import QuarterFollowed
from domain.quarter.line import Line, Spending, Standing
from domain.quarter.row import QuarterBasis, QuarterProgramme, QuarterRow


@dataclass(frozen=True)
class Following:
    """When a quarter followed an amended plan: the rows and the money that changed, as they were, and what joined."""

    at: datetime
    version: int
    basis: QuarterBasis
    rows: Mapping[str, QuarterRow]
    programmes: Mapping[str, QuarterProgramme]
    joined: frozenset[str]


def row_before(followings: Sequence[Following], indicator: str) -> QuarterRow | None:
    """Return the row as it was before an amended plan changed it last; None where none did."""
    return next((each.rows[indicator] for each in reversed(followings) if indicator in each.rows), None)


def joined(followings: Sequence[Following], row: str) -> bool:
    """Return whether the row came with an amended plan after the quarter was opened."""
    return any(row in each.joined for each in followings)


def differs(old: QuarterRow, new: QuarterRow) -> bool:
    """Return whether a row is measured or worded otherwise; who answers for it, and what came before, is beside it."""
    return msgspec.structs.replace(new, owners=old.owners, earlier=old.earlier) != old


def unfit(line: Line | None, row: QuarterRow) -> bool:
    """Return whether what was filed of a row cannot be measured as it is now."""
    if line is None or line.filing is None or line.standing not in (Standing.FILED, Standing.VERIFIED):
        return False
    return fitting(row.policy, line.filing.reading) != line.filing.reading


def carried(lines: Mapping[str, Line], event: QuarterFollowed) -> dict[str, Line]:
    """Return the lines as the event has them; one that was there, or comes back, keeps what was filed of it."""
    found: dict[str, Line] = {}
    for row in event.rows:
        key = row.indicator.id
        line = replace(lines[key], row=row) if key in lines else Line(row)
        if key in event.unfit:
            line = replace(line, standing=Standing.RETURNED, checked_by=event.by, checked_at=event.at, reason="")
        found[key] = line
    return found


def carried_money(budget: Mapping[str, Spending], programme: QuarterProgramme) -> Spending:
    """Return what was spent on a programme as it is now."""
    known = budget.get(programme.programme.id)
    return Spending(programme) if known is None else replace(known, of=programme)


def noted_following(lines: Mapping[str, Line], budget: Mapping[str, Spending], event: QuarterFollowed) -> Following:
    """Return what the event changed of these lines and this money."""
    rows = {row.indicator.id: row for row in event.rows}
    money = {each.programme.id: each for each in event.programmes}
    return Following(
        at=event.at,
        version=event.version,
        basis=event.basis,
        rows={key: line.row for key, line in lines.items() if key not in rows or differs(line.row, rows[key])},
        programmes={key: spending.of for key, spending in budget.items() if spending.of != money.get(key)},
        joined=frozenset(key for key in (*rows, *money) if key not in lines and key not in budget),
    )
