"""Sessions: an opaque token in a cookie, known here by its hash, that can be ended; and how one begins."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from api.access.accounts import Account, Accounts, known
from api.access.errors import AccountRefused, NotSignedIn
from api.access.log import AccessAct, AccessLog, note
from api.access.passwords import folded, fresh, hashed
from api.access.throttle import Origin, Throttle
from eventstore.pool import Pool, outages, transaction

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

    async def open(self, account: Account, proof: str = "") -> str:
        """Begin a session and return its token, which is shown to nobody else.

        Raises `NotSignedIn` where the account was closed meanwhile, so that no session comes back when it is opened
        again, or where the password is no longer the one whose hash is the `proof`.
        """
        token = fresh()
        async with transaction(self._pool) as connection:
            # Closing and a new password wait for this row, or this for them.
            holds = await connection.fetchval(
                "SELECT true FROM access.accounts"
                " WHERE id = $1 AND disabled_at IS NULL AND ($2 = '' OR password = $2) FOR SHARE",
                *(account.id, proof),
            )
            if not holds:
                raise refused()
            await connection.execute(
                "INSERT INTO access.sessions (hash, account) VALUES ($1, $2)", hashed(token), account.id
            )
            await note(connection, AccessAct.SIGNED_IN, account.id)
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
        async with transaction(self._pool) as connection:
            account = await connection.fetchval(
                "UPDATE access.sessions SET ended_at = clock_timestamp() WHERE hash = $1 AND ended_at IS NULL"
                " RETURNING account",
                hashed(token),
            )
            if account is not None:
                await note(connection, AccessAct.SIGNED_OUT, account)

    async def of(self, account: Account) -> list[tuple[datetime, datetime]]:
        """Return since when each session in force is open, and its last sign of life; the newest first."""
        with outages():
            rows = await self._pool.fetch(
                "SELECT opened_at, touched_at FROM access.sessions WHERE account = $1 AND ended_at IS NULL"
                " AND touched_at > clock_timestamp() - $2::interval AND opened_at > clock_timestamp() - $3::interval"
                " ORDER BY opened_at DESC",
                *(account.id, self._idle, self._absolute),
            )
        return [(row["opened_at"], row["touched_at"]) for row in rows]

    async def end_others(self, account: Account, token: str) -> None:
        """End every session of the account but that of the token."""
        with outages():
            await self._pool.execute(
                "UPDATE access.sessions SET ended_at = clock_timestamp()"
                " WHERE account = $1 AND hash <> $2 AND ended_at IS NULL",
                *(account.id, hashed(token)),
            )

    async def end_of_person(self, person: str, home: str) -> int:
        """End every session of a person at home in an office, as when it takes a role away; return how many.

        Another office ends nobody's: what it no longer grants is refused at the next request anyway.
        """
        with outages():
            rows = await self._pool.fetch(
                "UPDATE access.sessions SET ended_at = clock_timestamp() WHERE ended_at IS NULL"
                " AND account IN (SELECT id FROM access.accounts WHERE person = $1 AND home = $2) RETURNING 1",
                *(person, home),
            )
        return len(rows)

    async def sweep(self) -> None:
        """Forget sessions that ended long ago."""
        with outages():
            await self._pool.execute(
                "DELETE FROM access.sessions WHERE greatest(opened_at, touched_at) < clock_timestamp() - $1::interval",
                _KEPT,
            )


def refused() -> NotSignedIn:
    """Return the one answer to a wrong name, a wrong password and a closed account."""
    return NotSignedIn("sign-in-refused", "The user name or the password is wrong.")


class SignIn:
    """The door for people. One answer, one time for wrong name, wrong password and closed account."""

    def __init__(self, accounts: Accounts, sessions: Sessions, throttle: Throttle, log: AccessLog) -> None:
        self._accounts = accounts
        self._sessions = sessions
        self._throttle = throttle
        self._log = log

    async def enter(self, username: str, password: str, place: Origin) -> tuple[Account, str]:
        """Return the account and the token of a new session. Raises `NotSignedIn` or `TooManyAttempts`."""
        account, proof = await self.prove(username, password, place)
        return account, await self._sessions.open(account, proof)

    async def change_password(self, account: Account, old: str, new: str, place: Origin) -> str:
        """Change one's own password; every session ends, and the token of a new one is returned.

        Raises `NotSignedIn`, `TooManyAttempts` or `AccountRefused`.
        """
        await self.prove(account.username, old, place)
        await self._accounts.change_password(account, new)
        return await self._sessions.open(account)

    async def prove(self, username: str, password: str, place: Origin) -> tuple[Account, str]:
        """Return whose name and password these are, and the hash that says so.

        Raises `NotSignedIn` or `TooManyAttempts`.
        """
        await self._throttle.attempt(username, place)
        proven = await self._accounts.proven(username, password)
        if proven is None:
            await self._log.failed(folded(username))
            raise refused()
        await self._throttle.succeeded(username, place)
        return proven

    async def prove_again(self, account: Account, password: str | None, place: Origin) -> None:
        """Ask whoever signs for the password again, where somebody else's link set it less than a day ago.

        Raises `AccountRefused` or `TooManyAttempts`.
        """
        if not account.freshly_linked:
            return
        if not password:
            raise AccountRefused(
                "password-needed",
                "Your password was chosen by a link that somebody else made, less than a day ago: type it once more.",
                "password",
            )
        try:
            await self.prove(account.username, password, place)
        except NotSignedIn:
            raise AccountRefused("password-wrong", "This is not your password.", "password") from None
