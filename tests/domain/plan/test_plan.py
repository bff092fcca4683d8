"""The law of a plan: who may do what, when, and what it makes happen."""

from decimal import Decimal

import msgspec
import pytest

from domain.kernel.actor import Role
from domain.measure.target import Percentage
from domain.plan.commands import (
    AnswerQuestion,
    CarryComment,
    PlanCommand,
    RecordDue,
    RejectPlan,
    RemindStep,
    SettleComment,
    WithdrawPlan,
)
from domain.plan.events import (
    Cause,
    CommentCarried,
    CommentMade,
    CommentSettled,
    DocumentRendered,
    ParafGiven,
    ParafVoided,
    PartSigned,
    PlanDrafted,
    PlanRejected,
    PlanReturned,
    PlanSubmitted,
    PlanWithdrawn,
    QuestionAnswered,
    Reminder,
    ReminderKind,
    SignatureVoided,
    StepReminded,
)
from domain.plan.evolution import fold
from domain.plan.facts import RowAdded, TargetChanged
from domain.plan.questions import questions
from domain.plan.state import Phase, text_digest
from domain.plan.text import Goal, PlanText
from domain.route.route import Route, Step, StepAct
from domain.waiting import waiting
from tests.domain.office.office_life import (
    AT,
    CHAIR,
    DRAFTER,
    SECRETARY,
    SIDE_BY_SIDE,
    SYSTEM,
    TEXT,
    draft,
    drafted,
    edit,
    give_back,
    half_signed,
    paraf,
    person,
    plan_spec,
    remark,
    render,
    reviewed,
    sign,
    signed,
    submit,
    submitted,
)


def raised(value: int = 77) -> PlanText:
    """The text with the turnout's target raised."""
    a = TEXT.part("A")
    indicator = msgspec.structs.replace(a.indicators[0], target=Percentage(Decimal(value)))
    return TEXT.with_part(msgspec.structs.replace(a, indicators=(indicator, *a.indicators[1:])))


def test_a_draft_begins_with_its_text_row_by_row() -> None:
    plan = plan_spec().when(draft()).makes(PlanDrafted, *[RowAdded] * 6)
    assert plan.text == TEXT
    assert (plan.phase, plan.version) == (Phase.DRAFTING, 1)


def test_only_a_drafter_drafts() -> None:
    plan_spec().when(draft(by=CHAIR)).refused("role-missing")


def test_one_live_plan_per_office_year_and_kind() -> None:
    drafted().when(draft()).refused("plan-exists")


def test_a_rejected_plan_makes_room_for_a_new_one_whose_versions_go_on() -> None:
    rejected = submitted().done(RejectPlan(by=SECRETARY, at=AT, step="secretary-review", reason="Wrong year."))
    assert rejected.state.phase is Phase.REJECTED
    again = rejected.done(draft()).state
    assert (again.phase, again.version, again.text) == (Phase.DRAFTING, 3, TEXT)


def with_goal(text: PlanText, row: str) -> PlanText:
    """The text with one more goal."""
    part = text.part("A")
    return text.with_part(msgspec.structs.replace(part, goals=(*part.goals, Goal(row, "", "Satu sasaran lagi"))))


@pytest.mark.parametrize("row", ["1.1/2", "a\nb", "Baris", "a b", "-a", "x" * 64, "é"])
def test_the_id_of_a_new_row_is_a_slug(row: str) -> None:
    """fault 14: an id stands in addresses."""
    drafted().when(edit(with_goal(TEXT, row))).refused("not-an-id")
    plan_spec().when(draft(text=with_goal(TEXT, row))).refused("not-an-id")


@pytest.mark.parametrize("row", ["1.1/2", "a\nb", "x" * 300])
def test_an_older_id_goes_on(row: str) -> None:
    last = TEXT.part("A").goals[-1].id
    added = RowAdded(by=DRAFTER, at=AT, version=2, part="A", row=Goal(row, "", "Satu sasaran lagi"), after=last)
    old = drafted().given(added)
    changed = with_goal(raised(), row)
    assert old.when(edit(changed, based_on=2)).makes(TargetChanged).text.rows().keys() == changed.rows().keys()


def test_an_edit_that_changes_nothing_records_nothing() -> None:
    drafted().when(edit(TEXT)).then()
    submitted().when(edit(TEXT)).then()


def test_an_edit_based_on_an_older_text_is_refused() -> None:
    drafted().done(edit(raised())).when(edit(raised(80), based_on=1)).refused("text-changed")


