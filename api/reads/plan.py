"""A plan's stream as it was read: the plan now, at a version, at an instant or at a position of the log."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from api.http.problems import HttpError
from domain.plan.events import AmendmentWithdrawn, PlanRejected
from domain.plan.facts import Change, TextFact
from domain.plan.state import Phase, Plan, PlanEvent
from domain.plan.text import PlanText
from eventstore.entry import Entry
from eventstore.replay import PLAN, Moment, replay
from eventstore.store import Store

RecordedEvent = tuple[Entry, PlanEvent]


@dataclass(frozen=True)
class Past:
    """What was recorded of one plan, the oldest first."""

    moments: tuple[Moment[Plan], ...]

    @property
    def recorded(self) -> tuple[RecordedEvent, ...]:
        """Return the entries and what they say."""
        # A plan's stream holds a plan's events only; any other makes `evolve` fail.
        return tuple((moment.entry, cast(PlanEvent, moment.event)) for moment in self.moments)

    @property
    def now(self) -> Plan:
        """Return the plan as it is."""
        return _last(self.moments)

    def at_position(self, position: int) -> Plan:
        """Return the plan as the log made it up to a position."""
        return _last(m for m in self.moments if m.entry.position <= position)

    def at_instant(self, instant: datetime) -> Plan:
        """Return the plan as it was recorded by an instant. Raises `HttpError` 404 before its first event."""
        return _found(_last(m for m in self.moments if m.entry.recorded_at <= instant))

    def at_version(self, version: int) -> Plan:
        """Return the plan as it was when a text version was signed, else replaced, or as it is.

        Raises `HttpError` 404.
        """
        found = [moment.state for moment in self.moments if moment.state.version == version]
        if not found:
            raise HttpError(
                404, "unknown-version", "The plan has no version {version}.", "version", version=str(version)
            )
        return next((plan for plan in reversed(found) if plan.phase is Phase.SIGNED), found[-1])

    def in_force_on(self, day: date, known: Plan) -> Plan:
        """Return the plan as the version was signed that is in force on a day, by what was `known`.

        Raises `HttpError` 404.
        """
        held = known.in_force_on(day)
        if held is None:
            raise HttpError(
                404, "not-in-force", "No text of this plan is in force on {day}.", "on", day=day.isoformat()
            )
        return self.at_version(held.version)

    def text_at(self, version: int) -> PlanText | None:
        """Return a version's text, None where the plan never had it."""
        try:
            return self.at_version(version).text
        except HttpError:
            return None

    def since_version(self, version: int) -> tuple[Change, ...]:
        """Return the facts that made the later versions out of this one; none of an amendment that came to nothing."""
        facts: list[Change] = []
        for moment in self.moments:
            if isinstance(moment.event, AmendmentWithdrawn | PlanRejected):  # what it leaves was there before
                facts = [fact for fact in facts if fact.version <= moment.state.version]
            elif isinstance(moment.event, TextFact) and moment.event.version > version:
                facts.append(moment.event)
        return tuple(facts)

    def before(self, position: int) -> "Past":
        """Return what was recorded before a position."""
        return Past(tuple(m for m in self.moments if m.entry.position < position))


def _last(moments: Iterable[Moment[Plan]]) -> Plan:
    return next((moment.state for moment in reversed(list(moments))), Plan())


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
    return Past(tuple(replay(PLAN, entries)))
