"""The law of an action plan: who plans what, who passes it, and that the quarters can give the year."""

from datetime import date
from decimal import Decimal

import msgspec
import pytest

from domain.action.events import (
    ActionBegun,
    ActionCause,
    ActionDocumentRendered,
    ActionParafGiven,
    ActionParafVoided,
    ActionReturned,
    ActionSignatureVoided,
    ActionSigned,
    ActionSubmitted,
    OwnersAssigned,
    PolicyConfirmed,
    QuarterTargetsSet,
    StepsPlanned,
)
from domain.action.row import ActionRow, Owner, Steps
from domain.action.state import ActionPhase, action_digest
from domain.kernel.actor import Role
from domain.measure.formula import Direction
from domain.measure.policy import Aggregation
from domain.measure.practice import DEFAULT
from domain.measure.realisation import Bounds
from domain.measure.scale import OrdinalScale, PercentageScale, Rung
from domain.measure.target import Range
from domain.plan.basis import PlanBasis, basis_of
from domain.plan.money import leaves
from domain.plan.text import Indicator
from domain.route.route import Step, StepAct, default_action_route
from domain.waiting import action_waiting
from tests.domain.office import office_life
from tests.domain.office.office_life import CHAIR, DRAFTER, SECRETARY, SYSTEM
from tests.domain.quarter.life import (
    BASIS,
    BEGUN,
    GRADE,
    OKA,
    OTHER,
    OWNER,
    PARTS,
    PLANNER,
    RATIO,
    ROWS,
    SUM,
    accept,
    accepted,
    action_signed,
    action_spec,
    aims,
    begin,
    endorsed,
    newer,
    open_quarter,
    print_action,
    send,
    send_back,
    sent,
    sign_action,
    write,
    written,
)

FIRST, SECOND, THIRD = ROWS


def row(of: ActionRow = FIRST, **changed: object) -> ActionRow:
    """A row with some cells changed."""
    return msgspec.structs.replace(of, **changed)


def test_an_action_plan_begins_with_an_empty_row_for_each_indicator_of_the_signed_plan() -> None:
    action = action_spec().when(begin()).makes(ActionBegun)
    assert (action.phase, list(action.rows)) == (ActionPhase.DRAFTING, ["i1", "i2", "i3"])
    assert action.stream == "action/rkt-2024"
    assert set(action.rows.values()) == {ActionRow("i1"), ActionRow("i2"), ActionRow("i3")}


def test_a_plan_has_one_action_plan() -> None:
    written().when(begin()).refused("action-exists")


def test_the_basis_is_a_signed_text() -> None:
    signed = office_life.signed().state
    assert basis_of(signed).parts == signed.text.parts
    with pytest.raises(Exception, match="not signed yet"):
        basis_of(office_life.submitted().state)


def test_an_action_plan_needs_indicators() -> None:
    action_spec().when(begin(basis=PlanBasis(1, "", ()))).refused("plan-empty")


def test_the_system_may_begin_it_but_nobody_confirms_a_policy_silently() -> None:
    spec = action_spec().done(begin(by=SYSTEM))
    spec.when(write(by=SYSTEM)).refused("role-missing")
    spec.when(write(by=CHAIR)).refused("role-missing")
    spec.when(write(by=PLANNER)).makes(*[PolicyConfirmed, QuarterTargetsSet, OwnersAssigned, StepsPlanned] * 3)


def test_a_whole_action_plan_is_sent_and_the_facts_are_what_changed() -> None:
    changed = row(SECOND, targets=aims("2", "3", "3", "4"))
    outcome = written().when(write(FIRST, changed, THIRD, based_on=1))
    outcome.makes(QuarterTargetsSet)
    fact = outcome.events[0]
    assert isinstance(fact, QuarterTargetsSet)
    assert (fact.indicator, fact.old, fact.new) == ("i2", aims("3", "3", "3", "3"), aims("2", "3", "3", "4"))


def test_an_edit_that_changes_nothing_records_nothing() -> None:
    written().when(write(based_on=1)).then()
    action_signed().when(write(based_on=1)).then()


def test_an_edit_based_on_an_older_version_is_refused() -> None:
    written().when(write(row(targets=aims("70", "85", "90", "90")), based_on=0)).refused("text-changed")


