"""Accounts: the name and password by which one person signs in."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import asyncpg

from api.access.errors import AccountRefused
from api.access.passwords import Passwords, require_strong
from api.access.secrets import fresh, hashed
from eventstore.outage import outages
from eventstore.pool import Pool

INVITATION_LASTS = timedelta(days=7)
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,62}")
_EMAIL = re.compile(r"[^@\s\x00-\x1f<>,;]+@[^@\s\x00-\x1f<>,;]+\.[^@\s\x00-\x1f<>,;]+")
_END_SESSIONS = "UPDATE access.sessions SET ended_at = clock_timestamp() WHERE account = $1 AND ended_at IS NULL"


@dataclass(frozen=True, slots=True)
class Account:
    """One account is one person, in however many offices know them."""

    id: UUID
    username: str
    person: str
    email: str | None
    created_at: datetime
    disabled: bool


@dataclass(frozen=True, slots=True)
class AccountState:
    """How far an account is: whether a password was `chosen`, and until when an invitation holds, if one is out."""

    account: Account
    chosen: bool
    invited_until: datetime | None


class Accounts:
    """The accounts in the database. Everything may raise `Unavailable`."""

    def __init__(self, pool: Pool, passwords: Passwords | None = None) -> None:
        self._pool = pool
        self._passwords = passwords or Passwords()

    async def create(
        self, username: str, person: str, *, password: str | None = None, email: str | None = None
    ) -> Account:
        """Make an account; without a password it waits for `invite`. Raises `AccountRefused`."""
        username = checked_username(username)
        kept = None
        if password is not None:
            require_strong(password, username)
            kept = await self._passwords.hash(password)
        with outages():
            row = await self._pool.fetchrow(
                "INSERT INTO access.accounts (username, person, email, password) VALUES ($1, $2, $3, $4)"
                " ON CONFLICT DO NOTHING RETURNING id, username, person, email, created_at, false AS disabled",
                *(username, person, checked_email(email), kept),
            )
        if row is None:
            raise AccountRefused("account-exists", "This name or this person has an account already.", "username")
        return known(row)

    async def verify(self, username: str, password: str) -> Account | None:
        """Return the account that the two belong to; None takes equally long, whyever it is None."""
        with outages():
            row = await self._pool.fetchrow(
                "SELECT k.*, a.password FROM access.known k JOIN access.accounts a USING (id)"
                " WHERE k.username = $1 AND NOT k.disabled",
                _folded(username),
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
        return known(row)

    async def change_password(self, account: Account, new: str) -> None:
        """Set the password, and end every session and invitation of the account. Raises `AccountRefused`."""
        require_strong(new, account.username)
        kept = await self._passwords.hash(new)
        with outages():
            async with self._pool.acquire() as connection, connection.transaction():
                await connection.execute("UPDATE access.accounts SET password = $2 WHERE id = $1", account.id, kept)
                await connection.execute("DELETE FROM access.invitations WHERE account = $1", account.id)
                await connection.execute(_END_SESSIONS, account.id)

    async def invite(self, account: Account) -> str:
        """Return the secret of a link by which the person chooses a password; an older one ends."""
        secret = fresh()
        with outages():
            await self._pool.execute(
                "INSERT INTO access.invitations (hash, account, expires_at) VALUES ($1, $2, clock_timestamp() + $3)"
                " ON CONFLICT (account) DO UPDATE SET hash = excluded.hash, expires_at = excluded.expires_at",
                *(hashed(secret), account.id, INVITATION_LASTS),
            )
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
        with outages():
            async with self._pool.acquire() as connection, connection.transaction():
                # In one statement, so that of two who accept at once only one does.
                done = await connection.fetchval(
                    "WITH taken AS (DELETE FROM access.invitations WHERE hash = $1 RETURNING account)"
                    " UPDATE access.accounts SET password = $2 WHERE id = (SELECT account FROM taken) RETURNING true",
                    *(hashed(secret), kept),
                )
                if done:
                    await connection.execute(_END_SESSIONS, account.id)
        return account if done else None

    async def disable(self, account: Account) -> None:
        """Close the account: its sessions end, its tokens and invitation no longer hold."""
        with outages():
            async with self._pool.acquire() as connection, connection.transaction():
                await connection.execute(
                    "UPDATE access.accounts SET disabled_at = clock_timestamp() WHERE id = $1 AND disabled_at IS NULL",
                    account.id,
                )
                await connection.execute("DELETE FROM access.invitations WHERE account = $1", account.id)
                await connection.execute(_END_SESSIONS, account.id)

    async def enable(self, account: Account) -> None:
        """Open a closed account again."""
        with outages():
            await self._pool.execute("UPDATE access.accounts SET disabled_at = NULL WHERE id = $1", account.id)

    async def set_email(self, account: Account, email: str | None) -> None:
        """Set where reminders go. Raises `AccountRefused`."""
        with outages():
            await self._pool.execute(
                "UPDATE access.accounts SET email = $2 WHERE id = $1", account.id, checked_email(email)
            )

    async def find(self, username: str) -> Account | None:
        """Return the account of a name."""
        return await self._one("SELECT * FROM access.known WHERE username = $1", _folded(username))

    async def of_person(self, person: str) -> Account | None:
        """Return the account of a person."""
        return await self._one("SELECT * FROM access.known WHERE person = $1", person)

    async def states(self, persons: Collection[str]) -> dict[str, AccountState]:
        """Return the accounts of those persons who have one, by person."""
        with outages():
            rows = await self._pool.fetch(
                "SELECT k.*, a.password IS NOT NULL AS chosen, i.expires_at FROM access.known k"
                " JOIN access.accounts a USING (id) LEFT JOIN access.invitations i"
                " ON i.account = k.id AND i.expires_at > clock_timestamp() WHERE k.person = ANY($1::text[])",
                list(persons),
            )
        return {row["person"]: AccountState(known(row), row["chosen"], row["expires_at"]) for row in rows}

    async def all(self) -> list[Account]:
        """Return every account by name."""
        with outages():
            rows = await self._pool.fetch('SELECT * FROM access.known ORDER BY username COLLATE "C"')
        return [known(row) for row in rows]

    async def _one(self, query: str, key: object) -> Account | None:
        with outages():
            row = await self._pool.fetchrow(query, key)
        return known(row) if row else None


def known(row: asyncpg.Record) -> Account:
    """Return the account that a row of `access.known` holds, whatever else the row has."""
    return Account(row["id"], row["username"], row["person"], row["email"], row["created_at"], row["disabled"])


def checked_username(text: str) -> str:
    """Return a name to sign in with, in small letters. Raises `AccountRefused`."""
    username = _folded(text)
    if not _USERNAME.fullmatch(username):
        raise AccountRefused(
            "username-unusable", "A user name has 2 to 63 letters, digits, dots, hyphens or underscores.", "username"
        )
    return username


def checked_email(text: str | None) -> str | None:
    """Return an address that mail can be sent to. Raises `AccountRefused`."""
    if not text:
        return None
    if len(text) > 254 or not _EMAIL.fullmatch(text):
        raise AccountRefused("email-unusable", "This is not an e-mail address.", "email")
    return text


def _folded(username: str) -> str:
    # The database takes no NUL; such a name is nobody's.
    return username.strip().casefold().replace("\x00", "\ufffd").encode("utf-8", "replace").decode()