def test_an_edit_in_review_voids_the_parafs() -> None:
    spec = submitted()
    spec = spec.done(paraf(spec.state, "secretary-review", SECRETARY))
    plan = spec.when(edit(raised())).makes(ParafVoided, TargetChanged)
    assert (plan.phase, plan.given, plan.document) == (Phase.DRAFTING, (), None)


@pytest.mark.parametrize("command", [edit(raised()), WithdrawPlan(by=DRAFTER, at=AT, reason="")])
def test_what_an_official_signed_the_drafter_neither_takes_back_nor_changes(command: PlanCommand) -> None:
    spec = half_signed()
    spec.when(command).refused("already-signed")
    spec.when(edit(spec.state.text)).then()  # nothing was changed
    outcome = spec.when(give_back("chair-sign", CHAIR))
    outcome.makes(ParafVoided, ParafVoided, SignatureVoided, PlanReturned)
    void = outcome.events[2]
    assert isinstance(void, SignatureVoided)
    assert (void.step, void.part, void.official, void.cause) == ("secretary-sign", "B", SECRETARY, Cause.RETURNED)
    assert void.document == "pdf-of-1-with-0"


def test_a_signed_plan_is_not_edited() -> None:
    signed().when(edit(raised())).refused("plan-signed")


def test_an_empty_plan_is_not_submitted() -> None:
    plan_spec().done(draft(TEXT.skeleton())).when(submit(0)).refused("plan-empty")


def test_a_submission_names_its_text() -> None:
    plan = drafted().when(submit()).makes(PlanSubmitted)
    assert (plan.phase, plan.round) == (Phase.REVIEW, 1)


def test_open_comments_are_settled_or_carried_before_resubmission() -> None:
    spec = submitted().done(remark(), give_back("secretary-review", SECRETARY))
    spec.when(submit()).refused("comments-open")
    settled = spec.when(SettleComment(by=DRAFTER, at=AT, comment="c1", answer="Raised."))
    settled.makes(CommentSettled)
    carried = spec.done(CarryComment(by=DRAFTER, at=AT, comment="c1", reason="Data comes in March."))
    carried.when(submit()).makes(PlanSubmitted)
    later = carried.done(submit(), give_back("secretary-review", SECRETARY))
    later.when(submit()).refused("comments-open")


def test_a_question_is_answered_until_it_asks_otherwise() -> None:
    spec = drafted()
    asked = next(q for q in questions(spec.state.text) if q.code == "no-total")
    answer = AnswerQuestion(by=DRAFTER, at=AT, question=asked.name, reason="As the paper has it.")
    plan = spec.when(answer).makes(QuestionAnswered)
    assert plan.answers[asked.name].reason == "As the paper has it."
    spec.when(msgspec.structs.replace(answer, reason=" ")).refused("reason-missing")
    spec.when(msgspec.structs.replace(answer, by=SECRETARY)).refused("role-missing")
    spec.when(msgspec.structs.replace(answer, question="nothing")).refused("unknown-question")
    part = plan.text.parts[-1]
    raised = msgspec.structs.replace(part.programmes[0], allotted=Decimal(999))
    other = plan.text.with_part(msgspec.structs.replace(part, programmes=(raised, *part.programmes[1:])))
    again = next(q for q in questions(other) if q.code == "no-total")
    assert again.name not in plan.answers


def test_a_comment_needs_a_row_that_exists() -> None:
    submitted().when(remark(row="nowhere")).refused("unknown-row")
    submitted().when(remark(row="")).makes(CommentMade)
    submitted().when(CarryComment(by=DRAFTER, at=AT, comment="c9", reason="x")).refused("unknown-comment")
    assert CommentCarried.__struct_config__.tag == "comment-carried"


def test_a_paraf_names_text_and_document() -> None:
    spec = submitted()
    outcome = spec.when(paraf(spec.state, "secretary-review", SECRETARY))
    outcome.makes(ParafGiven)
    given = outcome.events[0]
    assert isinstance(given, ParafGiven)
    assert (given.digest, given.document, given.template) == (text_digest(spec.state), "pdf-of-1-with-0", "t1")


def test_nobody_acts_before_the_document_is_shown() -> None:
    spec = drafted().done(submit())
    spec.when(paraf(spec.state, "secretary-review", SECRETARY)).refused("document-not-ready")


def test_nobody_acts_on_another_text_or_document() -> None:
    spec = submitted()
    act = paraf(spec.state, "secretary-review", SECRETARY)
    spec.when(msgspec.structs.replace(act, digest="0" * 64)).refused("text-changed")
    spec.when(msgspec.structs.replace(act, document="0" * 64)).refused("document-changed")
    spec.when(msgspec.structs.replace(act, based_on=0)).refused("text-changed")


