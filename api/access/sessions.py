"""Sessions: an opaque token in a cookie, known here by its hash, that can be ended."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from api.access.accounts import Account, known
from api.access.secrets import fresh, hashed
from eventstore.outage import outages
from eventstore.pool import Pool

IDLE, ABSOLUTE = timedelta(hours=1), timedelta(hours=12)
_KEPT = timedelta(days=30)  # how long an ended session can still say whose unsaved text it was
_TOUCH = timedelta(minutes=1)  # a request a second need not be a write a second


@dataclass(frozen=True, slots=True)
class Session:
    """A session in force. `expires_at` is its end if nothing more is asked, `ends_at` its end in any case."""

    account: Account
    opened_at: datetime
    expires_at: datetime
    ends_at: datetime


class Sessions:
    """The sessions in the database. Everything may raise `Unavailable`."""

    def __init__(self, pool: Pool, *, idle: timedelta = IDLE, absolute: timedelta = ABSOLUTE) -> None:
        self._pool = pool
        self._idle = idle
        self._absolute = absolute

    async def open(self, account: Account) -> str:
        """Begin a session and return its token, which is shown to nobody else."""
        token = fresh()
        with outages():
            await self._pool.execute(
                "INSERT INTO access.sessions (hash, account) VALUES ($1, $2)", hashed(token), account.id
            )
        return token

    async def find(self, token: str, *, alive: bool = True) -> Session | None:
        """Return the session in force, None where it ended or idled out; it counts as a sign of life if `alive`."""
        with outages():
            row = await self._pool.fetchrow(
                "SELECT k.*, s.opened_at, s.touched_at, clock_timestamp() - s.touched_at > $4 AS stale"
                " FROM access.sessions s JOIN access.known k ON k.id = s.account"
                " WHERE s.hash = $1 AND s.ended_at IS NULL AND NOT k.disabled"
                " AND s.touched_at > clock_timestamp() - $2::interval"
                " AND s.opened_at > clock_timestamp() - $3::interval",
                *(hashed(token), self._idle, self._absolute, _TOUCH),
            )
        if row is None:
            return None
        if row["stale"] and alive:
            await self.touch(token)
        opened: datetime = row["opened_at"]
        touched: datetime = row["touched_at"]
        ends = opened + self._absolute
        return Session(known(row), opened, min(touched + self._idle, ends), ends)

    async def touch(self, token: str) -> None:
        """Count a sign of life. An ended session stays ended."""
        with outages():
            await self._pool.execute(
                "UPDATE access.sessions SET touched_at = clock_timestamp() WHERE hash = $1 AND ended_at IS NULL",
                hashed(token),
            )

    async def owner(self, token: str) -> UUID | None:
        """Return whose session this is or was: enough to keep a text for them, never to show or do anything."""
        with outages():
            found: UUID | None = await self._pool.fetchval(
                "SELECT s.account FROM access.sessions s JOIN access.known k ON k.id = s.account"
                " WHERE s.hash = $1 AND NOT k.disabled",
                hashed(token),
            )
        return found

    async def end(self, token: str) -> None:
        """Sign out."""
        with outages():
            await self._pool.execute(
                "UPDATE access.sessions SET ended_at = clock_timestamp() WHERE hash = $1 AND ended_at IS NULL",
                hashed(token),
            )

    async def end_of_person(self, person: str) -> int:
        """End every session of a person, as when a role is taken away; return how many."""
        with outages():
            rows = await self._pool.fetch(
                "UPDATE access.sessions SET ended_at = clock_timestamp() WHERE ended_at IS NULL"
                " AND account IN (SELECT id FROM access.accounts WHERE person = $1) RETURNING 1",
                person,
            )
        return len(rows)

    async def sweep(self) -> None:
        """Forget sessions that ended long ago."""
        with outages():
            await self._pool.execute(
                "DELETE FROM access.sessions WHERE greatest(opened_at, touched_at) < clock_timestamp() - $1::interval",
                _KEPT,
            )
