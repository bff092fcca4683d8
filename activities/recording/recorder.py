"""The only writer: decides a command on what is recorded, as whoever acts by the office's word, and records it once."""

import logging
from typing import Any, TypeVar

from msgspec import structs
from temporalio import activity

from activities.recording.authority import NO_POSITION, NOT_YOURS, acting, ended, ordered
from activities.recording.states import (
    ACTION,
    OFFICE,
    PLAN,
    QUARTER,
    REPORT,
    AnyCommand,
    AnyWaiting,
    Decider,
    States,
    StreamState,
    decider_of,
    kind_of,
)
from activities.recording.year import Taken, YearReader
from domain.action.commands import BeginAction, FollowPlan, RecordActionDocument
from domain.action.state import Action
from domain.events import CommandRefused, Event, refusal
from domain.kernel.actor import Command, Role, system
from domain.kernel.errors import PlanError
from domain.kernel.message import Message
from domain.kernel.streams import plan_of
from domain.office.commands import OpenOffice, SetRoute
from domain.office.positions import titled
from domain.office.state import STREAM, Office
from domain.plan.commands import BeginAmendment, DraftPlan, RecordDocument, RecordDue, RemindStep, StateAmendment
from domain.plan.state import Plan
from domain.quarter.commands import CloseQuarter, OpenQuarter, SignQuarter
from domain.quarter.state import Quarter
from domain.quarter.system import QuarterSystemCommand
from domain.report.commands import BeginReport, RecordReportDocument
from domain.report.state import Report
from domain.route.route import Route
from domain.waiting import ReportWaiting, Waiting, report_waiting, waiting
from eventstore.append import Append, StreamHead
from eventstore.codec import fingerprint
from eventstore.entry import Receipt
from eventstore.errors import Conflict
from eventstore.telemetry import METER
from eventstore.views import rows

_LOG = logging.getLogger(__name__)
_COMMANDS = METER.create_counter("paraf.commands", "{command}", "By act and what came of it")
C = TypeVar("C", bound=Command)
S = TypeVar("S")
SystemCommand = (
    RecordDocument
    | RecordDue
    | RemindStep
    | RecordActionDocument
    | RecordReportDocument
    | OpenQuarter
    | CloseQuarter
    | QuarterSystemCommand
)


class Request(Message, frozen=True, tag="request"):
    """One command for one stream of an office; `fingerprint` (hexadecimal) tells a retry from a misuse of the id."""

    office: str
    stream: str
    command_id: str
    fingerprint: str
    command: AnyCommand


class PlanStream(Message, frozen=True, tag="plan-stream"):
    """Which plan: an office and the name of a stream in its log."""

    office: str
    stream: str


class Recorded(Message, frozen=True, tag="recorded"):
    """The command's receipt, and what its stream waits for now; an office waits for nothing."""

    receipt: Receipt
    waiting: AnyWaiting | None

    @property
    def plan_waiting(self) -> Waiting | None:
        """Return what a plan waits for; None where the command was not one of a plan."""
        return self.waiting if isinstance(self.waiting, Waiting) else None


