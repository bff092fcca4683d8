"""What a quarter is measured by is what the action plan of its year said."""

from msgspec import structs

from audit.laws.law import CONTENT
from audit.laws.quarter import corrected_as_planned
from domain.quarter.events import PolicyCorrected
from tests.domain.quarter.life import RATIO, action_signed, measure, newer, opened


def test_a_policy_that_no_action_plan_ever_said_breaks_the_law() -> None:
    """fault 26"""
    action = action_signed().state
    events = opened().when(measure("i1", newer(RATIO))).events
    (corrected,) = (event for event in events if isinstance(event, PolicyCorrected))
    assert [breach.law for breach in corrected_as_planned(action, corrected)] == [CONTENT]
    assert [breach.law for breach in corrected_as_planned(None, corrected)] == [CONTENT]
    said = structs.replace(corrected, old=corrected.new, new=RATIO)
    assert list(corrected_as_planned(action, said)) == []
