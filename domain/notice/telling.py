"""Whom an event concerns, and what they are told of it; most events concern nobody but whoever reads the history."""

from collections.abc import Iterable
from typing import Any, get_args

from domain.action.events import ActionReturned, ActionSigned
from domain.action.state import Action, ActionPhase
from domain.events import Event
from domain.kernel.actor import Act, Duty, Role
from domain.notice.notice import Happening, Notice, Party, Told, parties
from domain.plan.events import (
    AmendmentBegun,
    AmendmentWithdrawn,
    CommentMade,
    CommentSettled,
    PartSigned,
    PlanRejected,
    PlanReturned,
    PlanWithdrawn,
)
from domain.plan.state import Phase, Plan
from domain.quarter.events import (
    QuarterClosed,
    QuarterFollowed,
    QuarterOpened,
    QuarterReopened,
    QuarterSigned,
    RealisationReturned,
)
from domain.quarter.lowered import lowered_rows
from domain.quarter.state import Quarter
from domain.report.events import ReportReturned, ReportSigned
from domain.report.state import Report, ReportPhase
from domain.route.endorsed import Endorsed

PlanActed = PlanReturned | PlanRejected | PlanWithdrawn | PartSigned | AmendmentBegun | AmendmentWithdrawn
PlanTold = PlanActed | CommentMade | CommentSettled
ActionTold = ActionReturned | ActionSigned
QuarterActed = RealisationReturned | QuarterSigned | QuarterClosed | QuarterReopened
QuarterMeasured = QuarterOpened | QuarterFollowed
QuarterTold = QuarterActed | QuarterMeasured
ReportTold = ReportReturned | ReportSigned
AnyTold = PlanTold | ActionTold | QuarterTold | ReportTold
TAGS: frozenset[str] = frozenset(str(kind.__struct_config__.tag) for kind in get_args(AnyTold))
_PLANNER, _OWNER, _AUDITOR = Duty(Role.PLANNER), Duty(Role.OWNER), Duty(Role.AUDITOR)


def notice(event: Event, before: Any, after: Any) -> Notice | None:
    """Return what is to be told of an event; the states are those before its command and after the event."""
    match event, before, after:
        case (
            PlanReturned() | PlanRejected() | PlanWithdrawn() | PartSigned() | AmendmentBegun() | AmendmentWithdrawn(),
            Plan(),
            Plan(),
        ):
            return _of_plan(event, before, after)
        case CommentMade() | CommentSettled(), _, Plan():
            return _of_remark(event, after)
        case ActionReturned() | ActionSigned(), Action(), Action():
            return _of_action(event, before, after)
        case RealisationReturned() | QuarterSigned() | QuarterClosed() | QuarterReopened(), Quarter(), Quarter():
            return _of_quarter(event, before, after)
        case QuarterOpened() | QuarterFollowed(), Quarter(), Quarter():
            return _of_measured(event, before, after)
        case ReportReturned() | ReportSigned(), Report(), Report():
            return _of_report(event, before, after)
        case _:
            return None


def _of_plan(event: PlanActed, before: Plan, after: Plan) -> Notice:
    paper, taken = _paper(before), _acted(before)
    makers = parties(after.office, before.drafters | after.drafters)
    match event:
        case AmendmentBegun():
            told = _of(after, _paper(after), event, Happening.BEGUN, reason=event.amendment.reason)
            return _notice(told, makers | taken, [_PLANNER])
        case AmendmentWithdrawn():
            told = _of(after, paper, event, Happening.WITHDRAWN, reason=event.reason)
            return _notice(told, makers | taken | _acted(after), [*_waiting(before), _PLANNER])
        case PlanReturned():
            return _notice(_of(after, paper, event, Happening.RETURNED, reason=event.reason), makers | taken)
        case PlanRejected():
            told = _of(after, paper, event, Happening.REJECTED, reason=event.reason)
            return _notice(told, makers | taken, _waiting(before))
        case PlanWithdrawn():
            told = _of(after, paper, event, Happening.WITHDRAWN, reason=event.reason)
            return _notice(told, makers | taken, _waiting(before))
        case PartSigned():
            signed = makers | _acted(after)
            if after.phase is not Phase.SIGNED:
                return _notice(_of(after, paper, event, Happening.SIGNED, about=event.part), signed)
            if before.amendment is not None:  # action plan and quarters follow it
                told = _of(after, "plan", event, Happening.AMENDED, about=event.part, reason=before.amendment.reason)
                return _notice(told, signed, [_PLANNER, _OWNER])
            # The planning section begins the action plan of what is signed.
            return _notice(_of(after, "plan", event, Happening.ALL_SIGNED, about=event.part), signed, [_PLANNER])


