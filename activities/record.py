"""The only writer: decides a command on what is recorded, and records what came of it, once."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.deciders import ACTION, OFFICE, PLAN, QUARTER, AnyCommand, AnyWaiting, Decider, decider_of
from domain.errors import PlanError
from domain.events import Event
from domain.message import Message
from domain.office import STREAM, Office
from domain.plan import Plan
from domain.refusal import CommandRefused, refusal
from domain.waiting import Waiting, waiting
from domain.year.action import Action
from domain.year.quarter import Quarter
from eventstore.append import Append
from eventstore.codec import decode
from eventstore.errors import CommandIdReused, Conflict, Unavailable
from eventstore.receipt import Receipt
from eventstore.store import Store
from eventstore.views import views


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

    def __init__(self, store: Store) -> None:
        self._store = store

    @activity.defn(name="record")
    async def record(self, request: Request) -> Recorded:
        """Carry out the command once; asked again, return the same receipt.

        Raises `CommandIdReused`, or `Unavailable`: then ask again.
        """
        with final_but_for_outages():
            decider = decider_of(request.office, request.stream, request.command)
            while True:
                receipt = await self._store.receipt(request.office, request.command_id)
                if receipt is not None and receipt.fingerprint != request.fingerprint:
                    raise CommandIdReused(request.office, request.command_id)
                past: Sequence[Event] = ()
                state = decider.empty
                if receipt is None:
                    past = await self._past(request.office, request.stream)
                    state = decider.fold(past)
                    try:
                        receipt = await self._store.append(_outcome(request, decider, past, state))
                    except Conflict:
                        continue  # somebody else's event came first: decide again
                if decider.waiting is None:
                    return Recorded(receipt, None)
                # Read on: the receipt may be an old one, or that of a copy of this command that was faster.
                later = await self._past(request.office, request.stream, after=len(past))
                return Recorded(receipt, decider.waiting(decider.fold(later, state)))

    @activity.defn(name="look")
    async def look(self, of: PlanStream) -> Waiting:
        """Return what a plan waits for, as it is recorded."""
        return waiting(await self.plan(of))

    async def plan(self, of: PlanStream) -> Plan:
        """Return a plan as it is recorded."""
        return PLAN.fold(await self._past(of.office, of.stream))

    async def action(self, office_id: str, stream: str) -> Action:
        """Return an action plan as it is recorded."""
        return ACTION.fold(await self._past(office_id, stream))

    async def quarter(self, office_id: str, stream: str) -> Quarter:
        """Return a quarter as it is recorded."""
        return QUARTER.fold(await self._past(office_id, stream))

    async def office(self, office_id: str) -> Office:
        """Return an office as it is recorded."""
        return OFFICE.fold(await self._past(office_id, STREAM))

    async def _past(self, office_id: str, stream: str, after: int = 0) -> list[Event]:
        return [decode(entry.body) for entry in await self._store.read(office_id, stream, after=after)]


@contextmanager
def final_but_for_outages() -> Iterator[None]:
    """End the activity for good on what no retry can cure: it would hold up its whole plan for ever."""
    try:
        yield
    except Unavailable:
        raise
    except Exception as error:
        if not activity.in_activity():
            raise
        raise ApplicationError(str(error), type=type(error).__name__, non_retryable=True) from error


def _outcome(request: Request, decider: Decider[Any, Any], past: Sequence[Event], state: object) -> Append:
    events: Sequence[Event] = ()
    refused: CommandRefused | None = None
    command = request.command
    try:
        events = decider.decide(command, state)
    except PlanError as no:  # a refusal is a receipt too
        act = str(command.__struct_config__.tag)
        refused = refusal(command.by, command.at, request.stream, act, no)
    return Append(
        office=request.office,
        stream=request.stream,
        command_id=request.command_id,
        fingerprint=bytes.fromhex(request.fingerprint),
        expected=len(past),
        events=tuple(events),
        refusal=refused,
        views=views(request.office, request.stream, [*past, *events]) if events else (),
    )
