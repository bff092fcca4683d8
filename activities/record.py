"""The only writer: decides a command on what is recorded, and records what came of it, once."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar, cast

from temporalio import activity
from temporalio.exceptions import ApplicationError

from domain import office, office_rules, plan, plan_rules
from domain.commands import DraftPlan, PlanCommand
from domain.errors import PlanError
from domain.events import Event
from domain.message import Message
from domain.office import STREAM, Office
from domain.office_commands import OfficeCommand, OpenOffice
from domain.office_events import OfficeEvent
from domain.plan import Plan, PlanEvent
from domain.refusal import CommandRefused, refusal
from domain.waiting import Waiting, waiting
from eventstore.append import Append
from eventstore.codec import decode
from eventstore.errors import CommandIdReused, Conflict, Unavailable
from eventstore.receipt import Receipt
from eventstore.store import Store
from eventstore.views import views

State = TypeVar("State", bound=Plan | Office)


class Request(Message, frozen=True, tag="request"):
    """One command for one stream of an office; `fingerprint` (hexadecimal) tells a retry from a misuse of the id."""

    office: str
    stream: str
    command_id: str
    fingerprint: str
    command: PlanCommand | OfficeCommand


class PlanStream(Message, frozen=True, tag="plan-stream"):
    """Which plan: an office and the name of a stream in its log."""

    office: str
    stream: str


class Recorded(Message, frozen=True, tag="recorded"):
    """The command's receipt, and what the plan waits for now; an office waits for nothing."""

    receipt: Receipt
    waiting: Waiting | None


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
            _check(request)
            while True:
                receipt = await self._store.receipt(request.office, request.command_id)
                if receipt is not None and receipt.fingerprint != request.fingerprint:
                    raise CommandIdReused(request.office, request.command_id)
                past: Sequence[Event] = ()
                state: Plan | Office = Office() if request.stream == STREAM else Plan()
                if receipt is None:
                    past = await self._past(request.office, request.stream)
                    state = _folded(past, state)
                    try:
                        receipt = await self._store.append(_outcome(request, past, state))
                    except Conflict:
                        continue  # somebody else's event came first: decide again
                if isinstance(state, Office):
                    return Recorded(receipt, None)
                # Read on: the receipt may be an old one, or that of a copy of this command that was faster.
                later = await self._past(request.office, request.stream, after=len(past))
                return Recorded(receipt, waiting(_folded(later, state)))

    @activity.defn(name="look")
    async def look(self, of: PlanStream) -> Waiting:
        """Return what a plan waits for, as it is recorded."""
        return waiting(await self.plan(of))

    async def plan(self, of: PlanStream) -> Plan:
        """Return a plan as it is recorded."""
        return _folded(await self._past(of.office, of.stream), Plan())

    async def office(self, office_id: str) -> Office:
        """Return an office as it is recorded."""
        return _folded(await self._past(office_id, STREAM), Office())

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


def _check(request: Request) -> None:
    command = request.command
    named = request.stream
    if isinstance(command, DraftPlan):
        named = plan.stream_of(command.kind, command.year)
    if isinstance(command, OfficeCommand):
        named = STREAM
    elif not request.stream.startswith("plan/"):
        named = "a plan"
    asked = command.office if isinstance(command, DraftPlan | OpenOffice) else request.office
    if (asked, named) != (request.office, request.stream):
        raise ValueError(f"a command for {named} of {asked}, asked of {request.stream} of {request.office}")


def _outcome(request: Request, past: Sequence[Event], state: Plan | Office) -> Append:
    events: Sequence[Event] = ()
    refused: CommandRefused | None = None
    command = request.command
    try:
        if isinstance(command, OfficeCommand):
            events = office_rules.decide(command, cast(Office, state))
        else:
            events = plan_rules.decide(command, cast(Plan, state))
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


def _folded(events: Sequence[Event], state: State) -> State:
    # A stream holds only the events of its kind; any other makes `evolve` fail.
    if isinstance(state, Office):
        return cast(State, office.fold(cast(Sequence[OfficeEvent], events), state))
    return cast(State, plan.fold(cast(Sequence[PlanEvent], events), state))
