"""In which offices an account acts beside its home: an office asks, and the person agrees."""

from dataclasses import dataclass
from datetime import datetime

from api.access.accounts import Account, AccountState
from api.access.log import AccessAct, By, note
from eventstore.pool import Pool, outages, transaction


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A person's id that is another office's, named `home`.

    Whether there is an account, whether this office asked it to act here too, and whether the person agreed.
    """

    home: str
    made: bool = False
    asked: bool = False
    joined: bool = False


AccountStanding = AccountState | Elsewhere | None  # of a person's account, as an office's administrators see it


class Memberships:
    """What was asked and agreed. Everything may raise `Unavailable`."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def ask(self, account: Account, by: By) -> None:
        """Ask the person to let the account act in `by.office`; asked again, nothing changes."""
        if by.office in account.offices:
            return
        async with transaction(self._pool) as connection:
            asked = await connection.fetchval(
                "INSERT INTO access.memberships (account, office) VALUES ($1, $2) ON CONFLICT DO NOTHING"
                " RETURNING true",
                *(account.id, by.office),
            )
            if asked:
                await note(connection, AccessAct.ASKED_TO_JOIN, account.id, by)

    async def join(self, account: Account, office: str) -> bool:
        """Agree; return whether the office asks. From then on its roles hold."""
        async with transaction(self._pool) as connection:
            joined = await connection.fetchval(
                "UPDATE access.memberships SET joined_at = clock_timestamp()"
                " WHERE account = $1 AND office = $2 AND joined_at IS NULL RETURNING true",
                *(account.id, office),
            )
            if joined:
                await note(connection, AccessAct.JOINED, account.id, By(office=office))
        return bool(joined)

    async def leave(self, account: Account, by: By) -> bool:
        """End a membership, or decline one; return whether there was any. The account's home is never left."""
        async with transaction(self._pool) as connection:
            left = await connection.fetchval(
                "DELETE FROM access.memberships WHERE account = $1 AND office = $2 RETURNING true",
                *(account.id, by.office),
            )
            if left:
                await note(connection, AccessAct.LEFT, account.id, by)
        return bool(left)

    async def begun(self, account: Account, office: str) -> None:
        """Let the account act in an office that its person opened."""
        async with transaction(self._pool) as connection:
            begun = await connection.fetchval(
                "INSERT INTO access.memberships (account, office, joined_at) VALUES ($1, $2, clock_timestamp())"
                " ON CONFLICT DO NOTHING RETURNING true",
                *(account.id, office),
            )
            if begun:
                await note(connection, AccessAct.JOINED, account.id, By(office=office))

    async def asking(self, account: Account) -> dict[str, datetime]:
        """Return which offices ask, and since when."""
        with outages():
            rows = await self._pool.fetch(
                "SELECT office, asked_at FROM access.memberships WHERE account = $1 AND joined_at IS NULL"
                " ORDER BY asked_at",
                account.id,
            )
        return {row["office"]: row["asked_at"] for row in rows}
