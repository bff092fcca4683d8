"""The accounts of a trial's sample people: open while the installation is a trial, closed otherwise."""

from collections.abc import Iterable

from eventstore.outage import outages
from eventstore.pool import Pool


class TrialAccounts:
    """Which accounts they are, in the database. Everything may raise `Unavailable`."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def name(self, people: Iterable[str]) -> None:
        """Say that these people are samples; say it before they have accounts."""
        with outages():
            await self._pool.execute(
                "INSERT INTO access.trial (person) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING", list(people)
            )

    async def close(self) -> int:
        """Close the accounts, sessions included, and return how many were open."""
        with outages():
            closed: int = await self._pool.fetchval(
                "WITH closed AS (UPDATE access.accounts SET disabled_at = clock_timestamp()"
                " WHERE disabled_at IS NULL AND person IN (SELECT person FROM access.trial) RETURNING id, person),"
                " told AS (UPDATE access.trial t SET closed = true FROM closed c WHERE t.person = c.person),"
                " invited AS (DELETE FROM access.invitations i USING closed c WHERE i.account = c.id),"
                " ended AS (UPDATE access.sessions s SET ended_at = clock_timestamp() FROM closed c"
                " WHERE s.account = c.id AND s.ended_at IS NULL)"
                " SELECT count(*) FROM closed"
            )
        return closed

    async def open(self) -> None:
        """Open again what `close` closed; what an administrator closed stays closed."""
        with outages():
            await self._pool.execute(
                "WITH opened AS (UPDATE access.trial SET closed = false WHERE closed RETURNING person)"
                " UPDATE access.accounts SET disabled_at = NULL WHERE person IN (SELECT person FROM opened)"
            )
