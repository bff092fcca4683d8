"""An open quarter goes on by what is in force on its last day; a closed one never changes."""

from datetime import date
from decimal import Decimal

import msgspec

from domain.measure.flags import Flag
from domain.measure.realisation import Absent, State
from domain.measure.target import Percentage, Quantity
from domain.quarter.events import (
    QuarterCause,
    QuarterFollowed,
    QuarterSignatureVoided,
    QuarterSigned,
    VerificationVoided,
)
from domain.quarter.followed import joined, row_before
from domain.quarter.line import Standing
from domain.quarter.lowered import lowered_by, lowered_rows
from domain.quarter.opening import following
from domain.quarter.outcome import absorptions, figures
from domain.quarter.row import QuarterBasis, Unfollowed
from domain.quarter.state import QuarterPhase
from tests.domain.office.office_life import CHAIR, SECRETARY, SYSTEM
from tests.domain.quarter.amended import (
    AMENDED,
    EFFECTIVE,
    I1,
    I2,
    I3,
    NEW_ROW,
    SIGNED,
    basis,
    going_on,
    rewritten,
)
from tests.domain.quarter.life import (
    AT,
    ENDED,
    OWNER,
    PLANNER,
    ROWS,
    SUM,
    WAYAN,
    aims,
    closed,
    filed,
    half_signed,
    hand_over,
    measured,
    open_quarter,
    opened,
    quarter_spec,
    reopen,
    report,
    settled,
    sign_quarter,
)


def test_rows_change_join_and_end_and_what_was_filed_stays() -> None:
    before = filed()
    after = before.when(going_on(before.state, rewritten().state)).makes(QuarterFollowed)
    assert list(after.lines) == ["i1", "i2", "i4"]
    assert after.basis == QuarterBasis(7, AMENDED.digest, EFFECTIVE, 1)
    for key in ("i1", "i2"):
        assert after.lines[key].filing == before.state.lines[key].filing
    assert after.lines["i1"].row.year_target != before.state.lines["i1"].row.year_target
    assert after.lines["i4"].standing is Standing.WAITING
    assert after.ended == {"i3": before.state.lines["i3"]}
    assert joined(after.followings, "i4")
    assert not joined(after.followings, "i1")
    assert row_before(after.followings, "i1") == before.state.lines["i1"].row
    assert row_before(after.followings, "i2") is None


def test_money_goes_on_with_the_amount_that_is_allotted_now() -> None:
    before = filed()
    after = before.done(going_on(before.state, rewritten().state)).state
    assert [(p.programme, p.allotted, p.realised) for p in absorptions(after)] == [
        ("p1", Decimal(800), Decimal(250)),
        ("p2", Decimal(500), Decimal(100)),
    ]


def test_verified_rows_whose_row_changed_wait_again_and_the_others_do_not() -> None:
    outcome = settled().when(going_on(settled().state, rewritten().state))
    after = outcome.makes(QuarterFollowed, VerificationVoided)
    assert [event.indicator for event in outcome.events if isinstance(event, VerificationVoided)] == ["i1"]
    assert (after.lines["i1"].standing, after.lines["i1"].again) == (Standing.FILED, True)
    assert after.lines["i2"].standing is Standing.VERIFIED
    assert after.phase is QuarterPhase.OPEN


def test_signatures_are_ended_by_name() -> None:
    outcome = half_signed().when(going_on(half_signed().state, rewritten().state))
    outcome.makes(QuarterSignatureVoided, QuarterFollowed, VerificationVoided)
    (ended,) = (event for event in outcome.events if isinstance(event, QuarterSignatureVoided))
    assert (ended.step, ended.cause) == ("secretary", QuarterCause.FOLLOWED)


def test_what_cannot_be_measured_so_any_more_is_with_its_owners_again() -> None:
    counted = msgspec.structs.replace(ROWS[0], policy=msgspec.structs.replace(SUM, version=2), targets=())
    of = basis(msgspec.structs.replace(I1, target=Quantity(Decimal(12), "days")), I2, I3)
    action = rewritten(msgspec.structs.replace(counted, targets=aims("3", "3", "3", "3")), of=of).state
    outcome = settled().when(going_on(settled().state, action))
    after = outcome.makes(QuarterFollowed)
    assert after.lines["i1"].standing is Standing.RETURNED
    assert after.lines["i1"].filing == settled().state.lines["i1"].filing
    assert [owner.person for owner in after.owing] == ["oka"]
    figures(after)  # nothing that is shown of it fails


def test_who_was_given_a_row_in_this_quarter_keeps_it() -> None:
    before = opened().done(hand_over("i1", WAYAN))
    after = before.done(going_on(before.state, rewritten().state)).state
    assert after.lines["i1"].row.owners == (WAYAN,)


def test_new_owners_of_the_action_plan_answer_from_now_on() -> None:
    changed = msgspec.structs.replace(ROWS[0], targets=aims("80", "85", "90", "95"), owners=(WAYAN,))
    before = opened()
    after = before.done(going_on(before.state, rewritten(changed, NEW_ROW).state)).state
    assert after.lines["i1"].row.owners == (WAYAN,)


