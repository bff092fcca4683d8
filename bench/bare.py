"""A Temporal workflow that does nothing: what an update costs before anything is recorded."""

import asyncio

from temporalio import workflow
from temporalio.client import Client, WorkflowHandle
from temporalio.worker import Worker

_QUEUE = "bare"


@workflow.defn(name="bare", sandboxed=False)
class Bare:
    """Answers updates, and nothing else."""

    @workflow.run
    async def run(self) -> None:
        """Wait for ever."""
        await asyncio.Event().wait()

    @workflow.update
    async def handle(self, number: int) -> int:
        """Answer."""
        return number


def bare_worker(client: Client) -> Worker:
    """Return the worker of such workflows, not yet running."""
    return Worker(client, task_queue=_QUEUE, workflows=[Bare])


async def start_bare(client: Client, number: int) -> WorkflowHandle[Bare, None]:
    """Start one."""
    return await client.start_workflow(Bare.run, id=f"bare-{number}", task_queue=_QUEUE)
