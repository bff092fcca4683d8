"""A stream's entries told again: what each says, and the state after it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from domain.action import state as action
from domain.action.state import Action
from domain.events import Event
from domain.office import state as office
from domain.office.state import Office
from domain.plan import evolution as plan
from domain.plan.state import Plan
from domain.quarter import state as quarter
from domain.quarter.state import Quarter
from domain.report import state as report
from domain.report.state import Report
from eventstore.codec import decode
from eventstore.entry import Entry

S = TypeVar("S")


@dataclass(frozen=True)
class StreamKind(Generic[S]):
    """What streams are of that begin with `name`: the state before the first event, and what an event makes of it."""

    name: str
    empty: S
    evolve: Callable[[S, Any], S]  # fails at an event of another kind


PLAN = StreamKind("plan", Plan(), plan.evolve)
ACTION = StreamKind("action", Action(), action.evolve)
QUARTER = StreamKind("quarter", Quarter(), quarter.evolve)
REPORT = StreamKind("report", Report(), report.evolve)
OFFICE = StreamKind(office.STREAM, Office(), office.evolve)


_ALL: tuple[StreamKind[Any], ...] = (PLAN, ACTION, QUARTER, REPORT, OFFICE)


@dataclass(frozen=True, slots=True)
class Moment(Generic[S]):
    """An entry of a stream, what it says, and the state after it."""

    entry: Entry
    event: Event
    state: S


def kind_of(stream: str) -> StreamKind[Any] | None:
    """Return what a stream is of; None where nothing is made of its events, as of the refusals."""
    name, _, key = stream.partition("/")
    return next((k for k in _ALL if k.name == name and bool(key) is (k is not OFFICE)), None)


def replay(kind: StreamKind[S], entries: Iterable[Entry]) -> Iterator[Moment[S]]:
    """Yield the state after each entry of a stream; raises `Foreign` at bytes that are no event."""
    state = kind.empty
    for entry in entries:
        event = decode(entry.body)
        state = kind.evolve(state, event)
        yield Moment(entry, event, state)


def state_at(
    kind: StreamKind[S], entries: Iterable[Entry], *, version: int | None = None, instant: datetime | None = None
) -> S:
    """Return the state after what is not later than all that is named; without any, the state as it is.

    `instant` is compared with when an entry was recorded. A command's entries are recorded together, so an instant
    never falls inside a command; a stream's version can.
    """
    past = (
        entry
        for entry in entries
        if (version is None or entry.version <= version) and (instant is None or entry.recorded_at <= instant)
    )
    state = kind.empty
    for moment in replay(kind, past):
        state = moment.state
    return state