def test_nobody_but_the_system_lets_a_quarter_go_on() -> None:
    command = going_on(opened().state, rewritten().state)
    for by in (PLANNER, CHAIR):
        opened().when(msgspec.structs.replace(command, by=by)).refused("role-missing")


def test_a_signature_before_the_action_plan_follows_says_why_and_names_the_amendment() -> None:
    spec, plan = settled(), (QuarterBasis(3, "d" * 64), QuarterBasis(7, AMENDED.digest, EFFECTIVE, 1))
    signing = msgspec.structs.replace(sign_quarter(spec.state, "secretary", SECRETARY), versions=plan)
    assert spec.when(signing).refused("plan-unfollowed").place == "unfollowed"
    blank = msgspec.structs.replace(signing, unfollowed=" ")
    spec.when(blank).refused("plan-unfollowed")
    said = msgspec.structs.replace(signing, unfollowed="The action plan follows in May.")
    signed = spec.when(said)
    (given,) = signed.makes(QuarterSigned).given
    assert given.unfollowed == Unfollowed(plan[-1], "The action plan follows in May.")
    later = (plan[0], msgspec.structs.replace(plan[1], effective=date(2024, 4, 1)))
    unasked = msgspec.structs.replace(said, versions=later)
    assert spec.when(unasked).makes(QuarterSigned).given[0].unfollowed is msgspec.UNSET


def test_it_goes_on_once() -> None:
    action = rewritten().state
    after = opened().done(going_on(opened().state, action))
    assert following(after.state, action, ended=ENDED, earlier=(), by=SYSTEM, at=AT) is None
    after.when(going_on(opened().state, action)).then()


def test_an_amendment_in_force_after_the_last_day_leaves_the_quarter_alone() -> None:
    later = rewritten(of=basis(effective=date(2024, 4, 1))).state
    assert following(opened().state, later, ended=ENDED, earlier=(), by=SYSTEM, at=AT) is None
    assert open_quarter(action=later).plan_version == 3
    assert open_quarter(2, closed().state, action=later).plan_version == 7


def test_a_quarter_that_is_opened_late_opens_by_what_held_on_its_last_day() -> None:
    command = open_quarter(action=rewritten().state)
    assert (command.plan_version, command.effective, command.amendment) == (7, EFFECTIVE, 1)
    state = quarter_spec().done(command).state
    assert state.basis == QuarterBasis(7, AMENDED.digest, EFFECTIVE, 1)


def test_a_closed_quarter_and_one_that_was_reopened_keep_what_they_were_measured_by() -> None:
    action = rewritten().state
    command = going_on(opened().state, action)
    for spec in (closed(), closed().done(reopen())):
        assert following(spec.state, action, ended=ENDED, earlier=(), by=SYSTEM, at=AT) is None
        spec.when(command).then()


def test_an_indicator_that_came_later_owes_nothing_for_the_quarters_before() -> None:
    command = open_quarter(2, closed().state, action=rewritten().state)
    row = next(row for row in command.rows if row.indicator.id == "i4")
    assert [earlier.reading for earlier in row.earlier] == [Absent(State.NOT_APPLICABLE)]
    spec = quarter_spec().done(command, report("i4", measured("2"), by=OWNER, at=AT))
    figure = next(f for f in figures(spec.state) if f.indicator == "i4")
    assert figure.year.figure == Decimal("33.33")


def test_a_target_lowered_by_an_amendment_once_its_result_was_known_is_flagged() -> None:
    lower = msgspec.structs.replace(ROWS[0], targets=aims("80", "80", "80", "80"))
    for signed, lowered in ((ENDED, True), (SIGNED, False)):
        of = basis(msgspec.structs.replace(I1, target=Percentage(Decimal(80))), I2, I3, signed=signed)
        after = filed().done(going_on(filed().state, rewritten(lower, of=of).state)).state
        assert after.lines["i1"].row.lowered is lowered
        assert (Flag.TARGET_LOWERED in figures(after)[0].quarter.flags) is lowered
        assert [indicator.id for indicator in lowered_rows(after)] == (["i1"] if lowered else [])


def test_an_indicator_taken_away_once_it_was_filed_is_told_as_well() -> None:
    after = filed().done(going_on(filed().state, rewritten().state)).state
    assert [indicator.id for indicator in lowered_rows(after)] == ["i3"]


def test_what_an_amendment_would_lower_is_told_before_it_is_signed() -> None:
    new = {each.id: each for each in (msgspec.structs.replace(I1, target=Percentage(Decimal(80))), I2)}
    found = lowered_by(filed().state, new, EFFECTIVE, ENDED, ENDED)
    assert [(each.line.row.indicator.id, each.now) for each in found] == [("i1", new["i1"]), ("i3", None)]
    assert lowered_by(filed().state, new, date(2024, 4, 1), ENDED, ENDED) == ()
    assert lowered_by(closed().state, new, EFFECTIVE, ENDED, ENDED) == ()
    assert lowered_by(opened().state, new, EFFECTIVE, SIGNED, ENDED) == ()
