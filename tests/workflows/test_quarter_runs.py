"""A quarter that begins a new run goes on where it was: nothing is lost, and nobody is reminded twice."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from temporalio.testing import WorkflowEnvironment

from cli.embedded.temporal import temporal_program
from domain.plan.events import ReminderKind
from domain.quarter.events import FilingReminded, QuarterClosed
from domain.quarter.row import QuarterReminder
from eventstore.store import Store
from tests.workflows.conftest import KEYS
from tests.workflows.year_scene import OWNERS, YearScene
from workflows.client import Plans, workflow_id
from workflows.names import register
from workflows.plugin import ParafPlugin
from workflows.worker import workers

PAST = 2023


@pytest.fixture
async def short(store: Store) -> AsyncIterator[YearScene]:
    """An office of a past year, on a Temporal that suggests a new run after few events."""
    environment = await WorkflowEnvironment.start_local(
        dev_server_existing_path=str(temporal_program()),
        dev_server_extra_args=["--dynamic-config-value", "limit.historyCount.suggestContinueAsNew=30"],
        plugins=[ParafPlugin(KEYS)],
    )
    async with environment:
        await register(environment.client)
        documents, plans = workers(environment.client, store)
        async with documents, plans:
            scene = YearScene(store, Plans(environment.client, store, patience=30), PAST)
            await scene.open_office()
            yield scene
            await scene.plans.close()


async def asked_in_vain(scene: YearScene, times: int) -> None:
    """Fill the history with commands that change nothing."""
    for n in range(times):
        request = scene.request(scene.of(1).stream, scene.closing(), f"vain-{datetime.now(UTC).timestamp()}-{n}")
        assert (await scene.plans.handle(request)).refusal is not None


async def test_across_new_runs_a_quarter_goes_on_and_each_reminder_is_sent_once(short: YearScene) -> None:
    await short.signed()
    await short.opened(1)
    handle = short.plans._client.get_workflow_handle(workflow_id(short.of(1)))
    now = datetime.now(UTC)
    first, second = (
        QuarterReminder(key, ReminderKind.BEFORE, now + timedelta(seconds=after))
        for key, after in (("before-3", 1), ("before-1", 6))
    )
    extending = short.request(short.of(1).stream, short.extending(now + timedelta(days=9), first, second))
    receipt = await short.plans.handle(extending)
    assert receipt.refusal is None
    await short.until(1, lambda q: (2, first.key) in q.reminded)
    run = (await handle.describe()).run_id
    await asked_in_vain(short, 12)
    assert (await handle.describe()).run_id != run
    # The timer of the run before is armed again.
    await short.until(1, lambda q: (2, second.key) in q.reminded)
    assert await short.plans.handle(extending) == receipt
    await asked_in_vain(short, 12)
    await short.file(1, *OWNERS)
    await short.settle(1)
    await short.sign(1)
    assert [said.reminder for said in await short.events(1, FilingReminded)] == [first.key, second.key]
    assert len(await short.events(1, QuarterClosed)) == 1
