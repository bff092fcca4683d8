"""Workers and Temporal itself are lost at the worst moments: nothing recorded is lost, and nothing happens twice."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from temporalio.client import Client, WorkflowExecutionStatus

from cli.embedded.temporal import EmbeddedTemporal
from domain.kernel.actor import Role
from domain.plan.events import CommentMade, StepReminded
from domain.plan.state import Phase
from eventstore.entry import Receipt
from eventstore.errors import CommandIdReused, Unavailable
from eventstore.pool import open_pool
from eventstore.store import Store
from tests.conftest import Database
from tests.workflows.conftest import KEYS
from tests.workflows.scene import POLICY, Scene
from workflows.client import Plans, Unknown, workflow_id
from workflows.names import ATTRIBUTES, register
from workflows.plan import PlanWorkflow
from workflows.plugin import connect
from workflows.reconcile import reconcile, reconcile_in_turn
from workflows.worker import workers


@asynccontextmanager
async def dying(
    database: Database, temporal: EmbeddedTemporal, when: str, command_id: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """A worker that is killed at the recording of a command."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.workflows.dying_worker", database.url, temporal.address, temporal.namespace, when, command_id),
        stdout=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    try:
        assert process.stdout is not None
        assert await process.stdout.readline() == b"ready\n"
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


@pytest.fixture
async def alone(client: Client, store: Store) -> AsyncIterator[Scene]:
    """An office without a worker."""
    await register(client)
    scene = Scene(store, Plans(client, store, patience=30))
    await scene.open_office()
    yield scene
    await scene.plans.close()


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_worker_that_dies_around_the_commit_leaves_one_event(
    alone: Scene, client: Client, store: Store, database: Database, temporal: EmbeddedTemporal, when: str
) -> None:
    request = alone.request(alone.remarking("c1"), "fatal")
    async with dying(database, temporal, when, "fatal") as process:
        await alone.ask(alone.drafting())
        asked = asyncio.create_task(alone.plans.handle(request))
        assert await process.wait() == -signal.SIGKILL
    assert len(await alone.events(CommentMade)) == (when == "after")
    documents, plans = workers(client, store)
    async with documents, plans:
        receipt = await asked
        assert await alone.plans.handle(request) == receipt
    assert len(await alone.events(CommentMade)) == 1


async def test_what_the_workflow_has_never_heard_of_a_retry_tells_it(scene: Scene) -> None:
    """As after worker and server were killed between the commit and the end of the workflow's task."""
    await scene.ask(scene.drafting())
    request = scene.request(scene.submitting())
    recorded = await scene.recorder.record(request)
    handle = scene.plans._client.get_workflow_handle(workflow_id(scene.of))
    waiting = await handle.query(PlanWorkflow.waiting)
    assert waiting is not None
    assert waiting.phase == Phase.DRAFTING
    assert await scene.plans.handle(request) == recorded.receipt
    # Its document is rendered, so the workflow knows.
    await scene.until(lambda plan: plan.document is not None)


async def test_reconcile_tells_a_workflow_that_shows_another_phase(scene: Scene) -> None:
    await scene.ask(scene.drafting())
    await scene.recorder.record(scene.request(scene.submitting()))
    client = scene.plans._client
    running = f"WorkflowId = '{workflow_id(scene.of)}' AND ParafPhase = 'drafting'"
    while (await client.count_workflows(running)).count == 0:
        pass  # the server lists what it knows a moment later
    assert await reconcile(client, scene.store) == []
    await scene.until(lambda plan: plan.document is not None)


async def test_one_worker_compares_for_all(scene: Scene) -> None:
    client, store, long = scene.plans._client, scene.store, timedelta(hours=1)
    await reconcile_in_turn(client, store, timedelta())
    await scene.recorder.record(scene.request(scene.drafting()))
    assert await reconcile_in_turn(client, store, long) == []
    # Whose clock was ahead keeps nobody from it.
    await store.pool.execute("UPDATE access.rounds SET began_at = began_at + interval '400 days'")
    assert workflow_id(scene.of) in await reconcile_in_turn(client, store, long)


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_worker_that_dies_between_timer_and_mail_reminds_once(
    alone: Scene, client: Client, store: Store, database: Database, temporal: EmbeddedTemporal, when: str
) -> None:
    await alone.recorder.record(alone.request(alone.policy(POLICY)))
    now = alone.clock()
    async with dying(database, temporal, when, "system/remind/") as process:
        await alone.ask(alone.drafting())
        alone.clock = lambda: now - timedelta(days=30)  # so every reminder is due at once
        await alone.ask(alone.submitting())
        assert await process.wait() == -signal.SIGKILL
    assert len(await alone.events(StepReminded)) == (when == "after")
    alone.clock = lambda: now
    documents, plans = workers(client, store)
    async with documents, plans:
        await alone.until(lambda plan: bool(plan.reminded))
        await alone.ask(alone.remarking("c1"))
    assert len([e for e in await alone.events(StepReminded) if e.step == "secretary-review"]) == 1


