"""How a command reaches its plan, action plan or quarter, and how its answer is found whatever happens on the way."""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any
from weakref import WeakValueDictionary

from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import Client, WithStartWorkflowOperation, WorkflowUpdateFailedError
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError, RPCStatusCode

from activities.documents.year.editions import YearEdition
from activities.recording.recorder import PlanStream, Request
from eventstore.entry import Receipt
from eventstore.errors import CommandIdReused
from eventstore.store import Store
from workflows.names import HANDLE, PLANS, RENEWS, TASK_TIMEOUT, nudge, workflow_id, workflow_type
from workflows.notices import Outbox
from workflows.printing import begin_printing
from workflows.reconcile import recorded
from workflows.wire import Seal, seal_of

__all__ = ["Plans", "Unknown", "workflow_id"]

_PAUSE, _LONGEST_PAUSE = 0.05, 1.0  # seconds before the second try, doubled before each other
_AT_ONCE = 4  # commands of one plan on their way; Temporal takes ten from all of us, and the plan one at a time
_FAILURES = 3  # an update that failed is tried again, since a new run may be luckier


# A worker that waits asks again after a minute; after this time it is stopped, or hangs.
QUIET = timedelta(seconds=90)


async def last_asked(client: Client) -> datetime | None:
    """Return when a worker last asked for work; None where none did for minutes. Raises RPCError."""
    request = DescribeTaskQueueRequest(
        namespace=client.namespace,
        task_queue=TaskQueue(name=PLANS),
        task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
    )
    found = await client.workflow_service.describe_task_queue(request, timeout=timedelta(seconds=2))
    return max((poller.last_access_time.ToDatetime(UTC) for poller in found.pollers), default=None)


class Unknown(Exception):
    """Nobody knows whether the command was carried out: ask again with the same command id."""


