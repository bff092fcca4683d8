"""A database that dies in the middle of writing loses nothing that was acknowledged, and doubles nothing."""

import asyncio
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import asyncpg
import pytest

from cli.embedded.postgres import EmbeddedPostgres
from eventstore.errors import Unavailable
from eventstore.pool import open_pool, room
from eventstore.store import Store
from tests.check import check
from tests.conftest import Database, prepare
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


async def test_a_database_that_only_reads_is_unavailable_until_it_writes(database: Database) -> None:
    pool = await open_pool(database.url)
    owner = await asyncpg.connect(database.superuser_url)
    store = Store(pool)
    try:
        await store.append(note(0, 0))
        await owner.execute(
            f"ALTER ROLE paraf_runtime IN DATABASE {database.name} SET default_transaction_read_only = on"
        )
        await pool.expire_connections()
        with pytest.raises(Unavailable):
            await store.append(note(1, 1))
        assert (await store.head(OFFICE)).position == 1
        await owner.execute(f"ALTER ROLE paraf_runtime IN DATABASE {database.name} RESET default_transaction_read_only")
        # Sessions that only read are left one by one.
        assert await _append_until_known(store, 1, "notes") == (await store.head(OFFICE)).hash.hex()
        assert (await store.head(OFFICE)).position == 2
    finally:
        await store.close()
        await pool.close()
        await owner.close()


@pytest.fixture
def small(data: Path) -> Iterator[Path]:
    """A file system that is soon full, although the programs may have to be copied to it."""
    folder = data / "small"
    folder.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", "size=300m,mode=0711", "tmpfs", str(folder)]
    mounted = shutil.which("mount") and subprocess.run(mounting, capture_output=True, check=False).returncode == 0
    if not mounted:
        pytest.skip("nothing may be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


async def test_a_full_disk_loses_nothing_and_room_is_all_it_takes(small: Path) -> None:
    async with EmbeddedPostgres(small) as server:
        database = await prepare(server, "paraf")
        pool = await open_pool(database.url)
        store, full, acknowledged = Store(pool), small / "full", set[str]()
        try:
            acknowledged.add((await store.append(note(0, 0))).head)
            _fill(full)
            version = 1
            with suppress(Unavailable):
                while True:
                    acknowledged.add((await store.append(note(version, version))).head)
                    version += 1
            with pytest.raises(Unavailable):
                await room(pool)
            full.unlink()
            async with asyncio.timeout(60):
                acknowledged.add(await _append_until_known(store, version, "notes"))
            log = await store.log(OFFICE)
            assert [entry.position for entry in log] == list(range(1, version + 2))
            assert {entry.hash.hex() for entry in log} == acknowledged
            await check(database.url)
        finally:
            await store.close()
            await pool.close()


def _fill(file: Path) -> None:
    with file.open("wb", buffering=0) as written, suppress(OSError):
        while True:
            written.write(bytes(1 << 16))
