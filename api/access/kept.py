"""What is kept of one person's work: text that could not be saved, and the version they looked at last."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from eventstore.pool import Pool, outages

# For one account: so many plans, and so many bytes beside the newest text; the oldest give way.
_MOST, _MOST_BYTES = 50, 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Kept:
    """The body as it was sent, why it was not saved (a refusal's code), and when."""

    body: bytes
    reason: str
    saved_at: datetime


class Unsaved:
    """The kept texts in the database. Everything may raise `Unavailable`."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def keep(self, account: UUID, plan: str, body: bytes, reason: str) -> None:
        """Keep a text; `plan` names office and plan. An older one for the same plan gives way."""
        with outages():
            await self._pool.execute(
                "INSERT INTO access.unsaved (account, plan, body, reason) VALUES ($1, $2, $3, $4)"
                " ON CONFLICT (account, plan) DO UPDATE"
                " SET body = excluded.body, reason = excluded.reason, saved_at = clock_timestamp()",
                *(account, plan, body, reason),
            )
            await self._pool.execute(
                "DELETE FROM access.unsaved WHERE account = $1 AND plan IN (SELECT plan FROM"
                " (SELECT plan, row_number() OVER newest AS n, sum(octet_length(body)) OVER newest AS bytes"
                "  FROM access.unsaved WHERE account = $1 WINDOW newest AS (ORDER BY saved_at DESC, plan)) AS kept"
                " WHERE n > $2 OR (n > 1 AND bytes > $3))",
                *(account, _MOST, _MOST_BYTES),
            )

    async def find(self, account: UUID, plan: str) -> Kept | None:
        """Return the kept text and go on keeping it: the answer that carries it may be lost."""
        with outages():
            row = await self._pool.fetchrow(
                "SELECT body, reason, saved_at FROM access.unsaved WHERE account = $1 AND plan = $2", account, plan
            )
        return Kept(*row) if row else None

    async def drop(self, account: UUID, plan: str) -> None:
        """Forget the text: it was saved, or its author does not want it."""
        with outages():
            await self._pool.execute("DELETE FROM access.unsaved WHERE account = $1 AND plan = $2", account, plan)


class SeenVersions:
    """What each account has seen. Everything may raise `Unavailable`."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def look(self, account: UUID, office: str, stream: str, version: int) -> int | None:
        """Note that a version is looked at; return the one seen before it, itself where there was no other yet.

        None where nothing was seen at all: this is the first time.
        """
        with outages():
            before: int | None = await self._pool.fetchval(
                "INSERT INTO access.seen AS s (account, office, stream, version) VALUES ($1, $2, $3, $4)"
                " ON CONFLICT (account, office, stream) DO UPDATE SET"
                " before = CASE WHEN s.version = excluded.version THEN s.before ELSE s.version END,"
                " version = excluded.version, seen_at = clock_timestamp()"
                # A row that was inserted has no older one in its xmax.
                " RETURNING CASE WHEN s.xmax = 0 THEN NULL ELSE coalesce(s.before, s.version) END",
                *(account, office, stream, version),
            )
        return before
