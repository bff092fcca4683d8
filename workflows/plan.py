"""A plan's life as it waits: drafted, passed step by step along its route, in force until its year ends."""

import asyncio
from datetime import timedelta

from msgspec import structs
from temporalio import workflow

from activities.documents.plan import Renderer, RenderOrder
from activities.recording.recorder import PlanStream, Recorder
from activities.reminders.steps import DueOrder, Mailer, Reminders, RemindOrder, YearOrder
from domain.plan.commands import RecordDocument
from domain.plan.events import Reminder
from domain.waiting import Waiting, WaitingStep
from workflows.names import tried
from workflows.turns import PATIENT, RECORDING, Paperwork, Turns

_MOMENT = timedelta(milliseconds=1)


@workflow.defn(name="plan")
class PlanWorkflow(Turns[Waiting]):
    """Holds no plan: the store decides, and `Waiting` says what to wait for."""

    paperwork = Paperwork(Renderer.render, RenderOrder, RecordDocument)

    @workflow.init
    def __init__(self, of: PlanStream) -> None:
        super().__init__(of)
        self._requested: set[tuple[object, ...]] = set()  # due dates and reminders, once a run

    @workflow.run
    async def run(self, of: PlanStream) -> None:
        """Follow the plan; the argument is all that a new run takes along."""
        await self._look()
        papers = asyncio.create_task(self._papers())
        while True:
            now = self._turned(papers)
            over = False
            match now.phase:
                case "drafting":
                    await self._rest(now)
                case "review" | "signing":
                    await self._route(now)
                case "signed":
                    over = await self._year(now)
                case _:
                    over = True
            if over:
                await workflow.wait_condition(self._quiet)
                if self._waiting is now:
                    return

    @workflow.query
    def waiting(self) -> Waiting | None:
        """Return what the plan waits for on whom; None before the first look."""
        return self._waiting

    async def _learn(self) -> bool:
        self._requested.clear()
        async with self._turn:
            self._waiting = await workflow.execute_local_activity_method(
                Recorder.look, self._of, start_to_close_timeout=RECORDING, retry_policy=PATIENT
            )
        return True

    async def _route(self, now: Waiting) -> None:
        """Let the open steps be dated and remind of them, until the plan moves on."""
        if self._pending(now):
            # A timer ends the task: first answer the command that opened the step, and have its document rendered.
            await workflow.sleep(_MOMENT)
            if self._waiting is now and (pending := self._pending(now)):
                await self._attend(now, *pending)
            return
        await self._rest(now, *(reminder.at for step in now.steps for reminder in step.reminders))

    def _pending(self, now: Waiting) -> tuple[WaitingStep, tuple[Reminder, ...]] | None:
        """Return a step that is to be dated, or reminded of by one of these reminders; each is asked for once a run."""
        for step in now.steps:
            if step.due is None and (now.round, step.key) not in self._requested:
                return step, ()
            past = tuple(
                r
                for r in step.reminders
                if r.at <= workflow.now() and (now.round, step.key, r.key) not in self._requested
            )
            if past:
                return step, past
        return None

    async def _attend(self, now: Waiting, step: WaitingStep, past: tuple[Reminder, ...]) -> None:
        if past:
            self._requested.update((now.round, step.key, reminder.key) for reminder in past)
            reminder = max(past, key=lambda reminder: reminder.at).key
            await tried(self._remind(now, step, reminder), f"step {step.key} is not reminded of")
        else:
            self._requested.add((now.round, step.key))
            await tried(self._date(now, step), f"step {step.key} gets no due date")

    async def _year(self, now: Waiting) -> bool:
        """Wait for the end of the year; return whether it has come."""
        if now.render:
            await self._rest(now)
            return False
        ending = workflow.execute_local_activity_method(
            Reminders.year_end,
            YearOrder(self._of.office, now.year),
            start_to_close_timeout=RECORDING,
            retry_policy=PATIENT,
        )
        end = await tried(ending, "it is not known when the year ends")
        if end is None:
            await self._rest(now)
            return False
        await self._sleep(now, end)
        return workflow.now() >= end

    async def _date(self, now: Waiting, step: WaitingStep) -> None:
        order = DueOrder(self._of, now.round, step.key, workflow.now())
        async with self._turn:
            self._waiting = await workflow.execute_local_activity_method(
                Reminders.due, order, start_to_close_timeout=RECORDING, retry_policy=PATIENT
            )

    async def _remind(self, now: Waiting, step: WaitingStep, reminder: str) -> None:
        order = RemindOrder(self._of, now.round, step.key, reminder, workflow.now())
        async with self._turn:
            reminded = await workflow.execute_local_activity_method(
                Reminders.remind, order, start_to_close_timeout=RECORDING, retry_policy=PATIENT
            )
            self._waiting = reminded.waiting
        if reminded.recorded:
            what = f"reminder {order.reminder} of step {order.step}"
            # Each person in an activity of their own; nobody named: in histories of before, all of them in one.
            for person in reminded.to or ("",):
                self._post(Mailer.mail, structs.replace(order, person=person), what)