def test_an_unknown_row_and_a_row_that_stands_twice_are_refused() -> None:
    spec = action_spec().done(begin())
    spec.when(write(row(indicator="i9"))).refused("unknown-row")
    spec.when(write(FIRST, FIRST)).refused("duplicate-row-id")


def test_there_are_no_targets_before_a_policy() -> None:
    no = action_spec().done(begin()).when(write(row(policy=None))).refused("policy-missing")
    assert no.place == "i1.policy"


def test_a_policy_that_contradicts_itself_names_its_cell() -> None:
    spec = action_spec().done(begin())
    no = spec.when(write(row(policy=msgspec.structs.replace(RATIO, citation=" ")))).refused("policy-citation")
    assert no.place == "i1.policy.citation"
    spec.when(write(row(policy=GRADE))).refused("target-not-a-level")
    spec.when(write(row(THIRD, policy=SUM, targets=()))).refused("level-unexpected")


@pytest.mark.parametrize(
    ("high", "closed", "code"),
    [("60", True, "threshold-overlap"), ("50", True, "threshold-overlap"), ("40", False, "threshold-gap")],
)
def test_thresholds_that_overlap_or_leave_a_gap_are_refused(high: str, closed: bool, code: str) -> None:
    rungs = (
        Rung("B", Decimal(50), None, low_closed=True),
        Rung("C", None, Decimal(high), high_closed=closed),
    )
    policy = DEFAULT.policy(Direction.ORDINAL, OrdinalScale("two", rungs, thresholds=True))
    no = action_spec().done(begin()).when(write(row(THIRD, policy=policy, targets=()))).refused(code)
    assert no.place == "i3.policy.scale.C"


def test_versions_of_a_policy_count_on_and_none_is_taken_away() -> None:
    spec = written()
    spec.when(write(row(policy=None, targets=()), based_on=1)).refused("policy-kept")
    spec.when(write(row(policy=msgspec.structs.replace(RATIO, places=1)), based_on=1)).refused("policy-version")
    spec.when(write(row(policy=newer(RATIO)), based_on=1)).then()  # the same, whatever it is called
    action = spec.when(write(row(policy=newer(RATIO, places=1)), based_on=1)).makes(PolicyConfirmed)
    assert [policy.version for policy in action.policies["i1"]] == [1, 2]


def test_a_later_version_leaves_earlier_days_to_the_earlier() -> None:
    july = newer(RATIO, places=0, effective=date(2024, 7, 1))
    action = written().done(write(row(policy=july), based_on=1)).state
    assert action.policy("i1", date(2024, 6, 30)) == RATIO
    assert action.policy("i1", date(2024, 7, 1)) == july


def test_quarters_that_add_up_to_too_much_or_too_little_say_by_how_much() -> None:
    spec = action_spec().done(begin())
    no = spec.when(write(row(SECOND, targets=aims("3", "3", "4", "3.5")))).refused("quarters-off")
    assert (no.place, no.params) == ("i2.targets", {"given": "13,5", "year": "12", "by": "1,5"})
    assert str(no).endswith("too much.")
    no = spec.when(write(row(SECOND, targets=aims("3", "", "", "3")))).refused("quarters-off")
    assert str(no) == "The quarters give 6 where the year asks for 12: 6 too little."


@pytest.mark.parametrize(
    ("aggregation", "fitting", "unfit"),
    [
        (Aggregation.LAST, ("1", "2", "3", "12"), ("3", "3", "3", "3")),
        (Aggregation.AVERAGE, ("6", "18", "12", ""), ("12", "12", "12", "13")),
        (Aggregation.MAXIMUM, ("1", "12", "3", "2"), ("1", "11", "3", "2")),
        (Aggregation.SUM, ("", "", "", "12"), ("12", "", "", "12")),
    ],
)
def test_the_year_is_what_the_aggregation_makes_of_its_quarters(
    aggregation: Aggregation, fitting: tuple[str, ...], unfit: tuple[str, ...]
) -> None:
    policy = msgspec.structs.replace(SUM, aggregation=aggregation)
    spec = action_spec().done(begin())
    assert spec.when(write(row(SECOND, policy=policy, targets=aims(*fitting)))).refusal is None
    spec.when(write(row(SECOND, policy=policy, targets=aims(*unfit)))).refused("quarters-off")


