"""The bootstrap: one secret, used once, makes the account of the first administrator."""

from api.access.accounts import Account, known, made
from api.access.errors import AccountRefused, NotSignedIn
from api.access.passwords import Passwords, checked_username, fresh, hashed, require_strong
from eventstore.pool import Pool, outages, transaction


class Bootstrap:
    """The secret in the database.

    Record the office's events first, under command ids that are the same each time, then `use`: whoever is
    interrupted between the two can begin again with the same secret.
    """

    def __init__(self, pool: Pool, passwords: Passwords | None = None) -> None:
        self._pool = pool
        self._passwords = passwords or Passwords()

    async def done(self) -> bool:
        """Return whether the first administrator was made."""
        with outages():
            return bool(await self._pool.fetchval("SELECT used_at IS NOT NULL FROM access.bootstrap"))

    async def make(self) -> str:
        """Return a fresh secret in place of an older one. Raises `AccountRefused` when one was used."""
        secret = fresh()
        with outages():
            made = await self._pool.fetchval(
                "INSERT INTO access.bootstrap AS b (hash) VALUES ($1)"
                " ON CONFLICT (lone) DO UPDATE SET hash = excluded.hash, made_at = clock_timestamp()"
                " WHERE b.used_at IS NULL RETURNING true",
                hashed(secret),
            )
        if not made:
            raise AccountRefused("bootstrap-done", "The first administrator was made already.")
        return secret

    async def require(self, secret: str) -> None:
        """Raise `NotSignedIn` unless this is the secret and it was not used."""
        with outages():
            known = await self._pool.fetchval(
                "SELECT true FROM access.bootstrap WHERE hash = $1 AND used_at IS NULL", hashed(secret)
            )
        if not known:
            raise _refused()

    async def made(self, secret: str) -> Account | None:
        """Return the account that this secret made; None for any other secret, and before it was used."""
        with outages():
            row = await self._pool.fetchrow(
                "SELECT k.* FROM access.bootstrap b JOIN access.known k ON k.id = b.account WHERE b.hash = $1",
                hashed(secret),
            )
        return known(row) if row else None

    async def use(self, secret: str, username: str, person: str, office: str, password: str) -> Account:
        """Make the first administrator's account, once. Raises `NotSignedIn` or `AccountRefused`."""
        await self.require(secret)
        username = checked_username(username)
        require_strong(password, username)
        kept = await self._passwords.hash(password)
        async with transaction(self._pool) as connection:
            used = await connection.fetchval(
                "UPDATE access.bootstrap SET used_at = clock_timestamp()"
                " WHERE hash = $1 AND used_at IS NULL RETURNING true",
                hashed(secret),
            )
            if not used:  # somebody was faster
                raise _refused()
            account = await made(connection, username, person, office, password=kept)
            await connection.execute("UPDATE access.bootstrap SET account = $1", account.id)
        return account


def _refused() -> NotSignedIn:
    return NotSignedIn("bootstrap-refused", "This is not the installation's secret, or it was used.")
