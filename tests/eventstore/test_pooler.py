"""Behind PgBouncer in transaction mode: each transaction may have another session, and everything holds as without."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from pathlib import Path

import pytest

from eventstore.errors import Unavailable
from eventstore.pool import LIMITS, open_pool, room
from eventstore.snapshot import snapshot
from eventstore.store import Store
from tests.conftest import Database
from tests.domain.office.office_life import OFFICE
from tests.eventstore.life import note
from tests.pooler import needed, pooled

pytestmark = needed


@pytest.fixture
async def through(database: Database, data: Path) -> AsyncIterator[str]:
    """The database's URL by way of the pooler."""
    async with pooled(database, data) as url:
        yield url


@pytest.fixture
async def store(through: str) -> AsyncIterator[Store]:
    """A store behind the pooler."""
    pool = await open_pool(through, size=16, pooled=True)
    store = Store(pool, listens=False)
    yield store
    await store.close()
    await pool.close()


async def test_it_refuses_what_a_session_of_ones_own_begins_with(through: str) -> None:
    """Fault 7: the pool sent it, whatever stood between."""
    with pytest.raises(Unavailable, match="unsupported startup parameter"):
        await open_pool(through, size=1)


async def test_the_limits_are_the_roles(store: Store) -> None:
    async with store.pool.acquire() as connection:
        there = {name: await connection.fetchval("SELECT current_setting($1)", name) for name in LIMITS}
        assert await connection.fetchval("SHOW timezone") == "UTC"
    assert there == {**LIMITS, "idle_in_transaction_session_timeout": "1min"}


async def test_many_write_at_once_and_whoever_follows_hears_of_each(store: Store) -> None:
    async def follow() -> None:
        async with aclosing(store.follow(OFFICE)) as entries:
            for position in range(1, 161):
                assert (await anext(entries)).position == position

    async def write(stream: str) -> None:
        for version in range(20):
            assert (await store.append(note(version, version, stream=stream))).refusal is None

    async with asyncio.timeout(60):
        await asyncio.gather(follow(), *(write(f"s{n}") for n in range(8)))
    repeated = note(3, 3, stream="s1")
    assert await store.append(repeated) == await store.receipt(OFFICE, repeated.command_id)
    await room(store.pool)
    async with snapshot(store.pool) as now:
        assert await now.offices() == [OFFICE]
