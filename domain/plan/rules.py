"""What a plan allows: decide turns a command into events, or refuses."""

from typing import assert_never

from domain.kernel.actor import ACTING, Command, Role, require_role
from domain.kernel.characters import clean, require_impersonal
from domain.kernel.errors import N_, Refused, require
from domain.kernel.source import checked_source
from domain.plan.across import across, leapt
from domain.plan.amending import decide_amendment, require_changes
from domain.plan.blocks import with_blocks
from domain.plan.check import checked, require_elsewhere
from domain.plan.commands import (
    AnswerQuestion,
    BeginAmendment,
    CarryComment,
    DraftPlan,
    EditText,
    GiveParaf,
    GiveReasons,
    MakeComment,
    PlanCommand,
    RecordDocument,
    RecordDue,
    RejectPlan,
    RemindStep,
    ReturnPlan,
    SettleComment,
    SignPart,
    StateAmendment,
    SubmitPlan,
    WithdrawAmendment,
    WithdrawPlan,
)
from domain.plan.difference import difference, sourced
from domain.plan.events import (
    Cause,
    CommentCarried,
    CommentMade,
    CommentSettled,
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
)
from domain.plan.evolution import evolve
from domain.plan.phases import require_phase
from domain.plan.questions import questions
from domain.plan.shape import require_shape
from domain.plan.state import Phase, Plan, PlanEvent, text_digest
from domain.plan.system import decide_system
from domain.route.endorsement import acted, ended, own_open_step, require_current, require_not_done, require_unsigned
from domain.route.messages import Endorse
from domain.route.route import StepAct, check_route

_MAX_REASON = 4000
_MAKER = N_("You drafted this plan, so you can neither review nor sign it.")


def decide(command: PlanCommand, plan: Plan) -> list[PlanEvent]:
    """Return what the command makes happen (nothing, where nothing changes), or raise Refused."""
    if isinstance(command, Endorse):
        require_not_done(plan, command)
    require_phase(command, plan)
    match command:
        case DraftPlan():
            return _draft(command, plan)
        case EditText():
            return _edit(command, plan)
        case SubmitPlan():
            return _submit(command, plan)
        case GiveParaf():
            return [_paraf(command, plan)]
        case SignPart():
            return [_sign(command, plan)]
        case ReturnPlan(by=by, at=at):
            step, reason = own_open_step(plan, command.step, by, _MAKER), _reason(command.reason)
            back = PlanReturned(by=by, at=at, step=step.key, version=plan.version, reason=reason)
            return [*_voided(command, plan, Cause.RETURNED), back]
        case RejectPlan(by=by, at=at):
            step, reason = own_open_step(plan, command.step, by, _MAKER), _reason(command.reason)
            end = PlanRejected(by=by, at=at, step=step.key, version=plan.version, reason=reason)
            return [*_voided(command, plan, Cause.REJECTED), end]
        case WithdrawPlan(by=by, at=at):
            require_role(command.by, Role.DRAFTER)
            require_unsigned(plan)
            reason = clean(command.reason, "reason").strip()
            require_impersonal(reason, "reason")
            back_again = PlanWithdrawn(by=by, at=at, version=plan.version, reason=reason)
            return [*_voided(command, plan, Cause.WITHDRAWN), back_again]
        case BeginAmendment() | StateAmendment() | GiveReasons():
            return decide_amendment(command, plan)
        case WithdrawAmendment():
            given_up = decide_amendment(command, plan)
            return [*_voided(command, plan, Cause.WITHDRAWN), *given_up]
        case MakeComment() | SettleComment() | CarryComment():
            return _comment(command, plan)
        case AnswerQuestion():
            return [_answer(command, plan)]
        case RecordDocument() | RecordDue() | RemindStep():
            return decide_system(command, plan)
        case _:
            assert_never(command)


def _draft(command: DraftPlan, plan: Plan) -> list[PlanEvent]:
    require_role(command.by, Role.DRAFTER)
    skeleton = command.text.skeleton()
    keys = [part.key for part in skeleton.parts]
    require(bool(keys) and len(set(keys)) == len(keys), "parts-unclear", "A plan needs parts with different keys.")
    check_route(command.route, frozenset(keys))
    require_shape(command)
    route = with_blocks(command.route, command.shape)
    version = 0 if plan.phase is Phase.ABSENT else plan.written + 1
    drafted = PlanDrafted(
        by=command.by,
        at=command.at,
        office=command.office,
        kind=command.kind,
        year=command.year,
        trial=command.trial,
        route=route,
        text=checked(skeleton, skeleton, {}, command.shape),
        version=version,
        shape=command.shape,
    )
    fresh = evolve(plan, drafted)
    text = checked(command.text, fresh.text, dict(fresh.kinds), fresh.shape)
    require_elsewhere(text, fresh.office, fresh.key)
    return [drafted, *difference(fresh.text, text, command.by, command.at, version + 1)]


