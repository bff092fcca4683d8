"""The accounts of a trial's sample people: open while the installation is a trial, closed otherwise."""

from collections.abc import Iterable

from api.access.log import MACHINE, AccessAct, note
from eventstore.pool import Pool, outages, transaction


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
        async with transaction(self._pool) as connection:
            closed = await connection.fetch(
                "WITH closed AS (UPDATE access.accounts SET disabled_at = clock_timestamp()"
                " WHERE disabled_at IS NULL AND person IN (SELECT person FROM access.trial) RETURNING id, person),"
                " told AS (UPDATE access.trial t SET closed = true FROM closed c WHERE t.person = c.person),"
                " invited AS (DELETE FROM access.invitations i USING closed c WHERE i.account = c.id),"
                " ended AS (UPDATE access.sessions s SET ended_at = clock_timestamp() FROM closed c"
                " WHERE s.account = c.id AND s.ended_at IS NULL)"
                " SELECT id FROM closed"
            )
            for row in closed:
                await note(connection, AccessAct.ACCOUNT_CLOSED, row["id"], MACHINE)
        return len(closed)

    async def open(self) -> None:
        """Open again what `close` closed; what an administrator closed stays closed."""
        async with transaction(self._pool) as connection:
            opened = await connection.fetch(
                "WITH opened AS (UPDATE access.trial SET closed = false WHERE closed RETURNING person)"
                " UPDATE access.accounts SET disabled_at = NULL WHERE person IN (SELECT person FROM opened)"
                " RETURNING id"
            )
            for row in opened:
                await note(connection, AccessAct.ACCOUNT_OPENED, row["id"], MACHINE)
