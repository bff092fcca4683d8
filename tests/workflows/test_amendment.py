"""An amendment on real servers: a signed plan's workflow takes it, in its year and after; nothing is lost or twice."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from temporalio.client import Client, WorkflowExecutionStatus

from cli.embedded.temporal import EmbeddedTemporal
from domain.kernel.actor import Role
from domain.plan.commands import PlanCommand, WithdrawAmendment
from domain.plan.events import (
    AmendmentBegun,
    AmendmentWithdrawn,
    ChangeReasoned,
    PartSigned,
    PlanSubmitted,
)
from domain.plan.state import Phase
from eventstore.store import Store
from tests.conftest import Database
from tests.domain.office.office_life import TEXT
from tests.domain.plan.amended import aimed
from tests.workflows.amending import amended, begin, edit, reason, signed
from tests.workflows.scene import YEAR, Scene
from tests.workflows.test_loss import alone, dying
from workflows.client import workflow_id
from workflows.worker import workers

__all__ = ["alone"]

ENDED = YEAR - 2


async def test_a_signed_plan_is_amended_and_printed(scene: Scene) -> None:
    await signed(scene)
    await amended(scene)
    plan = await scene.until(lambda plan: plan.document is not None)
    assert plan.in_force is not None
    assert (plan.phase, plan.in_force.text) == (Phase.SIGNED, aimed(80))
    assert [d.signatures for d in plan.documents if d.version == 2] == [0, 1]
    assert plan.in_force.document == plan.document


async def test_a_plan_whose_year_is_over_is_amended_by_a_workflow_of_its_own(client: Client, scene: Scene) -> None:
    scene.year = ENDED
    await signed(scene)
    refused = await scene.plans.handle(scene.request(scene.remarking("c1")))
    assert refused.refusal is not None
    handle = client.get_workflow_handle(workflow_id(scene.of))
    await handle.result()
    assert (await handle.describe()).status is WorkflowExecutionStatus.COMPLETED
    await amended(scene)
    plan = await scene.until(lambda plan: plan.document is not None)
    assert [held.text for held in plan.amended] == [TEXT, aimed(80)]
    await handle.result()


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("at", ["begin", "reason", "send"])
async def test_a_worker_that_dies_in_the_middle_of_an_amendment_leaves_each_fact_once(
    alone: Scene, client: Client, store: Store, database: Database, temporal: EmbeddedTemporal, when: str, at: str
) -> None:
    await signed(alone)
    steps: dict[str, tuple[type, Callable[[], Awaitable[PlanCommand]]]] = {
        "begin": (AmendmentBegun, lambda: _now(begin(alone))),
        "edit": (AmendmentBegun, lambda: edit(alone)),
        "reason": (ChangeReasoned, lambda: reason(alone)),
        "send": (PlanSubmitted, lambda: _now(alone.submitting(2))),
    }
    event, command = steps[at]
    for name, (_, earlier) in steps.items():
        if name == at:
            break
        assert (await alone.recorder.record(alone.request(await earlier()))).receipt.refusal is None
    before = len(await alone.events(event))
    request = alone.request(await command(), "fatal")
    async with dying(database, temporal, when, "fatal") as process:
        asked = asyncio.create_task(alone.plans.handle(request))
        await process.wait()
    assert len(await alone.events(event)) == before + (when == "after")
    documents, plans = workers(client, store)
    async with documents, plans:
        receipt = await asked
        assert await alone.plans.handle(request) == receipt
    assert len(await alone.events(event)) == before + 1
    held = (await alone.plan()).in_force
    assert held is not None
    assert held.text == TEXT


async def _now(command: PlanCommand) -> PlanCommand:
    return command


async def test_of_a_signature_and_an_amendment_given_up_one_comes_first(scene: Scene) -> None:
    await signed(scene)
    await scene.ask(begin(scene))
    await scene.ask(await edit(scene))
    await scene.ask(await reason(scene))
    await scene.ask(scene.submitting(2))
    await scene.endorse("secretary-review", "chair-review")
    sign = await scene.endorsing("chair-sign")
    give_up = WithdrawAmendment(by=scene.person(Role.DRAFTER), at=scene.clock(), reason="")
    answers = await asyncio.gather(*(scene.plans.handle(scene.request(each)) for each in (sign, give_up)))
    assert [receipt.refusal is None for receipt in answers].count(True) == 1
    plan = await scene.plan()
    assert plan.phase is Phase.SIGNED
    last, given_up = await scene.events(PartSigned), await scene.events(AmendmentWithdrawn)
    assert (len(last), len(given_up)) in ((3, 0), (2, 1))
    assert plan.text == (aimed(80) if len(last) == 3 else TEXT)
