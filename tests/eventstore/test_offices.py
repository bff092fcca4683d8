"""Offices never wait for each other."""

import asyncio

import asyncpg
import pytest

from eventstore.errors import Conflict
from eventstore.store import Store
from tests.conftest import Database
from tests.domain.office.office_life import OFFICE
from tests.eventstore.life import note

APPEND = f"SELECT paraf.append({', '.join(f'${n}' for n in range(1, 14))})"
BLOCKED = "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE $1 = ANY (pg_blocking_pids(pid)))"


async def test_an_office_that_holds_its_log_delays_itself_alone(store: Store, database: Database) -> None:
    await store.append(note(0, 0))
    slow = await asyncpg.connect(database.url)
    try:
        transaction = slow.transaction()
        await transaction.start()
        await slow.execute(APPEND, *note(1, 1).arguments())
        behind = asyncio.create_task(store.append(note(1, 1, command="behind")))
        async with asyncio.timeout(5):
            while not await store.pool.fetchval(BLOCKED, slow.get_server_pid()):
                pass
            for version in range(20):  # the first of them opens the log of an office that was not there
                await store.append(note(version, version, office="other-office"))
            assert len(await store.log(OFFICE)) == 1  # nobody waits to read
        assert not behind.done()
        await transaction.commit()
        with pytest.raises(Conflict):
            await behind
    finally:
        await slow.close()


async def test_offices_that_write_at_once_have_each_a_whole_log(store: Store) -> None:
    async def write(office: str) -> None:
        for version in range(25):
            await store.append(note(version, version, office=office))

    offices = [f"office-{n:02}" for n in range(8)]
    await asyncio.gather(*map(write, offices))
    assert await store.offices() == offices
    for office in offices:
        assert [entry.position for entry in await store.log(office)] == list(range(1, 26))
