"""An action plan's life as it waits: written, passed along its route; signed, it starts the quarters of its year."""

import asyncio
from datetime import timedelta

from temporalio import workflow

from activities.documents.execution import ExecutionRenderer, ExecutionRenderOrder
from activities.recording.recorder import PlanStream
from activities.reminders.quarters import Quarters
from domain.action.commands import RecordActionDocument
from domain.kernel.streams import QUARTERS
from domain.waiting import ActionWaiting
from workflows.names import Starter, StartOrder, tried
from workflows.turns import ALIVE, PATIENT, RECORDING, Paperwork, Turns

_STARTING = timedelta(seconds=30)


@workflow.defn(name="action")
class ActionWorkflow(Turns[ActionWaiting]):
    """Holds no action plan: the store decides, and `ActionWaiting` says what to wait for."""

    paperwork = Paperwork(ExecutionRenderer.render, ExecutionRenderOrder, RecordActionDocument)

    @workflow.init
    def __init__(self, of: PlanStream) -> None:
        super().__init__(of)
        self._started = 0  # the version by which the quarters were started

    @workflow.run
    async def run(self, of: PlanStream) -> None:
        """Follow the action plan; the argument is all that a new run takes along."""
        await self._look()
        papers = asyncio.create_task(self._papers())
        while True:
            now = self._turned(papers)
            over = False
            in_force = now.in_force or (now.version if now.phase == "signed" else 0)
            match now.phase:
                case _ if in_force not in (0, self._started):
                    await self._start(in_force)
                case "drafting" | "review" | "signing":
                    await self._rest(now)
                case "signed" if now.render:
                    await self._rest(now)
                case _:
                    over = True
            if over:
                await workflow.wait_condition(self._quiet)
                if self._waiting is now:
                    return

    @workflow.query
    def waiting(self) -> ActionWaiting | None:
        """Return what the action plan waits for on whom; None before the first look."""
        return self._waiting

    async def _start(self, version: int) -> None:
        """Start the year's quarters; those that run already open by the version that is in force now."""
        self._started = version
        key = self._of.stream.removeprefix("action/")
        order = StartOrder(self._of.office, tuple(f"quarter/{key}-q{n}" for n in QUARTERS))
        starting = workflow.execute_activity_method(
            Starter.start, order, start_to_close_timeout=_STARTING, heartbeat_timeout=ALIVE, retry_policy=PATIENT
        )
        await tried(starting, "the quarters are not started")

    async def _learn(self) -> bool:
        async with self._turn:
            self._waiting = await workflow.execute_local_activity_method(
                Quarters.look_action, self._of, start_to_close_timeout=RECORDING, retry_policy=PATIENT
            )
        return True
