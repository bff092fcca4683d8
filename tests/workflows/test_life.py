"""A plan's life on real servers."""

import asyncio
from datetime import timedelta

import pytest
from temporalio.client import Client
from temporalio.testing import WorkflowEnvironment

from activities.documents.press import PDF
from activities.recording.recorder import PlanStream
from domain.kernel.actor import Role
from domain.office.commands import SetRoute
from domain.plan.events import DocumentRendered, ParafGiven, ParafVoided, PartSigned
from domain.plan.state import Phase, text_digest
from domain.route.route import Step, StepAct
from domain.waiting import Waiting
from eventstore.store import Store
from tests.workflows.scene import Scene
from workflows.client import Plans, workflow_id
from workflows.plan import PlanWorkflow
from workflows.worker import run_worker, workers


async def waiting(scene: Scene) -> Waiting:
    """Ask the workflow what it waits for."""
    found = await scene.plans._client.get_workflow_handle(workflow_id(scene.of)).query(PlanWorkflow.waiting)
    assert found is not None
    return found


async def test_a_plan_is_drafted_reviewed_and_signed(scene: Scene) -> None:
    await scene.submitted()
    await scene.endorse("secretary-review", "chair-review", "secretary-sign", "chair-sign")
    plan = await scene.until(lambda plan: plan.document is not None)
    assert plan.phase is Phase.SIGNED
    assert [d.signatures for d in plan.documents] == [0, 1, 2]
    for rendered in plan.documents:
        kept = await scene.store.document(rendered.document)
        assert kept is not None
        assert kept[0] == PDF
        assert rendered.digest == text_digest(plan)
    # Each signature was put on the document that showed the ones before it.
    said = await scene.events(PartSigned)
    assert [e.document for e in said] == [d.document for d in plan.documents[:2]]


async def test_a_returned_plan_is_corrected_and_passes_the_whole_route_again(scene: Scene) -> None:
    await scene.submitted()
    await scene.endorse("secretary-review")
    await scene.ask(scene.returning("chair-review", Role.CHAIR))
    assert (await waiting(scene)).phase == Phase.DRAFTING
    await scene.ask(scene.editing("RENCANA KINERJA TAHUNAN", 1))
    await scene.ask(scene.submitting(2))
    await scene.endorse("secretary-review", "chair-review")
    assert len(await scene.events(ParafGiven)) == 3
    assert len(await scene.events(ParafVoided)) == 1
    assert [e.version for e in await scene.events(DocumentRendered)] == [1, 2]


async def test_a_plan_that_comes_back_with_the_same_text_gets_its_document_again(scene: Scene) -> None:
    await scene.submitted()
    first = await scene.until(lambda plan: plan.document is not None)
    await scene.ask(scene.returning("secretary-review", Role.SECRETARY))
    await scene.ask(scene.submitting(1))
    second = await scene.until(lambda plan: plan.document is not None)
    assert second.round == first.round + 1
    assert [d.document for d in second.documents] == [d.document for d in first.documents] * 2


async def test_steps_of_the_same_order_wait_side_by_side(scene: Scene) -> None:
    route = (
        Step("secretary-review", 1, Role.SECRETARY, StepAct.REVIEW),
        Step("chair-review", 1, Role.CHAIR, StepAct.REVIEW),
        Step("secretary-sign", 2, Role.SECRETARY, StepAct.SIGN, "B"),
        Step("chair-sign", 2, Role.CHAIR, StepAct.SIGN, "A"),
    )
    by = scene.person(Role.ADMINISTRATOR)
    await scene.recorder.record(scene.request(SetRoute(by=by, at=scene.clock(), kind="rkt", steps=route)))
    await scene.ask(scene.drafting())
    await scene.ask(scene.submitting())
    assert {step.key for step in (await waiting(scene)).steps} == {"secretary-review", "chair-review"}
    await scene.endorse("chair-review")
    assert [step.key for step in (await waiting(scene)).steps] == ["secretary-review"]
    await scene.endorse("secretary-review", "chair-sign", "secretary-sign")
    assert (await scene.plan()).phase is Phase.SIGNED


async def test_a_draft_that_is_refused_leaves_no_workflow(scene: Scene) -> None:
    refused = await scene.plans.handle(scene.request(scene.drafting(scene.editing("a\0b", 0).text)))
    assert refused.refusal is not None
    await scene.plans._client.get_workflow_handle(workflow_id(scene.of)).result()
    await scene.ask(scene.drafting())
    assert (await waiting(scene)).phase == Phase.DRAFTING


async def test_a_worker_that_asks_for_no_work_is_told_from_one_that_does(
    skipping: WorkflowEnvironment, store: Store, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fault 15: a worker that was stopped or hung was nowhere to be seen."""
    assert not await Plans(skipping.client, store).attended()
    plans = Plans(client, store)
    documents, working = workers(client, store)
    async with documents, working:
        while not await plans.attended():
            pass
    monkeypatch.setattr("workflows.client.QUIET", timedelta(0))  # whatever asked, asked before that
    assert not await plans.attended()


async def test_the_worker_stops_in_order_in_the_middle_of_things(client: Client, store: Store) -> None:
    scene = Scene(store, Plans(client, store))
    await scene.open_office()
    stop, up = asyncio.Event(), asyncio.Event()
    async with asyncio.TaskGroup() as running:
        working = running.create_task(run_worker(client, store, stop=stop, ready=lambda _: up.set()))
        await up.wait()
        await scene.submitted()  # its document is being rendered now
        stop.set()
    assert working.done()
    assert (await scene.plan()).phase is Phase.REVIEW


def test_a_workflow_is_named_after_its_plan() -> None:
    assert workflow_id(PlanStream("kpu-kota-banjarmasin", "plan/rkt-2024")) == "plan/kpu-kota-banjarmasin/rkt-2024"