def _paper(plan: Plan) -> str:
    return "plan" if plan.amendment is None else "amendment"


def _of_remark(event: CommentMade | CommentSettled, plan: Plan) -> Notice:
    if isinstance(event, CommentSettled):
        remark = plan.comments[event.comment]
        told = _of(
            plan, _paper(plan), event, Happening.ANSWERED, row=remark.row, about=remark.text, reason=event.answer
        )
        return _notice(told, parties(plan.office, (), [remark.by]))
    told = _of(plan, _paper(plan), event, Happening.REMARK, row=event.row, reason=event.text)
    makers = parties(plan.office, plan.drafters)
    # Who drafts asks those who read; whoever reads asks those who drafted.
    asks = event.by.person in plan.drafters
    return _notice(told, makers | _acted(plan) if asks else makers, _waiting(plan) if asks else ())


def _of_action(event: ActionTold, before: Action, after: Action) -> Notice:
    makers = parties(after.office, after.authors)
    if isinstance(event, ActionReturned):
        told = _of(after, "action", event, Happening.RETURNED, reason=event.reason)
        return _notice(told, makers | _acted(before))
    whole = after.phase is ActionPhase.SIGNED
    told = _of(after, "action", event, Happening.ALL_SIGNED if whole else Happening.SIGNED)
    owners = parties(after.office, after.owners() if whole else ())
    return _notice(told, makers | owners | _acted(after))


def _of_measured(event: QuarterMeasured, before: Quarter, after: Quarter) -> Notice | None:
    """Tell the auditor, and who checks the rows, of targets that became easier once their result could be known."""
    known = {indicator.id for indicator in lowered_rows(before)}
    lowered = [indicator for indicator in lowered_rows(after) if indicator.id not in known]
    if not lowered:
        return None
    about = "; ".join(indicator.text for indicator in lowered)
    row = lowered[0].id if len(lowered) == 1 and lowered[0].id in after.lines else ""
    told = _of(after, "quarter", event, Happening.LOWERED, row=row, about=about)
    return _notice(told, (), [_AUDITOR, _PLANNER])


def _of_quarter(event: QuarterActed, before: Quarter, after: Quarter) -> Notice:
    owners = parties(after.office, {owner.person for line in after.lines.values() for owner in line.row.owners})
    match event:
        case RealisationReturned():
            row = after.lines[event.indicator].row
            told = _of(
                *(after, "quarter", event, Happening.ROW_RETURNED),
                row=event.indicator,
                about=row.indicator.text,
                reason=event.reason,
            )
            return _notice(told, parties(after.office, [owner.person for owner in row.owners]))
        case QuarterSigned():
            return _notice(_of(after, "quarter", event, Happening.SIGNED), _acted(after), [_PLANNER])
        case QuarterClosed():
            told = _of(after, "quarter", event, Happening.CLOSED)
            return _notice(told, owners | _acted(after), [_PLANNER])
        case QuarterReopened():
            told = _of(after, "quarter", event, Happening.REOPENED, reason=event.reason)
            return _notice(told, owners | _acted(before), [_PLANNER])


def _of_report(event: ReportTold, before: Report, after: Report) -> Notice:
    makers = parties(after.office, after.authors)
    if isinstance(event, ReportReturned):
        told = _of(after, "report", event, Happening.RETURNED, reason=event.reason)
        return _notice(told, makers | _acted(before))
    whole = after.phase is ReportPhase.SIGNED
    told = _of(after, "report", event, Happening.ALL_SIGNED if whole else Happening.SIGNED)
    return _notice(told, makers | _acted(after))


def _acted(of: Endorsed[Any, Any, Any]) -> frozenset[Party]:
    return frozenset(Party(given.by.office, given.by.person) for given in of.given)


def _waiting(of: Endorsed[Any, Any, Any]) -> list[Duty]:
    return [step.duty for step in of.open_steps()]


def _of(
    of: Plan | Action | Quarter | Report,
    paper: str,
    event: Act,
    happening: Happening,
    *,
    row: str = "",
    about: str = "",
    reason: str = "",
) -> Told:
    by = event.by
    return Told(
        happening=happening,
        paper=paper,
        plan=f"{of.kind}-{of.year}",
        person=by.person,
        name=by.name,
        role=by.role,
        position=by.position,
        quarter=of.quarter if isinstance(of, Quarter) else 0,
        row=row,
        about=about,
        reason=reason,
        trial=of.trial,
    )


def _notice(told: Told, people: Iterable[Party], duties: Iterable[Duty] = ()) -> Notice:
    others = frozenset(party for party in people if party.person != told.person)
    return Notice(told, others, frozenset(duties))