class Plans:
    """Takes commands to the workflows of plans, action plans and quarters, which are started where they are missing."""

    def __init__(self, client: Client, store: Store, patience: float = 10.0) -> None:
        """`patience` is how many seconds a command may take before its outcome is called unknown."""
        self._client = client
        self._store = store
        self._patience = patience
        self._nudges: set[asyncio.Task[None]] = set()
        self._doors: WeakValueDictionary[PlanStream, asyncio.Semaphore] = WeakValueDictionary()

    @property
    def seal(self) -> Seal:
        """Return what tells what we said ourselves."""
        return seal_of(self._client)

    async def handle(self, request: Request) -> Receipt:
        """Return the command's receipt, for ever the same; raises `CommandIdReused`, `Unavailable` or `Unknown`."""
        try:
            async with asyncio.timeout(self._patience):
                return await self._ask(request)
        except TimeoutError as error:
            return await self._answered_or_unknown(request, error)

    async def nudge(self, office: str, stream: str) -> None:
        """Let the plan's workflow look into the store soon, and start it where it is missing; never fails."""
        self._beside(self._nudge(PlanStream(office, stream)))

    async def nudge_quarters(self, office: str) -> None:
        """Let the office's quarters that are not over compute their windows soon; never fails."""
        self._beside(self._nudge_quarters(office))

    async def print_year(self, of: YearEdition) -> None:
        """Have what was asked for of a year's edition printed soon; never fails."""
        self._beside(self._print_year(of))

    async def deliver(self, delivery: str) -> None:
        """Have a delivery that waits sent now; never fails."""
        self._beside(Outbox(self._client).again(delivery))

    async def reachable(self) -> bool:
        """Return whether Temporal answers."""
        try:
            return await self._client.service_client.check_health(timeout=timedelta(seconds=2))
        except (RPCError, RuntimeError):
            return False

    async def attended(self) -> bool:
        """Return whether a worker asks Temporal for work."""
        try:
            asked = await last_asked(self._client)
        except (RPCError, RuntimeError):
            return False
        return asked is not None and datetime.now(UTC) - asked < QUIET

    async def close(self) -> None:
        """Wait for the nudges that are under way."""
        await asyncio.gather(*self._nudges)

    async def _ask(self, request: Request) -> Receipt:
        pause, failures = _PAUSE, 0
        while True:
            try:
                receipt: Receipt | None = await self._update(request)
            except Exception as error:
                if (task := asyncio.current_task()) is not None and task.cancelling():
                    raise asyncio.CancelledError from error  # the SDK made an error of it
                # Whatever Temporal says, the store knows: the update may have been caught by the end of a run.
                receipt = await self._answered(request)
                failures += isinstance(error, WorkflowUpdateFailedError) and not _renews(error)
                if receipt is not None:
                    await self.nudge(request.office, request.stream)
                elif failures == _FAILURES:
                    raise Unknown(f"command {request.command_id} of {request.office}") from error
            if receipt is not None:
                # Temporal answers every copy of an update id with the first one's result, whatever it asks for.
                return _own(receipt, request)
            await asyncio.sleep(pause)
            pause = min(_LONGEST_PAUSE, pause * 2)

    async def _update(self, request: Request) -> Receipt:
        of = PlanStream(request.office, request.stream)
        async with self._doors.setdefault(of, asyncio.Semaphore(_AT_ONCE)):
            handle = self._client.get_workflow_handle(workflow_id(of))
            try:
                receipt: Receipt = await handle.execute_update(
                    HANDLE, request, id=request.command_id, result_type=Receipt
                )
                return receipt
            except RPCError as error:
                if error.status is not RPCStatusCode.NOT_FOUND:
                    raise
            return await self._start(of, request)

    async def _start(self, of: PlanStream, request: Request) -> Receipt:
        # Only where it is missing: Temporal takes longer over an update that may have to start something.
        start: WithStartWorkflowOperation[Any, None] = WithStartWorkflowOperation(
            workflow_type(of),
            of,
            id=workflow_id(of),
            task_queue=PLANS,
            task_timeout=TASK_TIMEOUT,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
        )
        try:
            receipt: Receipt = await self._client.execute_update_with_start_workflow(
                HANDLE,
                request,
                id=request.command_id,
                start_workflow_operation=start,
                result_type=Receipt,
            )
            return receipt
        except Exception:
            with suppress(Exception):
                await start.workflow_handle()  # asyncio would complain of a failure that nobody looks at
            raise

    async def _answered(self, request: Request) -> Receipt | None:
        receipt = await self._store.receipt(request.office, request.command_id)
        return None if receipt is None else _own(receipt, request)

    async def _answered_or_unknown(self, request: Request, error: Exception) -> Receipt:
        receipt = await self._answered(request)
        if receipt is None:
            raise Unknown(f"command {request.command_id} of {request.office}") from error
        await self.nudge(request.office, request.stream)
        return receipt

    async def _nudge(self, of: PlanStream) -> None:
        # Where it fails, the plan's next command or its worker's next look heals it as well.
        with suppress(Exception):
            await nudge(self._client, of, timedelta(seconds=self._patience))

    async def _nudge_quarters(self, office: str) -> None:
        # Where it fails, each quarter looks within a day by itself.
        with suppress(Exception):
            async for of, _, is_open in recorded(self._store, office):
                if is_open and workflow_type(of) == "quarter":
                    await self._nudge(of)

    async def _print_year(self, of: YearEdition) -> None:
        # Where it fails, the worker begins it when it next compares the store with Temporal.
        with suppress(Exception):
            await begin_printing(self._client, of, timedelta(seconds=self._patience))

    def _beside(self, nudging: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(nudging, name="paraf-nudge")
        self._nudges.add(task)
        task.add_done_callback(self._nudges.discard)


def _renews(error: WorkflowUpdateFailedError) -> bool:
    return isinstance(error.cause, ApplicationError) and error.cause.type == RENEWS


def _own(receipt: Receipt, request: Request) -> Receipt:
    if receipt.fingerprint != request.fingerprint:
        raise CommandIdReused(request.office, request.command_id)
    return receipt
