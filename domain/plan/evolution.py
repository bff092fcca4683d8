"""How each event changes a plan; never refuses."""

from collections.abc import Iterable
from datetime import datetime
from typing import assert_never

from domain.kernel.state import replace
from domain.plan.comment import Answer, Comment
from domain.plan.events import (
    AmendmentBegun,
    AmendmentStated,
    AmendmentWithdrawn,
    ChangeReasoned,
    CommentCarried,
    CommentMade,
    CommentSettled,
    DocumentRendered,
    DueComputed,
    ParafGiven,
    ParafVoided,
    PartSigned,
    PlanDrafted,
    PlanRejected,
    PlanReturned,
    PlanSubmitted,
    PlanWithdrawn,
    QuestionAnswered,
    SignatureVoided,
    StepReminded,
)
from domain.plan.facts import (
    CellChanged,
    DetailChanged,
    IndicatorLinked,
    ProgrammeAllotted,
    ProgrammeLinked,
    RowAdded,
    RowMoved,
    RowRemoved,
    RowReworded,
    TargetChanged,
    apply,
)
from domain.plan.in_force import InForce
from domain.plan.state import Phase, Plan, PlanEvent
from domain.plan.text import kind_of_row
from domain.route.route import StepAct


def fold(events: Iterable[PlanEvent], plan: Plan | None = None) -> Plan:
    """Return the plan that the events make."""
    state = Plan() if plan is None else plan
    for event in events:
        state = evolve(state, event)
    return state


def evolve(plan: Plan, event: PlanEvent) -> Plan:
    """Return the plan after one event; never refuses."""
    match event:
        case (
            RowAdded()
            | RowMoved()
            | RowRemoved()
            | RowReworded()
            | TargetChanged()
            | ProgrammeAllotted()
            | ProgrammeLinked()
            | IndicatorLinked()
            | CellChanged()
            | DetailChanged()
        ):
            kinds = plan.kinds
            if isinstance(event, RowAdded) and event.row.id not in kinds:
                kinds = {**kinds, event.row.id: kind_of_row(event.row)}
            return replace(
                plan,
                phase=Phase.DRAFTING,
                text=apply(plan.text, event),
                version=event.version,
                written=event.version,
                kinds=kinds,
                drafters=plan.drafters | {event.by.person},
                carried=(),
                document=None,
                due={},
                since=plan.since if plan.phase is Phase.DRAFTING else event.at,
            )
        case PlanDrafted():
            return Plan(
                phase=Phase.DRAFTING,
                office=event.office,
                kind=event.kind,
                year=event.year,
                trial=event.trial,
                route=event.route,
                text=event.text,
                shape=event.shape,
                version=event.version,
                written=event.version,
                round=plan.round,
                drafters=frozenset({event.by.person}),
                kinds=plan.kinds,
                void=plan.void,
                documents=plan.documents,
                since=event.at,
            )
        case PlanSubmitted():
            drafters = plan.drafters | {event.by.person}
            sent = replace(plan, round=event.round, drafters=drafters, given=(), document=None, due={}, returned=None)
            return _passed(plan, replace(_asked(sent, event), separate=event.separate), event.at)
        case DocumentRendered():
            return _rendered(plan, event)
        case ParafGiven():
            return _passed(plan, replace(plan, given=(*plan.given, event)), event.at)
        case PartSigned():
            after = _passed(plan, replace(plan, given=(*plan.given, event), document=None), event.at)
            return _come_into_force(after, event) if after.phase is Phase.SIGNED else after
        case ParafVoided() | SignatureVoided():
            ended = (event.step, event.official.person)
            kept = tuple(e for e in plan.given if (e.step, e.by.person) != ended)
            return replace(plan, given=kept, void=(*plan.void, event))
        case PlanReturned() | PlanWithdrawn():
            back = replace(plan, carried=(), document=None, due={}, returned=event)
            return replace(back, phase=Phase.DRAFTING, since=event.at)
        case PlanRejected():
            if plan.signed is not None:
                return replace(_put_back(plan, plan.signed), returned=event)
            return replace(plan, phase=Phase.REJECTED, document=None, due={}, since=event.at, returned=event)
        case AmendmentBegun():
            begun = replace(plan, phase=Phase.DRAFTING, signed=plan, amendment=event.amendment, since=event.at)
            begun = replace(begun, given=(), carried=(), document=None, due={}, returned=None)
            return replace(begun, drafters=frozenset({event.by.person}))
        case AmendmentStated():
            return replace(plan, amendment=event.new, drafters=plan.drafters | {event.by.person})
        case ChangeReasoned(place=place):
            reasons = {**plan.reasons, place: event.new}
            return replace(plan, reasons=reasons, drafters=plan.drafters | {event.by.person})
        case AmendmentWithdrawn():
            return plan if plan.signed is None else _put_back(plan, plan.signed)
        case CommentMade():
            made = Comment(event.comment, event.by, event.at, event.row, event.version, event.text)
            return replace(plan, comments={**plan.comments, made.id: made})
        case CommentSettled(comment=name):
            settled = replace(plan.comments[name], answer=event.answer, settled_by=event.by, settled_at=event.at)
            return replace(plan, comments={**plan.comments, name: settled})
        case CommentCarried(comment=name):
            carried = replace(plan.comments[name], carried=plan.round + 1, reason=event.reason)
            return replace(plan, comments={**plan.comments, name: carried})
        case QuestionAnswered(question=name):
            return replace(plan, answers={**plan.answers, name: Answer(event.by, event.at, event.reason)})
        case DueComputed():
            return replace(plan, due={**plan.due, event.step: event})
        case StepReminded():
            key = (event.step, event.round, event.reminder)
            return replace(plan, reminded={**plan.reminded, key: event})
        case _:
            assert_never(event)


