"""A quarter as it waits: for its window, for its owners, for its signatures; then it closes."""

import asyncio
from datetime import datetime, timedelta

from temporalio import workflow

from activities.documents.execution import ExecutionRenderer, ExecutionRenderOrder
from activities.recording.recorder import PlanStream
from activities.reminders.filing_mail import FilingMailer, FilingMailOrder
from activities.reminders.quarters import Advanced, AdvanceOrder, Quarters
from domain.kernel.streams import QUARTERS
from domain.quarter.commands import RecordQuarterDocument
from domain.waiting import QuarterWaiting
from workflows.names import Starter, StartOrder, tried
from workflows.turns import ALIVE, PATIENT, RECORDING, Paperwork, Turns

_STARTING = timedelta(seconds=30)
_MOMENT = timedelta(milliseconds=1)


@workflow.defn(name="quarter")
class QuarterWorkflow(Turns[QuarterWaiting]):
    """Holds no quarter: the store decides, and `QuarterWaiting` says what to wait for."""

    paperwork = Paperwork(ExecutionRenderer.render, ExecutionRenderOrder, RecordQuarterDocument)

    @workflow.init
    def __init__(self, of: PlanStream) -> None:
        super().__init__(of)
        self._opens: datetime | None = None
        self._reminded: set[tuple[int, str]] = set()  # reminders whose instant came in this run, by window
        self._announced = 0  # the window of whose closing the later quarters heard in this run

    @workflow.run
    async def run(self, of: PlanStream) -> None:
        """Follow the quarter; the argument is all that a new run takes along."""
        await self._look()
        papers = asyncio.create_task(self._papers())
        while True:
            now = self._turned(papers)
            over = False
            match now.phase:
                case "absent":
                    over = await self._ahead(now)
                case "open" | "signing":
                    await self._filing(now)
                case "signed":
                    await self._closing(now)
                case "closed" if self._announced != now.round:
                    await self._tell(now)
                case "closed" if now.render:
                    await self._rest(now)
                case _:
                    over = True
            if over:
                await workflow.wait_condition(self._quiet)
                if self._waiting is now:
                    return

    @workflow.query
    def waiting(self) -> QuarterWaiting | None:
        """Return what the quarter waits for on whom; None before the first look."""
        return self._waiting

    async def _ahead(self, now: QuarterWaiting) -> bool:
        """Wait for the window; return whether there is none, since no action plan is signed."""
        if self._opens is None:
            return True
        if workflow.now() < self._opens:
            await self._rest(now, self._opens)
        elif self._waiting is now:
            await self._look()
        return False

    async def _filing(self, now: QuarterWaiting) -> None:
        """Remind those who have not filed, until every row is checked and signed."""
        if not self._come(now):
            await self._rest(now, *(reminder.at for reminder in now.reminders))
            return
        # A timer ends the task: first answer the command that brought us here.
        await workflow.sleep(_MOMENT)
        if self._waiting is now and (come := self._come(now)):
            self._reminded.update((now.round, key) for key in come)
            await self._remind(now, come[-1])

    def _come(self, now: QuarterWaiting) -> list[str]:
        """Return the reminders whose instant has come, the latest last; each is asked for once a run."""
        past = [r for r in now.reminders if r.at <= workflow.now() and (now.round, r.key) not in self._reminded]
        return [reminder.key for reminder in sorted(past, key=lambda reminder: reminder.at)]

    async def _remind(self, now: QuarterWaiting, reminder: str) -> None:
        order = AdvanceOrder(self._of, workflow.now(), now.round, reminder)
        advanced = await tried(self._advance(order), f"reminder {reminder} of window {now.round} is not recorded")
        if advanced is not None and advanced.reminded:
            for person in advanced.to or ("",):
                mail = FilingMailOrder(self._of, now.round, reminder, workflow.now(), person)
                self._post(FilingMailer.mail, mail, f"reminder {reminder} of window {now.round}")

    async def _closing(self, now: QuarterWaiting) -> None:
        """Close what everybody signed."""
        await workflow.sleep(_MOMENT)
        if self._waiting is now:
            await self._look()
            if (still := self._known()).phase == "signed":
                await self._rest(still)

    async def _tell(self, now: QuarterWaiting) -> None:
        """Let the quarters after it learn what came of it."""
        self._announced = now.round
        key = self._of.stream.rpartition("-q")[0]
        later = tuple(f"{key}-q{n}" for n in QUARTERS if n > now.quarter)
        if later:
            telling = workflow.execute_activity_method(
                Starter.start,
                StartOrder(self._of.office, later),
                start_to_close_timeout=_STARTING,
                heartbeat_timeout=ALIVE,
                retry_policy=PATIENT,
            )
            await tried(telling, "the quarters after it are not told")

    async def _learn(self) -> bool:
        await self._advance(AdvanceOrder(self._of, workflow.now()))
        return True

    async def _advance(self, order: AdvanceOrder) -> Advanced:
        async with self._turn:
            advanced = await workflow.execute_local_activity_method(
                Quarters.advance, order, start_to_close_timeout=RECORDING, retry_policy=PATIENT
            )
            self._waiting, self._opens = advanced.waiting, advanced.opens
            return advanced

    def _year_of(self, now: QuarterWaiting) -> int:
        year = self._of.stream.rpartition("-q")[0].rpartition("-")[2]  # also of a quarter that is not open yet
        return int(year) if year.isdecimal() else now.year