class Recorder:
    """Records commands in a store."""

    def __init__(self, states: States) -> None:
        self.store = states.store
        self.states = states
        self.years = YearReader(states)

    @activity.defn(name="record")
    async def record(self, request: Request) -> Recorded:
        """Carry out the command once; asked again, return the same receipt.

        Raises `CommandIdReused`, or `Unavailable`: then ask again.
        """
        return await self.recorded(request)

    async def recorded(self, request: Request, also: tuple[StreamHead, ...] = ()) -> Recorded:
        """Do as `record`; raises `Conflict` where one of the streams that the command was made of has moved on."""
        decider = decider_of(request.office, request.stream, request.command)
        while True:
            held = await self.states.last(decider, request.office, request.stream)
            office, plan = await self._authority(request), await self._signed(request)
            taken = await self.years.taken(request.office, request.command, office.state)
            # A command that was recorded before is decided in vain: the store answers what it said then.
            events, refused = await self._decided(request, decider, held.state, office, plan.state, taken)
            state = decider.fold(events, held.state)
            seen = held.seen(request.stream)
            try:
                receipt, new = await self.store.record(
                    Append(
                        office=request.office,
                        stream=request.stream,
                        command_id=request.command_id,
                        fingerprint=bytes.fromhex(request.fingerprint),
                        expected=seen.version,
                        events=events,
                        refusal=refused,
                        views=rows(request.office, request.stream, state) if events else (),
                        seen=seen.hash,
                        also=(*also, *_grounds(request, office, plan), *taken.seen),
                    )
                )
            except Conflict as moved:
                if moved.stream in {each.stream for each in also}:
                    raise
                # Somebody else's event came first, or the database is another one: read, and decide again.
                await self.states.of(kind_of(moved.stream), request.office, moved.stream)
                continue
            outcome = "refused" if receipt.refusal else "recorded" if new else "repeated"
            act = str(request.command.__struct_config__.tag)
            _COMMANDS.add(1, {"act": act, "outcome": outcome})
            told = {"command": request.command_id, "office": request.office, "position": receipt.first}
            _LOG.info("%s %s", act, outcome, extra=told)
            if not new:
                # The receipt may be an old one, or that of a copy of this command that was faster.
                state = (await self.states.of(decider, request.office, request.stream)).state
            elif events:
                after = StreamState(state, held.version + len(events), bytes.fromhex(receipt.head))
                self.states.keep(request.office, request.stream, after)
            return Recorded(receipt, None if decider.waiting is None else decider.waiting(state))

    async def _authority(self, request: Request) -> StreamState[Office]:
        """Return the office by whose word somebody acts: their own, for whoever opens another one or signs for it."""
        home = request.command.by.office
        if _abroad(request) or (isinstance(request.command, OpenOffice) and home != request.office):
            return await self.states.of(OFFICE, home, STREAM)  # another log: its version cannot be appended on
        return await self.states.last(OFFICE, request.office, STREAM)

    async def _signed(self, request: Request) -> StreamState[Plan]:
        """Return the plan that is amended, that an action plan is begun for or follows, or that a quarter is signed of.

        For others, none.
        """
        if not isinstance(request.command, BeginAction | FollowPlan | BeginAmendment | StateAmendment | SignQuarter):
            return StreamState(PLAN.empty)
        return await self.states.last(PLAN, request.office, plan_of(request.stream))

    async def _decided(
        self, request: Request, decider: Decider[Any, S], state: S, known: StreamState[Office], plan: Plan, taken: Taken
    ) -> tuple[tuple[Event, ...], CommandRefused | None]:
        by, at = request.command.by, request.command.at
        try:
            by = acting(by, at, known, request.office)
            command = await self._titled(ordered(request.command, by, known.state, plan, taken), known.state)
            return tuple(decider.decide(command, state)), None
        except PlanError as no:  # a refusal is a receipt too
            lost = no.code in (NOT_YOURS, NO_POSITION)
            why = await ended(self.store, by, known.state, no) if lost else no
            act = str(request.command.__struct_config__.tag)
            return (), refusal(by, at, request.stream, act, why)

    async def _titled(self, command: AnyCommand, office: Office) -> AnyCommand:
        """Return the command with the positions of its route as their offices print them now."""
        match command:
            case (
                DraftPlan(route=route) | BeginAction(route=route) | OpenQuarter(route=route) | BeginReport(route=route)
            ):
                return structs.replace(command, route=titled(route, office, await self._named(route)))
            case SetRoute(steps=steps):
                return structs.replace(command, steps=titled(steps, office, await self._named(steps)))
            case _:
                return command

    async def _named(self, route: Route) -> dict[str, Office]:
        return {step.office: await self.office(step.office) for step in route if step.office}

    @activity.defn(name="look")
    async def look(self, of: PlanStream) -> Waiting:
        """Return what a plan waits for, as it is recorded."""
        return waiting(await self.plan(of))

    @activity.defn(name="look-report")
    async def look_report(self, of: PlanStream) -> ReportWaiting:
        """Return what a report waits for, as it is recorded."""
        return report_waiting(await self.report(of.office, of.stream))

    async def plan(self, of: PlanStream) -> Plan:
        """Return a plan as it is recorded."""
        return (await self.states.of(PLAN, of.office, of.stream)).state

    async def action(self, office_id: str, stream: str) -> Action:
        """Return an action plan as it is recorded."""
        return (await self.states.of(ACTION, office_id, stream)).state

    async def quarter(self, office_id: str, stream: str) -> Quarter:
        """Return a quarter as it is recorded."""
        return (await self.states.of(QUARTER, office_id, stream)).state

    async def report(self, office_id: str, stream: str) -> Report:
        """Return an annual report as it is recorded."""
        return (await self.states.of(REPORT, office_id, stream)).state

    async def office(self, office_id: str) -> Office:
        """Return an office as it is recorded."""
        return (await self.states.of(OFFICE, office_id, STREAM)).state


def _abroad(request: Request) -> bool:
    """Whether an official of another office acts, by that one's word."""
    by = request.command.by
    return by.role is Role.OFFICIAL and by.office != request.office


def _grounds(request: Request, office: StreamState[Office], plan: StreamState[Plan]) -> tuple[StreamHead, ...]:
    """Return what a command is decided on beside its own stream: who may ask for it, and what it begins with."""
    command = request.command
    if isinstance(command, BeginAction | FollowPlan | SignQuarter):
        return office.seen(STREAM), plan.seen(plan_of(request.stream))
    alone = request.stream == STREAM or (command.by.role is Role.SYSTEM and not isinstance(command, DraftPlan))
    alone = alone or _abroad(request)
    return () if alone else (office.seen(STREAM),)


def system_id(of: PlanStream, what: str, *which: object) -> str:
    """Return the id of a command of the system; no client's command id has a slash in it."""
    return "/".join(["system", what, of.stream, *(str(each) for each in which)])


def system_request(of: PlanStream, command: SystemCommand, command_id: str) -> Request:
    """Return the request to record what the system asks.

    The fingerprint says no more than the id does: a second try may have computed something else, and then the first
    one holds.
    """
    by = system(of.office)
    act = str(command.__struct_config__.tag)
    mark = fingerprint(of.office, by.person, by.role, act, of.stream, command_id.encode())
    return Request(of.office, of.stream, command_id, mark.hex(), command)
