"""This machine's clock and the ends of the logs beside the database's clock, by which the record is timed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import asyncpg

from eventstore.errors import ClockApart
from eventstore.pool import outages

_ASKED = "SELECT clock_timestamp(), max(recorded_at) FROM paraf.heads WHERE $1 IN ('', office)"


def this_machines() -> datetime:
    """Return what this machine's clock says."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Clocks:
    """What both clocks said at once, and the newest entry of a log, or of all."""

    here: datetime
    database: datetime
    newest: datetime | None

    def require(self, drift: timedelta) -> None:
        """Raise `ClockApart` unless they agree within `drift`, and nothing is recorded that is still to come."""
        if abs(self.here - self.database) > drift:
            raise ClockApart(f"the database's clock says {self.database}, this machine's {self.here}")
        if self.newest is not None and self.newest - self.database > drift:
            raise ClockApart(f"something is recorded at {self.newest}, but the database's clock says {self.database}")


async def clocks(
    asked: "asyncpg.Connection | asyncpg.Pool", office: str = "", clock: Callable[[], datetime] = this_machines
) -> Clocks:
    """Read both clocks, and the end of the office's log, or of every log; raises `Unavailable`."""
    before = clock()
    with outages():
        row = await asked.fetchrow(_ASKED, office)
    database, newest = row or (before, None)
    # The database said it some time between.
    return Clocks(before + (clock() - before) / 2, database, newest)
