"""What holds of a quarter: its phases, who files and who checks, and the figures it is closed with."""

from collections.abc import Iterator
from typing import get_args

from audit.laws.endorsement import MAKER, authored, content, endorsed, rendered, voided
from audit.laws.law import CONTENT, NAME, PAST, PHASE, ROLE, VERSION, Breach, Law
from domain.action.state import Action
from domain.kernel.actor import Actor, Role
from domain.kernel.streams import last_day, quarter_stream
from domain.measure.achievement import Achievement, Derivation, bounded, unrounded
from domain.measure.policy import fitting, unbounded
from domain.measure.realisation import State
from domain.plan.state import Plan
from domain.quarter.content import quarter_digest
from domain.quarter.events import (
    BudgetRealised,
    EarlierAdopted,
    FilingReminded,
    LineChange,
    PolicyCorrected,
    QuarterCause,
    QuarterChange,
    QuarterClosed,
    QuarterDocumentRendered,
    QuarterEvent,
    QuarterFollowed,
    QuarterOpened,
    QuarterReopened,
    QuarterSignatureVoided,
    QuarterSigned,
    RealisationCorrected,
    RealisationFiled,
    RealisationHandedOver,
    RealisationReturned,
    RealisationVerified,
    RealisationWaived,
    VerificationVoided,
    WindowExtended,
    WindowRearmed,
)
from domain.quarter.figures import Figure, share, total
from domain.quarter.followed import unfit
from domain.quarter.line import Line, Standing
from domain.quarter.opening import signed_versions
from domain.quarter.state import Quarter, QuarterPhase
from domain.route.route import StepAct

FIGURES = Law("figures")


def closed(quarter: Quarter, event: QuarterClosed) -> Iterator[Breach]:
    """Judge the figures of a closing."""
    indicators = [figure.indicator for figure in event.figures]
    yield from FIGURES.unless(
        indicators == list(quarter.lines), "other indicators are closed than those of the quarter"
    )
    for figure in event.figures:
        line = quarter.lines.get(figure.indicator)
        kept = line is not None and figure.reading == line.reading and _follows(figure, line, quarter.plan_version)
        yield from FIGURES.unless(kept, f"the figures of {figure.indicator} do not follow from what was filed")
    spent = [(key, s.of.allotted, s.realised) for key, s in quarter.budget.items()]
    same = [(p.programme, p.allotted, p.realised) for p in event.programmes] == spent
    shares = all(p.share == share(p.allotted, p.realised) for p in event.programmes)
    summed = event.absorption == total(event.programmes)
    yield from FIGURES.unless(same and shares and summed, "the money does not follow from what was reported")


def _follows(figure: Figure, line: Line, plan_version: int) -> bool:
    policy, row = line.row.policy, line.row
    earlier = tuple(fitting(policy, quarter.reading) for quarter in row.earlier)
    sides = (
        (figure.quarter, row.target, (line.reading,)),
        (figure.year, row.year_target, (*earlier, line.reading)),
    )
    return all(
        found.figure is None if target is None else _is(found, Derivation(policy, target, readings, plan_version))
        for found, target, readings in sides
    )


def _is(found: Achievement, of: Derivation) -> bool:
    """Whether this is what the inputs give: a figure that names them, or why there is none."""
    exact = unrounded(of.policy, of.target, of.readings)
    if isinstance(exact, State):
        return (found.state, found.figure) == (exact, None)
    return (found.figure, found.derivation) == (bounded(exact, of.policy), of)


WINDOW = Law("window")
SETTLED = Law("settled")
_LIVE = (QuarterPhase.OPEN, QuarterPhase.SIGNING, QuarterPhase.SIGNED)
_OFFICIALS = (Role.SECRETARY, Role.CHAIR)
_PHASES: dict[type, tuple[QuarterPhase, ...]] = {
    QuarterOpened: (QuarterPhase.ABSENT,),
    **dict.fromkeys((*get_args(LineChange), RealisationWaived, BudgetRealised, EarlierAdopted), _LIVE),
    QuarterFollowed: _LIVE,
    **dict.fromkeys((WindowExtended, WindowRearmed, FilingReminded), _LIVE),
    QuarterSigned: (QuarterPhase.SIGNING,),
    QuarterClosed: (QuarterPhase.SIGNED,),
    QuarterReopened: (QuarterPhase.CLOSED,),
    QuarterDocumentRendered: (QuarterPhase.SIGNING, QuarterPhase.SIGNED, QuarterPhase.CLOSED),
}
_ROLES: dict[type, tuple[Role, ...]] = {
    QuarterOpened: (Role.PLANNER, Role.SYSTEM),
    **dict.fromkeys((RealisationFiled, RealisationCorrected), (Role.OWNER,)),
    BudgetRealised: (Role.OWNER, Role.PLANNER, Role.DRAFTER),
    **dict.fromkeys((RealisationVerified, RealisationWaived), (Role.PLANNER,)),
    RealisationReturned: (Role.PLANNER, *_OFFICIALS),
    RealisationHandedOver: (Role.PLANNER, Role.SECRETARY),
    PolicyCorrected: (Role.PLANNER,),
    WindowExtended: (Role.PLANNER, *_OFFICIALS),
    QuarterReopened: _OFFICIALS,
    QuarterClosed: (Role.PLANNER, *_OFFICIALS, Role.SYSTEM),
    **dict.fromkeys(
        (WindowRearmed, EarlierAdopted, QuarterFollowed, VerificationVoided, FilingReminded, QuarterDocumentRendered),
        (Role.SYSTEM,),
    ),
}