_PASSED = {StepAct.REVIEW: Phase.REVIEW, StepAct.SIGN: Phase.SIGNING, None: Phase.SIGNED}


def _passed(before: Plan, plan: Plan, at: datetime) -> Plan:
    """Set the phase that the next steps ask for, and since when they wait."""
    passed = replace(plan, phase=_PASSED[plan.next_act()])
    return passed if passed.routed and passed.waits_as(before) else replace(passed, since=at)


def _asked(plan: Plan, sent: PlanSubmitted) -> Plan:
    """Let the signatures that it is not asked for go on."""
    held = plan.in_force.given if plan.in_force and sent.steps else ()
    carried = tuple(e for e in held if isinstance(e, PartSigned) and e.step not in sent.steps)
    return replace(plan, carried=carried, acting=sent.acting)


def _rendered(plan: Plan, event: DocumentRendered) -> Plan:
    documents = (*plan.documents, event)
    if plan.signed is not None and event.version == plan.signed.version:
        signed = _rendered(plan.signed, event)
        return replace(plan, signed=signed, amended=signed.amended, documents=documents)
    if plan.phase is Phase.SIGNED and plan.in_force is not None:
        printed = replace(plan.in_force, document=event)
        plan = replace(plan, amended=(*plan.amended[:-1], printed))
    return replace(plan, document=event, documents=documents)


def _come_into_force(plan: Plan, last: PartSigned) -> Plan:
    signed = InForce(
        version=plan.version,
        digest=last.digest,
        text=plan.text,
        shape=plan.shape,
        route=plan.route,
        given=(*plan.carried, *plan.given),
        signed_at=last.at,
        amendment=plan.amendment,
        reasons=plan.said(),
    )
    return replace(plan, amended=(*plan.amended, signed), amendment=None, reasons={}, signed=None)


def _put_back(plan: Plan, signed: Plan) -> Plan:
    """What is in force is the plan again, as it was; what happened meanwhile is remembered and never counted anew."""
    return replace(
        signed,
        round=plan.round,
        written=plan.written,
        kinds=plan.kinds,
        void=plan.void,
        documents=plan.documents,
        reminded=plan.reminded,
    )
