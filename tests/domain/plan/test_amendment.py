"""The law of an amendment: what is signed stays in force until everybody whom the change concerns has signed anew."""

from datetime import date

import msgspec
import pytest

from domain.kernel.actor import Capacity
from domain.plan.amendment import BasisDocument, amendment_digest
from domain.plan.basis import basis_of
from domain.plan.commands import GiveReasons, RejectPlan, SettleComment, WithdrawAmendment, WithdrawPlan
from domain.plan.events import (
    AmendmentBegun,
    AmendmentStated,
    AmendmentWithdrawn,
    ChangeReasoned,
    DocumentRendered,
    ParafVoided,
    PartSigned,
    PlanRejected,
    PlanReturned,
    PlanSubmitted,
    SignatureVoided,
)
from domain.plan.facts import TargetChanged
from domain.plan.state import Phase, Plan, text_digest
from domain.plan.text import Goal
from domain.waiting import waiting
from tests.domain.office.office_life import (
    AT,
    CHAIR,
    DRAFTER,
    SECRETARY,
    TEXT,
    drafted,
    edit,
    give_back,
    half_signed,
    paraf,
    remark,
    render,
    sign,
    signed,
    submit,
    submitted,
)
from tests.domain.plan.amended import (
    EFFECTIVE,
    aimed,
    allotted,
    amended,
    amending,
    begin,
    passed,
    reasons,
    sent,
    state,
)

SECOND = msgspec.structs.replace(DRAFTER, person="budi", name="Budi")
GIVE_UP = WithdrawAmendment(by=DRAFTER, at=AT, reason="Not needed.")


def in_force(plan: Plan) -> Plan:
    """What is in force of a plan: what an amendment that comes to nothing must leave as it was."""
    assert plan.phase is Phase.SIGNED
    fields = ("phase", "version", "text", "route", "given", "carried", "document", "drafters", "comments", "amended")
    return Plan(**{field: getattr(plan, field) for field in (*fields, "since")})


def test_a_signed_plan_stays_in_force_while_it_is_amended() -> None:
    before = signed().state
    plan = signed().when(begin()).makes(AmendmentBegun)
    assert (plan.phase, plan.version, plan.text) == (Phase.DRAFTING, before.version, TEXT)
    assert plan.amendment is not None
    assert plan.amendment.number == 1
    assert plan.in_force == before.in_force
    assert basis_of(plan) == basis_of(before)


@pytest.mark.parametrize("spec", [drafted, submitted, half_signed])
def test_only_a_signed_plan_is_amended(spec: object) -> None:
    assert callable(spec)
    assert spec().when(begin()).refusal is not None


def test_only_a_drafter_amends() -> None:
    signed().when(begin(by=CHAIR)).refused("role-missing")
    amending(aimed(80)).when(reasons(("i1.target", "Mine."), by=SECRETARY)).refused("role-missing")


def test_two_who_begin_at_once_begin_one() -> None:
    signed().done(begin()).when(begin(by=SECOND)).refused("plan-drafting")


def test_a_plan_that_is_not_amended_has_no_amendment_to_state_or_to_give_up() -> None:
    for command in (state(), reasons(("i1.target", "Why.")), GIVE_UP):
        drafted().when(command).refused("amendment-absent")
        signed().when(command).refused("plan-signed")


def test_an_amendment_names_a_ground_a_document_and_a_day_of_the_year() -> None:
    for wrong, code in (
        (msgspec.structs.replace(begin(), grounds=()), "ground-missing"),
        (begin(date(2023, 12, 31)), "effective-early"),
        (begin(date(2025, 1, 1)), "effective-late"),
        (msgspec.structs.replace(begin(), basis=BasisDocument("", "1", EFFECTIVE)), "basis-missing"),
        (msgspec.structs.replace(begin(), basis=BasisDocument("DIPA", " ", EFFECTIVE)), "basis-missing"),
        (msgspec.structs.replace(begin(), basis=BasisDocument("DIPA", "1", EFFECTIVE, "no digest")), "file-unknown"),
    ):
        signed().when(wrong).refused(code)


def test_what_an_amendment_says_of_itself_changes_while_it_is_written_alone() -> None:
    plan = amending(aimed(80)).when(state(date(2024, 9, 1))).makes(AmendmentStated)
    assert plan.amendment is not None
    assert (plan.amendment.number, plan.amendment.effective) == (1, date(2024, 9, 1))
    amending(aimed(80)).done(state()).when(state()).makes()
    sent(amending(aimed(80))).when(state()).refused("plan-in-review")