def test_a_step_belongs_to_its_role_and_waits_for_its_turn() -> None:
    spec = submitted()
    spec.when(paraf(spec.state, "secretary-review", CHAIR)).refused("not-your-step")
    spec.when(paraf(spec.state, "chair-review", CHAIR)).refused("step-not-open")
    spec.when(sign(spec.state, "secretary-review", SECRETARY)).refused("wrong-act")
    spec.when(paraf(spec.state, "no-such-step", CHAIR)).refused("unknown-step")


def test_a_step_is_done_once_and_the_second_is_told_who_and_when() -> None:
    spec = submitted()
    act = paraf(spec.state, "secretary-review", SECRETARY)
    no = spec.done(act).when(act).refused("already-done")
    assert no.params == {"name": "Sari", "at": AT.isoformat()}


@pytest.mark.parametrize("step", ["secretary-review", "secretary-sign"])
def test_the_maker_is_not_the_checker(step: str) -> None:
    maker = person("Sari", Role.DRAFTER)
    spec = plan_spec().done(draft(by=maker), submit(by=maker))
    spec = spec.done(render(spec.state))
    spec.when(paraf(spec.state, "secretary-review", SECRETARY)).refused("maker-is-checker")
    spec.when(give_back("secretary-review", SECRETARY)).refused("maker-is-checker")


def test_the_chair_signs_the_document_that_shows_the_secretarys_signature() -> None:
    spec = reviewed()
    early = sign(spec.state, "chair-sign", CHAIR)
    spec = spec.done(sign(spec.state, "secretary-sign", SECRETARY))
    spec.when(early).refused("document-not-ready")
    spec = spec.done(render(spec.state))
    spec.when(early).refused("document-changed")
    assert spec.when(sign(spec.state, "chair-sign", CHAIR)).makes(PartSigned).phase is Phase.SIGNED


def test_the_signed_document_refers_to_the_one_that_was_signed() -> None:
    last = signed().past[-1]
    assert isinstance(last, DocumentRendered)
    assert (last.shown, last.document, last.signatures) == ("pdf-of-1-with-1", "pdf-of-1-with-2", 2)


def test_a_return_needs_a_reason_and_voids_what_was_given() -> None:
    half_signed().when(give_back("chair-sign", CHAIR, "  ")).refused("reason-missing")
    plan = (
        half_signed()
        .when(give_back("chair-sign", CHAIR))
        .makes(ParafVoided, ParafVoided, SignatureVoided, PlanReturned)
    )
    assert (plan.phase, plan.given) == (Phase.DRAFTING, ())
    assert [e.document for e in plan.void if isinstance(e, SignatureVoided)] == ["pdf-of-1-with-0"]


def test_a_rejection_ends_the_plan() -> None:
    submitted().when(RejectPlan(by=SECRETARY, at=AT, step="secretary-review", reason="")).refused("reason-missing")
    outcome = submitted().when(RejectPlan(by=SECRETARY, at=AT, step="secretary-review", reason="Wrong year."))
    assert outcome.makes(PlanRejected).phase is Phase.REJECTED


def test_the_drafter_withdraws_before_the_first_signature_only() -> None:
    withdraw = WithdrawPlan(by=DRAFTER, at=AT, reason="")
    assert reviewed().when(withdraw).makes(ParafVoided, ParafVoided, PlanWithdrawn).phase is Phase.DRAFTING
    half_signed().when(withdraw).refused("already-signed")
    submitted().when(WithdrawPlan(by=SECRETARY, at=AT, reason="")).refused("role-missing")


def test_steps_of_the_same_order_run_side_by_side_and_all_must_pass() -> None:
    spec = plan_spec().done(draft(route=SIDE_BY_SIDE), submit())
    spec = spec.done(render(spec.state))
    assert {s.key for s in spec.state.open_steps()} == {"one", "two"}
    spec = spec.done(paraf(spec.state, "two", CHAIR))
    assert spec.state.phase is Phase.REVIEW
    spec = spec.done(paraf(spec.state, "one", SECRETARY))
    assert {s.key for s in spec.state.open_steps()} == {"sign-b", "sign-a"}


