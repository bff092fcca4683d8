"""A second PostgreSQL follows the first and takes over: what was acknowledged is there, and writing goes on."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import pytest

from cli.embedded.postgres import EmbeddedPostgres
from cli.embedded.postgres_home import run_as, settle
from cli.embedded.process import LOOPBACK
from eventstore.errors import Unavailable
from eventstore.pool import open_pool
from eventstore.store import Store
from tests.conftest import Database, frozen, prepare, throwaway, urls
from tests.domain.office.office_life import OFFICE
from tests.eventstore.life import note

WRITERS, EACH, BEFORE = 4, 30, 10


@pytest.fixture
async def first(data: Path) -> AsyncIterator[EmbeddedPostgres]:
    """The server that is lost."""
    async with EmbeddedPostgres(data) as server:
        yield server


@pytest.fixture
async def database(first: EmbeddedPostgres) -> AsyncIterator[Database]:
    """The second server's, which has what the first one says is committed; whatever is left there is verified."""
    await prepare(first, "paraf")
    folder = throwaway()
    home = settle(folder)
    (folder / "secrets").mkdir()
    shutil.copy(first._data / "secrets" / "postgres.json", folder / "secrets")
    copying = [str(home.bin / "pg_basebackup"), f"--dbname={first.superuser_url}", f"--pgdata={home.cluster}"]
    copying += ["--write-recovery-conf", "--wal-method=stream", "--checkpoint=fast", "--no-sync"]
    copied = await asyncio.to_thread(run_as, home.account, copying, home.root)
    assert copied.returncode == 0, copied.stdout
    async with EmbeddedPostgres(folder) as second:
        owner = await asyncpg.connect(first.superuser_url)
        await owner.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
        await owner.execute("SELECT pg_reload_conf()")
        await owner.close()
        yield urls(second, "paraf")
    shutil.rmtree(folder)


async def _append_until_known(store: Store, version: int, stream: str) -> str:
    while True:
        try:
            return (await store.append(note(version, version, stream=stream))).head
        except Unavailable:
            await asyncio.sleep(0.02)


@pytest.mark.parametrize("how", ["killed", "frozen"])
async def test_what_was_acknowledged_is_there_and_writing_goes_on_by_itself(
    first: EmbeddedPostgres, database: Database, data: Path, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eventstore.group._LONG", 2.0)  # seconds until a frozen one is given up
    monkeypatch.setattr("eventstore.pool._CONNECT", 4.0)
    there = urlsplit(database.url)
    who, where = there.netloc.split("@")
    either = f"{LOOPBACK}:{first.port},{where}"
    pool = await open_pool(f"postgresql://{who}@{either}{there.path}?target_session_attrs=read-write")
    store = Store(pool)
    acknowledged: set[str] = set()
    half = asyncio.Event()

    async def write(stream: str) -> None:
        for version in range(EACH):
            acknowledged.add(await _append_until_known(store, version, stream))
            if version == BEFORE:
                half.set()

    async def fail_over(stack: AsyncExitStack) -> None:
        await half.wait()
        if how == "killed":
            first.kill()
            await first.stop()
        else:
            stack.enter_context(frozen(data))
        owner = await asyncpg.connect(database.superuser_url)
        await owner.execute("SELECT pg_promote()")
        await owner.close()

    try:
        async with asyncio.timeout(120), AsyncExitStack() as stack:
            await asyncio.gather(fail_over(stack), *(write(f"s{n}") for n in range(WRITERS)))
            log = await store.log(OFFICE)
        assert [entry.position for entry in log] == list(range(1, WRITERS * EACH + 1))
        assert {entry.hash.hex() for entry in log} == acknowledged
    finally:
        await store.close()
        await pool.close()
