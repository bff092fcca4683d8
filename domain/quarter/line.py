"""A line of a quarter: what came of an indicator, and what was spent on a programme."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from domain.kernel.actor import Actor
from domain.measure.realisation import Absent, Reading, State
from domain.quarter.filing import Filing
from domain.quarter.row import QuarterProgramme, QuarterRow


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

    `again` while it waits to be verified once more, since an earlier quarter changed.
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
            return Absent(State.NOT_RELEASED)
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
