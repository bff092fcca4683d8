"""The real servers that the tests share, and a fresh migrated database for each test that asks."""

import itertools
import os
import shutil
import signal
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import pytest
from hypothesis import settings

from api.words.words import words
from cli.embedded.postgres import EmbeddedPostgres
from cli.embedded.temporal import EmbeddedTemporal
from tests.check import falsified, unlawful, unplanned, verified
from tests.words import Unmarked

__all__ = ["falsified", "unlawful", "unplanned", "verified"]  # every record that a test wrote is read again after it

TEMPLATE = "paraf_template"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
MEMORY, ROOM = Path("/dev/shm"), 2 << 30  # bytes; a container may have very little of it
_CI = os.environ.get("CI") == "true"  # where nothing may be left out

# How long an example takes is the machine's business; how many there are, `--hypothesis-profile` says.
settings.register_profile("small", deadline=None, max_examples=50)
settings.register_profile("thousand", deadline=None, max_examples=1000)
settings.register_profile("large", deadline=None, max_examples=2000)
settings.load_profile("small")
# The rooms whose files take longest come first, so that at the end no process is left alone with a long one.
LONGEST = ("cli", "workflows", "e2e", "api")

words("id").translations.add_fallback(Unmarked())  # what is said in a test is in the catalogue


def browser() -> str | None:
    """Return the path of a Chromium, if there is one."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the longest first, and leave out what needs a browser where there is none; the summary says so."""
    if hasattr(config, "workerinput"):
        rooms = [f"tests/{room}/" for room in LONGEST]
        items.sort(
            key=lambda item: next((n for n, room in enumerate(rooms) if item.nodeid.startswith(room)), len(rooms))
        )
    if browser() is not None or _CI:
        return
    left_out = [item for item in items if item.get_closest_marker("browser")]
    if left_out:
        items[:] = [item for item in items if not item.get_closest_marker("browser")]
        config.hook.pytest_deselected(items=left_out)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what did not run."""
    if browser() is None and not _CI:
        terminalreporter.write_line(
            "DID NOT RUN: tests of the pages in a browser, because there is no Chromium here "
            "(Debian: apt-get install chromium)",
            yellow=True,
        )


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the browser; only for tests marked `browser`."""
    found = browser()
    assert found is not None, "there is no Chromium here (Debian: apt-get install chromium)"
    return found


@dataclass(frozen=True)
class Database:
    """One database on a real server: the URLs of the three kinds of caller."""

    name: str
    url: str
    migration_url: str
    superuser_url: str
    server: EmbeddedPostgres


def throwaway() -> Path:
    """Return a new data directory that the account of PostgreSQL can enter when we are root.

    It is in memory where there is room, for a database is copied there in a tenth of the time; a server that is killed
    finds it as it would find a disk.
    """
    roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM
    folder = Path(tempfile.mkdtemp(prefix="paraf-test-", dir=MEMORY if roomy else None))
    folder.chmod(0o711)
    return folder


@pytest.fixture
def data() -> Iterator[Path]:
    """A throwaway data directory."""
    folder = throwaway()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def shared_data() -> Iterator[Path]:
    """The data directory of the shared servers."""
    folder = throwaway()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
async def shared_postgres(shared_data: Path) -> AsyncIterator[EmbeddedPostgres]:
    """The PostgreSQL that the tests share; not to be killed."""
    async with EmbeddedPostgres(shared_data, durable=False) as server:
        yield server


@pytest.fixture(scope="session")
async def template(shared_postgres: EmbeddedPostgres) -> str:
    """A migrated database that the others are copied from."""
    await prepare(shared_postgres, TEMPLATE)
    return TEMPLATE


async def prepare(server: EmbeddedPostgres, name: str) -> Database:
    """Make and migrate the database `name` on the server."""
    from eventstore.migrate import bootstrap, migrate

    await bootstrap(server.superuser_url, name, server.passwords.runtime, server.passwords.migration)
    await migrate(server.migration_url(name))
    return urls(server, name)


def urls(server: EmbeddedPostgres, name: str) -> Database:
    """Name the database's callers."""
    superuser = server.url("postgres", server.passwords.superuser, name)
    return Database(name, server.runtime_url(name), server.migration_url(name), superuser, server)


_numbers = itertools.count(1)


@pytest.fixture
async def database(shared_postgres: EmbeddedPostgres, template: str) -> AsyncIterator[Database]:
    """A fresh migrated database of the shared server."""
    async with fresh(shared_postgres, template) as made:
        yield made


@asynccontextmanager
async def fresh(server: EmbeddedPostgres, template: str) -> AsyncIterator[Database]:
    """Copy the template, and drop the copy afterwards."""
    name = f"test_{next(_numbers)}"
    connection = await asyncpg.connect(server.superuser_url)
    try:
        await connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" OWNER {await _owner(connection)}')
        # A copy does not take the template's own grants along.
        await connection.execute(
            "UPDATE pg_database SET datacl = (SELECT datacl FROM pg_database WHERE datname = $1) WHERE datname = $2",
            template,
            name,
        )
        yield urls(server, name)
        await connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    finally:
        await connection.close()


async def _owner(connection: asyncpg.Connection) -> str:
    owner = await connection.fetchval(
        "SELECT quote_ident(rolname) FROM pg_database d JOIN pg_roles r ON r.oid = d.datdba WHERE datname = $1",
        TEMPLATE,
    )
    return str(owner)


@pytest.fixture
async def private_database(data: Path) -> AsyncIterator[Database]:
    """A migrated database on a durable server of its own (`.server`), which the test may kill or stop."""
    async with EmbeddedPostgres(data) as server:
        yield await prepare(server, "paraf")


@contextmanager
def frozen(data: Path) -> Iterator[None]:
    """The server of this data as it is when its disk hangs."""
    server = int(next(data.rglob("postmaster.pid")).read_text().split()[0])
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    processes = [server, *map(int, children)]
    for process in processes:
        os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in processes:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGCONT)


@pytest.fixture(scope="session")
async def temporal(shared_data: Path) -> AsyncIterator[EmbeddedTemporal]:
    """The Temporal that the tests share (`.address`, `.namespace`); not to be killed."""
    async with EmbeddedTemporal(shared_data) as server:
        yield server


@pytest.fixture
async def private_temporal(data: Path) -> AsyncIterator[EmbeddedTemporal]:
    """A Temporal server of its own, which the test may kill, stop or wipe."""
    async with EmbeddedTemporal(data) as server:
        yield server
