"""Accounts: the name and password by which one person signs in."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import asyncpg

from activities.notices.hearing import Hearing, hears
from api.access.errors import AccountRefused
from api.access.log import MACHINE, OWN, AccessAct, By, note
from api.access.passwords import Passwords, checked_email, checked_username, folded, fresh, hashed, require_strong
from domain.notice.notice import Happening
from eventstore.pool import Connection, Pool, outages, transaction

INVITATION_LASTS = timedelta(days=7)
_END_SESSIONS = "UPDATE access.sessions SET ended_at = clock_timestamp() WHERE account = $1 AND ended_at IS NULL"
_END_TOKENS = "UPDATE access.tokens SET revoked_at = clock_timestamp() WHERE account = $1 AND revoked_at IS NULL"
_END_INVITATIONS = "DELETE FROM access.invitations WHERE account = $1"


@dataclass(frozen=True, slots=True)
class Account:
    """One account is one person, acting in `offices`: its home, whose administrators manage it, and those joined.

    `freshly_linked`: less than a day ago somebody else's link set the password. `told_until`: up to when the person has
    read what others did. `silenced` are the kinds of mail that they want none of, `language` that of their pages, if
    they chose one; `toured`: they saw what is shown to whoever is new; `hears`: how they hear of what happens.
    """

    id: UUID
    username: str
    person: str
    email: str | None
    created_at: datetime
    disabled: bool
    home: str | None
    offices: frozenset[str]
    freshly_linked: bool = field(compare=False)
    told_until: datetime = field(compare=False)
    silenced: frozenset[str] = field(compare=False)
    language: str | None = field(compare=False)
    toured: bool = field(compare=False)
    hears: Mapping[Happening, Hearing] = field(compare=False)


@dataclass(frozen=True, slots=True)
class AccountState:
    """How far an account is: whether a password was `chosen`, and until when an invitation holds, if one is out.

    `asked` are the offices that its person has not answered yet.
    """

    account: Account
    chosen: bool
    invited_until: datetime | None
    asked: frozenset[str]


class Accounts:
    """The accounts in the database. Everything may raise `Unavailable`."""

    def __init__(self, pool: Pool, passwords: Passwords | None = None) -> None:
        self._pool = pool
        self._passwords = passwords or Passwords()

    async def create(
        self,
        username: str,
        person: str,
        *,
        home: str | None = None,
        password: str | None = None,
        email: str | None = None,
        by: By = MACHINE,
    ) -> Account:
        """Make an account at home in an office; without a password it waits for `invite`. Raises `AccountRefused`."""
        username = checked_username(username)
        kept = None
        if password is not None:
            require_strong(password, username)
            kept = await self._passwords.hash(password)
        email = checked_email(email)
        async with transaction(self._pool) as connection:
            return await made(connection, username, person, home, email=email, password=kept, by=by)

    async def verify(self, username: str, password: str) -> Account | None:
        """Return the account that the two belong to; None takes equally long, whyever it is None."""
        proven = await self.proven(username, password)
        return proven[0] if proven else None

    async def proven(self, username: str, password: str) -> tuple[Account, str] | None:
        """Return the account that the two belong to and the hash that says so, as it is kept now; never to be shown."""
        with outages():
            row = await self._pool.fetchrow(
                "SELECT k.*, a.password FROM access.known k JOIN access.accounts a USING (id)"
                " WHERE k.username = $1 AND NOT k.disabled",
                folded(username),
            )
        kept: str | None = row["password"] if row else None
        right = await self._passwords.verify(kept, password)
        if row is None or kept is None or not right:
            return None
        if self._passwords.is_outdated(kept):
            better = await self._passwords.hash(password)
            with outages():
                # Only in place of what was verified: the password may have been changed since.
                await self._pool.execute(
                    "UPDATE access.accounts SET password = $2 WHERE id = $1 AND password = $3",
                    *(row["id"], better, kept),
                )
            kept = better
        return known(row), kept

    async def change_password(self, account: Account, new: str, by: By = OWN) -> None:
        """Set the password, and end every session, token and invitation of the account. Raises `AccountRefused`."""
        require_strong(new, account.username)
        kept = await self._passwords.hash(new)
        async with transaction(self._pool) as connection:
            await connection.execute("UPDATE access.accounts SET password = $2 WHERE id = $1", account.id, kept)
            for end in (_END_INVITATIONS, _END_SESSIONS, _END_TOKENS):
                await connection.execute(end, account.id)
            await note(connection, AccessAct.PASSWORD_CHANGED, account.id, by)

    async def invite(self, account: Account, by: By = MACHINE) -> str:
        """Return the secret of a link by which the person chooses a password; an older one ends."""
        secret = fresh()
        async with transaction(self._pool) as connection:
            await connection.execute(
                "INSERT INTO access.invitations (hash, account, expires_at, made_by)"
                " VALUES ($1, $2, clock_timestamp() + $3, $4) ON CONFLICT (account) DO UPDATE"
                " SET hash = excluded.hash, expires_at = excluded.expires_at, made_by = excluded.made_by",
                *(hashed(secret), account.id, INVITATION_LASTS, by.person),
            )
            await note(connection, AccessAct.LINK_MADE, account.id, by)
        return secret

    async def invited(self, secret: str) -> Account | None:
        """Return whom an invitation is for, while it holds."""
        return await self._one(
            "SELECT k.* FROM access.known k JOIN access.invitations i ON i.account = k.id"
            " WHERE i.hash = $1 AND i.expires_at > clock_timestamp() AND NOT k.disabled",
            hashed(secret),
        )

    async def accept(self, secret: str, password: str) -> Account | None:
        """Set the password that the invited person chose, once. Raises `AccountRefused`."""
        account = await self.invited(secret)
        if account is None:
            return None
        require_strong(password, account.username)
        kept = await self._passwords.hash(password)
        async with transaction(self._pool) as connection:
            # In one statement, so that of two who accept at once only one does.
            done = await connection.fetchval(
                "WITH taken AS (DELETE FROM access.invitations WHERE hash = $1 RETURNING account, made_by)"
                " UPDATE access.accounts a SET password = $2, linked_at ="
                " CASE WHEN t.made_by = a.person THEN a.linked_at ELSE clock_timestamp() END"
                " FROM taken t WHERE a.id = t.account RETURNING true",
                *(hashed(secret), kept),
            )
            if done:
                for end in (_END_SESSIONS, _END_TOKENS):
                    await connection.execute(end, account.id)
                await note(connection, AccessAct.LINK_USED, account.id)
        return account if done else None

    async def disable(self, account: Account, by: By = MACHINE) -> None:
        """Close the account: its sessions and its invitation end, and no token opens anything while it is closed."""
        async with transaction(self._pool) as connection:
            closed = await connection.fetchval(
                "UPDATE access.accounts SET disabled_at = clock_timestamp()"
                " WHERE id = $1 AND disabled_at IS NULL RETURNING true",
                account.id,
            )
            for end in (_END_INVITATIONS, _END_SESSIONS):
                await connection.execute(end, account.id)
            if closed:
                await note(connection, AccessAct.ACCOUNT_CLOSED, account.id, by)

    async def enable(self, account: Account, by: By = MACHINE) -> None:
        """Open a closed account again."""
        async with transaction(self._pool) as connection:
            opened = await connection.fetchval(
                "UPDATE access.accounts SET disabled_at = NULL"
                " WHERE id = $1 AND disabled_at IS NOT NULL RETURNING true",
                account.id,
            )
            if opened:
                await note(connection, AccessAct.ACCOUNT_OPENED, account.id, by)

    async def set_email(self, account: Account, email: str | None, by: By = MACHINE) -> None:
        """Set where reminders go; of that the person is told at the old address. Raises `AccountRefused`."""
        email = checked_email(email)
        async with transaction(self._pool) as connection:
            old = await connection.fetchval("SELECT email FROM access.accounts WHERE id = $1 FOR UPDATE", account.id)
            if old != email:
                await note(connection, AccessAct.EMAIL_SET, account.id, by)
                await connection.execute("UPDATE access.accounts SET email = $2 WHERE id = $1", account.id, email)

    async def read_until(self, account: Account, at: datetime) -> None:
        """Keep until when the person has read of what others did."""
        with outages():
            await self._pool.execute(
                "UPDATE access.accounts SET told_until = greatest(told_until, $2) WHERE id = $1", account.id, at
            )

    async def find(self, username: str) -> Account | None:
        """Return the account of a name."""
        return await self._one("SELECT * FROM access.known WHERE username = $1", folded(username))

    async def of_person(self, person: str) -> Account | None:
        """Return the account of a person."""
        return await self._one("SELECT * FROM access.known WHERE person = $1", person)

    async def states(self, persons: Collection[str]) -> dict[str, AccountState]:
        """Return the accounts of those persons who have one, by person."""
        with outages():
            rows = await self._pool.fetch(
                "SELECT k.*, a.password IS NOT NULL AS chosen, i.expires_at, ARRAY(SELECT m.office"
                " FROM access.memberships m WHERE m.account = k.id AND m.joined_at IS NULL) AS asked"
                " FROM access.known k"
                " JOIN access.accounts a USING (id) LEFT JOIN access.invitations i"
                " ON i.account = k.id AND i.expires_at > clock_timestamp() WHERE k.person = ANY($1::text[])",
                list(persons),
            )
        return {
            row["person"]: AccountState(known(row), row["chosen"], row["expires_at"], frozenset(row["asked"]))
            for row in rows
        }

    async def all(self) -> list[Account]:
        """Return every account by name."""
        with outages():
            rows = await self._pool.fetch('SELECT * FROM access.known ORDER BY username COLLATE "C"')
        return [known(row) for row in rows]

    async def _one(self, query: str, key: object) -> Account | None:
        with outages():
            row = await self._pool.fetchrow(query, key)
        return known(row) if row else None


async def made(
    connection: Connection,
    username: str,
    person: str,
    home: str | None,
    *,
    email: str | None = None,
    password: str | None = None,
    by: By = OWN,
) -> Account:
    """Make an account of what was checked, within the caller's transaction. Raises `AccountRefused`."""
    key = await connection.fetchval(
        "INSERT INTO access.accounts (username, person, home, email, password) VALUES ($1, $2, $3, $4, $5)"
        " ON CONFLICT DO NOTHING RETURNING id",
        *(username, person, home, email, password),
    )
    if key is None:
        raise AccountRefused("account-exists", "This name or this person has an account already.", "username")
    await note(connection, AccessAct.ACCOUNT_MADE, key, by)
    (row,) = await connection.fetch("SELECT * FROM access.known WHERE id = $1", key)
    return known(row)


def known(row: asyncpg.Record) -> Account:
    """Return the account that a row of `access.known` holds, whatever else the row has."""
    return Account(
        id=row["id"],
        username=row["username"],
        person=row["person"],
        email=row["email"],
        created_at=row["created_at"],
        disabled=row["disabled"],
        home=row["home"],
        offices=frozenset(row["offices"]),
        freshly_linked=row["freshly_linked"],
        told_until=row["told_until"],
        silenced=frozenset(row["silenced"]),
        language=row["language"],
        toured=row["toured"],
        hears=hears(row["hears"]),
    )