def test_a_sum_of_ratios_lies_between_its_quarters() -> None:
    policy = msgspec.structs.replace(RATIO, aggregation=Aggregation.SUM)
    spec = action_spec().done(begin())
    spec.when(write(row(policy=policy, targets=aims("80", "85", "95", "90")))).makes(
        PolicyConfirmed, QuarterTargetsSet, OwnersAssigned, StepsPlanned
    )
    no = spec.when(write(row(policy=policy, targets=aims("80", "85", "85", "88")))).refused("quarters-off")
    assert no.params == {"given": "88", "year": "90", "by": "2"}


def test_the_last_grade_is_the_grade_of_the_year() -> None:
    spec = action_spec().done(begin())
    no = spec.when(write(row(THIRD, targets=aims("", "B", "", "CC")))).refused("quarters-off")
    assert no.params == {"given": "CC", "year": "B"}
    best = msgspec.structs.replace(GRADE, aggregation=Aggregation.MAXIMUM)
    assert spec.when(write(row(THIRD, policy=best, targets=aims("", "B", "", "CC")))).refusal is None
    spec.when(write(row(THIRD, targets=aims("", "", "", "WTP")))).refused("not-on-scale")


def test_both_ends_of_a_range_must_come_out() -> None:
    indicator = Indicator("i1", "g1", "Share", Range(Decimal(80), Decimal(90), "%"))
    part = msgspec.structs.replace(PARTS[0], indicators=(indicator,))
    policy = DEFAULT.policy(Direction.RANGE, PercentageScale())
    spec = action_spec().done(begin(basis=msgspec.structs.replace(BASIS, parts=(part,))))
    whole, half = Bounds(Decimal(80), Decimal(90)), Bounds(Decimal(80), Decimal(85))
    assert spec.when(write(row(policy=policy, targets=(None, None, None, whole)))).refusal is None
    no = spec.when(write(row(policy=policy, targets=(None, None, None, half)))).refused("quarters-off")
    assert no.params["by"] == "5"


def test_a_quarter_above_its_scale_names_its_cell() -> None:
    spec = action_spec().done(begin())
    no = spec.when(write(row(targets=aims("101", "85", "90", "90")))).refused("above-scale")
    assert no.place == "i1.targets.1"
    spec.when(write(row(targets=aims("90")))).refused("targets-four")
    spec.when(write(row(targets=aims("", "", "", "")))).refused("targets-none")


def test_a_policy_and_the_targets_it_asks_for_change_together() -> None:
    adding = newer(msgspec.structs.replace(SUM, aggregation=Aggregation.LAST))
    spec = written()
    spec.when(write(row(SECOND, policy=adding), based_on=1)).refused("quarters-off")
    together = row(SECOND, policy=adding, targets=aims("3", "6", "9", "12"))
    spec.when(write(together, based_on=1)).makes(PolicyConfirmed, QuarterTargetsSet)


def test_owners_are_people_each_once() -> None:
    spec = action_spec().done(begin())
    spec.when(write(row(owners=(OKA, OKA)))).refused("owner-twice")
    spec.when(write(row(owners=(Owner("not an id", "X"),)))).refused("not-an-id")
    spec.when(write(row(owners=(Owner("oka", " "),)))).refused("text-missing")


def test_steps_are_cleaned_and_bounded() -> None:
    spec = action_spec().done(begin())
    action = spec.done(write(row(steps=Steps("  one \r\n two  words ")))).state
    assert action.rows["i1"].steps.year == "one\ntwo words"
    no = spec.when(write(row(steps=Steps("", ("", "x" * 4001, "", ""))))).refused("too-long")
    assert no.place == "i1.steps.2"
    spec.when(write(row(steps=Steps("a\0b")))).refused("forbidden-character")


def test_an_owner_writes_the_steps_of_their_own_rows_alone() -> None:
    spec = written()
    mine = row(steps=Steps("Mine"))
    spec.when(write(mine, based_on=1, by=OWNER)).makes(StepsPlanned)
    spec.when(write(mine, based_on=1, by=OTHER)).refused("not-your-row")
    spec.when(write(row(targets=aims("70", "85", "90", "90")), based_on=1, by=OWNER)).refused("not-your-row")


