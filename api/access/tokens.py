"""API tokens: how a machine signs in for a person, shown once and known here by their hash."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4, uuid5

from api.access.accounts import Account, known
from api.access.errors import AccountRefused
from api.access.secrets import fresh, hashed
from domain.kernel.characters import clean
from domain.kernel.errors import Unreadable
from eventstore.outage import outages
from eventstore.pool import Pool

PREFIX = "paraf_"  # so that a token in the wrong place is recognised for what it is
_LONGEST = 100  # characters of a name
_TOUCH = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Token:
    """What may be shown of a token."""

    id: UUID
    name: str
    issued_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None


class Tokens:
    """The tokens in the database. Everything may raise `Unavailable`."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def issue(self, account: Account, name: str, request: str = "") -> tuple[Token, str]:
        """Make a token and return it with the secret, which nobody can read again. Raises `AccountRefused`.

        Asked twice by one `request`, the token is one, and the later secret is its own, while nobody has used it.
        """
        name = _checked_name(name)
        secret = fresh(PREFIX)
        key = uuid5(account.id, request) if request else uuid4()
        with outages():
            row = await self._pool.fetchrow(
                "INSERT INTO access.tokens AS t (id, hash, account, name) VALUES ($1, $2, $3, $4)"
                " ON CONFLICT (id) DO UPDATE SET hash = excluded.hash"
                " WHERE t.name = excluded.name AND t.used_at IS NULL AND t.revoked_at IS NULL"
                " RETURNING id, name, issued_at, used_at, revoked_at",
                *(key, hashed(secret), account.id, name),
            )
        if row is None:
            raise AccountRefused("token-made", "This token was made already; its secret is not shown again.")
        return Token(*row), secret

    async def find(self, secret: str) -> Account | None:
        """Return whom the token stands for, while it holds and the account is open."""
        if not secret.startswith(PREFIX):
            return None
        with outages():
            row = await self._pool.fetchrow(
                "SELECT k.*, coalesce(t.used_at < clock_timestamp() - $2::interval, true) AS stale"
                " FROM access.tokens t JOIN access.known k ON k.id = t.account"
                " WHERE t.hash = $1 AND t.revoked_at IS NULL AND NOT k.disabled",
                *(hashed(secret), _TOUCH),
            )
            if row is None:
                return None
            if row["stale"]:
                await self._pool.execute(
                    "UPDATE access.tokens SET used_at = clock_timestamp() WHERE hash = $1", hashed(secret)
                )
        return known(row)

    async def of_account(self, account: Account) -> list[Token]:
        """Return the account's tokens, newest first."""
        with outages():
            rows = await self._pool.fetch(
                "SELECT id, name, issued_at, used_at, revoked_at FROM access.tokens WHERE account = $1"
                " ORDER BY issued_at DESC, id",
                account.id,
            )
        return [Token(*row) for row in rows]

    async def revoke(self, account: Account, token: UUID) -> bool:
        """End a token of the account; return whether it is one of theirs and held until now."""
        with outages():
            done = await self._pool.fetchval(
                "UPDATE access.tokens SET revoked_at = clock_timestamp()"
                " WHERE id = $1 AND account = $2 AND revoked_at IS NULL RETURNING true",
                *(token, account.id),
            )
        return bool(done)


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
