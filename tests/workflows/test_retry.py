"""A command that is sent again gets the receipt it got, whatever became of its workflow."""

import asyncio
from collections.abc import AsyncIterator

import msgspec
import pytest
from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.testing import WorkflowEnvironment

from cli.embedded.temporal import temporal_program
from domain.kernel.actor import Role
from domain.plan.events import CommentMade, PlanDrafted
from domain.plan.state import Phase
from eventstore.errors import CommandIdReused
from eventstore.store import Store
from tests.workflows.conftest import KEYS
from tests.workflows.scene import Scene
from workflows.client import Plans, workflow_id
from workflows.names import register
from workflows.plan import PlanWorkflow
from workflows.plugin import ParafPlugin
from workflows.worker import workers


async def test_a_refusal_is_a_receipt_and_stays_one(scene: Scene) -> None:
    await scene.ask(scene.drafting())
    request = scene.request(scene.returning("secretary-review", Role.SECRETARY))
    first = await scene.plans.handle(request)
    assert first.refusal is not None
    assert first.refusal.code == "plan-drafting"
    await scene.ask(scene.submitting())  # now it would be allowed
    assert await scene.plans.handle(request) == first
    assert (await scene.plan()).phase is Phase.REVIEW


async def test_a_double_click_is_one_event_and_equal_receipts(scene: Scene) -> None:
    request = scene.request(scene.drafting())
    answers = await asyncio.gather(*(scene.plans.handle(request) for _ in range(20)))
    assert all(answer == answers[0] for answer in answers)
    assert len(await scene.events(PlanDrafted)) == 1


async def test_the_same_id_with_another_body_is_refused_for_ever(scene: Scene) -> None:
    await scene.ask(scene.drafting())
    first = scene.request(scene.remarking("c1"), "once")
    other = scene.request(scene.remarking("c2"), "once")
    await scene.plans.handle(first)
    with pytest.raises(CommandIdReused):
        await scene.plans.handle(other)
    assert [e.comment for e in await scene.events(CommentMade)] == ["c1"]


async def test_of_two_bodies_that_race_for_an_id_one_is_refused(scene: Scene) -> None:
    await scene.ask(scene.drafting())
    requests = [scene.request(scene.remarking(f"c{n}"), "once") for n in range(8)]
    answers = await asyncio.gather(*(scene.plans.handle(each) for each in requests), return_exceptions=True)
    given = [
        (request, answer)
        for request, answer in zip(requests, answers, strict=True)
        if not isinstance(answer, BaseException)
    ]
    # Temporal gives the first one's answer to every copy of an id: only whoever asked for that may get it.
    assert [answer.fingerprint for _, answer in given] == [request.fingerprint for request, _ in given]
    assert len(given) == 1
    assert {type(answer) for answer in answers if isinstance(answer, BaseException)} == {CommandIdReused}


async def test_a_command_of_another_plan_is_no_command(scene: Scene, client: Client) -> None:
    await scene.ask(scene.drafting())
    handle = client.get_workflow_handle(workflow_id(scene.of))
    stray = msgspec.structs.replace(scene.request(scene.remarking("c1")), office="kantor-lain")
    with pytest.raises(Exception, match="Workflow update failed"):
        await handle.execute_update(PlanWorkflow.handle, stray, id=stray.command_id)
    assert not await scene.events(CommentMade)


async def test_after_the_workflow_closed_old_receipts_stay_and_new_commands_are_refused(
    scene: Scene,
) -> None:
    scene.year = 2020
    drafted = scene.request(scene.drafting())
    first = await scene.plans.handle(drafted)
    await scene.ask(scene.submitting())
    await scene.endorse("secretary-review", "chair-review", "secretary-sign", "chair-sign")
    handle = scene.plans._client.get_workflow_handle(workflow_id(scene.of))
    await handle.result()
    assert await scene.plans.handle(drafted) == first
    refused = await scene.plans.handle(scene.request(scene.remarking("c1")))
    assert refused.refusal is not None
    assert refused.refusal.code == "plan-signed"
    await scene.plans.close()
    await scene.plans._client.get_workflow_handle(workflow_id(scene.of)).result()


@pytest.fixture
async def short(store: Store) -> AsyncIterator[Scene]:
    """A Temporal that suggests a new run after few events, with workers and an office."""
    environment = await WorkflowEnvironment.start_local(
        dev_server_existing_path=str(temporal_program()),
        dev_server_extra_args=["--dynamic-config-value", "limit.historyCount.suggestContinueAsNew=30"],
        plugins=[ParafPlugin(KEYS)],
    )
    async with environment:
        await register(environment.client)
        documents, plans = workers(environment.client, store)
        async with documents, plans:
            scene = Scene(store, Plans(environment.client, store))
            await scene.open_office()
            yield scene
            await scene.plans.close()


async def test_across_new_runs_receipts_stay_and_nothing_is_lost(short: Scene) -> None:
    handle = short.plans._client.get_workflow_handle(workflow_id(short.of))
    await short.ask(short.drafting())
    requests = [short.request(short.remarking(f"c{n}")) for n in range(40)]
    first = (await handle.describe()).run_id
    answers = []
    for n in range(0, 40, 4):
        answers += await asyncio.gather(*(short.plans.handle(each) for each in requests[n : n + 4]))
    described = await handle.describe()
    assert described.run_id != first
    assert described.status is WorkflowExecutionStatus.RUNNING
    assert [answer.refusal for answer in answers] == [None] * 40
    again = await asyncio.gather(*(short.plans.handle(each) for each in requests))
    assert again == answers
    assert len(await short.events(CommentMade)) == 40
