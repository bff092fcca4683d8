"""Offices and those who act in them: which there are, whose a person's id is, where an account acts beside its home."""

import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from activities.recording.states import OFFICE, States
from api.access.accounts import Account, AccountState
from api.access.log import AccessAct, By, note
from domain.kernel.actor import Duty
from domain.office.events import PersonRegistered
from domain.office.state import STREAM, Office
from eventstore.codec import decode
from eventstore.pool import Pool, outages, transaction

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")


class Offices:
    """The offices as they are recorded. Everything may raise `Unavailable`."""

    def __init__(self, states: States) -> None:
        self._states = states

    async def find(self, office: str) -> Office | None:
        """Return the office as it is now, None where there is none."""
        if not _SLUG.fullmatch(office):
            return None
        found = (await self._states.of(OFFICE, office, STREAM)).state
        return found if found.exists else None

    async def all(self) -> list[Office]:
        """Return every office, by id."""
        return await self._states.offices()

    async def of(self, person: str, now: datetime) -> list[tuple[Office, frozenset[Duty]]]:
        """Return the offices in which a person can act, by id, each with what they can act under today."""
        found = []
        for office in await self.all():
            duties = office.duties_of(person, now.astimezone(ZoneInfo(office.time_zone)).date())
            found += [(office, duties)] if duties else []
        return found

    async def first(self, person: str) -> Office | None:
        """Return which office registered a person's id before any other: the id is its own."""
        known = [office for office in await self.all() if person in office.people]
        if len(known) < 2:
            return known[0] if known else None
        registered = {
            (entry.recorded_at, office.id): office
            for office in known
            for entry in await self._states.store.read(office.id, STREAM)
            if isinstance(event := decode(entry.body), PersonRegistered) and event.person == person
        }
        return registered[min(registered)]


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
