"""A workflow that asks its machine for the time: a module of its own, since the sandbox loads it anew."""

from datetime import datetime

from temporalio import workflow

from activities.recording.recorder import PlanStream


@workflow.defn(name="plan")
class Hasty:
    """Would decide something else when it is replayed."""

    @workflow.run
    async def run(self, of: PlanStream) -> None:
        """Wait until an instant that no history knows."""
        await workflow.sleep(datetime.now().second + 1)  # noqa: DTZ005

    @workflow.signal
    async def nudge(self) -> None:
        """Do nothing."""
