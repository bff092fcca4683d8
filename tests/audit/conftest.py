"""A store with a plan in it, and ways to falsify it that only an owner of the database has."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import asyncpg
import pytest

from audit.judge import Verdict
from audit.verify import verify
from cli.embedded.postgres import EmbeddedPostgres
from eventstore.append import Append
from eventstore.snapshot import Snapshot
from eventstore.store import Store
from tests.check import falsified, verified
from tests.conftest import Database, fresh
from tests.domain.office.office_life import OFFICE
from tests.eventstore.conftest import store
from tests.eventstore.life import no, note, plan_life, print_of

__all__ = ["falsified", "store", "verified"]

Falsify = Callable[..., Awaitable[Verdict]]


@pytest.fixture
async def record(store: Store) -> Store:
    """A plan of four commands, a refusal, a command that changed nothing, and another office."""
    await plan_life(store)
    await store.append(note(1, 0, many=2))
    await store.append(no(1, 2))
    await store.append(Append(OFFICE, "notes", "nothing", print_of("nothing"), 2, ()))
    await store.append(note(1, 0, office="other-office"))
    return store


@pytest.fixture
async def empty(shared_postgres: EmbeddedPostgres, template: str) -> AsyncIterator[Database]:
    """A second migrated database, to restore into."""
    async with fresh(shared_postgres, template) as made:
        yield made


@asynccontextmanager
async def owner(database: Database) -> AsyncIterator[asyncpg.Connection]:
    """Connect as somebody with every right."""
    connection = await asyncpg.connect(database.superuser_url)
    try:
        yield connection
    finally:
        await connection.close()


@asynccontextmanager
async def unguarded(connection: asyncpg.Connection) -> AsyncIterator[None]:
    """Take the guards' teeth out meanwhile: who has every right can put them back and leave no trace of it."""
    teeth = await connection.fetchval("SELECT pg_get_functiondef('paraf.frozen'::regproc)")
    await connection.execute(
        "CREATE OR REPLACE FUNCTION paraf.frozen() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';"
        "SET LOCAL session_replication_role = replica"
    )
    yield
    await connection.execute(teeth)


@pytest.fixture
async def falsify(record: Store, database: Database) -> AsyncIterator[Falsify]:
    """What a verification says of the record after these statements; each time the record is true again."""
    async with owner(database) as connection:

        async def run(sql: str, *against: str) -> Verdict:
            attempt = connection.transaction()
            await attempt.start()
            async with unguarded(connection):
                await connection.execute(sql)
            report = await verify(Snapshot(connection), *against)
            await attempt.rollback()
            return report

        yield run


async def append_anything(store: Store, stream: str, version: int, tag: str, body: bytes, into: str = "") -> None:
    """Append as whoever has the runtime role's password can: it stays recorded that they did."""
    asked = note(version, version, stream=stream, command=f"anything-{stream}-{version}")
    arguments = list(asked.arguments())
    arguments[6:9] = [into or stream, [tag], [body]]
    await store.pool.fetchrow(f"SELECT paraf.append({', '.join(f'${n}' for n in range(1, 14))})", *arguments)
