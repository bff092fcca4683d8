"""API tokens: how a machine signs in for a person within a scope, shown once and known here by their hash."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID, uuid4, uuid5

import asyncpg

from api.access.accounts import Account, known
from api.access.errors import AccountRefused
from api.access.log import OWN, AccessAct, By, note
from api.access.passwords import fresh, hashed
from domain.kernel.characters import clean
from domain.kernel.errors import N_, Unreadable
from eventstore.pool import Pool, outages, transaction


class Scope(StrEnum):
    """A kind of acts; `sign` is never given unless it is asked for."""

    READ = "read"
    DRAFT = "draft"
    FILE = "file"
    SIGN = "sign"


DEFAULT = (Scope.READ, Scope.DRAFT, Scope.FILE)
LASTS, MOST_DAYS = 90, 366  # days that a token holds, where none are said and at most
MOST = 50  # that hold at once for one account


# Whose word binds others is `sign`. Who may come in, and the rules of an office, are in none.
_ACTS: Mapping[Scope, tuple[str, ...]] = {
    Scope.READ: ("read-desk", "open-plan", "read-plan", "read-history", "read-office", "read-access-log"),
    Scope.DRAFT: (
        *("draft-plan", "edit-text", "submit-plan", "withdraw-plan"),
        *("begin-amendment", "state-amendment", "state-reasons", "withdraw-amendment"),
        *("make-comment", "settle-comment", "carry-comment", "answer-question"),
        *("begin-action", "edit-action", "follow-plan", "submit-action"),
        *("begin-report", "compose-report", "write-section", "state-figure", "submit-report"),
    ),
    Scope.FILE: ("file-realisation", "correct-realisation", "upload-evidence", "file-budget"),
    Scope.SIGN: (
        *("give-paraf", "sign-part", "return-plan", "reject-plan"),
        *("give-action-paraf", "sign-action", "return-action", "act-on-papers"),
        *("verify-realisations", "return-realisation", "waive-realisation", "hand-over-realisation"),
        "correct-policy",
        *("give-report-paraf", "sign-report", "return-report", "state-review"),
        *("extend-window", "sign-quarter", "reopen-quarter"),
    ),
}
SCOPES: Mapping[str, Scope] = {act: scope for scope, acts in _ACTS.items() for act in acts}


def scope_of(act: str) -> Scope | None:
    """Return the scope that an act needs; None for what no token opens."""
    return SCOPES.get(act)


def ordered(scopes: Collection[Scope]) -> tuple[Scope, ...]:
    """Return the scopes once each, in their order."""
    return tuple(scope for scope in Scope if scope in scopes)


PREFIX = "paraf_"  # so that a token in the wrong place is recognised for what it is
_LONGEST = 100  # characters of a name
_TOUCH = timedelta(minutes=1)
_SHOWN = "id, name, scopes, issued_at, expires_at, used_at, revoked_at"


@dataclass(frozen=True, slots=True)
class Token:
    """What may be shown of a token."""

    id: UUID
    name: str
    scopes: tuple[Scope, ...]
    issued_at: datetime
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None

    def holds(self, at: datetime) -> bool:
        """Return whether it opens anything at an instant."""
        return self.revoked_at is None and at < self.expires_at


@dataclass(frozen=True, slots=True)
class Bearer:
    """Whom a token stands for, and what it was made for."""

    account: Account
    scopes: frozenset[Scope]


_HELD = """
SELECT count(*) FROM access.tokens
 WHERE account = $1 AND id <> $2 AND revoked_at IS NULL AND expires_at > clock_timestamp()
