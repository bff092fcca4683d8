"""A store whose queries are counted: what something costs is a number here, never a time."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from asyncpg.connection import LoggedQuery

from eventstore.pool import open_pool
from eventstore.store import Store


@asynccontextmanager
async def overheard(url: str) -> AsyncIterator[tuple[Store, list[LoggedQuery]]]:
    """A store with a single connection, and what it asks; bells are rung beside, many at once."""
    pool = await open_pool(url, size=1)
    asked: list[LoggedQuery] = []

    def hear(query: LoggedQuery) -> None:
        if "pg_notify" not in query.query:
            asked.append(query)

    async with pool.acquire() as connection:
        connection.add_query_logger(hear)
    store = Store(pool)
    try:
        yield store, asked
    finally:
        await store.close()
        await pool.close()