async def test_without_a_worker_the_outcome_is_unknown_and_the_same_command_works_later(
    client: Client, store: Store
) -> None:
    await register(client)
    scene = Scene(store, Plans(client, store, patience=0.3))
    await scene.open_office()
    request = scene.request(scene.drafting())
    with pytest.raises(Unknown):
        await scene.plans.handle(request)
    documents, plans = workers(client, store)
    async with documents, plans:
        await Plans(client, store, patience=30).handle(request)
    with pytest.raises(CommandIdReused):
        await scene.plans.handle(scene.request(scene.drafting(), request.command_id, "another"))


async def test_a_cancelled_caller_is_not_told_unknown(client: Client, store: Store) -> None:
    scene = Scene(store, Plans(client, store))
    await scene.open_office()
    asked = asyncio.create_task(scene.plans.handle(scene.request(scene.drafting())))
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(asked, 0.3)
    assert asked.cancelled()


@pytest.fixture
async def fragile(data: Path) -> AsyncIterator[EmbeddedTemporal]:
    """A Temporal of its own, started as an installation starts it."""
    async with EmbeddedTemporal(data, attributes=ATTRIBUTES) as server:
        yield server


async def test_all_of_temporal_is_lost_in_mid_review_and_the_plan_is_signed(
    fragile: EmbeddedTemporal, store: Store
) -> None:
    client = await connect(KEYS, target_host=fragile.address, namespace=fragile.namespace)
    documents, plans = workers(client, store)
    async with documents, plans:
        scene = Scene(store, Plans(client, store, patience=60))
        await scene.open_office(POLICY)
        await scene.submitted()
        await scene.endorse("secretary-review")
        await fragile.wipe()
        await scene.endorse("chair-review", "secretary-sign")
        await fragile.wipe()
        # The document of the half-signed plan was lost on its way, or not; without a command nobody would ask again.
        await reconcile(client, store)
        await scene.endorse("chair-sign")
        plan = await scene.until(lambda plan: len(plan.documents) == 3)
        assert plan.phase is Phase.SIGNED
        await scene.plans.close()


async def test_reconcile_starts_every_open_plan_that_is_missing(fragile: EmbeddedTemporal, store: Store) -> None:
    client = await connect(KEYS, target_host=fragile.address, namespace=fragile.namespace)
    documents, plans = workers(client, store)
    scene = Scene(store, Plans(client, store))
    await scene.open_office()
    rejected = Scene(store, scene.plans, scene.office, scene.year + 1)
    recorder = scene.recorder
    for command in (scene.drafting(), scene.submitting()):
        await recorder.record(scene.request(command))
    for each in (rejected.drafting(), rejected.submitting(), rejected.rejecting("secretary-review", Role.SECRETARY)):
        await recorder.record(rejected.request(each))
    async with documents, plans:
        assert await reconcile(client, store) == [workflow_id(scene.of)]
        await scene.until(lambda plan: plan.document is not None)
        assert await reconcile(client, store) == []
        handle = client.get_workflow_handle(workflow_id(scene.of))
        assert (await handle.describe()).status is WorkflowExecutionStatus.RUNNING


async def test_a_signed_plan_whose_year_is_over_is_started_until_it_is_printed(
    fragile: EmbeddedTemporal, store: Store
) -> None:
    client = await connect(KEYS, target_host=fragile.address, namespace=fragile.namespace)
    over = (datetime.now(UTC) - timedelta(days=1)).year - 1  # everywhere on earth
    scene = Scene(store, Plans(client, store, patience=60), year=over)
    documents, plans = workers(client, store)
    async with plans:
        async with documents:
            await scene.open_office()
            await scene.submitted()
            await scene.endorse("secretary-review", "chair-review", "secretary-sign")
            signing = await scene.endorsing("chair-sign")
        await scene.ask(signing)  # while nobody prints
    await fragile.wipe()
    assert await reconcile(client, store) == [workflow_id(scene.of)]
    documents, plans = workers(client, store)
    async with documents, plans:
        await client.get_workflow_handle(workflow_id(scene.of)).result()
        assert len((await scene.plan()).documents) == 3
        assert await reconcile(client, store) == []
        await scene.plans.close()


async def test_while_the_database_is_away_a_command_waits_and_then_works(
    client: Client, private_database: Database
) -> None:
    """The command is on its way when the database goes: the caller gets a receipt, or asks again and gets it."""
    pool = await open_pool(private_database.url)
    store = Store(pool)
    await register(client)
    documents, plans = workers(client, store)
    async with documents, plans:
        scene = Scene(store, Plans(client, store, patience=30))
        await scene.open_office()
        await scene.ask(scene.drafting())
        requests = [scene.request(scene.remarking(f"c{n}")) for n in range(6)]
        asked = [asyncio.create_task(scene.plans.handle(request)) for request in requests]
        await asyncio.wait(asked, return_when=asyncio.FIRST_COMPLETED)
        private_database.server.kill()
        answers = await asyncio.gather(*asked, return_exceptions=True)
        assert {type(answer) for answer in answers} <= {Receipt, Unavailable}
        await private_database.server.keeper.wait_up()
        again = [await scene.plans.handle(request) for request in requests]
        assert all(answer == first for answer, first in zip(again, answers, strict=True) if isinstance(first, Receipt))
        assert {event.comment for event in await scene.events(CommentMade)} == {f"c{n}" for n in range(6)}
        assert len(await scene.events(CommentMade)) == 6
        await scene.plans.close()
    await store.close()
    await pool.close()
