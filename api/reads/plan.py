"""A plan's stream as it was read: the plan now, at a version, at an instant or at a position of the log."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from api.http.problems import HttpError
from domain.plan.facts import Change, TextFact
from domain.plan.state import Phase, Plan, PlanEvent, evolve, fold
from domain.plan.text import PlanText
from eventstore.codec import decode
from eventstore.entry import Entry
from eventstore.store import Store

RecordedEvent = tuple[Entry, PlanEvent]


@dataclass(frozen=True)
class Past:
    """What was recorded of one plan, the oldest first."""

    recorded: tuple[RecordedEvent, ...]

    @property
    def now(self) -> Plan:
        """Return the plan as it is."""
        return _plan(self.recorded)

    def at_position(self, position: int) -> Plan:
        """Return the plan as the log made it up to a position."""
        return _plan(t for t in self.recorded if t[0].position <= position)

    def at_instant(self, instant: datetime) -> Plan:
        """Return the plan as it was recorded by an instant. Raises `HttpError` 404 before its first event."""
        return _found(_plan(t for t in self.recorded if t[0].recorded_at <= instant))

    def at_version(self, version: int) -> Plan:
        """Return the plan as it was when a text version was replaced, or as it is. Raises `HttpError` 404."""
        plan, found = Plan(), None
        for _, event in self.recorded:
            plan = evolve(plan, event)
            if plan.version == version:
                found = plan
        if found is None:
            raise HttpError(
                404, "unknown-version", "The plan has no version {version}.", "version", version=str(version)
            )
        return found

    def text_at(self, version: int) -> PlanText | None:
        """Return a version's text, None where the plan never had it."""
        try:
            return self.at_version(version).text
        except HttpError:
            return None

    def since_version(self, version: int) -> tuple[Change, ...]:
        """Return the facts that made the later versions out of this one."""
        return tuple(event for _, event in self.recorded if isinstance(event, TextFact) and event.version > version)

    def before(self, position: int) -> "Past":
        """Return what was recorded before a position."""
        return Past(tuple(t for t in self.recorded if t[0].position < position))


def _plan(recorded: Iterable[RecordedEvent]) -> Plan:
    return fold(event for _, event in recorded)


def _found(plan: Plan) -> Plan:
    if plan.phase is Phase.ABSENT:
        raise unknown_plan()
    return plan


def unknown_plan() -> HttpError:
    """Return the one answer for what is not there and for what is not the viewer's to know of."""
    return HttpError(404, "not-found", "There is nothing under this address, or nothing that you may see.")


async def read_past(store: Store, office: str, stream: str) -> Past:
    """Return what was recorded of a plan. Raises `HttpError` 404 where there is nothing."""
    entries = await store.read(office, stream)
    if not entries:
        raise unknown_plan()
    # A plan's stream holds a plan's events only; any other makes `evolve` fail.
    return Past(tuple((entry, cast(PlanEvent, decode(entry.body))) for entry in entries))
