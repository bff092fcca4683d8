"""A copy with other fields is what the standard library makes."""

import dataclasses

import pytest

from domain.action.state import Action
from domain.kernel.state import replace
from domain.office.state import Office
from domain.plan.comment import Comment
from domain.plan.state import Plan
from domain.quarter.line import Line, Spending
from domain.quarter.state import Quarter
from domain.report.state import Report


@pytest.mark.parametrize("state", [Plan, Action, Quarter, Report, Office, Line, Spending, Comment])
def test_states_are_made_of_their_fields_alone(state: type) -> None:
    assert not hasattr(state, "__post_init__")
    assert not hasattr(state, "__slots__") or hasattr(state, "__dict__")
    assert all(field.init for field in dataclasses.fields(state))


def test_a_copy_has_the_other_fields_and_leaves_the_first_as_it_was() -> None:
    plan = Plan(year=2024)
    other = replace(plan, year=2025, office="kantor")
    assert other == dataclasses.replace(plan, year=2025, office="kantor")
    assert (plan.year, plan.office) == (2024, "")
    with pytest.raises(dataclasses.FrozenInstanceError):
        other.year = 2026  # type: ignore[misc]
