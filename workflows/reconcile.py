"""Compares every open plan with Temporal, and starts what is missing there."""

from datetime import UTC, datetime

import msgspec
from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.exceptions import WorkflowAlreadyStartedError

from activities.record import PlanStream
from domain.plan import Phase, stream_of
from eventstore.store import Store
from eventstore.views import SUMMARY
from workflows.attributes import PHASE
from workflows.client import TASK_TIMEOUT, workflow_id
from workflows.plan import PlanWorkflow
from workflows.queues import PLANS


class _Summary(msgspec.Struct):
    kind: str
    year: int
    phase: Phase


async def reconcile(client: Client, store: Store) -> list[str]:
    """Start the workflows that are missing and return their ids; nudge those that show another phase than the store.

    A plan is open until its year is over: it may still wait for its document, or for the end of the year.
    """
    shown = {}
    async for execution in client.list_workflows("WorkflowType = 'plan' AND ExecutionStatus = 'Running'"):
        shown[execution.id] = execution.typed_search_attributes.get(PHASE)
    started = []
    for office in await store.offices():
        for _, body in await store.views(office, SUMMARY):
            summary = msgspec.json.decode(body, type=_Summary)
            of = PlanStream(office, stream_of(summary.kind, summary.year))
            key = workflow_id(of)
            if key in shown:
                if shown[key] != summary.phase:
                    await client.get_workflow_handle(key).signal(PlanWorkflow.nudge)
            elif _open(summary) and await _start(client, of):
                started.append(key)
    return started


def _open(summary: _Summary) -> bool:
    if summary.phase is Phase.SIGNED:
        # A day more than the year has anywhere on earth; a run that has nothing to wait for ends at once.
        return summary.year >= (datetime.now(UTC)).year - 1
    return summary.phase is not Phase.REJECTED


async def _start(client: Client, of: PlanStream) -> bool:
    """Return whether it was missing: what is listed may be a moment old."""
    try:
        await client.start_workflow(
            PlanWorkflow.run,
            of,
            id=workflow_id(of),
            task_queue=PLANS,
            task_timeout=TASK_TIMEOUT,
            id_conflict_policy=WorkflowIDConflictPolicy.FAIL,
        )
    except WorkflowAlreadyStartedError:
        return False
    return True