def measured_as_planned(action: Action | None, event: QuarterOpened) -> Iterator[Breach]:
    """Judge what a quarter is measured against: what the action plan of its year said at some time."""
    seen = (event.plan_version, event.plan_digest)
    yield from _planned(action, event.year, event.quarter, seen, event)


def followed_as_planned(action: Action | None, quarter: Quarter, event: QuarterFollowed) -> Iterator[Breach]:
    """Judge what an open quarter goes on by: the version of its action plan that is in force on its last day."""
    seen = (event.basis.version, event.basis.digest)
    yield from _planned(action, quarter.year, quarter.quarter, seen, event)


def _planned(
    action: Action | None, year: int, quarter: int, seen: tuple[int, str], event: QuarterOpened | QuarterFollowed
) -> Iterator[Breach]:
    held = None if action is None else (action.in_force_on(last_day(year, quarter)) or action)
    same = held is not None and seen == (held.basis.version, held.basis.digest)
    yield from CONTENT.unless(same, "is measured against a text that no action plan is for")
    starts = {} if held is None else {key: held.owes(key, quarter) or row.start for key, row in held.rows.items()}
    said = {row.indicator.id: True for row in event.rows} | {row.indicator.id: row.start for row in event.later or ()}
    yield from CONTENT.unless(not same or said == starts, "asks for other indicators than have started by then")
    for row in event.rows if action is not None else ():
        key = row.indicator.id
        aims = {set_.new[quarter - 1] for set_ in action.aims.get(key, ()) if set_.new} if action else set()
        known = action.policies.get(key, ()) if action else ()
        # Bounds that were taken away in an earlier quarter stay away.
        planned = row.policy in (*known, *map(unbounded, known)) and row.target in aims
        yield from CONTENT.unless(planned, f"measures {key} otherwise than the action plan ever said")


def corrected_as_planned(action: Action | None, event: PolicyCorrected) -> Iterator[Breach]:
    """Judge how a row is measured from now on: as the action plan said at some time, or as before without bounds."""
    known = action.policies.get(event.indicator, ()) if action else ()
    planned = event.new in known or event.new == unbounded(event.old)
    yield from CONTENT.unless(planned, f"measures {event.indicator} otherwise than the action plan ever said")


def signed_as_amended(plan: Plan | None, quarter: Quarter, event: QuarterSigned) -> Iterator[Breach]:
    """Judge what a signature says of an amendment that the quarter does not follow: it was in force then."""
    behind = None if plan is None else quarter.behind(signed_versions(plan))
    said = event.unfollowed.plan if event.unfollowed else None
    yield from CONTENT.unless(said is None or said == behind, "goes by a plan that nothing in force had changed")


def quarter_laws(stream: str, quarter: Quarter, event: QuarterEvent, again: bool) -> Iterator[Breach]:
    """Judge an event in the quarter's state before; `again` where its command made the event before, too."""
    phases, roles = _PHASES.get(type(event)), _ROLES.get(type(event))
    yield from PHASE.unless(phases is None or quarter.phase in phases, f"the quarter was {quarter.phase}")
    yield from ROLE.unless(roles is None or event.by.role in roles, f"not an act of the role {event.by.role}")
    match event:
        case QuarterOpened():
            named = quarter_stream(event.kind, event.year, event.quarter)
            yield from NAME.unless(stream == named, f"{named} begins in {stream}")
        case WindowExtended() | QuarterReopened() | WindowRearmed():
            yield from VERSION.unless(event.round == quarter.round + 1, f"is round {event.round}")
            if isinstance(event, WindowExtended):
                yield from PAST.unless(event.old == quarter.window.closes, f"the window did not end {event.old}")
        case QuarterDocumentRendered():
            yield from rendered(quarter, event, quarter_digest(quarter), len(quarter.given))
        case QuarterSigned():
            verified, waived = (_settlers(quarter, standing) for standing in (Standing.VERIFIED, Standing.WAIVED))
            yield from endorsed(quarter, event, StepAct.SIGN, quarter_digest(quarter), quarter.makers, verified)
            yield from authored(event.by, {by.person for by in waived})
            yield from _settled(quarter)
        case QuarterSignatureVoided():
            yield from voided(quarter, event)
            reopened = event.cause is QuarterCause.REOPENED
            late = quarter.phase is QuarterPhase.CLOSED
            yield from PHASE.unless(reopened is late, f"the quarter was {quarter.phase}")
        case QuarterClosed():
            yield from content(quarter, event, quarter_digest(quarter))
            yield from _settled(quarter)
            yield from closed(quarter, event)
        case FilingReminded():
            yield from VERSION.unless(event.round == quarter.round, f"is of round {event.round}")
        case _:
            due = quarter.version if again and quarter.version == event.version else quarter.version + 1
            yield from VERSION.unless(event.version == due, f"makes version {event.version} where {due} is due")
            yield from _changed(quarter, event)


