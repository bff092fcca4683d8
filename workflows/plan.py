"""A plan's life as it waits: drafted, passed step by step along its route, in force until its year ends."""

import asyncio
from contextlib import suppress
from datetime import datetime, timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError

from activities.mail import Mailer
from activities.note import note, note_id
from activities.record import PlanStream, Recorded, Recorder, Request
from activities.remind import DueOrder, Reminders, RemindOrder, YearOrder
from activities.render import Rendered, Renderer, RenderOrder
from domain.actor import system
from domain.acts import Reminder
from domain.commands import RecordDocument
from domain.waiting import Waiting, WaitingStep
from eventstore.receipt import Receipt
from workflows.attributes import OFFICE, PHASE, YEAR
from workflows.queues import DOCUMENTS

_RECORDING = timedelta(seconds=5)
# Without an end: what failed would stick to the update's id, and the same command could not be tried again.
_PATIENT = RetryPolicy(initial_interval=timedelta(milliseconds=100), maximum_interval=timedelta(seconds=5))
_RENDERING = timedelta(minutes=4)
_ALIVE = timedelta(seconds=5)  # a worker that is silent for so long is dead, and another one takes over
_PROMPT = RetryPolicy(initial_interval=timedelta(milliseconds=500), maximum_interval=timedelta(seconds=30))
_SENDING = timedelta(minutes=1)
_MAIL = RetryPolicy(initial_interval=timedelta(seconds=5), maximum_interval=timedelta(minutes=15))
_MAIL_LIMIT = timedelta(hours=6)
_MOMENT = timedelta(milliseconds=1)
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


