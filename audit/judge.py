"""Judges what the facts of one office say, in the log's order: each is lawful, or is named with the law it breaks."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, assert_never

import msgspec

from audit.laws.action import ActionLaws, based_on
from audit.laws.amendment import barred_as_declared
from audit.laws.endorsement import all_asked
from audit.laws.law import WITHIN, Breach, acting
from audit.laws.office import begun_as_declared, office_laws, sent_as_declared
from audit.laws.plan import PlanLaws
from audit.laws.quarter import (
    corrected_as_planned,
    followed_as_planned,
    measured_as_planned,
    quarter_laws,
    signed_as_amended,
)
from audit.laws.report import ReportLaws, composed_of
from audit.laws.source import sourced
from audit.rebuild import Made, senseless
from domain.action.events import ActionBegun, ActionParafGiven, ActionSigned, ActionSubmitted, PlanFollowed
from domain.action.state import Action
from domain.events import Event
from domain.kernel.actor import Role
from domain.kernel.streams import action_stream, plan_of
from domain.office.events import OfficeOpened, RoleGranted
from domain.office.state import STREAM, Office
from domain.plan.events import ParafGiven, PartSigned, PlanDrafted, PlanSubmitted
from domain.plan.state import Plan
from domain.quarter.events import PolicyCorrected, QuarterFollowed, QuarterOpened, QuarterSigned
from domain.quarter.state import Quarter
from domain.report.events import ReportBegun, ReportComposed, ReportParafGiven, ReportSigned, ReportSubmitted
from domain.report.state import Report
from domain.route.endorsed import Endorsed
from eventstore.entry import Entry, Head
from eventstore.errors import Corrupt, Fault
from eventstore.replay import kind_of
from eventstore.views import AnyState


class Finding(msgspec.Struct, frozen=True):
    """One fault: `position` is the first wrong one of the office's log, 0 where the fault is at none."""

    office: str
    position: int
    fault: Fault
    how: str

    def __str__(self) -> str:
        place = f"{self.office}, position {self.position}" if self.position else self.office
        return f"{place}: {self.how}" if place else self.how


def found(wrong: Corrupt) -> Finding:
    """Return the error as a finding."""
    return Finding(wrong.office, wrong.position, wrong.fault, wrong.how)


class OfficeCount(msgspec.Struct, frozen=True):
    """What was read of one office, up to its first fault."""

    office: str
    head: Head
    entries: int
    receipts: int
    views: int


class Verdict(msgspec.Struct, frozen=True):
    """Whole and true where there are no findings."""

    offices: tuple[OfficeCount, ...]
    documents: int
    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        """Return whether nothing was found."""
        return not self.findings


ENDORSEMENTS = (ParafGiven, PartSigned, ActionParafGiven, ActionSigned, QuarterSigned, ReportParafGiven, ReportSigned)
SENT = (PlanSubmitted, ActionSubmitted, QuarterOpened, ReportSubmitted)  # on their route
UNOPENED = Breach(WITHIN, "the office was not opened: nobody holds a role in it")


class Judge:
    """The laws over one office's log; `made` is what its facts make."""

    def __init__(self, office: str) -> None:
        self.office = office
        self.made = Made()
        self._plans: dict[str, PlanLaws] = defaultdict(PlanLaws)
        self._actions: dict[str, ActionLaws] = defaultdict(ActionLaws)
        self._reports: dict[str, ReportLaws] = defaultdict(ReportLaws)
        self._ever: set[tuple[str, Role]] = set()  # every role that anybody held so far
        self._opening = ""  # the command that opened the office
        self._unopened = False  # said once
        self._dead: set[str] = set()  # streams that make no sense any more

    def state(self, stream: str) -> AnyState | None:
        """Return what the facts of a stream made so far; None of a stream that is none of ours."""
        kind = kind_of(stream)
        return None if kind is None else self.made.states.get(stream, kind.empty)

    def take(self, entry: Entry, event: Event) -> Iterator[Finding]:
        """Judge the next entry, and yield what is wrong with it."""
        before, last = self.state(entry.stream), self.made.last.get(entry.stream)
        if before is None or entry.stream in self._dead:
            return
        again = last is not None and last.command_id == entry.command_id
        try:
            breaches = [*self._acting(entry, event), *self._breaches(entry, before, event, again)]
            self.made.take(entry, event)
        except Exception:  # laws look up what a fact of ours is sure to find, as `evolve` does
            self._dead.add(entry.stream)
            yield found(senseless(entry))
            return
        for breach in breaches:
            if entry.recorded_at >= breach.law.since:
                how = f"{entry.tag} in {entry.stream} breaks the law “{breach.law.name}”: {breach.how}"
                yield Finding(self.office, entry.position, Fault.LAW, how)

    def _acting(self, entry: Entry, event: Any) -> Iterator[Breach]:
        office = self.made.states.get(STREAM)
        if isinstance(event, OfficeOpened):
            self._opening = self._opening or entry.command_id
        # Who opens an office comes from another one, or from none.
        if entry.stream != STREAM or entry.command_id != self._opening:
            if isinstance(office, Office):
                yield from acting(office, self._ever, event.by, event.at)
            elif not self._unopened:
                self._unopened = True
                yield UNOPENED
        if isinstance(event, RoleGranted):
            self._ever.add((event.person, event.role))

    def _breaches(self, entry: Entry, before: AnyState, event: Any, again: bool) -> Iterator[Breach]:
        stream, office = entry.stream, self.made.states.get(STREAM)
        yield from sourced(event)
        if isinstance(before, Endorsed) and isinstance(office, Office) and isinstance(event, ENDORSEMENTS):
            yield from all_asked(before, event, office)
        if isinstance(office, Office) and isinstance(event, PlanDrafted | ActionBegun | QuarterOpened | ReportBegun):
            yield from begun_as_declared(office, event)
        if isinstance(office, Office) and isinstance(event, SENT):
            yield from sent_as_declared(office, event)
        match before:
            case Office():
                yield from office_laws(self.office, before, event)
            case Plan():
                yield from self._plans[stream].judged(stream, before, event, again)
                if isinstance(office, Office) and isinstance(event, PlanSubmitted):
                    yield from barred_as_declared(office, before, event)
            case Action():
                yield from self._actions[stream].judged(stream, before, event, again)
                if isinstance(event, ActionBegun | PlanFollowed):
                    plan = self.made.states.get(plan_of(stream))
                    yield from based_on(plan if isinstance(plan, Plan) else None, event)
            case Quarter():
                yield from quarter_laws(stream, before, event, again)
                if isinstance(event, QuarterOpened):
                    yield from measured_as_planned(self._action(event.kind, event.year), event)
                elif isinstance(event, QuarterFollowed):
                    yield from followed_as_planned(self._action(before.kind, before.year), before, event)
                elif isinstance(event, QuarterSigned):
                    plan = self.made.states.get(plan_of(stream))
                    yield from signed_as_amended(plan if isinstance(plan, Plan) else None, before, event)
                elif isinstance(event, PolicyCorrected):
                    yield from corrected_as_planned(self._action(before.kind, before.year), event)
            case Report():
                yield from self._reports[stream].judged(stream, before, event, again)
                if isinstance(event, ReportBegun | ReportComposed):
                    of = event if isinstance(event, ReportBegun) else before
                    yield from composed_of(self.made.states.get, of, event.composed)
            case _:
                assert_never(before)

    def _action(self, kind: str, year: int) -> Action | None:
        action = self.made.states.get(action_stream(kind, year))
        return action if isinstance(action, Action) else None