def _edit(command: EditText, plan: Plan) -> list[PlanEvent]:
    require_role(command.by, Role.DRAFTER)
    require_current(command.based_on, plan.version)
    text = checked(command.text, plan.text, dict(plan.kinds), plan.shape)
    require_elsewhere(text, plan.office, plan.key)
    facts = difference(plan.text, text, command.by, command.at, plan.written + 1)
    if not facts:
        return []
    require_unsigned(plan)
    source = checked_source(command.source)
    return [*_voided(command, plan, Cause.EDITED), *(facts if source is None else sourced(facts, source))]


def _submit(command: SubmitPlan, plan: Plan) -> list[PlanEvent]:
    require_role(command.by, Role.DRAFTER)
    require_current(command.based_on, plan.version)
    require(not plan.text.is_empty(), "plan-empty", "The plan has no indicator yet; there is nothing to review.")
    waiting = [c for c in plan.comments.values() if c.open and c.carried <= plan.round]
    require(
        not waiting,
        "comments-open",
        "Comments that are neither settled nor carried over: {count}.",
        "comments",
        count=str(len(waiting)),
    )
    if plan.amendment is not None:
        require_changes(plan)
    note = clean(command.note, "note").strip()
    require_impersonal(note, "note")
    return [
        PlanSubmitted(
            by=command.by,
            at=command.at,
            version=plan.version,
            digest=text_digest(plan),
            round=plan.round + 1,
            note=note,
            separate=command.separate,
            steps=() if plan.amendment is None else plan.asked(),
            acting="" if plan.amendment is None else command.acting,
        )
    ]


def _paraf(command: GiveParaf, plan: Plan) -> ParafGiven:
    step, stated = acted(plan, command, StepAct.REVIEW, text_digest, _MAKER)
    return ParafGiven(**stated, part=step.part)


def _sign(command: SignPart, plan: Plan) -> PartSigned:
    step, stated = acted(plan, command, StepAct.SIGN, text_digest, _MAKER)
    barred = bool(plan.acting) and command.by.capacity in ACTING
    bars = N_("{position}: who only acts in a position does not sign an amendment ({citation}).")
    require(not barred, "acting-amendment", bars, position=command.by.position, citation=plan.acting)
    return PartSigned(**stated, part=step.part)


def _comment(command: MakeComment | SettleComment | CarryComment, plan: Plan) -> list[PlanEvent]:
    by, at, key = command.by, command.at, command.comment
    if by.duty not in {step.duty for step in plan.route}:
        require_role(by, Role.DRAFTER, Role.SECRETARY, Role.CHAIR)
    if isinstance(command, MakeComment):
        require(key not in plan.comments, "comment-exists", "There is a comment with this id already.")
        require(
            not command.row or command.row in plan.text.rows(),
            "unknown-row",
            "The plan has no row “{row}”.",
            "row",
            row=command.row,
        )
        return [
            CommentMade(
                by=by, at=at, comment=key, row=command.row, version=plan.version, text=_reason(command.text, "text")
            )
        ]
    comment = plan.comments.get(key)
    if comment is None:
        raise Refused("unknown-comment", "The plan has no such comment.")
    require(comment.open, "comment-settled", "This comment is settled already.")
    if isinstance(command, SettleComment):
        return [CommentSettled(by=by, at=at, comment=key, answer=_reason(command.answer, "answer"))]
    return [CommentCarried(by=by, at=at, comment=key, reason=_reason(command.reason))]


def _answer(command: AnswerQuestion, plan: Plan) -> QuestionAnswered:
    require_role(command.by, Role.DRAFTER)
    there = () if command.compared is None else (command.compared,)
    between = [*across(plan.text, there), *leapt(plan.text, (row for row in there if row.of == plan.year_before))]
    doubts = [*questions(plan.text, plan.shape), *(doubt for doubt, _ in between)]
    asked = next((q for q in doubts if q.name == command.question), None)
    if asked is None:
        raise Refused("unknown-question", "Nothing of this kind is asked of the text as it stands.")
    return QuestionAnswered(
        by=command.by,
        at=command.at,
        question=asked.name,
        code=asked.code,
        place=asked.place,
        version=plan.version,
        reason=_reason(command.reason),
        compared=command.compared,
    )


def _voided(command: Command, plan: Plan, cause: Cause) -> list[PlanEvent]:
    """Return an event for each paraf and signature that no longer holds."""
    return [
        (SignatureVoided if e.signs else ParafVoided)(**end, part=e.part, cause=cause)
        for e, end in ended(command, plan.given)
    ]


def _reason(text: str, place: str = "reason") -> str:
    cleaned = clean(text, place).strip()
    missing = N_("The reason is missing.") if place == "reason" else N_("This may not be empty.")
    require(bool(cleaned), "reason-missing", missing, place)
    require(len(cleaned) <= _MAX_REASON, "too-long", "At most {most} characters.", place, most=str(_MAX_REASON))
    require_impersonal(cleaned, place)
    return cleaned
