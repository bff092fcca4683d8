"""Workers and Temporal are lost while a quarter waits: nobody is reminded twice, and nothing stays shut."""

import signal
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from temporalio.client import Client
from temporalio.testing import WorkflowEnvironment

from activities.reminders.post import Post
from activities.reminders.quarters import window
from cli.embedded.temporal import EmbeddedTemporal
from domain.kernel.streams import QUARTERS
from domain.plan.events import ReminderKind
from domain.quarter.events import FilingReminded
from domain.quarter.row import QuarterReminder
from domain.quarter.state import QuarterPhase
from eventstore.pool import open_pool
from eventstore.store import Store
from tests.activities.reminders.letterbox import Letterbox, listening
from tests.conftest import Database
from tests.workflows.conftest import KEYS
from tests.workflows.test_loss import dying
from tests.workflows.test_reminders import Time
from tests.workflows.year_scene import OWNERS, YearScene, late_march
from workflows.client import Plans, workflow_id
from workflows.names import ATTRIBUTES, register
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
    for name in ("oka", "wayan"):
        await store.pool.execute(
            "INSERT INTO access.accounts (username, person, home, email) VALUES ($1, $1, $2, $1 || '@example.go.id')",
            *(name, alone.office),
        )
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
    letterbox = Letterbox()
    async with listening(letterbox, "127.0.0.1") as port:
        documents, plans = workers(client, store, Post(f"smtp://127.0.0.1:{port}", "paraf@kantor", "http://x"))
        async with documents, plans:
            await letterbox.until(2)
            await alone.file(1, *OWNERS)
    [said] = await alone.events(1, FilingReminded)
    assert {owner.person for owner in said.owners} == {"oka", "wayan"}
    assert sorted(letter["To"] for letter in letterbox.letters) == ["oka@example.go.id", "wayan@example.go.id"]


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
        of = [scene.plan_of, *map(scene.of, QUARTERS)]
        assert set(started) == {workflow_id(each) for each in of}
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
        of = [scene.plan_of, *map(scene.of, QUARTERS)]
        assert started == [workflow_id(each) for each in of]
        assert (await scene.quarter(1)).phase is QuarterPhase.ABSENT
        assert window(await scene.recorder.office(scene.office), scene.year, 1).opens > scene.clock()
        await scene.plans.close()


async def test_what_comes_while_the_database_is_away_holds_when_it_is_back(
    skipping: WorkflowEnvironment, private_database: Database
) -> None:
    """A reminder, then the end of the window; the next reminders come as if nothing had been."""
    time = Time(skipping)
    await time.look()
    year = await late_march(time)
    pool = await open_pool(private_database.url)
    store = Store(pool)

    async def away(until: datetime) -> None:
        private_database.server.kill()
        await time.skip(until)
        await private_database.server.keeper.wait_up()

    documents, plans = workers(skipping.client, store)
    async with documents, plans:
        scene = YearScene(store, Plans(skipping.client, store, patience=30), year, clock=lambda: time.now)
        await scene.open_office()
        await scene.signed()
        await time.skip(window(await scene.recorder.office(scene.office), year, 1).opens)
        quarter = await scene.opened(1)
        first, *_, secretary, chair = quarter.window.reminders
        await away(first.at)
        await scene.until(1, lambda q: (1, first.key) in q.reminded)
        await away(quarter.window.closes)
        late = await scene.plans.handle(scene.request(scene.of(1).stream, scene.filing("i3")))
        assert late.refusal is not None
        assert late.refusal.code == "window-closed"
        for reminder in (secretary, chair):
            await time.skip(reminder.at)
            await scene.until(1, lambda q, key=reminder.key: (1, key) in q.reminded)  # type: ignore[misc]
        await scene.plans.close()
    keys = [said.reminder for said in await scene.events(1, FilingReminded)]
    assert keys == [
        reminder.key for reminder in quarter.window.reminders if reminder.key in keys
    ]  # each once, in order
    await store.close()
    await pool.close()
