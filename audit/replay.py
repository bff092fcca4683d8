"""A plan as it was: at a version of its stream or of its text, or at an instant."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from domain.plan.state import Plan, PlanEvent, evolve
from eventstore.codec import decode
from eventstore.entry import Entry


@dataclass(frozen=True, slots=True)
class Moment:
    """An entry of a plan's stream, what it says, and the plan after it."""

    entry: Entry
    event: PlanEvent
    plan: Plan


def replay(entries: Iterable[Entry]) -> Iterator[Moment]:
    """Yield the plan after each entry of its stream; raises `Foreign` at bytes that are no event."""
    plan = Plan()
    for entry in entries:
        event = cast(PlanEvent, decode(entry.body))
        plan = evolve(plan, event)
        yield Moment(entry, event, plan)


def plan_at(
    entries: Iterable[Entry],
    *,
    version: int | None = None,
    text_version: int | None = None,
    instant: datetime | None = None,
) -> Plan:
    """Return the plan after what is not later than all that is named; without any, the plan as it is.

    `instant` is compared with when an entry was recorded. A command's entries are recorded together, so an instant and
    a text version never fall inside a command; a stream's version can.
    """
    plan = Plan()
    for moment in replay(entries):
        if (
            (version is not None and moment.entry.version > version)
            or (text_version is not None and moment.plan.version > text_version)
            or (instant is not None and moment.entry.recorded_at > instant)
        ):
            break
        plan = moment.plan
    return plan


def stream_of(entries: Iterable[Entry], office: str, stream: str) -> Iterator[Entry]:
    """Pick one stream out of a log or an export."""
    return (entry for entry in entries if (entry.office, entry.stream) == (office, stream))
