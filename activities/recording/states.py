"""Streams: which rules one follows, by the beginning of its name, and the states of those that were used last."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, get_args

from domain.action import rules as action_rules
from domain.action import state as action
from domain.action.commands import ActionCommand, BeginAction
from domain.action.state import Action
from domain.events import Event
from domain.kernel.streams import action_stream, quarter_stream, report_stream
from domain.office import rules as office_rules
from domain.office import state as office
from domain.office.commands import OfficeCommand, OpenOffice
from domain.office.state import STREAM, Office
from domain.plan import evolution as plan
from domain.plan import rules as plan_rules
from domain.plan.commands import DraftPlan, PlanCommand
from domain.plan.state import Plan, stream_of
from domain.quarter import rules as quarter_rules
from domain.quarter import state as quarter
from domain.quarter.commands import OpenQuarter, QuarterCommand
from domain.quarter.state import Quarter
from domain.report import rules as report_rules
from domain.report import state as report
from domain.report.commands import BeginReport, ComposeReport, ReportCommand
from domain.report.state import Report
from domain.waiting import (
    ActionWaiting,
    QuarterWaiting,
    ReportWaiting,
    Waiting,
    action_waiting,
    quarter_waiting,
    report_waiting,
    waiting,
)
from eventstore.append import StreamHead
from eventstore.codec import decode
from eventstore.entry import BEGINNING, Head
from eventstore.store import Store

AnyCommand = PlanCommand | ActionCommand | QuarterCommand | ReportCommand | OfficeCommand
AnyWaiting = Waiting | ActionWaiting | QuarterWaiting | ReportWaiting
C = TypeVar("C")
S = TypeVar("S")
_MOST = 64  # streams beside the offices, which are small; a quarter of 500 indicators takes some 2 MB


@dataclass(frozen=True)
class Decider(Generic[C, S]):
    """What is called `kind`: its commands, its state before the first event, its rules, and what it waits for."""

    kind: str
    commands: tuple[type, ...]
    empty: S
    _fold: Callable[[Any, S], S]
    decide: Callable[[C, S], Sequence[Event]]
    waiting: Callable[[S], AnyWaiting] | None = None

    def fold(self, events: Sequence[Event], state: S | None = None) -> S:
        """Return the state that the events make; a stream holds only those of its kind, and any other fails."""
        return self._fold(events, self.empty if state is None else state)


PLAN = Decider[PlanCommand, Plan]("plan", get_args(PlanCommand), Plan(), plan.fold, plan_rules.decide, waiting)
ACTION = Decider[ActionCommand, Action](
    "action", get_args(ActionCommand), Action(), action.fold, action_rules.decide, action_waiting
)
QUARTER = Decider[QuarterCommand, Quarter](
    "quarter", get_args(QuarterCommand), Quarter(), quarter.fold, quarter_rules.decide, quarter_waiting
)
REPORT = Decider[ReportCommand, Report](
    "report", get_args(ReportCommand), Report(), report.fold, report_rules.decide, report_waiting
)
OFFICE = Decider[OfficeCommand, Office](
    office.STREAM, get_args(OfficeCommand), Office(), office.fold, office_rules.decide
)
_ALL: tuple[Decider[Any, Any], ...] = (PLAN, ACTION, QUARTER, REPORT, OFFICE)


def kind_of(stream: str) -> Decider[Any, Any]:
    """Return what decides commands asked of a stream of ours."""
    return next(each for each in _ALL if stream.partition("/")[0] == each.kind)


def decider_of(office_id: str, stream: str, command: AnyCommand) -> Decider[Any, Any]:
    """Return what decides a command asked of a stream; raises ValueError where the two do not belong together."""
    decider = next(d for d in _ALL if isinstance(command, d.commands))
    kind, _, key = stream.partition("/")
    named_office, named = _named(command)
    there = kind == decider.kind and bool(key) is (decider is not OFFICE)
    if not there or named not in ("", stream) or named_office not in ("", office_id):
        wanted = f"{named or decider.kind} of {named_office or office_id}"
        raise ValueError(f"a command for {wanted}, asked of {stream} of {office_id}")
    return decider


def _named(command: AnyCommand) -> tuple[str, str]:
    """Which office and stream a first command names; empty where it names none."""
    match command:
        case DraftPlan():
            return command.office, stream_of(command.kind, command.year)
        case BeginAction():
            return command.office, action_stream(command.kind, command.year)
        case OpenQuarter():
            return command.office, quarter_stream(command.kind, command.year, command.quarter)
        case BeginReport():
            return command.office, report_stream(command.kind, command.year)
        case ComposeReport():
            return "", report_stream(command.kind, command.year)
        case OpenOffice():
            return command.office, office.STREAM
        case _:
            return "", ""


@dataclass(frozen=True)
class StreamState(Generic[S]):
    """A stream's state at a version; `hash` is that of its last entry, so what came before can be nothing else."""

    state: S
    version: int = 0
    hash: bytes = BEGINNING.hash

    def seen(self, stream: str) -> StreamHead:
        """Return what is to be said of it where something is decided on it."""
        return StreamHead(stream, self.version, self.hash if self.version else None)


class States:
    """Remembers states; whether they still hold is for the store to say, before or with what is recorded.

    One for all of a process.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self._offices: dict[str, StreamState[Office]] = {}  # each command asks who acts
        self._heads: dict[str, Head] = {}  # by office: how far its log went when `offices` last looked
        self._kept: OrderedDict[tuple[str, str], StreamState[Any]] = OrderedDict()

    async def last(self, decider: Decider[Any, S], office: str, stream: str) -> StreamState[S]:
        """Return a stream as it is remembered, without asking the store where it is: that `append` does by the hash."""
        return self._recalled(office, stream) or await self.of(decider, office, stream)

    async def of(self, decider: Decider[Any, S], office: str, stream: str) -> StreamState[S]:
        """Return a stream as it is recorded."""
        held: StreamState[S] = self._recalled(office, stream) or StreamState(decider.empty)
        new = await self.store.since(office, stream, held.version, held.hash)
        if new is None:  # the database is another one, restored while we ran
            held = StreamState(decider.empty)
            new = await self.store.read(office, stream)
        if new:
            state = decider.fold([decode(entry.body) for entry in new], held.state)
            held = StreamState(state, new[-1].version, new[-1].hash)
        self.keep(office, stream, held)
        return held

    async def offices(self) -> list[Office]:
        """Return every office as it is recorded, by id; one query tells which of them may have changed."""
        heads = await self.store.heads()
        for name, head in heads.items():
            if self._heads.get(name) != head:
                await self.of(OFFICE, name, STREAM)
                self._heads[name] = head
        known = (self._offices.get(name) for name in heads)
        return [held.state for held in known if held is not None and held.state.exists]

    def keep(self, office: str, stream: str, held: StreamState[Any]) -> None:
        """Remember a state, and forget that of the stream which nobody has used for the longest time."""
        if stream == STREAM:
            self._offices[office] = held
            if not held.version:  # whoever asks for names of no office fills nothing
                del self._offices[office]
            return
        self._kept[office, stream] = held
        self._kept.move_to_end((office, stream))
        if len(self._kept) > _MOST:
            self._kept.popitem(last=False)

    def _recalled(self, office: str, stream: str) -> StreamState[Any] | None:
        if stream == STREAM:
            return self._offices.get(office)
        if (office, stream) in self._kept:
            self._kept.move_to_end((office, stream))
        return self._kept.get((office, stream))
