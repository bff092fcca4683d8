"""Due dates, reminders and the end of the year, on a Temporal whose time the tests move."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.testing import WorkflowEnvironment

from activities.reminders.post import Post
from domain.kernel.actor import Role
from domain.plan.events import DueComputed, ReminderKind, StepReminded
from domain.plan.state import Phase
from eventstore.store import Store
from tests.activities.reminders.letterbox import Letterbox, listening
from tests.admitted import admit
from tests.workflows.scene import POLICY, Scene
from workflows.client import Plans, workflow_id
from workflows.names import register
from workflows.worker import workers

STEP = timedelta(days=5)
ALL = ["before-2", "before-1", "due", "escalation"]


class Time:
    """The clock of the skipping Temporal, as of the last look."""

    def __init__(self, environment: WorkflowEnvironment) -> None:
        self.environment = environment
        self.now = datetime(2000, 1, 1, tzinfo=UTC)

    async def look(self) -> datetime:
        """Return what time it is."""
        self.now = await self.environment.get_current_time()
        return self.now

    async def skip(self, until: datetime) -> None:
        """Let the time come; in steps, since a call for months of them times out on a busy machine."""
        while until - await self.look() > STEP:
            await self.environment.sleep(STEP)
        await self.environment.sleep(until - self.now + timedelta(seconds=1))
        await self.look()


@pytest.fixture
async def later(skipping: WorkflowEnvironment, store: Store, time: Time) -> AsyncIterator[Scene]:
    """An office with a reminder policy and running workers."""
    documents, plans = workers(skipping.client, store)
    async with documents, plans:
        scene = Scene(store, Plans(skipping.client, store), clock=lambda: time.now, year=time.now.year)
        await scene.open_office(POLICY)
        yield scene
        await scene.plans.close()


async def reminded(scene: Scene, step: str) -> list[str]:
    """Return the reminders that went out for a step."""
    return [e.reminder for e in await scene.events(StepReminded) if e.step == step]


async def test_an_open_step_is_dated_and_reminded_of_until_it_escalates(later: Scene, time: Time) -> None:
    await later.submitted()
    plan = await later.until(lambda plan: bool(plan.due))
    dated = plan.due["secretary-review"]
    assert [r.key for r in dated.reminders] == ALL
    assert dated.opened == plan.since
    assert dated.citation == POLICY.citation
    for reminder in dated.reminders:
        await time.skip(reminder.at)
        await later.reminded(reminder.key)
    assert await reminded(later, "secretary-review") == ALL
    said = await later.events(StepReminded)
    assert [e.kind for e in said][-1] is ReminderKind.ESCALATION
    assert all(timedelta() <= e.at - r.at < timedelta(minutes=1) for e, r in zip(said, dated.reminders, strict=True))


async def test_a_step_that_is_done_is_not_reminded_of(later: Scene, time: Time) -> None:
    await later.submitted()
    first = (await later.until(lambda plan: bool(plan.due))).due["secretary-review"]
    await later.endorse("secretary-review")
    second = (await later.until(lambda plan: "chair-review" in plan.due)).due["chair-review"]
    await time.skip(second.reminders[0].at)
    plan = await later.until(lambda plan: bool(plan.reminded))
    assert {step for step, *_ in plan.reminded} == {"chair-review"}
    assert first.reminders[0].at <= second.reminders[0].at


async def test_what_was_recorded_elsewhere_stops_a_reminder(later: Scene, time: Time) -> None:
    """The timer asks the store: the workflow has never heard of the paraf."""
    await later.submitted()
    due = (await later.until(lambda plan: bool(plan.due))).due["secretary-review"]
    recorded = await later.recorder.record(later.request(await later.endorsing("secretary-review")))
    assert recorded.receipt.events
    await time.skip(due.reminders[0].at)
    # The workflow has now seen the chair's step.
    plan = await later.until(lambda plan: "chair-review" in plan.due)
    assert "secretary-review" not in {step for step, *_ in plan.reminded}


async def test_of_reminders_long_past_only_the_latest_goes_out(later: Scene, time: Time) -> None:
    """As after a long stop: the step is found open, and the times of all its reminders have come."""
    await later.ask(later.drafting())
    time.now -= timedelta(days=30)
    await later.ask(later.submitting())
    await time.look()
    await later.until(lambda plan: bool(plan.reminded))
    await later.plans.nudge(later.of.office, later.of.stream)  # a second look finds nothing more to send
    await later.endorse("secretary-review")
    await later.until(lambda plan: "chair-review" in plan.due)
    assert await reminded(later, "secretary-review") == ["escalation"]


async def test_without_a_policy_nothing_is_due(skipping: WorkflowEnvironment, store: Store, time: Time) -> None:
    scene = Scene(store, Plans(skipping.client, store), clock=lambda: time.now, year=time.now.year)
    await scene.open_office()
    documents, plans = workers(skipping.client, store)
    async with documents, plans:
        await scene.submitted()
        await time.skip(time.now + timedelta(days=3))
        await scene.endorse("secretary-review")
    assert not await scene.events(DueComputed)
    assert not await scene.events(StepReminded)


async def test_a_signed_plan_waits_for_the_end_of_its_year(later: Scene, time: Time) -> None:
    await later.submitted()
    await later.endorse("secretary-review", "chair-review", "secretary-sign", "chair-sign")
    plan = await later.until(lambda plan: len(plan.documents) == 3)
    assert plan.phase is Phase.SIGNED
    handle = later.plans._client.get_workflow_handle(workflow_id(later.of))
    new_year = datetime(later.year, 12, 31, 16, tzinfo=UTC)  # midnight in Makassar
    await time.skip(new_year - timedelta(minutes=10))
    assert (await handle.describe()).status is WorkflowExecutionStatus.RUNNING
    await time.skip(new_year)
    await handle.result()
    refused = await later.plans.handle(later.request(later.editing("Terlambat", plan.version)))
    assert refused.refusal is not None
    assert refused.refusal.code == "plan-signed"


async def test_a_plan_of_a_past_year_ends_at_once(later: Scene, time: Time) -> None:
    later.year = 2020
    await later.submitted()
    await later.endorse("secretary-review", "chair-review", "secretary-sign", "chair-sign")
    await later.plans._client.get_workflow_handle(workflow_id(later.of)).result()
    assert len((await later.plan()).documents) == 3


async def test_a_rejected_plan_ends_and_may_be_drafted_again(later: Scene) -> None:
    await later.submitted()
    await later.ask(later.rejecting("secretary-review", Role.SECRETARY))
    await later.plans._client.get_workflow_handle(workflow_id(later.of)).result()
    await later.ask(later.drafting())
    assert (await later.plan()).phase is Phase.DRAFTING


async def test_a_reminder_is_mailed_once_and_a_server_that_is_down_holds_nobody_up(
    skipping: WorkflowEnvironment, store: Store, time: Time
) -> None:
    letterbox = Letterbox()
    async with AsyncExitStack() as running:
        port = await running.enter_async_context(listening(letterbox, "127.0.0.1"))
        documents, plans = workers(skipping.client, store, Post(f"smtp://127.0.0.1:{port}", "paraf@kantor", "http://x"))
        async with documents, plans:
            scene = Scene(store, Plans(skipping.client, store), clock=lambda: time.now, year=time.now.year)
            await scene.open_office(POLICY)
            await store.pool.execute(
                "INSERT INTO access.accounts (username, person, home, email)"
                " VALUES ('sari', 'sari', $1, 'sari@example.go.id')",
                scene.office,
            )
            await scene.submitted()
            due = (await scene.until(lambda plan: bool(plan.due))).due["secretary-review"]
            for many, reminder in enumerate(due.reminders[:2], 1):
                await time.skip(reminder.at)
                await scene.reminded(reminder.key)
                await letterbox.until(many)
            await running.aclose()  # nobody listens any more
            await time.skip(due.reminders[2].at)
            await scene.reminded("due")
            await scene.endorse("secretary-review", "chair-review")
    assert [letter["To"] for letter in letterbox.letters] == ["sari@example.go.id"] * 2
    assert len({letter["Message-ID"] for letter in letterbox.letters}) == 2


async def test_whose_mailbox_is_full_keeps_nobody_else_waiting_and_nobody_is_mailed_twice(
    client: Client, store: Store
) -> None:
    """Fault 25: one activity mailed them all, so what failed for one was done again for all."""
    await register(client)
    letterbox = Letterbox()
    letterbox.refused["tari@example.go.id"] = "452 mailbox full"
    async with listening(letterbox, "127.0.0.1") as port:
        documents, plans = workers(client, store, Post(f"smtp://127.0.0.1:{port}", "paraf@kantor", "http://x"))
        async with documents, plans:
            scene = Scene(store, Plans(client, store))
            await scene.open_office(POLICY)
            chair = scene.person(Role.CHAIR)
            second = msgspec.structs.replace(chair, person="tari", name="Tari", position="Ketua II")
            await admit(scene.recorder, scene.office, second)
            for person in ("ketut", "tari"):
                await store.pool.execute(
                    "INSERT INTO access.accounts (username, person, home, email)"
                    " VALUES ($1, $1, $2, $1 || '@example.go.id')",
                    *(person, scene.office),
                )
            await scene.ask(scene.drafting())
            now = scene.clock()
            scene.clock = lambda: now - timedelta(days=30)  # so it escalates to the Chair at once
            await scene.ask(scene.submitting())
            await letterbox.until(1)
            letterbox.refused.clear()
            await letterbox.until(2)
            await scene.plans.close()
    assert [letter["To"] for letter in letterbox.letters] == ["ketut@example.go.id", "tari@example.go.id"]