def test_an_incomplete_action_plan_is_not_sent() -> None:
    spec = action_spec().done(begin())
    no = spec.when(send(0)).refused("action-incomplete")
    assert (no.place, no.params) == ("i1.policy", {"count": "12"})
    later = row(policy=msgspec.structs.replace(RATIO, effective=date(2024, 4, 1)))
    no = spec.done(write(later, SECOND, THIRD)).when(send()).refused("action-incomplete")
    assert (no.place, no.params) == ("i1.policy", {"count": "1"})
    written().when(send()).makes(ActionSubmitted)
    written().when(send(by=OWNER)).refused("role-missing")
    written().when(send(0)).refused("text-changed")


def test_every_owner_accepts_before_the_planning_section_verifies() -> None:
    spec = sent()
    spec.when(accept(spec.state, "planner", PLANNER)).refused("step-not-open")
    spec = spec.done(accept(spec.state, "owners", OWNER))
    assert [step.key for step in spec.state.open_steps()] == ["owners"]
    spec.when(accept(spec.state, "owners", OWNER)).refused("already-done")
    action = spec.when(accept(spec.state, "owners", OTHER)).makes(ActionParafGiven)
    assert [step.key for step in action.open_steps()] == ["planner"]


def test_a_step_belongs_to_its_role_and_an_owners_step_to_owners() -> None:
    spec = sent()
    stranger = msgspec.structs.replace(OWNER, person="nyoman", name="Nyoman")
    spec.when(accept(spec.state, "owners", stranger)).refused("not-your-step")
    spec.when(accept(spec.state, "owners", PLANNER)).refused("not-your-step")
    spec.when(accept(spec.state, "nowhere", OWNER)).refused("unknown-step")
    spec.when(sign_action(spec.state, OWNER, "owners")).refused("wrong-act")


def test_who_wrote_neither_verifies_nor_signs_but_may_accept_their_own_rows() -> None:
    planner = msgspec.structs.replace(PLANNER, person=DRAFTER.person)
    spec = sent()
    for by in (OWNER, OTHER):
        spec = spec.done(accept(spec.state, "owners", by))
    spec.when(accept(spec.state, "planner", planner)).refused("maker-is-checker")
    drafter_owns = msgspec.structs.replace(OWNER, role=DRAFTER.role)
    spec = action_spec().done(begin(), write(by=drafter_owns), send())
    spec = spec.done(print_action(spec.state))
    spec.when(accept(spec.state, "owners", OWNER)).makes(ActionParafGiven)


def test_nobody_acts_on_another_text_or_document_or_before_it_is_shown() -> None:
    spec = written().done(send())
    spec.when(accept(spec.state, "owners", OWNER)).refused("document-not-ready")
    spec = sent()
    act = accept(spec.state, "owners", OWNER)
    spec.when(msgspec.structs.replace(act, digest="0" * 64)).refused("text-changed")
    spec.when(msgspec.structs.replace(act, document="0")).refused("document-changed")
    spec.when(msgspec.structs.replace(act, based_on=0)).refused("text-changed")


def test_the_secretary_signs_last() -> None:
    spec = accepted()
    assert spec.state.phase is ActionPhase.SIGNING
    action = spec.when(sign_action(spec.state)).makes(ActionSigned)
    assert (action.phase, len(action.signatures)) == (ActionPhase.SIGNED, 1)


def test_a_return_needs_a_reason_and_voids_what_was_given() -> None:
    spec = accepted()
    spec.when(send_back("secretary", SECRETARY, " ")).refused("reason-missing")
    action = spec.when(send_back("secretary", SECRETARY)).makes(
        ActionParafVoided, ActionParafVoided, ActionParafVoided, ActionReturned
    )
    assert (action.phase, action.given) == (ActionPhase.DRAFTING, ())
    assert action.returned is not None
    sent().when(send_back("owners", OWNER)).makes(ActionReturned)


