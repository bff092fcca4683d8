"""A database that dies in the middle of writing loses nothing that was acknowledged, and doubles nothing."""

import asyncio

import asyncpg
import pytest

from eventstore.errors import Unavailable
from eventstore.pool import open_pool
from eventstore.store import Store
from tests.conftest import Database
from tests.domain.office.office_life import OFFICE
from tests.eventstore.life import note

WRITERS = 4


async def _append_until_known(store: Store, version: int, stream: str) -> str:
    """Ask with the same command id until there is an answer, as everybody must who is told `Unavailable`."""
    while True:
        try:
            return (await store.append(note(version, version, stream=stream))).head
        except Unavailable:
            await asyncio.sleep(0)


async def _up(database: Database) -> None:
    """Wait for the server that takes connections: those of one that was killed may live on for a moment."""
    while True:
        try:
            await (await asyncpg.connect(database.url)).close()
        except (OSError, asyncpg.PostgresError):
            await asyncio.sleep(0)
        else:
            return


async def test_kill_9_in_the_middle_of_writing_loses_nothing_acknowledged(private_database: Database) -> None:
    pool = await open_pool(private_database.url)
    store = Store(pool)
    acknowledged: set[str] = set()
    try:

        async def write(stream: str) -> None:
            for version in range(60):
                acknowledged.add(await _append_until_known(store, version, stream))
                if version in (15, 30, 45) and stream == "s0":
                    private_database.server.kill()

        async with asyncio.timeout(120):
            await asyncio.gather(*(write(f"s{n}") for n in range(WRITERS)))
            await _up(private_database)
        log = await store.log(OFFICE)
        assert [entry.position for entry in log] == list(range(1, WRITERS * 60 + 1))
        assert {entry.hash.hex() for entry in log} == acknowledged
    finally:
        await store.close()
        await pool.close()


async def test_a_database_that_is_gone_is_unavailable_not_a_no(private_database: Database) -> None:
    pool = await open_pool(private_database.url)
    store = Store(pool)
    try:
        await store.append(note(1, 0))
        await private_database.server.stop()
        for asked in (store.append(note(2, 1)), store.head(OFFICE), store.receipt(OFFICE, "x"), store.log(OFFICE)):
            with pytest.raises(Unavailable):
                await asked
        await private_database.server.start()
        assert (await store.append(note(2, 1))).last == 2
    finally:
        await store.close()
        await pool.close()
