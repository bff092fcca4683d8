"""What holds of an annual report: composed of the year as it stood, written by its writers, checked by others."""

from collections.abc import Callable, Collection, Iterator
from typing import get_args

from audit.laws.endorsement import MAKER, SHOWN, SIGNED, authored, content, endorsed, own_step, rendered, voided
from audit.laws.law import CONTENT, NAME, PAST, PHASE, ROLE, VERSION, Breach, Law
from domain.kernel.actor import Duty, Role
from domain.kernel.streams import QUARTERS, last_day, quarter_stream
from domain.plan.state import Plan
from domain.quarter.content import quarter_digest
from domain.quarter.outcome import absorptions, figures, latest
from domain.quarter.state import Quarter, QuarterPhase
from domain.report.events import (
    FigureStated,
    ReportBegun,
    ReportCause,
    ReportChange,
    ReportComposed,
    ReportDocumentRendered,
    ReportEvent,
    ReportParafGiven,
    ReportParafVoided,
    ReportReturned,
    ReportSignatureVoided,
    ReportSigned,
    ReportSubmitted,
    ReviewStated,
    ReviewVoided,
    SectionWritten,
)
from domain.report.state import Report, ReportPhase, report_digest
from domain.report.statement import POINTS
from domain.report.text import Composed
from domain.route.route import Step, StepAct

COMPOSED = Law("composed")  # what a report takes from the year is what the year says
STALE = Law("review-voided")  # a statement of review ends with the content that it is about
_ROUTED = (ReportPhase.REVIEW, ReportPhase.SIGNING)
_DONE = (*_ROUTED, ReportPhase.SIGNED)
_WRITERS = (Role.PLANNER, Role.DRAFTER)
_PHASES: dict[type, tuple[ReportPhase, ...]] = {
    ReportBegun: (ReportPhase.ABSENT,),
    **dict.fromkeys(get_args(ReportChange), (ReportPhase.DRAFTING, *_DONE)),
    ReportSubmitted: (ReportPhase.DRAFTING,),
    **dict.fromkeys((ReportParafGiven, ReportSigned, ReportReturned), _ROUTED),
    **dict.fromkeys((ReportDocumentRendered, ReportParafVoided, ReportSignatureVoided, ReviewStated), _DONE),
    ReviewVoided: (ReportPhase.DRAFTING, *_ROUTED),
}
_ROLES: dict[type, tuple[Role, ...]] = {
    **dict.fromkeys((ReportBegun, *get_args(ReportChange), ReportSubmitted, ReviewVoided), _WRITERS),
    ReportDocumentRendered: (Role.SYSTEM,),
    ReviewStated: (Role.AUDITOR,),
}


def composed_of(state: Callable[[str], object], report: ReportBegun | Report, composed: Composed) -> Iterator[Breach]:
    """Judge what a report takes from its year; `state` is what the facts of a stream had made by then."""
    kind, year = report.kind, report.year
    plan = state(composed.plan.stream)
    signed = (
        isinstance(plan, Plan)
        and (plan.kind, plan.year) == (kind, year)
        and (composed.plan.version, composed.plan.digest) in _texts(plan)
    )
    yield from COMPOSED.unless(signed, "is of a text that was not signed")
    named = [quarter_stream(kind, year, n) for n in QUARTERS]
    known = [found for name in named if isinstance(found := state(name), Quarter)]
    opened = [quarter for quarter in known if quarter.phase is not QuarterPhase.ABSENT]
    stood = [(quarter.quarter, quarter.phase, quarter.version, quarter_digest(quarter)) for quarter in opened]
    said = [(each.quarter, each.phase, each.of.version, each.of.digest) for each in composed.quarters]
    yield from COMPOSED.unless(stood == said, "is of quarters that did not stand so")
    if stood == said:
        yield from _figures(opened, composed)


def _texts(plan: Plan) -> list[tuple[int, str]]:
    """The text in force on the year's last day, and the newest signed, as it once was."""
    held = (plan.in_force_on(last_day(plan.year, QUARTERS[-1])), plan.in_force)
    return [(each.version, each.digest) for each in held if each is not None]


