"""The only writer: decides a command on what is recorded, as whoever acts by the office's word, and records it once."""

from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from msgspec import structs
from temporalio import activity

from activities.recording.states import (
    ACTION,
    OFFICE,
    PLAN,
    QUARTER,
    AnyCommand,
    AnyWaiting,
    Decider,
    States,
    StreamState,
    decider_of,
)
from domain.action.commands import BeginAction, RecordActionDocument
from domain.action.state import Action
from domain.events import CommandRefused, Event, refusal
from domain.kernel.actor import Actor, Command, Role, system
from domain.kernel.errors import PlanError, Refused, require
from domain.kernel.message import Message
from domain.office.commands import OpenOffice
from domain.office.events import RoleRevoked
from domain.office.state import STREAM, Office
from domain.plan.basis import basis_of
from domain.plan.commands import DraftPlan, RecordDocument, RecordDue, RemindStep
from domain.plan.state import Plan, stream_of
from domain.quarter.commands import CloseQuarter, OpenQuarter
from domain.quarter.state import Quarter
from domain.quarter.system import QuarterSystemCommand
from domain.route.messages import Send
from domain.route.route import action_kind
from domain.waiting import Waiting, waiting
from eventstore.append import Append, StreamHead
from eventstore.codec import decode, fingerprint
from eventstore.entry import Receipt
from eventstore.errors import Conflict
from eventstore.store import Store
from eventstore.views import rows

C = TypeVar("C", bound=Command)
NOT_YOURS = "not-your-role"
S = TypeVar("S")
SystemCommand = (
    RecordDocument | RecordDue | RemindStep | RecordActionDocument | OpenQuarter | CloseQuarter | QuarterSystemCommand
)


def acting(by: Actor, at: datetime, office: Office, of: str) -> Actor:
    """Return the person in the role with the position of that day, by `office`; the system acts in the log `of` alone.

    Raises Refused.
    """
    if by.role is Role.SYSTEM:
        require(by == system(of), NOT_YOURS, "You do not hold the role this act needs.")
        return by
    require(office.exists, "office-unknown", "There is no such office.")
    return office.actor(by.person, by.role, at.astimezone(ZoneInfo(office.time_zone)).date())


def ordered(command: C, by: Actor, office: Office, plan: Plan) -> C:
    """Return the command as this actor asks it, with what the office says of whatever is begun or sent, and the plan
    of its year: whatever was read of them when the command was made may have changed since.

    Raises Refused where an action plan is begun and the plan is not signed.
    """
    told = structs.replace(command, by=by)
    match told:
        case BeginAction():
            route = office.route(action_kind(told.kind)) if office.exists else told.route
            told = structs.replace(told, route=route, basis=basis_of(plan))
        case DraftPlan():
            route = office.route(told.kind) if office.exists else told.route
            told = structs.replace(told, route=route, shape=office.kind(told.kind))
        case Send() if office.exists:
            day = told.at.astimezone(ZoneInfo(office.time_zone)).date()
            told = structs.replace(told, separate=office.duty_policy(day).separate)
    return told


async def ended(store: Store, by: Actor, office: str) -> Refused:
    """Return the refusal of somebody who does not hold the role: who ended it and when, if they ever did."""
    for entry in reversed(await store.read(office, STREAM)):
        event = decode(entry.body)
        if isinstance(event, RoleRevoked) and (event.person, event.role) == (by.person, by.role):
            who, at = event.by.name, event.at.isoformat()
            return Refused("role-ended", "{name} ended your role {role} on {at}.", name=who, role=by.role, at=at)
    return Refused(NOT_YOURS, "You do not hold the role this act needs.")


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
            # A command that was recorded before is decided in vain: the store answers what it said then.
            events, refused = await self._decided(request, decider, held.state, office.state, plan.state)
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
                        also=(*also, *_grounds(request, office, plan)),
                    )
                )
            except Conflict as moved:
                if moved.stream in {each.stream for each in also}:
                    raise
                # Somebody else's event came first, or the database is another one: read, and decide again.
                kind = next(each for each in (decider, OFFICE, PLAN) if moved.stream.partition("/")[0] == each.kind)
                await self.states.of(kind, request.office, moved.stream)
                continue
            if not new:
                # The receipt may be an old one, or that of a copy of this command that was faster.
                state = (await self.states.of(decider, request.office, request.stream)).state
            elif events:
                after = StreamState(state, held.version + len(events), bytes.fromhex(receipt.head))
                self.states.keep(request.office, request.stream, after)
            return Recorded(receipt, None if decider.waiting is None else decider.waiting(state))

    async def _authority(self, request: Request) -> StreamState[Office]:
        """Return the office by whose word somebody acts; whoever opens another one acts by that of their own."""
        home = request.command.by.office
        if isinstance(request.command, OpenOffice) and home != request.office:
            return await self.states.of(OFFICE, home, STREAM)  # another log: its version cannot be appended on
        return await self.states.last(OFFICE, request.office, STREAM)

    async def _signed(self, request: Request) -> StreamState[Plan]:
        """Return the plan that an action plan is begun for; of any other command, none."""
        begun = request.command
        if not isinstance(begun, BeginAction):
            return StreamState(PLAN.empty)
        return await self.states.last(PLAN, request.office, stream_of(begun.kind, begun.year))

    async def _decided(
        self, request: Request, decider: Decider[Any, S], state: S, office: Office, plan: Plan
    ) -> tuple[tuple[Event, ...], CommandRefused | None]:
        by, at = request.command.by, request.command.at
        try:
            by = acting(by, at, office, request.office)
            return tuple(decider.decide(ordered(request.command, by, office, plan), state)), None
        except PlanError as no:  # a refusal is a receipt too
            why = await ended(self.store, by, office.id) if no.code == NOT_YOURS else no
            act = str(request.command.__struct_config__.tag)
            return (), refusal(by, at, request.stream, act, why)

    @activity.defn(name="look")
    async def look(self, of: PlanStream) -> Waiting:
        """Return what a plan waits for, as it is recorded."""
        return waiting(await self.plan(of))

    async def plan(self, of: PlanStream) -> Plan:
        """Return a plan as it is recorded."""
        return (await self.states.of(PLAN, of.office, of.stream)).state

    async def action(self, office_id: str, stream: str) -> Action:
        """Return an action plan as it is recorded."""
        return (await self.states.of(ACTION, office_id, stream)).state

    async def quarter(self, office_id: str, stream: str) -> Quarter:
        """Return a quarter as it is recorded."""
        return (await self.states.of(QUARTER, office_id, stream)).state

    async def office(self, office_id: str) -> Office:
        """Return an office as it is recorded."""
        return (await self.states.of(OFFICE, office_id, STREAM)).state


def _grounds(request: Request, office: StreamState[Office], plan: StreamState[Plan]) -> tuple[StreamHead, ...]:
    """Return what a command is decided on beside its own stream: who may ask for it, and what it begins with."""
    command = request.command
    if isinstance(command, BeginAction):
        return office.seen(STREAM), plan.seen(stream_of(command.kind, command.year))
    alone = request.stream == STREAM or (command.by.role is Role.SYSTEM and not isinstance(command, DraftPlan))
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
