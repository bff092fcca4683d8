"""Starts the quarters of a year at the top level: a child would die when its parent continues as new."""

from datetime import timedelta

from temporalio import activity
from temporalio.client import Client

from activities.recording.recorder import PlanStream
from domain.kernel.message import Message
from workflows.names import NUDGE, PLANS, TASK_TIMEOUT, workflow_id, workflow_type

_PATIENCE = timedelta(seconds=10)


class StartOrder(Message, frozen=True, tag="start-order"):
    """Streams of an office whose workflows are to look into the store."""

    office: str
    streams: tuple[str, ...]


class Starter:
    """Starts workflows in a Temporal."""

    def __init__(self, client: Client) -> None:
        self._client = client

    @activity.defn(name="start")
    async def start(self, order: StartOrder) -> None:
        """Start each that is missing and nudge the others; safe to repeat."""
        for stream in order.streams:
            await nudge(self._client, PlanStream(order.office, stream), _PATIENCE)


async def nudge(client: Client, of: PlanStream, patience: timedelta) -> None:
    """Let the stream's workflow look into the store soon, and start it where it is missing."""
    await client.start_workflow(
        workflow_type(of),
        of,
        id=workflow_id(of),
        task_queue=PLANS,
        task_timeout=TASK_TIMEOUT,
        start_signal=NUDGE,
        rpc_timeout=patience,
    )