def _figures(quarters: list[Quarter], composed: Composed) -> Iterator[Breach]:
    measured = {
        (quarter.quarter, figure.indicator): (figure.reading, figure.quarter.figure, figure.year)
        for quarter in quarters
        for figure in figures(quarter)
    }
    told = [(row, each) for row in composed.indicators() for each in row.quarters]
    same = {(each.quarter, row.indicator.id) for row, each in told} == measured.keys() and all(
        measured[each.quarter, row.indicator.id][:2] == (each.reading, each.figure) for row, each in told
    )
    yield from COMPOSED.unless(same, "says of a quarter what that did not come to")
    known = latest(quarters).quarter if quarters else 0
    for row in composed.indicators():
        numbers = [each.quarter for each in row.quarters]
        last = max((n for n in numbers if n <= known), default=min(numbers, default=0))
        kept = not last or row.year == measured[last, row.indicator.id][2]
        yield from COMPOSED.unless(kept, f"says of {row.indicator.id} what the year did not come to")
    spent = {one.programme: one.realised for one in absorptions(latest(quarters))} if quarters else {}
    paid = {one.programme: one.realised for one in composed.programmes()} if quarters else {}
    yield from COMPOSED.unless(spent == paid, "says of money what was not reported")


class ReportLaws:
    """One report's events in their order."""

    def __init__(self) -> None:
        self._makers: set[str] = set()
        # As the command found it: its first act may be to end what was given.
        self._waiting: Collection[Step] = ()

    def judged(self, stream: str, report: Report, event: ReportEvent, again: bool) -> Iterator[Breach]:
        """Judge an event in the report's state before; `again` where its command made the one before, too."""
        if not again:
            self._waiting = report.open_steps()
        phases, roles = _PHASES[type(event)], _ROLES.get(type(event))
        paper = report.paper if isinstance(event, ReportDocumentRendered) else report
        yield from PHASE.unless(paper.phase in phases, f"the report was {paper.phase}")
        yield from ROLE.unless(roles is None or event.by.role in roles, f"not an act of the role {event.by.role}")
        match event:
            case ReportBegun():
                self._makers.add(event.by.person)
                yield from NAME.unless(stream == f"report/{event.kind}-{event.year}", f"one begins in {stream}")
            case ReportSubmitted():
                yield from content(report, event, report_digest(report))
                yield from VERSION.unless(event.round == report.round + 1, f"is round {event.round}")
            case ReportDocumentRendered():
                yield from rendered(paper, event, report_digest(paper), len(paper.signatures))
            case ReportParafGiven() | ReportSigned():
                act = StepAct.SIGN if isinstance(event, ReportSigned) else StepAct.REVIEW
                yield from endorsed(report, event, act, report_digest(report), self._makers)
                yield from authored(event.by, _senders(report))
            case ReportParafVoided() | ReportSignatureVoided():
                yield from voided(report, event)
                returned = event.cause is ReportCause.RETURNED
                allowed = {step.duty for step in self._waiting} if returned else {Duty(role) for role in _WRITERS}
                yield from SIGNED.unless(returned or not report.signatures, "what was signed is changed by who made it")
                yield from ROLE.unless(event.by.duty in allowed, f"not an act of the role {event.by.role}")
            case ReportReturned():
                yield from own_step(report.step(event.step), self._waiting, event.by, self._makers)
                yield from authored(event.by, _senders(report))
                yield from PAST.unless(not report.given, "leaves an endorsement standing")
            case ReviewStated():
                yield from self._stated(report, event)
            case ReviewVoided():
                held = report.review
                ended = event.auditor, event.given, event.version
                same = held is not None and (held.by, held.at, held.version) == ended
                yield from PAST.unless(same, "ends a statement of review that did not stand")
            case SectionWritten() | FigureStated() | ReportComposed():
                yield from self._changed(report, event)

    def _changed(self, report: Report, event: ReportChange) -> Iterator[Breach]:
        self._makers.add(event.by.person)
        yield from VERSION.unless(event.version == report.version + 1, f"makes version {event.version}")
        ended = report.review is None or report.phase is ReportPhase.SIGNED
        yield from STALE.unless(ended, "leaves a statement of review standing")
        match event:
            case SectionWritten(key=key, old=old):
                bodies = {section.key: section.body for section in report.text.sections}
                yield from PAST.unless(bodies.get(key) == old, "another content was there")
            case FigureStated(indicator=key, what=what, old=named):
                yield from PAST.unless(report.stated.get((key, what)) == named, "another content was there")

    def _stated(self, report: Report, event: ReviewStated) -> Iterator[Breach]:
        yield from content(report, event, report_digest(report))
        shown = report.document.document if report.document else "none"
        yield from SHOWN.unless(event.document == shown, f"names document {event.document} where {shown} was shown")
        authors = self._makers | set(_senders(report))
        yield from MAKER.unless(event.by.person not in authors, f"{event.by.person} made what they check")
        answered = [point.key for point in event.review.points]
        yield from CONTENT.unless(answered == list(POINTS), "leaves points of the checklist open")


def _senders(report: Report) -> Collection[str]:
    return (report.submitted.by.person,) if report.submitted else ()
