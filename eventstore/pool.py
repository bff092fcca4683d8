"""Connections to PostgreSQL."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
from asyncpg.pool import PoolConnectionProxy

from eventstore.outage import outages

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
