"""A run ends after some hundred events, so that who takes it over has little to replay."""

import asyncio
import signal
from collections.abc import AsyncIterator

import pytest
from temporalio.api.enums.v1 import EventType
from temporalio.client import Client, WorkflowHandle

from cli.embedded.temporal import EmbeddedTemporal
from domain.plan.events import CommentMade
from eventstore.store import Store
from tests.conftest import Database
from tests.workflows.scene import Scene
from tests.workflows.test_loss import dying
from tests.workflows.write_histories import nudged
from workflows.client import Plans, workflow_id
from workflows.names import register
from workflows.turns import _LONG
from workflows.worker import workers

_MORE = 150  # events of the commands that were under way when the run was long enough


@pytest.fixture
async def alone(client: Client, store: Store) -> AsyncIterator[Scene]:
    """A drafted plan without a worker."""
    await register(client)
    scene = Scene(store, Plans(client, store, patience=60))
    await scene.open_office()
    await scene.recorder.record(scene.request(scene.drafting()))
    yield scene
    await scene.plans.close()


async def remark(scene: Scene, first: int, last: int) -> None:
    """Make remarks, as many at once as one caller may."""
    asked = (scene.plans.handle(scene.request(scene.remarking(f"c{n}"))) for n in range(first, last))
    assert all(receipt.refusal is None for receipt in await asyncio.gather(*asked))


async def lengths(client: Client, scene: Scene) -> dict[str, int]:
    """Return how many events each run of the plan's workflow has."""
    runs: dict[str, int] = {}
    run: str | None = (await client.get_workflow_handle(workflow_id(scene.of)).describe()).run_id
    while run:
        handle: WorkflowHandle[object, object] = client.get_workflow_handle(workflow_id(scene.of), run_id=run)
        events = [event async for event in handle.fetch_history_events()]
        runs[run] = len(events)
        run = events[0].workflow_execution_started_event_attributes.continued_execution_run_id
    return runs


async def test_a_run_ends_after_some_hundred_events_whoever_keeps_asking(alone: Scene, client: Client) -> None:
    """Fault 10: five hundred commands stood in one run, since there was always another under way."""
    documents, plans = workers(client, alone.store)
    async with documents, plans:
        await remark(alone, 0, 200)
        runs = await lengths(client, alone)
    assert len(runs) > 1
    assert max(runs.values()) < _LONG + _MORE
    assert len(await alone.events(CommentMade)) == 200


async def test_a_run_that_only_waits_ends_as_early(alone: Scene, client: Client) -> None:
    """Fault 10: only a command ended a run, so a plan that waited for months grew until Temporal complained."""
    documents, plans = workers(client, alone.store)
    async with documents, plans, asyncio.timeout(60):
        runs: dict[str, int] = {}
        while len(runs) < 2:
            await nudged(alone, _LONG // 10)
            runs = await lengths(client, alone)
    assert max(runs.values()) < _LONG + _MORE
    assert not await alone.events(CommentMade)


async def test_a_worker_that_is_killed_late_in_a_run_is_replaced_at_once(
    alone: Scene, client: Client, database: Database, temporal: EmbeddedTemporal
) -> None:
    """Fault 10: the replay took longer than a task may, and each try made the history longer."""
    fatal = alone.request(alone.remarking("last"), "fatal")
    async with dying(database, temporal, "after", "fatal") as process:
        await remark(alone, 0, 50)
        asked = asyncio.create_task(alone.plans.handle(fatal))
        assert await process.wait() == -signal.SIGKILL
    documents, plans = workers(client, alone.store)
    async with documents, plans:
        assert (await asked).events
        await remark(alone, 50, 60)
    handle = client.get_workflow_handle(workflow_id(alone.of))
    kinds = [event.event_type async for event in handle.fetch_history_events()]
    # That of the dead worker, and of its own queue.
    assert kinds.count(EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT) <= 2
    assert len(await alone.events(CommentMade)) == 61
