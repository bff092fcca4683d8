"""Connections to PostgreSQL, and what becomes of whatever the driver raises."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import asyncpg
from asyncpg.pool import PoolConnectionProxy

from eventstore.errors import Unavailable, Unstorable

# asyncpg reports a killed connection as InternalClientError, outside its own tree of errors.
_DRIVER = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError, TimeoutError)


# Values that the driver cannot send (ValueError) or no column takes.
_VALUES = (ValueError, asyncpg.DataError, asyncpg.CheckViolationError)


@contextmanager
def outages() -> Iterator[None]:
    """Raise `Unavailable` for the errors of the database: what is unknown is asked again, never taken as a no.

    Only for values that nobody could store it raises `Unstorable`.
    """
    try:
        yield
    except _DRIVER as error:
        kind = Unstorable if isinstance(error, _VALUES) else Unavailable
        raise kind(f"{type(error).__name__}: {error}") from error


# A reset between two uses would double the cost of a small read; nothing here leaves a session's state behind.
_SESSION = {
    "application_name": "paraf",
    "timezone": "UTC",
    "jit": "off",
    "lock_timeout": "10s",
    "statement_timeout": "30s",
    "idle_in_transaction_session_timeout": "60s",
}
Pool = asyncpg.Pool
Connection = PoolConnectionProxy


async def open_pool(url: str, *, size: int = 8, role: str = "", lazy: bool = False) -> Pool:
    """Open up to `size` connections, in another role where one is named; a statement may take 30 seconds.

    `lazy` connects at the first use, so that a database that is away stops nobody from starting; else raises
    `Unavailable`.
    """
    with outages():
        return await asyncpg.create_pool(
            url,
            min_size=0 if lazy else 1,
            max_size=size,
            timeout=10,
            command_timeout=35,
            reset=_keep,
            server_settings=_SESSION | ({"role": role} if role else {}),
        )


@asynccontextmanager
async def transaction(pool: Pool) -> AsyncIterator[Connection]:
    """Yield a connection within one transaction; may raise `Unavailable`."""
    with outages():
        async with pool.acquire() as connection, connection.transaction():
            yield connection


async def _keep(_: object) -> None:
    """The no-op reset: an open transaction has been rolled back before it is called."""
