"""Who follows a log gets every entry once, in order, whatever happens to the connection."""

import asyncio
from contextlib import aclosing

import asyncpg

from eventstore.pool import open_pool
from eventstore.store import Store
from tests.conftest import Database
from tests.domain.office.office_life import OFFICE
from tests.eventstore.life import note


async def _follow(store: Store, upto: int, after: int = 0) -> list[int]:
    seen: list[int] = []
    async with aclosing(store.follow(OFFICE, after)) as entries:
        async for entry in entries:
            seen.append(entry.position)
            if entry.position >= upto:
                break
    return seen


async def test_followers_in_another_process_hear_of_each_entry(store: Store, database: Database) -> None:
    elsewhere = await open_pool(database.url)
    other = Store(elsewhere)
    try:
        await store.append(note(0, 0))
        following = [asyncio.create_task(_follow(other, 40)) for _ in range(4)]
        late = asyncio.create_task(_follow(other, 40, after=20))
        for version in range(1, 40):
            await store.append(note(version, version))
        async with asyncio.timeout(5):
            assert await asyncio.gather(*following) == [list(range(1, 41))] * 4
            assert await late == list(range(21, 41))
    finally:
        await other.close()
        await elsewhere.close()


async def test_a_killed_connection_loses_nothing(store: Store, database: Database) -> None:
    superuser = await asyncpg.connect(database.superuser_url)
    following = asyncio.create_task(_follow(store, 60))
    try:
        for version in range(60):
            await store.append(note(version, version))
            if version % 20 == 10:
                await superuser.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND query LIKE 'LISTEN%'"
                )
        async with asyncio.timeout(10):
            assert await following == list(range(1, 61))
    finally:
        await superuser.close()


async def test_an_entry_whose_notice_was_lost_is_found_by_the_clock(store: Store) -> None:
    following = asyncio.create_task(_follow(store, 2))
    await store.append(note(0, 0))
    # Straight into the database: nobody is told.
    await store.pool.fetchrow(
        "SELECT * FROM paraf.append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)", *note(1, 1).arguments()
    )
    async with asyncio.timeout(10):
        assert await following == [1, 2]