def test_nothing_is_sent_that_changes_nothing() -> None:
    signed().done(begin()).when(submit(1)).refused("amendment-empty")
    spec = amending(aimed(80))
    back = spec.done(edit(TEXT, spec.state.version))
    back.when(submit(back.state.version)).refused("amendment-empty")


def test_each_change_has_its_reason_before_it_is_sent() -> None:
    spec = signed().done(begin())
    spec = spec.done(edit(allotted(1, aimed(80)), spec.state.version))
    assert set(spec.state.changes()) == {"i1.target", "p1.allotted"}
    one = spec.done(reasons(("i1.target", "The turnout fell.")))
    missing = one.when(submit(one.state.version)).refused("reason-missing")
    assert missing.place == "p1.allotted"
    both = one.done(reasons(("p1.allotted", "The budget was cut.")))
    both.when(submit(both.state.version)).makes(PlanSubmitted)
    none = both.done(reasons(("p1.allotted", "")))
    none.when(submit(none.state.version)).refused("reason-missing")


def test_a_row_that_came_or_went_has_one_reason() -> None:
    a = TEXT.part("A")
    goals = (*a.goals, Goal("g4", "", "Goal three"))
    text = TEXT.with_part(msgspec.structs.replace(a, goals=goals, indicators=a.indicators[:1]))
    assert set(amending(text).state.changes()) == {"g4", "i2"}


def test_a_reason_is_given_of_what_changes() -> None:
    spec = amending(aimed(80))
    spec.when(reasons(("p1.allotted", "Why."))).refused("change-unknown")
    spec.when(reasons(("i1.target", "Why i1.target."))).makes()
    spec.when(reasons(("i1.target", "Better."))).makes(ChangeReasoned)


def test_the_reason_of_a_cell_that_changes_again_stays_and_that_of_one_put_back_counts_no_more() -> None:
    spec = amending(allotted(1, aimed(80)))
    again = spec.done(edit(allotted(1, aimed(85)), spec.state.version))
    again.when(submit(again.state.version)).makes(PlanSubmitted)
    back = again.done(edit(allotted(1), again.state.version))
    plan = passed(sent(back)).state
    assert plan.in_force is not None
    assert plan.in_force.reasons == {"p1.allotted": "Why p1.allotted."}


def test_a_signature_binds_what_the_amendment_says_and_why() -> None:
    spec = amending(aimed(80))
    digests = {
        text_digest(each.state)
        for each in (spec, spec.done(state()), spec.done(reasons(("i1.target", "Better."))), drafted())
    }
    assert len(digests) == 4


def test_who_signs_a_part_that_changes_signs_anew_and_the_other_signature_goes_on() -> None:
    spec = sent(amending(aimed(80)))
    plan = spec.state
    assert [step.key for step in plan.open_steps()] == ["secretary-review"]
    assert [event.step for event in plan.carried] == ["secretary-sign"]
    spec = passed(spec, 2)
    assert [step.key for step in spec.state.open_steps()] == ["chair-sign"]
    spec.when(sign(spec.state, "secretary-sign", SECRETARY)).refused("step-not-open")
    after = passed(spec).state
    assert after.phase is Phase.SIGNED
    held = after.in_force
    assert held is not None
    assert {event.step for event in held.given if event.signs} == {"secretary-sign", "chair-sign"}
    assert held.document == after.document != None  # noqa: E711


def test_a_change_of_the_cover_is_signed_by_all() -> None:
    details = msgspec.structs.replace(TEXT.details, title="ANOTHER TITLE")
    plan = sent(amending(msgspec.structs.replace(TEXT, details=details))).state
    assert plan.carried == ()


def test_the_last_signature_puts_the_new_version_in_force() -> None:
    spec = passed(sent(amending(aimed(80))), 2)
    before, last = spec.state, sign(spec.state, "chair-sign", CHAIR)
    after = spec.when(last).makes(PartSigned)
    assert before.in_force is not None
    assert before.in_force.text == TEXT
    assert after.in_force is not None
    assert (after.phase, after.amendment, after.in_force.text) == (Phase.SIGNED, None, aimed(80))
    assert (after.in_force.effective, after.in_force.digest) == (EFFECTIVE, text_digest(before))
    assert text_digest(after) == text_digest(before)


