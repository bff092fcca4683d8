"""What a quarter is measured by is what the action plan of its year said."""

from datetime import date

from msgspec import UNSET, structs

from audit.laws.law import CONTENT, PAST
from audit.laws.quarter import (
    corrected_as_planned,
    followed_as_planned,
    measured_as_planned,
    quarter_laws,
    signed_as_amended,
)
from domain.quarter.events import PolicyCorrected, QuarterFollowed, QuarterOpened, QuarterSigned
from domain.quarter.row import QuarterBasis
from tests.domain.office.office_life import SECRETARY
from tests.domain.quarter.amended import basis, going_on, rewritten
from tests.domain.quarter.life import (
    RATIO,
    action_signed,
    closed,
    measure,
    newer,
    open_quarter,
    opened,
    quarter_spec,
    reopen,
    settled,
    sign_quarter,
)
from tests.domain.quarter.test_start import starting


def test_a_policy_that_no_action_plan_ever_said_breaks_the_law() -> None:
    """fault 26"""
    action = action_signed().state
    events = opened().when(measure("i1", newer(RATIO))).events
    (corrected,) = (event for event in events if isinstance(event, PolicyCorrected))
    assert [breach.law for breach in corrected_as_planned(action, corrected)] == [CONTENT]
    assert [breach.law for breach in corrected_as_planned(None, corrected)] == [CONTENT]
    said = structs.replace(corrected, old=corrected.new, new=RATIO)
    assert list(corrected_as_planned(action, said)) == []


def test_a_quarter_follows_only_what_is_in_force_on_its_last_day() -> None:
    before, action = opened().state, rewritten().state
    (followed,) = opened().when(going_on(before, action)).events
    assert isinstance(followed, QuarterFollowed)
    assert list(followed_as_planned(action, before, followed)) == []
    later = rewritten(of=basis(effective=date(2024, 4, 1))).state
    for other in (None, action_signed().state, later):
        assert CONTENT in [breach.law for breach in followed_as_planned(other, before, followed)]


def test_a_quarter_that_was_closed_once_follows_nothing() -> None:
    (followed,) = opened().when(going_on(opened().state, rewritten().state)).events
    again = closed().done(reopen()).state
    told = structs.replace(followed, version=again.version + 1)
    assert PAST in [breach.law for breach in quarter_laws("quarter/rkt-2024-q1", again, told, again=False)]


def test_a_quarter_asks_for_exactly_what_has_started_by_then() -> None:
    action = starting().state
    (opened_,) = quarter_spec().when(open_quarter(action=action)).events
    assert isinstance(opened_, QuarterOpened)
    assert list(measured_as_planned(action, opened_)) == []
    silent = structs.replace(opened_, later=())
    assert CONTENT in [breach.law for breach in measured_as_planned(action, silent)]
    assert CONTENT in [breach.law for breach in measured_as_planned(action_signed().state, opened_)]


def test_a_signature_names_no_amendment_that_was_not_in_force() -> None:
    spec = settled()
    amended = QuarterBasis(7, "7" * 64, date(2024, 3, 15), 1)
    signing = structs.replace(sign_quarter(spec.state, "secretary", SECRETARY), versions=(amended,), unfollowed="Late.")
    (signed,) = spec.when(signing).events
    assert isinstance(signed, QuarterSigned)
    assert [breach.law for breach in signed_as_amended(None, spec.state, signed)] == [CONTENT]
    assert list(signed_as_amended(None, spec.state, structs.replace(signed, unfollowed=UNSET))) == []
