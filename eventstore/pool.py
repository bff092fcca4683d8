"""Connections to PostgreSQL, what becomes of whatever the driver raises, and its clock beside ours."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import asyncpg
from asyncpg.pool import PoolConnectionProxy

from eventstore.errors import ClockApart, Unavailable, Unstorable

# asyncpg reports a killed connection as InternalClientError, outside its own tree of errors.
_DRIVER = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError, TimeoutError)
# Values that the driver cannot send (ValueError) or no column takes.
_VALUES = (ValueError, asyncpg.DataError, asyncpg.CheckViolationError)
# What every session begins with. A pooler, too, keeps these for each of its clients.
_SESSION = {"application_name": "paraf", "timezone": "UTC"}
# What a pooler passes on to nobody: there they are settings of the role.
LIMITS = {
    "jit": "off",
    "lock_timeout": "10s",
    "statement_timeout": "30s",
    "idle_in_transaction_session_timeout": "60s",
}
Pool = asyncpg.Pool
Connection = PoolConnectionProxy
_CONNECT = 10.0  # seconds until we are let in
_ASKED = "SELECT clock_timestamp(), max(recorded_at) FROM paraf.heads WHERE $1 IN ('', office)"


# More than the least memory that a function may take for its rows; set for this statement alone, and before it.
_SPILLS = """
SELECT count(*) FROM set_config('work_mem', '64', true) AS least, generate_series(1, 100000 + 0 * length(least))
"""


@contextmanager
def outages() -> Iterator[None]:
    """Raise `Unavailable` for the errors of the database: what is unknown is asked again, never taken as a no.

    Only for values that nobody could store it raises `Unstorable`.
    """
    try:
        yield
    except _DRIVER as error:
        kind = Unstorable if isinstance(error, _VALUES) else Unavailable
        raise kind(f"{type(error).__name__}: {error}") from error


async def open_pool(url: str, *, size: int = 8, role: str = "", lazy: bool = False, pooled: bool = False) -> Pool:
    """Open up to `size` connections, in another role where one is named; a statement may take 30 seconds.

    `lazy` connects at the first use, so that a database that is away stops nobody from starting; else raises
    `Unavailable`. `pooled`: a pooler stands between that gives each transaction another session.
    """
    settings = _SESSION | ({} if pooled else LIMITS) | ({"role": role} if role else {})
    with outages():
        return await asyncpg.create_pool(
            url,
            connect=_Hosts(url),
            min_size=0 if lazy else 1,
            max_size=size,
            command_timeout=35,
            # A reset between two uses would double the cost of a small read; nothing here leaves state behind.
            reset=_keep,
            server_settings=settings,
            # What was prepared in one session is unknown in the next.
            statement_cache_size=0 if pooled else 100,
        )


class _Hosts:
    """Connects to the first that takes us of the hosts that a URL names, the one that did so last before the others.

    The driver would wait for one that does not even refuse, and never come to the next.
    """

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        who, at, hosts = parts.netloc.rpartition("@")
        self._urls = [urlunsplit(parts._replace(netloc=f"{who}{at}{host}")) for host in hosts.split(",")]

    async def __call__(self, dsn: str | None = None, **how: Any) -> asyncpg.Connection:
        last: Exception = OSError("no host")
        for url in tuple(self._urls):
            try:
                connection: asyncpg.Connection = await asyncpg.connect(url, timeout=_CONNECT / len(self._urls), **how)
            except _DRIVER as error:
                last = error
            else:
                self._urls.sort(key=lambda each: each != url)
                return connection
        raise last


@asynccontextmanager
async def transaction(pool: Pool) -> AsyncIterator[Connection]:
    """Yield a connection within one transaction; may raise `Unavailable`."""
    with outages():
        async with pool.acquire() as connection, connection.transaction():
            yield connection


async def _keep(_: object) -> None:
    """The no-op reset: an open transaction has been rolled back before it is called."""


async def room(asked: "asyncpg.Connection | asyncpg.Pool") -> None:
    """Let the database write a few megabytes beside its data and forget them; raises `Unavailable` where it cannot.

    A server whose disk is full goes on answering whatever it only has to read.
    """
    with outages():
        await asked.execute(_SPILLS)


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