"""


class Tokens:
    """The tokens in the database. Everything may raise `Unavailable`."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def issue(
        self,
        account: Account,
        name: str,
        request: str = "",
        *,
        scopes: Collection[Scope] = DEFAULT,
        days: int = LASTS,
        by: By = OWN,
    ) -> tuple[Token, str]:
        """Make a token and return it with the secret, which nobody can read again. Raises `AccountRefused`.

        Asked twice by one `request`, the token is one, and the later secret is its own, while nobody has used it.
        """
        name = _checked_name(name)
        if not scopes:
            raise AccountRefused("token-scopes", "Say what the token may do.", "scopes")
        if not 1 <= days <= MOST_DAYS:
            raise AccountRefused("token-days", "A token holds from 1 to {most} days.", "days", most=str(MOST_DAYS))
        secret = fresh(PREFIX)
        key = uuid5(account.id, request) if request else uuid4()
        async with transaction(self._pool) as connection:
            # Those asked for at once are counted one after the other.
            await connection.execute("SELECT FROM access.accounts WHERE id = $1 FOR UPDATE", account.id)
            if await connection.fetchval(_HELD, account.id, key) >= MOST:
                full = N_("You have {most} tokens that hold: end one of them first.")
                raise AccountRefused("tokens-full", full, "name", most=str(MOST))
            row = await connection.fetchrow(
                "INSERT INTO access.tokens AS t (id, hash, account, name, scopes, expires_at)"  # noqa: S608
                " VALUES ($1, $2, $3, $4, $5, clock_timestamp() + make_interval(days => $6))"
                " ON CONFLICT (id) DO UPDATE SET hash = excluded.hash"
                " WHERE t.name = excluded.name AND t.used_at IS NULL AND t.revoked_at IS NULL"
                f" RETURNING {_SHOWN}, xmax = 0 AS fresh",
                *(key, hashed(secret), account.id, name, ordered(scopes), days),
            )
            if row is None:
                raise AccountRefused("token-made", "This token was made already; its secret is not shown again.")
            if row["fresh"]:
                await note(connection, AccessAct.TOKEN_MADE, account.id, by, str(key))
        return _shown(row), secret

    async def find(self, secret: str) -> Bearer | None:
        """Return whom the token stands for, while it holds and the account is open."""
        if not secret.startswith(PREFIX):
            return None
        with outages():
            row = await self._pool.fetchrow(
                "SELECT k.*, t.scopes, coalesce(t.used_at < clock_timestamp() - $2::interval, true) AS stale"
                " FROM access.tokens t JOIN access.known k ON k.id = t.account"
                " WHERE t.hash = $1 AND t.revoked_at IS NULL AND t.expires_at > clock_timestamp() AND NOT k.disabled",
                *(hashed(secret), _TOUCH),
            )
            if row is None:
                return None
            if row["stale"]:
                await self._pool.execute(
                    "UPDATE access.tokens SET used_at = clock_timestamp() WHERE hash = $1", hashed(secret)
                )
        return Bearer(known(row), frozenset(map(Scope, row["scopes"])))

    async def of_account(self, account: Account) -> list[Token]:
        """Return the account's tokens, newest first."""
        with outages():
            rows = await self._pool.fetch(
                f"SELECT {_SHOWN} FROM access.tokens WHERE account = $1 ORDER BY issued_at DESC, id",  # noqa: S608
                account.id,
            )
        return [_shown(row) for row in rows]

    async def revoke(self, account: Account, token: UUID, by: By = OWN) -> bool:
        """End a token of the account; return whether it is one of theirs and held until now."""
        async with transaction(self._pool) as connection:
            done = await connection.fetchval(
                "UPDATE access.tokens SET revoked_at = clock_timestamp()"
                " WHERE id = $1 AND account = $2 AND revoked_at IS NULL RETURNING true",
                *(token, account.id),
            )
            if done:
                await note(connection, AccessAct.TOKEN_REVOKED, account.id, by, str(token))
        return bool(done)


def _shown(row: asyncpg.Record) -> Token:
    return Token(
        id=row["id"],
        name=row["name"],
        scopes=tuple(map(Scope, row["scopes"])),
        issued_at=row["issued_at"],
        expires_at=row["expires_at"],
        used_at=row["used_at"],
        revoked_at=row["revoked_at"],
    )


def _checked_name(text: str) -> str:
    try:
        name = " ".join(clean(text, "name").split())
    except Unreadable as no:
        raise AccountRefused(no.code, no.message, no.place, **no.params) from None
    if not 1 <= len(name) <= _LONGEST:
        raise AccountRefused(
            "token-name", "Give the token a name of at most {most} characters.", "name", most=str(_LONGEST)
        )
    return name
