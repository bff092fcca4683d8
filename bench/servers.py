"""Throwaway servers to measure on, as durable as those of an installation."""

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import asyncpg
from temporalio.client import Client

from cli.embedded.postgres import EmbeddedPostgres
from cli.embedded.temporal import EmbeddedTemporal
from eventstore.migrate import bootstrap, migrate
from eventstore.roles import OWNER
from workflows.names import ATTRIBUTES
from workflows.plugin import connect


@contextmanager
def folder() -> Iterator[Path]:
    """Give a directory that is removed afterwards; the account of PostgreSQL can enter it when we are root."""
    path = Path(tempfile.mkdtemp(prefix="paraf-bench-"))
    path.chmod(0o711)
    try:
        yield path
    finally:
        shutil.rmtree(path)


@asynccontextmanager
async def database(*more: str) -> AsyncIterator[str]:
    """Give the runtime role's URL of a fresh migrated database, after what `more` its owner does."""
    with folder() as data:
        async with EmbeddedPostgres(data) as server:
            await bootstrap(server.superuser_url, "bench", server.passwords.runtime, server.passwords.migration)
            await migrate(server.migration_url("bench"))
            owner = await asyncpg.connect(server.migration_url("bench"), server_settings={"role": OWNER})
            for statement in more:
                await owner.execute(statement)
            await owner.close()
            yield server.runtime_url("bench")


@asynccontextmanager
async def temporal() -> AsyncIterator[EmbeddedTemporal]:
    """Give a Temporal that keeps its history in a file."""
    with folder() as data:
        async with EmbeddedTemporal(data, attributes=ATTRIBUTES) as server:
            yield server


async def installed(server: EmbeddedTemporal) -> Client:
    """Connect as an installation does."""
    return await connect({"k1": bytes(32)}, sandboxed=False, target_host=server.address, namespace=server.namespace)
