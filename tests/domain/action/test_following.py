"""What an amended plan does to its action plan: rows stay, new ones begin empty, gone ones end."""

from datetime import date

import msgspec

from domain.action.events import (
    ActionCause,
    ActionParafVoided,
    ActionSubmitted,
    PlanFollowed,
)
from domain.action.following import changes, to_look_at
from domain.action.row import ActionRow
from domain.action.rules import gaps
from domain.action.state import ActionPhase
from tests.domain.office.office_life import CHAIR, SYSTEM
from tests.domain.quarter.amended import (
    AMENDED,
    EFFECTIVE,
    I1,
    I2,
    I3,
    INDICATORS,
    NEW,
    NEW_ROW,
    P1,
    PROGRAMMES,
    basis,
    follow,
    followed,
    rewritten,
)
from tests.domain.quarter.life import (
    BASIS,
    GRADE,
    OWNER,
    PLANNER,
    ROWS,
    accept,
    action_signed,
    action_spec,
    aims,
    begin,
    endorsed,
    print_action,
    send,
    sent,
    write,
    written,
)


def test_rows_stay_by_their_ids_new_indicators_begin_empty_and_gone_ones_end() -> None:
    action = action_signed().when(follow()).makes(PlanFollowed)
    assert (action.phase, action.basis) == (ActionPhase.DRAFTING, AMENDED)
    assert action.rows == {"i1": ROWS[0], "i2": ROWS[1], "i4": ActionRow("i4")}


def test_the_signed_version_stays_in_force_until_the_next_is_signed() -> None:
    spec = followed()
    signed = spec.state.in_force
    assert signed is not None
    assert signed.basis == BASIS
    assert set(signed.rows) == {"i1", "i2", "i3"}
    after = rewritten().state
    assert after.in_force is after
    assert [each.basis for each in after.versions] == [BASIS, AMENDED]


def test_the_version_of_a_day_is_that_of_the_plan_in_force_then() -> None:
    action = rewritten().state
    before, on = action.in_force_on(date(2024, 3, 14)), action.in_force_on(EFFECTIVE)
    assert before is not None
    assert before.basis == BASIS
    assert on is action


def test_an_action_plan_made_for_an_amended_plan_holds_from_the_beginning() -> None:
    spec = action_spec().done(begin(basis=basis(*BASIS.indicators().values())), write())
    action = endorsed(spec).state
    assert action.in_force_on(date(2024, 1, 1)) is action


def test_planners_and_drafters_follow_and_nobody_else() -> None:
    action_signed().when(follow(by=PLANNER)).makes(PlanFollowed)
    for other in (OWNER, CHAIR, SYSTEM):
        action_signed().when(follow(by=other)).refused("role-missing")


def test_what_is_followed_is_newer_than_what_it_was_made_for_and_was_seen() -> None:
    action_signed().when(follow(BASIS)).refused("nothing-to-follow")
    rewritten().when(follow(based_on=rewritten().state.version)).refused("nothing-to-follow")
    action_signed().when(follow(based_on=0)).refused("text-changed")


def test_on_its_route_following_ends_every_paraf_by_name() -> None:
    spec = sent()
    spec = spec.done(accept(spec.state, "owners", OWNER))
    outcome = spec.when(follow())
    outcome.makes(ActionParafVoided, PlanFollowed)
    assert [event.cause for event in outcome.events if isinstance(event, ActionParafVoided)] == [ActionCause.FOLLOWED]


def test_before_anything_is_signed_only_the_newer_plan_counts() -> None:
    action = written().done(follow()).state
    assert (action.versions, action.in_force) == ((), None)
    assert list(action.rows) == ["i1", "i2", "i4"]


def test_the_rows_of_a_changed_target_and_of_a_new_indicator_are_to_be_looked_at() -> None:
    spec = followed()
    assert to_look_at(spec.state) == ("i1", "i4")
    spec = spec.done(write(msgspec.structs.replace(ROWS[0], targets=aims("80", "85", "90", "95")), based_on=2))
    assert to_look_at(spec.state) == ("i4",)
    assert to_look_at(rewritten().state) == ()


def test_it_is_not_sent_while_its_quarters_cannot_give_what_the_year_asks_for_now() -> None:
    spec = followed()
    assert gaps(spec.state) == ["i1.targets", "i4.policy", "i4.targets", "i4.owners", "i4.steps"]
    spec.when(send(based_on=2)).refused("action-incomplete")
    mended = msgspec.structs.replace(ROWS[0], targets=aims("80", "85", "90", "95"))
    assert gaps(spec.done(write(mended, NEW_ROW, based_on=2)).state) == []


def test_a_row_whose_targets_still_give_the_year_stays_sendable_but_is_looked_at() -> None:
    worded = basis(
        msgspec.structs.replace(I1, text="Complaints answered"), I2, I3, programmes=BASIS.parts[0].programmes
    )
    spec = followed(worded)
    assert (to_look_at(spec.state), gaps(spec.state)) == ((), [])
    spec.when(send(based_on=2)).makes(ActionSubmitted)


def test_an_indicator_that_comes_back_is_measured_as_it_was() -> None:
    spec = rewritten()
    again = basis(I1, I2, I3, version=9, number=2)
    action = spec.done(follow(again, based_on=spec.state.version)).state
    assert action.rows["i3"] == ActionRow("i3", GRADE)


def test_what_must_be_followed_is_told_row_by_row() -> None:
    found = changes(BASIS, AMENDED)
    assert [(each.old, each.new) for each in found] == [
        (I1, INDICATORS[0]),
        (None, NEW),
        (P1, PROGRAMMES[0]),
        (I3, None),
    ]
    assert [each.retargeted for each in found] == [True, False, False, False]
    assert [each.reallotted for each in found] == [False, False, True, False]


def test_the_document_of_a_version_that_holds_on_some_day_is_not_void() -> None:
    first = action_signed().state
    assert first.document is not None
    spec = rewritten()
    spec = spec.done(print_action(spec.state))
    assert first.document.document not in spec.state.void_documents
    # One that was replaced for the same plan goes by no day any more.
    other = msgspec.structs.replace(ROWS[1], targets=aims("2", "3", "3", "4"))
    again = endorsed(spec.done(write(other, based_on=spec.state.version)))
    last = spec.state.document
    assert last is not None
    assert last.document in again.state.void_documents
    assert first.document.document not in again.state.void_documents