def test_a_version_is_in_force_from_its_day_until_that_of_the_next() -> None:
    plan = amended(aimed(85), date(2024, 10, 1), amended(aimed(80))).state
    turnout = {
        day: plan.in_force_on(day)
        for day in (date(2024, 7, 31), date(2024, 8, 1), date(2024, 9, 30), date(2024, 10, 1), date(2025, 1, 1))
    }
    texts = [TEXT, aimed(80), aimed(80), aimed(85), aimed(85)]
    assert [each and each.text for each in turnout.values()] == texts
    assert [each.amendment and each.amendment.number for each in plan.amended] == [None, 1, 2]


def test_an_amendment_is_in_force_no_earlier_than_the_one_before() -> None:
    amended(aimed(80)).when(begin(date(2024, 7, 31))).refused("effective-early")
    amended(aimed(80)).when(begin(EFFECTIVE)).makes(AmendmentBegun)


@pytest.mark.parametrize("steps", [0, 1, 2])
def test_an_amendment_that_is_given_up_leaves_everything_as_it_was(steps: int) -> None:
    before = signed().state
    spec = passed(sent(amending(aimed(80))), steps)
    events = [*[ParafVoided] * steps, AmendmentWithdrawn]
    after = spec.when(GIVE_UP).makes(*events)
    assert in_force(after) == in_force(before)
    assert (after.written, after.amendment, after.reasons, after.signed) == (2, None, {}, None)


@pytest.mark.parametrize("steps", [0, 1, 2])
def test_an_amendment_that_is_rejected_leaves_everything_as_it_was(steps: int) -> None:
    before = signed().state
    spec = passed(sent(amending(aimed(80))), steps)
    step = spec.state.open_steps()[0].key
    by = CHAIR if step.startswith("chair") else SECRETARY
    after = spec.when(RejectPlan(by=by, at=AT, step=step, reason="No.")).makes(*[ParafVoided] * steps, PlanRejected)
    assert in_force(after) == in_force(before)
    assert isinstance(after.returned, PlanRejected)


def test_one_who_signed_is_asked_before_an_amendment_is_given_up() -> None:
    spec = sent(amending(allotted(1, aimed(80))))
    half = passed(spec, 3)
    half.when(GIVE_UP).refused("already-signed")
    back = half.when(give_back("chair-sign", CHAIR)).makes(ParafVoided, ParafVoided, SignatureVoided, PlanReturned)
    assert (back.phase, back.amendment is not None) == (Phase.DRAFTING, True)


def test_no_version_number_means_two_texts() -> None:
    spec = amending(aimed(80)).done(GIVE_UP)
    assert spec.state.version == 1
    again = spec.done(begin())
    plan = again.when(edit(aimed(85), 1)).makes(TargetChanged)
    assert plan.version == 3
    again.when(edit(aimed(85), 2)).refused("text-changed")


def test_who_wrote_the_amendment_checks_it_not_but_who_wrote_what_it_changes_may() -> None:
    chair_who_drafts = msgspec.structs.replace(CHAIR, role=DRAFTER.role)
    spec = drafted().done(edit(aimed(76), 1, chair_who_drafts))
    assert CHAIR.person in spec.state.authors
    by_another = amending(aimed(80))
    assert by_another.state.authors == {DRAFTER.person}
    own = sent(by_another.done(reasons(("i1.target", "Mine."), by=chair_who_drafts)))
    own = passed(own, 1)
    own.when(paraf(own.state, "chair-review", CHAIR)).refused("maker-is-checker")


def test_a_document_of_what_is_in_force_is_printed_after_its_amendment_was_begun() -> None:
    spec = half_signed()
    spec = spec.done(sign(spec.state, "chair-sign", CHAIR))
    late = render(spec.state)
    asked = waiting(spec.state)
    spec = amending(aimed(80), spec=spec)
    now = waiting(spec.state)
    assert (now.render, now.version, now.signatures) == (asked.render, asked.version, asked.signatures) == (True, 1, 2)
    plan = spec.when(late).makes(DocumentRendered)
    assert plan.document is None
    assert plan.in_force is not None
    assert plan.in_force.document is not None
    assert not waiting(plan).render
    given_up = spec.done(late, GIVE_UP).state
    assert given_up.document == plan.in_force.document
    assert spec.done(GIVE_UP).when(late).makes(DocumentRendered).document is not None