@workflow.defn(name="plan")
class PlanWorkflow:
    """Holds no plan: the store decides, and `Waiting` says what to wait for."""

    @workflow.init
    def __init__(self, of: PlanStream) -> None:
        self._of = of
        self._turn = asyncio.Lock()  # one command or note at a time
        self._waiting: Waiting | None = None
        self._asked: set[tuple[object, ...]] = set()  # due dates and reminders that were asked for in this run
        self._mails: set[asyncio.Task[None]] = set()
        self._stale = False

    @workflow.run
    async def run(self, of: PlanStream) -> None:
        """Follow the plan; the argument is all that a new run takes along."""
        await self._look()
        papers = asyncio.create_task(self._papers())
        while True:
            self._renew_if_due()
            if papers.done():
                papers.result()  # it never ends by itself
            now = self._known()
            self._publish(now)
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

    @workflow.update
    async def handle(self, request: Request) -> Receipt:
        """Carry out one command: its receipt holds the events, or the refusal."""
        try:
            return (await self._record(request)).receipt
        except ActivityError:
            # The failure sticks to the command's id as long as this run lasts; the next one may be luckier.
            self._stale = True
            raise

    @handle.validator
    def check_handle(self, request: Request) -> None:
        """Refuse only what needs no state: the plan's own may not be loaded yet."""
        if (request.office, request.stream) != (self._of.office, self._of.stream):
            raise ValueError("a command of another plan")

    @workflow.signal
    async def nudge(self) -> None:
        """Look into the store: something was recorded that this workflow may not have heard of."""
        self._asked.clear()
        await self._look()

    @workflow.query
    def waiting(self) -> Waiting | None:
        """Return what the plan waits for on whom; None before the first look."""
        return self._waiting

    async def _route(self, now: Waiting) -> None:
        """Let the open steps be dated and remind of them, until the plan moves on."""
        if self._pending(now):
            # A timer ends the task: first answer the command that opened the step, and have its document rendered.
            await workflow.sleep(_MOMENT)
            if self._waiting is now and (pending := self._pending(now)):
                await self._attend(now, *pending)
            return
        await self._rest(now, *(reminder.at for step in now.steps for reminder in step.reminders))

    async def _rest(self, now: Waiting, *instants: datetime) -> None:
        """Wait until the plan moves on or the next instant comes; after a day look again, in case a nudge was lost."""
        wake = workflow.now() + _DAY
        await self._sleep(now, min([wake, *(at for at in instants if at > workflow.now())]))
        if self._waiting is now and workflow.now() >= wake:
            await self.nudge()

    def _pending(self, now: Waiting) -> tuple[WaitingStep, tuple[Reminder, ...]] | None:
        """Return a step that is to be dated, or reminded of by one of these reminders; each is asked for once a run."""
        for step in now.steps:
            if step.due is None and (now.round, step.key) not in self._asked:
                return step, ()
            past = tuple(
                r for r in step.reminders if r.at <= workflow.now() and (now.round, step.key, r.key) not in self._asked
            )
            if past:
                return step, past
        return None

    async def _attend(self, now: Waiting, step: WaitingStep, past: tuple[Reminder, ...]) -> None:
        if past:
            self._asked.update((now.round, step.key, reminder.key) for reminder in past)
            await self._remind(now, step, max(past, key=lambda reminder: reminder.at).key)
        else:
            self._asked.add((now.round, step.key))
            await self._date(now, step)

    async def _year(self, now: Waiting) -> bool:
        """Wait for the end of the year; return whether it has come."""
        if now.render:
            await self._rest(now)
            return False
        end = await workflow.execute_local_activity_method(
            Reminders.year_end,
            YearOrder(self._of.office, now.year),
            start_to_close_timeout=_RECORDING,
            retry_policy=_PATIENT,
        )
        await self._sleep(now, end)
        return workflow.now() >= end

    async def _papers(self) -> None:
        """Have the document rendered that people wait for, beside whatever else happens."""
        while True:
            await workflow.wait_condition(lambda: self._wanted() is not None)
            if (order := self._wanted()) is not None:
                await self._render(order)

    async def _render(self, order: RenderOrder) -> None:
        rendering = workflow.start_activity_method(
            Renderer.render,
            order,
            task_queue=DOCUMENTS,
            start_to_close_timeout=_RENDERING,
            heartbeat_timeout=_ALIVE,
            retry_policy=_PROMPT,
        )
        await workflow.wait_condition(lambda: rendering.done() or self._wanted() != order)
        if not rendering.done():
            rendering.cancel()  # the plan has moved on
        try:
            rendered = await rendering
        except (ActivityError, asyncio.CancelledError) as error:
            if self._wanted() == order:
                workflow.logger.error("version %s cannot be rendered: %s", order.version, error.__cause__)
                with suppress(TimeoutError):
                    await workflow.wait_condition(lambda: self._wanted() != order, timeout=_HOUR)
            return
        if self._wanted() == order:
            await self._note(rendered)

    def _wanted(self) -> RenderOrder | None:
        now = self._waiting
        if now is None or not now.render:
            return None
        return RenderOrder(self._of.office, self._of.stream, now.version, now.signatures)

    async def _note(self, rendered: Rendered) -> None:
        command = RecordDocument(
            by=system(self._of.office),
            at=workflow.now(),
            version=rendered.version,
            digest=rendered.digest,
            document=rendered.document,
            template=rendered.template,
            pages=rendered.pages,
            signatures=rendered.signatures,
        )
        # By the round too: a plan that was returned comes back with the same text.
        which = (self._known().round, rendered.version, rendered.signatures)
        await self._record(note(self._of, command, note_id(self._of, "document", *which)))

    async def _date(self, now: Waiting, step: WaitingStep) -> None:
        order = DueOrder(self._of, now.round, step.key, workflow.now())
        async with self._turn:
            try:
                self._waiting = await workflow.execute_local_activity_method(
                    Reminders.due, order, start_to_close_timeout=_RECORDING, retry_policy=_PATIENT
                )
            except ActivityError as error:
                workflow.logger.error("step %s gets no due date: %s", step.key, error.cause)

    async def _remind(self, now: Waiting, step: WaitingStep, reminder: str) -> None:
        order = RemindOrder(self._of, now.round, step.key, reminder, workflow.now())
        async with self._turn:
            try:
                reminded = await workflow.execute_local_activity_method(
                    Reminders.remind, order, start_to_close_timeout=_RECORDING, retry_policy=_PATIENT
                )
            except ActivityError as error:
                workflow.logger.error("step %s is not reminded of: %s", step.key, error.cause)
                return
            self._waiting = reminded.waiting
        if reminded.recorded:
            mail = asyncio.create_task(self._mail(order))
            self._mails.add(mail)
            mail.add_done_callback(self._mails.discard)

    async def _mail(self, order: RemindOrder) -> None:
        try:
            await workflow.execute_activity_method(
                Mailer.mail,
                order,
                start_to_close_timeout=_SENDING,
                schedule_to_close_timeout=_MAIL_LIMIT,
                retry_policy=_MAIL,
            )
        except ActivityError as error:
            workflow.logger.error("reminder %s of step %s was not mailed: %s", order.reminder, order.step, error.cause)

    async def _record(self, request: Request) -> Recorded:
        async with self._turn:
            recorded = await workflow.execute_local_activity_method(
                Recorder.record, request, start_to_close_timeout=_RECORDING, retry_policy=_PATIENT
            )
            self._waiting = recorded.plan_waiting
            return recorded

    async def _look(self) -> None:
        async with self._turn:
            self._waiting = await workflow.execute_local_activity_method(
                Recorder.look, self._of, start_to_close_timeout=_RECORDING, retry_policy=_PATIENT
            )

    async def _sleep(self, now: Waiting, until: datetime) -> None:
        """Return when the plan has moved on, the instant has come, or this run should end."""
        left = until - workflow.now()
        if left > timedelta():
            with suppress(TimeoutError):
                await workflow.wait_condition(lambda: self._waiting is not now or self._renewable(), timeout=left)

    def _known(self) -> Waiting:
        if self._waiting is None:
            raise RuntimeError("looked, and saw nothing")
        return self._waiting

    def _quiet(self) -> bool:
        return workflow.all_handlers_finished() and not self._turn.locked() and not self._mails

    def _renewable(self) -> bool:
        return (self._stale or workflow.info().is_continue_as_new_suggested()) and self._quiet()

    def _renew_if_due(self) -> None:
        # Nothing is awaited between the look at turn and handlers and the end of the run.
        if self._renewable():
            workflow.continue_as_new(self._of)

    def _publish(self, now: Waiting) -> None:
        shown = workflow.info().typed_search_attributes
        if (shown.get(OFFICE), shown.get(YEAR), shown.get(PHASE)) != (self._of.office, now.year, now.phase):
            workflow.upsert_search_attributes(
                [OFFICE.value_set(self._of.office), YEAR.value_set(now.year), PHASE.value_set(now.phase)]
            )
