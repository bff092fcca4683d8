"""What every workflow of a stream does: one command at a time, its documents rendered beside, a new run when due."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Awaitable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, Generic, NoReturn, Protocol, TypeVar, cast

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError, ApplicationError, FailureError
from temporalio.workflow import ContinueAsNewVersioningBehavior

from activities.documents.execution import ExecutionRenderOrder
from activities.documents.plan import RenderedDocument, RenderOrder
from activities.recording.recorder import PlanStream, Recorded, Recorder, Request, system_id, system_request
from domain.action.commands import RecordActionDocument
from domain.kernel.actor import system
from domain.plan.commands import RecordDocument
from domain.quarter.commands import RecordQuarterDocument
from domain.report.commands import RecordReportDocument
from eventstore.entry import Receipt
from workflows.names import DOCUMENTS, OFFICE, PHASE, RENEWS, TASK_TIMEOUT, YEAR, tried

RECORDING = timedelta(seconds=5)
# Without an end: what failed would stick to the update's id, and the same command could not be tried again. Often: who
# asked waits, and the database may be back at any moment.
PATIENT = RetryPolicy(initial_interval=timedelta(milliseconds=100), maximum_interval=timedelta(seconds=1))
RENDERING = timedelta(minutes=4)
ALIVE = timedelta(seconds=5)  # a worker that is silent for so long is dead, and another one takes over
PROMPT = RetryPolicy(initial_interval=timedelta(milliseconds=500), maximum_interval=timedelta(seconds=30))
DAY = timedelta(days=1)
_SENDING = timedelta(minutes=1)
_MAIL = RetryPolicy(initial_interval=timedelta(seconds=5), maximum_interval=timedelta(minutes=15))
_MAIL_LIMIT = timedelta(hours=6)
_HOUR = timedelta(hours=1)
_STEPS = 50  # commands and looks of a run, some four hundred events: what is replayed when its worker dies
_LONG = 400  # events, where they were counted
_A_FAILURE_RENEWS = "a-failure-renews"  # in histories without it, a run went on after a command that failed
_RUNS_ARE_SHORT = "runs-are-short"  # in histories without it, a run went on until Temporal suggested another
_WAITS_ARE_SHORT = "waits-are-short"  # in histories without it, only a command ended a run, however long it waited
_RUNS_ARE_COUNTED = "runs-are-counted"  # in histories without it events were counted; a replay may see them earlier
_RESTS_GO_ON = "rests-go-on"  # in histories without it, each command set its stream's timer anew


class Phased(Protocol):
    """What every stream that waits says of itself."""

    @property
    def phase(self) -> str:
        """Where it stands."""

    @property
    def year(self) -> int:
        """The year it belongs to."""

    @property
    def round(self) -> int:
        """Counts how often it was sent on its way: what comes back may have the same text."""

    @property
    def version(self) -> int:
        """Counts the texts."""

    @property
    def signatures(self) -> int:
        """Counts those that hold."""

    @property
    def render(self) -> bool:
        """Whether a document is missing."""


Order = RenderOrder | ExecutionRenderOrder


@dataclass(frozen=True)
class Paperwork:
    """How the documents of a stream come about: what renders them, its order, and the command that records them."""

    render: Any
    order: type[RenderOrder] | type[ExecutionRenderOrder]
    command: (
        type[RecordDocument] | type[RecordActionDocument] | type[RecordQuarterDocument] | type[RecordReportDocument]
    )


W = TypeVar("W", bound=Phased)


class Turns(ABC, Generic[W]):
    """Holds no state of the domain: the store decides, and what it answers says what to wait for."""

    paperwork: ClassVar[Paperwork]

    @workflow.init
    def __init__(self, of: PlanStream) -> None:
        self._of = of
        self._turn = asyncio.Lock()  # one command at a time, the system's too
        self._waiting: W | None = None
        self._mails: set[asyncio.Task[None]] = set()
        self._stale = False
        self._long = False  # whether the run is long enough
        self._steps = 0
        self._counted = workflow.patched(_RUNS_ARE_COUNTED)

    @workflow.update
    async def handle(self, request: Request) -> Receipt:
        """Carry out one command: its receipt holds the events, or the refusal."""
        self._measure(_RUNS_ARE_SHORT)  # where it is long enough, this command is the last
        try:
            return (await self._record(request)).receipt
        except FailureError:
            # The failure sticks to the command's id as long as this run lasts; the next one may be luckier.
            self._stale = workflow.patched(_A_FAILURE_RENEWS)
            raise

    @handle.validator
    def check_handle(self, request: Request) -> None:
        """Refuse only what needs no state: the stream's own may not be loaded yet."""
        if (request.office, request.stream) != (self._of.office, self._of.stream):
            raise ValueError("a command of another plan")
        # Else one command would always be under way, and the run never end. Mail may take hours, so it is waited for.
        if self._long and not self._mails:
            raise ApplicationError("a new run begins", type=RENEWS)

    @workflow.signal
    async def nudge(self) -> None:
        """Look into the store: something was recorded that this workflow may not have heard of."""
        await tried(self._learn(), "it is not known what is recorded")

    @abstractmethod
    async def _learn(self) -> bool:
        """Learn from the store what to wait for, and return True."""

    async def _look(self) -> None:
        """Learn what to wait for; where that fails for good, a nudge or an hour may bring it."""
        before = self._waiting
        while not await tried(self._learn(), "it is not known what is recorded"):
            with suppress(TimeoutError):
                await workflow.wait_condition(lambda: self._waiting is not before or self._renewable(), timeout=_HOUR)
            self._measure(_WAITS_ARE_SHORT)
            if self._renewable():
                self._renew()
            if self._waiting is not before:
                return

    def _year_of(self, now: W) -> int:
        """Return the year that the stream belongs to."""
        return now.year

    async def _papers(self) -> None:
        """Have the document rendered that people wait for, beside whatever else happens."""
        while True:
            await workflow.wait_condition(lambda: self._wanted() is not None)
            if (order := self._wanted()) is not None:
                await self._render(order)

    async def _render(self, order: Order) -> None:
        rendering: workflow.ActivityHandle[RenderedDocument] = workflow.start_activity_method(
            self.paperwork.render,
            order,
            task_queue=DOCUMENTS,
            start_to_close_timeout=RENDERING,
            heartbeat_timeout=ALIVE,
            retry_policy=PROMPT,
        )
        await workflow.wait_condition(lambda: rendering.done() or self._wanted() != order)
        if not rendering.done():
            rendering.cancel()  # the plan has moved on
            with suppress(ActivityError, asyncio.CancelledError):
                await rendering
            return
        noted = await tried(self._noted_document(rendering, order), f"version {order.version} is not printed")
        if not noted and self._wanted() == order:
            with suppress(TimeoutError):
                await workflow.wait_condition(lambda: self._wanted() != order, timeout=_HOUR)

    async def _noted_document(self, rendering: Awaitable[RenderedDocument], order: Order) -> bool:
        """Have the rendered document recorded, if it is still wanted."""
        rendered = await rendering
        if self._wanted() != order:
            return True
        command = self.paperwork.command(
            by=system(self._of.office),
            at=workflow.now(),
            version=rendered.version,
            digest=rendered.digest,
            document=rendered.document,
            template=rendered.template,
            pages=rendered.pages,
            signatures=rendered.signatures,
        )
        # By the round too: what was returned or reopened comes back with the same text.
        which = (self._known().round, rendered.version, rendered.signatures)
        await self._record(system_request(self._of, command, system_id(self._of, "document", *which)))
        return True

    def _wanted(self) -> Order | None:
        now = self._waiting
        if now is None or not now.render:
            return None
        return self.paperwork.order(self._of.office, self._of.stream, now.version, now.signatures)

    def _post(self, mail: Any, order: object, what: str) -> None:
        """Send a mail beside whatever else happens; a run ends only when it is sent, or given up."""
        sending = asyncio.create_task(tried(self._mail(mail, order), f"{what} is not mailed"))
        self._mails.add(sending)
        sending.add_done_callback(self._mails.discard)

    async def _mail(self, mail: Any, order: object) -> None:
        await workflow.execute_activity_method(
            mail,
            order,
            start_to_close_timeout=_SENDING,
            schedule_to_close_timeout=_MAIL_LIMIT,
            retry_policy=_MAIL,
        )

    async def _record(self, request: Request) -> Recorded:
        async with self._turn:
            recorded = await workflow.execute_local_activity_method(
                Recorder.record, request, start_to_close_timeout=RECORDING, retry_policy=PATIENT
            )
            waiting = cast(W | None, recorded.waiting)
            # Where there is nothing else to wait for, the rest goes on: no timer is set anew.
            if waiting != self._waiting or not workflow.patched(_RESTS_GO_ON):
                self._waiting = waiting
            return recorded

    async def _rest(self, now: W, *instants: datetime) -> None:
        """Wait until the stream moves on or the next instant comes; after a day look again: a nudge may be lost."""
        wake = workflow.now() + DAY
        await self._sleep(now, min([wake, *(at for at in instants if at > workflow.now())]))
        if self._waiting is now and workflow.now() >= wake:
            await self.nudge()

    async def _sleep(self, now: W, until: datetime) -> None:
        """Return when the stream has moved on, the instant has come, or this run should end."""
        left = until - workflow.now()
        if left > timedelta():
            with suppress(TimeoutError):
                await workflow.wait_condition(lambda: self._waiting is not now or self._renewable(), timeout=left)

    def _known(self) -> W:
        if self._waiting is None:
            raise RuntimeError("looked, and saw nothing")
        return self._waiting

    def _measure(self, since: str) -> None:
        """Count a step, and see whether the run is long enough.

        `since` is what histories have in which events were counted, and looked at there.
        """
        self._steps += 1
        if self._counted:
            self._long = self._steps >= _STEPS
        elif not self._long and workflow.info().get_current_history_length() >= _LONG:
            self._long = workflow.patched(since)

    def _quiet(self) -> bool:
        return workflow.all_handlers_finished() and not self._turn.locked() and not self._mails

    def _renewable(self) -> bool:
        """Whether a new run is due, and nothing under way would be lost."""
        info = workflow.info()
        due = self._stale or self._long or info.is_continue_as_new_suggested()
        return (due or info.is_target_worker_deployment_version_changed()) and self._quiet()

    def _renew(self) -> NoReturn:
        """Begin a new run, by the newest version of the workers."""
        workflow.continue_as_new(
            self._of,
            task_timeout=TASK_TIMEOUT,
            initial_versioning_behavior=ContinueAsNewVersioningBehavior.AUTO_UPGRADE,
        )

    def _turned(self, papers: asyncio.Task[None]) -> W:
        """Begin a new run where that is due; else return what to wait for now, after showing it to the operators."""
        self._measure(_WAITS_ARE_SHORT)
        # Nothing is awaited between the look at turn and handlers and the end of the run.
        if self._renewable():
            self._renew()
        if papers.done():
            papers.result()  # it never ends by itself
        now = self._known()
        self._publish(now)
        return now

    def _publish(self, now: W) -> None:
        shown, year = workflow.info().typed_search_attributes, self._year_of(now)
        if (shown.get(OFFICE), shown.get(YEAR), shown.get(PHASE)) != (self._of.office, year, now.phase):
            workflow.upsert_search_attributes(
                [OFFICE.value_set(self._of.office), YEAR.value_set(year), PHASE.value_set(now.phase)]
            )
