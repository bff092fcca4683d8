"""Which text version of a plan somebody looked at before the one they look at now."""

from uuid import UUID

from eventstore.pool import Pool, outages


class Seen:
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
