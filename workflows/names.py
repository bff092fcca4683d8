"""How workflows are called and started: ids, types, queues, search attributes."""

import logging
from collections.abc import Awaitable, Mapping
from datetime import timedelta
from typing import TypeVar

from temporalio import activity, workflow
from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest
from temporalio.client import Client
from temporalio.common import SearchAttributeKey
from temporalio.exceptions import ActivityError, FailureError
from temporalio.service import RPCError, RPCStatusCode

from activities.recording.recorder import PlanStream
from domain.kernel.message import Message

PLANS = "paraf"
DOCUMENTS = "paraf-documents"
HANDLE, NUDGE = "handle", "nudge"
DEPLOYMENT = "paraf"  # what Temporal calls our workers of all versions
RENEWS = "a-new-run-begins"  # why a command is to be sent again, to the run that follows
# How long a killed worker keeps a plan waiting, and more than any run of ours takes to be replayed.
TASK_TIMEOUT = timedelta(seconds=5)
OFFICE = SearchAttributeKey.for_keyword("ParafOffice")
YEAR = SearchAttributeKey.for_int("ParafYear")
PHASE = SearchAttributeKey.for_keyword("ParafPhase")
_LOG = logging.getLogger(__name__)
_NOT_OURS = (RPCStatusCode.PERMISSION_DENIED, RPCStatusCode.UNIMPLEMENTED)
# By Temporal's names of their types, as its command line takes them.
ATTRIBUTES: Mapping[str, str] = {OFFICE.name: "Keyword", YEAR.name: "Int", PHASE.name: "Keyword"}
R = TypeVar("R")
_PATIENCE = timedelta(seconds=10)


def workflow_type(of: PlanStream) -> str:
    """Return what follows such a stream: `plan`, `action`, `quarter` or `report`."""
    return of.stream.partition("/")[0]


def workflow_id(of: PlanStream) -> str:
    """Return the fixed id of the stream's workflow, such as `plan/kantor/rkt-2024` or `quarter/kantor/rkt-2024-q1`."""
    kind, _, key = of.stream.partition("/")
    return f"{kind}/{of.office}/{key}"


async def register(client: Client) -> None:
    """Make the attributes known where they are not; without them no command of a plan gets an answer."""
    for name, kind in ATTRIBUTES.items():
        types = {name: IndexedValueType.Value(f"INDEXED_VALUE_TYPE_{kind.upper()}")}
        request = AddSearchAttributesRequest(namespace=client.namespace, search_attributes=types)
        try:
            await client.operator_service.add_search_attributes(request)
        except RPCError as error:
            if error.status in _NOT_OURS:
                _LOG.warning("the search attribute %s (%s) must be registered by Temporal's operator", name, kind)
            elif error.status is not RPCStatusCode.ALREADY_EXISTS:
                raise


async def tried(doing: Awaitable[R], otherwise: str) -> R | None:
    """Return what came of an activity, None where it failed for good; `otherwise` says what that means."""
    try:
        return await doing
    except FailureError as error:  # only that of a local activity comes as it is
        workflow.logger.error("%s: %s", otherwise, error.cause if isinstance(error, ActivityError) else error)
        return None


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