def _settlers(quarter: Quarter, standing: Standing) -> list[Actor]:
    return [line.checked_by for line in quarter.lines.values() if line.checked_by and line.standing is standing]


def _settled(quarter: Quarter) -> Iterator[Breach]:
    rows = all(line.standing in (Standing.VERIFIED, Standing.WAIVED) for line in quarter.lines.values())
    money = all(spending.realised is not None or spending.waived for spending in quarter.budget.values())
    yield from SETTLED.unless(rows and money, "a row or a programme is neither verified nor waived")


def _changed(quarter: Quarter, event: QuarterChange) -> Iterator[Breach]:
    match event:
        case QuarterFollowed():
            yield from PAST.unless(quarter.follows, "follows a plan though it was closed once")
            yield from PAST.unless(not quarter.given, "leaves a signature standing")
            yield from PAST.unless(event.basis.digest != quarter.plan_digest, "follows what it is measured by")
            unfit_now = tuple(
                row.indicator.id for row in event.rows if unfit(quarter.known_lines.get(row.indicator.id), row)
            )
            yield from PAST.unless(event.unfit == unfit_now, "returns other rows than those that no longer fit")
        case EarlierAdopted():
            known = all(change.now.quarter < quarter.quarter for change in event.rows)
            yield from PAST.unless(known, "notes a quarter that is not an earlier one")
        case BudgetRealised(programme=key):
            spending = quarter.budget[key]
            was = (event.old, event.row_version) == (spending.realised, spending.version + 1)
            yield from PAST.unless(was, f"another amount was there for {key}")
            yield from _within(quarter, event)
        case RealisationWaived(row=key):
            owed = not quarter.budget[key].settled if key in quarter.budget else quarter.lines[key].standing.owed
            yield from PAST.unless(owed, f"nothing was owed for {key}")
            yield from WINDOW.unless(event.at >= quarter.window.closes, f"the window was open for {key}")
        case _:
            yield from _line_changed(quarter, quarter.lines[event.indicator], event)


def _line_changed(quarter: Quarter, line: Line, event: LineChange) -> Iterator[Breach]:
    key, version = event.indicator, line.version
    match event:
        case RealisationFiled() | RealisationCorrected():
            version += 1
            was = None if isinstance(event, RealisationFiled) else event.old
            yield from PAST.unless(line.filing == was, f"another filing was there for {key}")
            owns = event.by.person in {owner.person for owner in line.row.owners}
            yield from ROLE.unless(owns, f"{event.by.person} does not own {key}")
            yield from _within(quarter, event)
        case RealisationVerified():
            yield from PAST.unless(line.standing is Standing.FILED, f"{key} was {line.standing}")
            yield from MAKER.unless(event.by.person not in line.makers, f"{event.by.person} filed {key}")
        case VerificationVoided():
            yield from PAST.unless(line.standing is Standing.VERIFIED, f"{key} was {line.standing}")
        case RealisationReturned():
            there = line.standing in (Standing.FILED, Standing.VERIFIED)
            yield from PAST.unless(there, f"{key} was {line.standing}")
        case RealisationHandedOver():
            yield from PAST.unless(event.old == line.row.owners, f"others owned {key}")
            return
        case PolicyCorrected():
            yield from PAST.unless(event.old == line.row.policy, f"{key} was measured otherwise")
            return
    yield from PAST.unless(event.row_version == version, f"is version {event.row_version} of {key}, not {version}")


def _within(quarter: Quarter, event: RealisationFiled | RealisationCorrected | BudgetRealised) -> Iterator[Breach]:
    yield from WINDOW.unless(quarter.window.holds(event.at), f"the window was not open at {event.at}")
