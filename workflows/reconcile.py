"""Compares every open plan, action plan, quarter and report with Temporal, and starts what is missing there."""

import logging
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta

import msgspec
from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.exceptions import WorkflowAlreadyStartedError

from activities.documents.year.editions import YearEdition
from activities.recording.recorder import PlanStream
from domain.action.state import ActionPhase
from domain.kernel.streams import QUARTERS, action_stream, quarter_stream, report_stream
from domain.plan.state import Phase, stream_of
from domain.quarter.state import QuarterPhase
from domain.report.state import ReportPhase
from eventstore.documents import Prints
from eventstore.pool import outages
from eventstore.store import Store
from eventstore.views import ACTION, QUARTER, REPORT, SUMMARY
from workflows.names import NUDGE, PHASE, PLANS, TASK_TIMEOUT, workflow_id, workflow_type
from workflows.notices import Outbox
from workflows.printing import begin_printing
from workflows.wire import seal_of

_LOG = logging.getLogger(__name__)
_PATIENCE = timedelta(seconds=10)
_RUNNING = "WorkflowType IN ('plan', 'action', 'quarter', 'report') AND ExecutionStatus = 'Running'"

# A clock that was ahead when the last began must not keep all from it until then.
_OURS = """
INSERT INTO access.rounds AS r VALUES ('reconcile', clock_timestamp())
ON CONFLICT (what) DO UPDATE SET began_at = excluded.began_at
WHERE r.began_at NOT BETWEEN excluded.began_at - $1::interval AND excluded.began_at RETURNING true
"""


class _PlanView(msgspec.Struct):
    kind: str
    year: int
    phase: Phase
    document: str | None


class _ActionView(msgspec.Struct):
    kind: str
    year: int
    phase: ActionPhase
    document: str | None
    in_force: int | None = None


class _QuarterView(msgspec.Struct):
    phase: QuarterPhase
    document: str | None


class _ReportView(msgspec.Struct):
    kind: str
    year: int
    phase: ReportPhase
    document: str | None


_NEVER_OPENED = _QuarterView(QuarterPhase.ABSENT, None)


async def reconcile(client: Client, store: Store) -> list[str]:
    """Start the workflows that are missing and return their ids; nudge those that show another phase than the store.

    A plan is open until its year is over and its document there. An action plan in force has four quarters, each open
    until it is closed and its document there. What was asked for of a year and is not printed yet is looked
    into again, and so is what is still to be mailed or delivered.
    """
    shown: dict[str, str | None] = {}
    async for execution in client.list_workflows(_RUNNING):
        shown[execution.id] = execution.typed_search_attributes.get(PHASE)
    started: list[str] = []
    for office in await store.offices():
        try:
            async for key in _missing(client, store, office, shown):
                started.append(key)
        except msgspec.MsgspecError as error:  # the others' plans go on
            _LOG.error("the read models of %s cannot be read, make them again with paraf rebuild: %s", office, error)
    for left in await Prints(store.pool, seal_of(client)).unfinished():
        await begin_printing(client, YearEdition(left.office, left.plan, left.edition, left.position), _PATIENCE)
    await Outbox(client).resume(store)
    return started


async def reconcile_in_turn(client: Client, store: Store, every: timedelta) -> list[str]:
    """Do as `reconcile`, unless a worker began to, this or another, less than `every` ago."""
    with outages():
        ours = await store.pool.fetchval(_OURS, every)
    return await reconcile(client, store) if ours else []


async def _missing(client: Client, store: Store, office: str, shown: Mapping[str, str | None]) -> AsyncIterator[str]:
    """Start what the office misses, and yield each id; nudge what shows another phase."""
    async for of, phase, is_open in recorded(store, office):
        key = workflow_id(of)
        if key in shown:
            if shown[key] != phase:
                await client.get_workflow_handle(key).signal(NUDGE)
        elif is_open and await _start(client, of):
            yield key


async def recorded(store: Store, office: str) -> AsyncIterator[tuple[PlanStream, str, bool]]:
    """Yield each stream of the office that may wait: its phase, and whether something is still to come."""
    for _, body in await store.views(office, SUMMARY):
        plan = msgspec.json.decode(body, type=_PlanView)
        yield PlanStream(office, stream_of(plan.kind, plan.year)), plan.phase, _open(plan)
    for _, body in await store.views(office, REPORT):
        report = msgspec.json.decode(body, type=_ReportView)
        of = PlanStream(office, report_stream(report.kind, report.year))
        yield of, report.phase, report.phase is not ReportPhase.SIGNED or report.document is None
    actions = [msgspec.json.decode(body, type=_ActionView) for _, body in await store.views(office, ACTION)]
    if not actions:
        return
    views = await store.views(office, QUARTER)
    quarters = {f"quarter/{key}": msgspec.json.decode(body, type=_QuarterView) for key, body in views}
    for action in actions:
        signed = action.phase is ActionPhase.SIGNED
        of = PlanStream(office, action_stream(action.kind, action.year))
        yield of, action.phase, not signed or action.document is None
        for stream in (quarter_stream(action.kind, action.year, n) for n in QUARTERS):
            quarter = quarters.get(stream, _NEVER_OPENED)
            # One that was opened goes on, whatever becomes of the action plan.
            there = signed or action.in_force is not None or quarter.phase is not QuarterPhase.ABSENT
            over = quarter.phase is QuarterPhase.CLOSED and quarter.document is not None
            yield PlanStream(office, stream), quarter.phase, there and not over


def _open(summary: _PlanView) -> bool:
    if summary.phase is Phase.SIGNED:
        # It is still that year somewhere on earth for less than a day after it ends in Greenwich.
        return summary.document is None or summary.year >= (datetime.now(UTC) - timedelta(days=1)).year
    return summary.phase is not Phase.REJECTED


async def _start(client: Client, of: PlanStream) -> bool:
    """Return whether it was missing: what is listed may be a moment old."""
    try:
        await client.start_workflow(
            workflow_type(of),
            of,
            id=workflow_id(of),
            task_queue=PLANS,
            task_timeout=TASK_TIMEOUT,
            id_conflict_policy=WorkflowIDConflictPolicy.FAIL,
        )
    except WorkflowAlreadyStartedError:
        return False
    return True
