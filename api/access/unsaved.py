"""Text that somebody typed and could not save: kept for them alone until they save or drop it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from eventstore.pool import Pool, outages

_MOST = 50  # plans for one account; the oldest give way


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
                "DELETE FROM access.unsaved WHERE account = $1 AND plan IN"
                " (SELECT plan FROM access.unsaved WHERE account = $1 ORDER BY saved_at DESC, plan OFFSET $2)",
                *(account, _MOST),
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