@pytest.mark.parametrize(
    ("route", "code"),
    [
        ((), "route-empty"),
        (SIDE_BY_SIDE[:2], "route-unsigned"),
        (SIDE_BY_SIDE[:3], "route-part-unsigned"),
        ((SIDE_BY_SIDE[0], SIDE_BY_SIDE[0]), "route-key-twice"),
        ((*SIDE_BY_SIDE[:3], Step("sign-a", 1, Role.CHAIR, StepAct.SIGN, "A")), "route-mixed"),
        ((*SIDE_BY_SIDE, Step("late", 3, Role.CHAIR, StepAct.REVIEW)), "route-review-after-sign"),
        ((*SIDE_BY_SIDE, Step("c", 3, Role.CHAIR, StepAct.SIGN, "C")), "route-unknown-part"),
        ((*SIDE_BY_SIDE, Step("x", 3, Role.AUDITOR, StepAct.REVIEW)), "route-role"),
    ],
)
def test_a_route_that_cannot_be_walked_is_refused(route: Route, code: str) -> None:
    plan_spec().when(msgspec.structs.replace(draft(), route=route)).refused(code)


def bad_texts() -> dict[str, PlanText]:
    """Texts that cannot stand, by the code that refuses them."""
    a, b = TEXT.parts
    replace = msgspec.structs.replace
    return {
        "duplicate-row-id": TEXT.with_part(replace(a, goals=(*a.goals, a.goals[0]))),
        "goal-cycle": TEXT.with_part(replace(a, goals=(Goal("g1", "g2", "x"), Goal("g2", "g1", "y")), indicators=())),
        "unknown-goal": TEXT.with_part(replace(a, goals=a.goals[:2])),
        "negative-budget": TEXT.with_part(replace(b, programmes=(replace(b.programmes[0], allotted=Decimal(-1)),))),
        "negative-target": TEXT.with_part(
            replace(a, indicators=(replace(a.indicators[0], target=Percentage(Decimal(-1))),))
        ),
        "row-empty": TEXT.with_part(replace(a, goals=(replace(a.goals[0], text=" "), *a.goals[1:]))),
        "parts-fixed": replace(TEXT, parts=TEXT.parts[:1]),
        "row-id-reused": TEXT.with_part(replace(b, goals=(Goal("p1", "", "x"),), programmes=())),
        "row-in-other-part": replace(
            TEXT, parts=(replace(a, goals=a.goals[:2], indicators=a.indicators[:1]), replace(b, goals=a.goals[2:]))
        ),
    }


@pytest.mark.parametrize("code", sorted(bad_texts()))
def test_a_text_that_cannot_stand_is_refused_with_its_place(code: str) -> None:
    no = drafted().when(edit(bad_texts()[code])).refused(code)
    assert no.place or code == "parts-fixed"


def test_replay_gives_the_live_state() -> None:
    assert fold(signed().past) == signed().state


def test_a_cell_is_one_paragraph_and_a_printed_detail_keeps_its_lines() -> None:
    a = TEXT.part("A")
    typed = msgspec.structs.replace(
        TEXT,
        details=msgspec.structs.replace(TEXT.details, address=" Jl. Contoh 1 \r\n  Banjar\n"),
    ).with_part(
        msgspec.structs.replace(a, goals=(msgspec.structs.replace(a.goals[0], text="Goal\n  one"), *a.goals[1:]))
    )
    plan = drafted().when(edit(typed)).state
    assert plan.text.details.address == "Jl. Contoh 1\nBanjar"
    assert plan.text.part("A").goals[0].text == "Goal one"


def test_what_comes_too_late_is_no_error_and_no_fact() -> None:
    spec = submitted()
    late = render(drafted().state, "another")
    spec.when(late).then()
    drafted().when(late).then()


def test_a_step_gets_one_due_date_and_each_reminder_once() -> None:
    noon = AT.replace(hour=12)
    reminders = (Reminder("before-1", ReminderKind.BEFORE, AT), Reminder("due", ReminderKind.DUE, noon))
    due = RecordDue(
        by=SYSTEM,
        at=AT,
        step="secretary-review",
        round=1,
        opened=AT,
        due=noon,
        reminders=reminders,
        estimated=False,
        source="holidays",
        citation="SOP 1",
    )
    remind = RemindStep(
        by=SYSTEM, at=AT, step="secretary-review", round=1, reminder="before-1", kind=ReminderKind.BEFORE, due=noon
    )
    spec = submitted()
    spec.when(msgspec.structs.replace(due, step="chair-review")).then()
    spec.when(msgspec.structs.replace(due, by=CHAIR)).refused("role-missing")
    spec = spec.done(due)
    spec.when(due).then()
    assert [r.key for r in waiting(spec.state).steps[0].reminders] == ["before-1", "due"]
    spec.when(remind).makes(StepReminded)
    spec = spec.done(remind)
    spec.when(remind).then()
    assert [r.key for r in waiting(spec.state).steps[0].reminders] == ["due"]
    spec = spec.done(paraf(spec.state, "secretary-review", SECRETARY))
    spec.when(msgspec.structs.replace(remind, reminder="due")).then()