def test_the_documents_of_a_version_that_was_in_force_are_never_void() -> None:
    first = signed().state
    assert first.document is not None
    kept = {document.document for document in first.documents}
    for spec in (amending(aimed(80)), sent(amending(aimed(80))), amended(aimed(80))):
        assert not kept & spec.state.void_documents
    rejected = sent(amending(aimed(80)))
    shown = rejected.state.document
    assert shown is not None
    assert rejected.done(GIVE_UP).state.void_documents == {shown.document}


def test_a_document_with_other_reasons_no_longer_holds() -> None:
    spec = sent(amending(aimed(80)))
    shown = spec.state.document
    assert shown is not None
    spec = spec.done(WithdrawPlan(by=DRAFTER, at=AT, reason=""))
    assert shown.document not in spec.state.void_documents
    spec = spec.done(reasons(("i1.target", "Better.")))
    assert shown.document in spec.state.void_documents


def test_what_only_acts_in_a_position_signs_no_amendment_where_the_office_bars_it() -> None:
    acting = msgspec.structs.replace(CHAIR, capacity=Capacity.PLH, position="Ketua")
    spec = amending(aimed(80))
    send = msgspec.structs.replace(submit(spec.state.version), acting="SE BKN 2/SE/VII/2019")
    spec = spec.done(send)
    spec = passed(spec.done(render(spec.state)), 2)
    spec.when(sign(spec.state, "chair-sign", acting)).refused("acting-amendment")
    spec.when(sign(spec.state, "chair-sign", CHAIR)).makes(PartSigned)
    told = passed(sent(amending(aimed(80))), 2)
    told.when(sign(told.state, "chair-sign", acting)).makes(PartSigned)
    first = drafted().done(msgspec.structs.replace(submit(), acting="SE BKN 2/SE/VII/2019")).state
    assert first.acting == ""


def test_remarks_of_an_amendment_that_is_given_up_go_with_it() -> None:
    spec = sent(amending(aimed(80)))
    spec = spec.done(remark())
    assert spec.done(GIVE_UP).state.comments == {}
    settled = spec.done(SettleComment(by=DRAFTER, at=AT, comment="c1", answer="Yes."))
    assert passed(settled).state.comments["c1"].open is False


def test_an_amendment_is_edited_on_its_route_as_any_text() -> None:
    spec = sent(amending(aimed(80)))
    plan = spec.when(edit(aimed(81), spec.state.version)).makes(TargetChanged)
    assert (plan.phase, plan.amendment is not None) == (Phase.DRAFTING, True)


@pytest.mark.parametrize(("left", "joined"), [("A", "B"), ("B", "A")])
def test_both_parts_sign_where_a_row_leaves_one_and_joins_the_other_under_its_id(left: str, joined: str) -> None:
    goal = Goal("moving", "", "A goal that moves")
    there = TEXT.part(left)
    spec = amended(TEXT.with_part(msgspec.structs.replace(there, goals=(*there.goals, goal))))
    spec = spec.done(begin()).done(edit(TEXT, spec.state.version))
    other = TEXT.part(joined)
    moved = TEXT.with_part(msgspec.structs.replace(other, goals=(*other.goals, goal)))
    spec = spec.done(edit(moved, spec.state.version)).done(reasons(("moving", "It belongs there.")))
    assert {"secretary-sign", "chair-sign"} <= set(spec.state.asked())
    assert sent(spec).state.carried == ()


def test_nobodys_reason_is_taken_by_who_saw_another() -> None:
    spec = amending(aimed(80)).done(reasons(("i1.target", "Mine."), by=SECOND))
    late = GiveReasons(by=DRAFTER, at=AT, reasons=(("i1.target", "Late."),), seen=(("i1.target", "Why i1.target."),))
    assert spec.when(late).refused("reason-changed").params["reason"] == "Mine."
    spec.when(msgspec.structs.replace(late, seen=(("i1.target", "Mine."),))).makes(ChangeReasoned)
    spec.when(msgspec.structs.replace(late, reasons=(("i1.target", "Mine."),))).makes()


def test_what_an_amendment_says_is_not_corrected_by_who_saw_it_say_another() -> None:
    spec = amending(aimed(80))
    assert spec.state.amendment is not None
    seen = amendment_digest(spec.state.amendment)
    corrected = msgspec.structs.replace(state(date(2024, 9, 1)), seen=seen)
    spec = spec.done(corrected)
    spec.when(msgspec.structs.replace(state(date(2024, 10, 1)), seen=seen)).refused("amendment-changed")
    spec.when(corrected).makes()
