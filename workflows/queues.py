"""How much work waits: Temporal's tasks that no worker has taken yet, and deliveries that have not arrived."""

import asyncio
import logging
from contextlib import suppress

from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import Client
from temporalio.service import RPCError

from eventstore.errors import Unavailable
from eventstore.pool import outages
from eventstore.store import Store
from eventstore.telemetry import METER
from workflows.names import DOCUMENTS, PLANS

_DEPTH = METER.create_gauge("paraf.queue.depth", "{task}", "What waits, by the queue it waits in")
_EVERY = 15.0  # seconds
_QUEUES = (
    (PLANS, TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW),
    (PLANS, TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY),
    (DOCUMENTS, TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY),
)
_LOG = logging.getLogger(__name__)


async def measure(client: Client, store: Store, stop: asyncio.Event) -> None:
    """Look now and again, until `stop` is set."""
    while not stop.is_set():
        try:
            await look(client, store)
        except (RPCError, Unavailable) as error:
            _LOG.warning("how much waits is not known: %s", error)
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), _EVERY)


async def look(client: Client, store: Store) -> None:
    """Measure each queue once. Raises `RPCError`, `Unavailable`."""
    for name, kind in _QUEUES:
        queue = TaskQueue(name=name)
        asked = DescribeTaskQueueRequest(
            namespace=client.namespace, task_queue=queue, task_queue_type=kind, report_stats=True
        )
        found = await client.workflow_service.describe_task_queue(asked)
        what = TaskQueueType.Name(kind).removeprefix("TASK_QUEUE_TYPE_").lower()
        _DEPTH.set(found.stats.approximate_backlog_count, {"queue": f"{name} {what}"})
    with outages():
        waiting = await store.pool.fetchval("SELECT count(*) FROM access.deliveries WHERE state = 'waits'")
    _DEPTH.set(waiting, {"queue": "deliveries"})
