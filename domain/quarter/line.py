"""A line of a quarter, what came of an indicator or was spent on a programme, and what each change does to it."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import assert_never

import msgspec

from domain.kernel.actor import Actor
from domain.kernel.state import replace
from domain.measure.realisation import Absent, Reading, State
from domain.quarter.events import (
    BudgetRealised,
    LineChange,
    PolicyCorrected,
    RealisationCorrected,
    RealisationFiled,
    RealisationHandedOver,
    RealisationReturned,
    RealisationVerified,
    RealisationWaived,
    VerificationVoided,
)
from domain.quarter.filing import Filing
from domain.quarter.row import EarlierQuarter, QuarterProgramme, QuarterRow

_NOT_RELEASED = Absent(State.NOT_RELEASED)


class Standing(StrEnum):
    """Where a row stands."""

    WAITING = "waiting"  # nothing filed
    FILED = "filed"
    RETURNED = "returned"
    VERIFIED = "verified"
    WAIVED = "waived"

    @property
    def settled(self) -> bool:
        """Return whether the quarter can be signed with such a row."""
        return self in (Standing.VERIFIED, Standing.WAIVED)

    @property
    def answered(self) -> bool:
        """Return whether anybody has said what the row came to, or that nobody will."""
        return self is not Standing.WAITING

    @property
    def owed(self) -> bool:
        """Return whether the owners have something to file."""
        return self in (Standing.WAITING, Standing.RETURNED)


@dataclass(frozen=True)
class Line:
    """A row and what was filed of it; `makers` are all who ever filed, `reason` is that of a return or a waiver.

    `again` while it waits to be verified once more, since an earlier quarter or its policy changed.
    """

    row: QuarterRow
    standing: Standing = Standing.WAITING
    version: int = 0
    filing: Filing | None = None
    filed_by: Actor | None = None
    filed_at: datetime | None = None
    makers: frozenset[str] = frozenset()
    checked_by: Actor | None = None
    checked_at: datetime | None = None
    reason: str = ""
    again: bool = False

    @property
    def reading(self) -> Reading:
        """Return what counts of the row; where nothing does, it is not released."""
        if self.filing is None or self.standing is Standing.WAIVED:
            return _NOT_RELEASED
        return self.filing.reading

    @property
    def follow_up(self) -> str:
        """Return what was announced for the next quarter."""
        return "" if self.filing is None or self.standing is Standing.WAIVED else self.filing.follow_up


@dataclass(frozen=True)
class Spending:
    """A programme and what was spent since the year began; `waived` is the reason for going on without."""

    of: QuarterProgramme
    version: int = 0
    realised: Decimal | None = None
    by: Actor | None = None
    at: datetime | None = None
    waived: str = ""

    @property
    def settled(self) -> bool:
        """Return whether the quarter can be signed with such a line."""
        return self.realised is not None or bool(self.waived)


def changed(line: Line, event: LineChange) -> Line:
    """Return the line after an event of its own."""
    match event:
        case RealisationFiled() | RealisationCorrected():
            return replace(
                line,
                standing=Standing.FILED,
                version=event.row_version,
                filing=event.filing if isinstance(event, RealisationFiled) else event.new,
                filed_by=event.by,
                filed_at=event.at,
                makers=line.makers | {event.by.person},
                checked_by=None,
                checked_at=None,
                reason="",
                again=False,
            )
        case RealisationVerified():
            return _checked(line, Standing.VERIFIED, event, "")
        case RealisationReturned(reason=reason):
            return _checked(line, Standing.RETURNED, event, reason)
        case VerificationVoided():
            return _unchecked(line)
        case RealisationHandedOver(new=owners):
            return replace(line, row=msgspec.structs.replace(line.row, owners=owners))
        case PolicyCorrected(new=policy):
            measured = replace(line, row=msgspec.structs.replace(line.row, policy=policy))
            return _unchecked(measured) if line.standing is Standing.VERIFIED else measured
        case _:
            assert_never(event)


def _unchecked(line: Line) -> Line:
    return replace(line, standing=Standing.FILED, checked_by=None, checked_at=None, again=True)


def _checked(line: Line, standing: Standing, event: RealisationVerified | RealisationReturned, reason: str) -> Line:
    return replace(line, standing=standing, checked_by=event.by, checked_at=event.at, reason=reason, again=False)


def waived(line: Line, event: RealisationWaived) -> Line:
    """Return the line without which the quarter goes on."""
    return replace(line, standing=Standing.WAIVED, checked_by=event.by, checked_at=event.at, reason=event.reason)


def noted(line: Line, now: EarlierQuarter) -> Line:
    """Return the line with what an earlier quarter comes to now."""
    kept = [earlier for earlier in line.row.earlier if earlier.quarter != now.quarter]
    earlier = tuple(sorted([*kept, now], key=lambda quarter: quarter.quarter))
    return replace(line, row=msgspec.structs.replace(line.row, earlier=earlier))


def spent(spending: Spending, event: BudgetRealised) -> Spending:
    """Return the spending as it was reported."""
    return replace(spending, version=event.row_version, realised=event.new, by=event.by, at=event.at, waived="")


def unspent(spending: Spending, event: RealisationWaived) -> Spending:
    """Return the spending that nobody reported."""
    return replace(spending, by=event.by, at=event.at, waived=event.reason)
