"""Workers and Temporal are lost while a quarter waits: nobody is reminded twice, and nothing stays shut."""

import signal
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from temporalio.client import Client
from temporalio.testing import WorkflowEnvironment

from activities.windows import window
from cli.embedded.temporal import EmbeddedTemporal
from domain.acts import ReminderKind
from domain.year.quarter import QuarterPhase
from domain.year.quarter_events import FilingReminded
from domain.year.quarters import QUARTERS
from domain.year.window import QuarterReminder
from eventstore.pool import open_pool
from eventstore.store import Store
from tests.conftest import Database
from tests.workflows.conftest import KEYS
from tests.workflows.test_loss import dying
from tests.workflows.test_reminders import Time
from tests.workflows.year_scene import OWNERS, YearScene
from workflows.attributes import ATTRIBUTES, register
from workflows.client import Plans, workflow_id
from workflows.plugin import connect
from workflows.reconcile import reconcile
from workflows.worker import workers

PAST = 2023


@pytest.fixture
async def alone(client: Client, store: Store) -> AsyncIterator[YearScene]:
    """An office of a past year, without a worker."""
    await register(client)
    scene = YearScene(store, Plans(client, store, patience=30), PAST)
    await scene.open_office()
    yield scene
    await scene.plans.close()


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_worker_that_dies_between_timer_and_mail_reminds_once(
    alone: YearScene, client: Client, store: Store, database: Database, temporal: EmbeddedTemporal, when: str
) -> None:
    now = datetime.now(UTC)
    documents, plans = workers(client, store)
    async with documents, plans:
        await alone.signed()
        for number in QUARTERS:
            await alone.opened(number)
    async with dying(database, temporal, when, "system/remind/") as process:
        # Its instant comes a second from now.
        soon = QuarterReminder("before-1", ReminderKind.BEFORE, datetime.now(UTC) + timedelta(seconds=1))
        await alone.ask(alone.of(1), alone.extending(now + timedelta(days=9), soon))
        assert await process.wait() == -signal.SIGKILL
    assert len(await alone.events(1, FilingReminded)) == (when == "after")
    documents, plans = workers(client, store)
    async with documents, plans:
        await alone.until(1, lambda q: bool(q.reminded))
        await alone.file(1, *OWNERS)
    [said] = await alone.events(1, FilingReminded)
    assert {owner.person for owner in said.owners} == {"oka", "wayan"}


@pytest.fixture
async def fragile(data: Path) -> AsyncIterator[EmbeddedTemporal]:
    """A Temporal of its own, started as an installation starts it."""
    async with EmbeddedTemporal(data, attributes=ATTRIBUTES) as server:
        yield server


async def test_all_of_temporal_is_lost_and_the_year_goes_on(fragile: EmbeddedTemporal, store: Store) -> None:
    client = await connect(KEYS, target_host=fragile.address, namespace=fragile.namespace)
    documents, plans = workers(client, store)
    async with documents, plans:
        scene = YearScene(store, Plans(client, store, patience=60), PAST)
        await scene.open_office()
        await scene.signed()
        for number in QUARTERS:
            await scene.opened(number)
        await scene.until_action(lambda action: len(action.documents) == 2)
        await fragile.wipe()
        # The next command finds its workflow, as ever.
        for number in (1, 2):
            await scene.ask(scene.of(number), scene.extending(scene.clock() + timedelta(days=9)))
            await scene.file(number, *OWNERS)
        await scene.settle(1)
        await fragile.wipe()
        # The document was lost on its way, or not; without a command nobody would ask again.
        started = await reconcile(client, store)
        assert set(started) == {workflow_id(scene.of(number)) for number in QUARTERS}
        assert await reconcile(client, store) == []
        await scene.sign(1)
        await scene.settle(2)
        await scene.sign(2)
        await scene.plans.close()


async def test_reconcile_starts_the_quarters_that_a_signature_could_not(
    fragile: EmbeddedTemporal, store: Store
) -> None:
    client = await connect(KEYS, target_host=fragile.address, namespace=fragile.namespace)
    documents, plans = workers(client, store)
    async with documents, plans:
        scene = YearScene(store, Plans(client, store, patience=60), datetime.now(UTC).year + 1)
        await scene.open_office()
        await scene.signed()
        await scene.until_action(lambda action: len(action.documents) == 2)
        await fragile.wipe()
        started = await reconcile(client, store)
        assert started == [workflow_id(scene.of(number)) for number in QUARTERS]
        assert (await scene.quarter(1)).phase is QuarterPhase.ABSENT
        assert window(await scene.recorder.office(scene.office), scene.year, 1).opens > scene.clock()
        await scene.plans.close()


async def test_a_reminder_that_comes_while_the_database_is_away_is_sent_when_it_is_back(
    skipping: WorkflowEnvironment, private_database: Database
) -> None:
    time = Time(skipping)
    year = (await time.look()).year + 1
    pool = await open_pool(private_database.url)
    store = Store(pool)
    documents, plans = workers(skipping.client, store)
    async with documents, plans:
        scene = YearScene(store, Plans(skipping.client, store, patience=30), year, clock=lambda: time.now)
        await scene.open_office()
        await scene.signed()
        await time.skip(window(await scene.recorder.office(scene.office), year, 1).opens)
        quarter = await scene.opened(1)
        private_database.server.kill()
        await time.skip(quarter.window.reminders[0].at)
        await private_database.server.keeper.wait_up()
        await scene.until(1, lambda q: bool(q.reminded))
        await scene.file(1, *OWNERS)
        await scene.plans.close()
    assert len(await scene.events(1, FilingReminded)) == 1
    await store.close()
    await pool.close()