def test_a_signed_version_stays_in_force_until_the_next_is_signed() -> None:
    """One letter in the steps of an owner's own row un-signed the whole year (fault 7)."""
    spec = action_signed()
    before = spec.state
    mine = row(steps=Steps("Mine"))
    action = spec.when(write(mine, based_on=1, by=OWNER)).makes(StepsPlanned)
    assert (action.phase, action.version, action.given, action.document) == (ActionPhase.DRAFTING, 2, (), None)
    assert (action.in_force, action.void) == (before, ())
    assert "action-1-1" not in action.void_documents
    waits = action_waiting(action)
    assert (waits.phase, waits.version, waits.in_force, waits.render) == ("drafting", 2, 1, False)

    drafted = spec.done(write(mine, based_on=1, by=OWNER))
    assert open_quarter(action=drafted.state).rows[0] == open_quarter(action=before).rows[0]
    returned = drafted.done(send(2))
    returned = returned.done(print_action(returned.state), send_back("owners", OWNER))
    assert returned.state.in_force == before

    again = endorsed(drafted).state
    assert again.in_force is again
    assert (again.phase, again.version, again.rows["i1"].steps) == (ActionPhase.SIGNED, 2, Steps("Mine"))
    assert "action-1-1" in again.void_documents


def test_what_was_signed_is_printed_though_its_next_version_is_begun() -> None:
    spec = accepted()
    spec = spec.done(sign_action(spec.state))
    late = print_action(spec.state)
    spec = spec.done(write(row(steps=Steps("Other")), based_on=1))
    waits = action_waiting(spec.state)
    assert (waits.phase, waits.version, waits.signatures, waits.render) == ("drafting", 1, 1, True)
    action = spec.when(late).makes(ActionDocumentRendered)
    assert action.in_force is not None
    assert action.in_force.document is not None
    assert (action.document, action.in_force.document.document) == (None, "action-1-1")
    assert "action-1-1" not in action.void_documents
    spec.done(late).when(late).then()


def test_what_was_voided_by_an_edit_once_is_in_force_no_more() -> None:
    """Histories from before a signed version stayed in force fold as they did."""
    spec = action_signed()
    given = spec.state.given
    ends = [
        (ActionSignatureVoided if e.signs else ActionParafVoided)(
            by=OWNER, at=BEGUN, step=e.step, official=e.by, given=e.at, document=e.document, cause=ActionCause.EDITED
        )
        for e in given
    ]
    planned = spec.when(write(row(steps=Steps("Mine")), based_on=1, by=OWNER)).events
    action = spec.given(*ends, *planned).state
    assert (action.phase, action.in_force, len(action.void)) == (ActionPhase.DRAFTING, None, 4)


def test_what_one_of_two_signed_is_not_changed_under_the_other() -> None:
    two = (*default_action_route(), Step("chair", 4, Role.CHAIR, StepAct.SIGN))
    spec = action_spec().done(begin(route=two), write())
    spec = endorsed(spec)
    spec.when(write(row(steps=Steps("Other")), based_on=1)).refused("already-signed")
    spec = spec.done(print_action(spec.state))
    action = spec.when(send_back("chair", CHAIR)).makes(*[ActionParafVoided] * 3, ActionSignatureVoided, ActionReturned)
    assert (action.phase, action.in_force) == (ActionPhase.DRAFTING, None)


def test_a_document_that_comes_late_or_twice_records_nothing() -> None:
    spec = written().done(send())
    early = print_action(spec.state)
    spec.when(early).makes(ActionDocumentRendered)
    spec.done(early).when(early).then()
    spec.done(write(row(steps=Steps("Other")), based_on=1)).when(early).then()
    spec.when(msgspec.structs.replace(early, by=SECRETARY)).refused("role-missing")


def test_what_it_waits_for_is_small() -> None:
    waits = action_waiting(written().done(send()).state)
    assert (waits.phase, waits.roles, waits.render) == ("review", ("owner",), True)
    assert action_waiting(action_signed().state).roles == ()


def test_a_digest_is_of_everything_that_was_shown() -> None:
    action = written().state
    other = written().done(write(row(steps=Steps("Other")), based_on=1)).state
    assert action_digest(action) != action_digest(other)
    assert action_digest(sent().state) == action_digest(action)


def test_programmes_pair_with_the_goals_at_the_top_by_position() -> None:
    assert {leaf.programme.id: leaf.pays_for for leaf in leaves(PARTS[0], None)} == {"p1": ("i1", "i2"), "p2": ("i3",)}
    fewer = msgspec.structs.replace(PARTS[0], programmes=PARTS[0].programmes[:1])
    assert [leaf.pays_for for leaf in leaves(fewer, None)] == [()]
