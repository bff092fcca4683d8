"""An annual report's life as it waits: written, passed along its route, printed."""

import asyncio

from temporalio import workflow

from activities.documents.execution import ExecutionRenderer, ExecutionRenderOrder
from activities.recording.recorder import PlanStream, Recorder
from domain.report.commands import RecordReportDocument
from domain.waiting import ReportWaiting
from workflows.turns import PATIENT, RECORDING, Paperwork, Turns


@workflow.defn(name="report")
class ReportWorkflow(Turns[ReportWaiting]):
    """Holds no report: the store decides, and `ReportWaiting` says what to wait for."""

    paperwork = Paperwork(ExecutionRenderer.render, ExecutionRenderOrder, RecordReportDocument)

    @workflow.run
    async def run(self, of: PlanStream) -> None:
        """Follow the report; the argument is all that a new run takes along."""
        await self._look()
        papers = asyncio.create_task(self._papers())
        while True:
            now = self._turned(papers)
            if now.phase not in ("absent", "signed") or now.render:
                await self._rest(now)
                continue
            await workflow.wait_condition(self._quiet)
            if self._waiting is now:
                return

    @workflow.query
    def waiting(self) -> ReportWaiting | None:
        """Return what the report waits for on whom; None before the first look."""
        return self._waiting

    async def _learn(self) -> bool:
        async with self._turn:
            self._waiting = await workflow.execute_local_activity_method(
                Recorder.look_report, self._of, start_to_close_timeout=RECORDING, retry_policy=PATIENT
            )
        return True
