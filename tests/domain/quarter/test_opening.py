"""What a quarter is opened with: the policy of its last day, and whether its target was lowered when it was over."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import msgspec
import pytest

from domain.action.state import Action
from domain.measure.flags import Flag
from domain.measure.policy import unbounded
from domain.measure.realisation import Aim, State
from domain.quarter.outcome import figures
from tests.domain.quarter.life import (
    BEGUN,
    ENDED,
    RATIO,
    ROWS,
    action_signed,
    aims,
    closed,
    endorsed,
    newer,
    open_quarter,
    quarter_spec,
    ratio,
    report,
    write,
)

BEFORE, AFTER = ENDED - timedelta(microseconds=1), ENDED


def rewritten(*changes: tuple[datetime, tuple[Aim | None, ...]]) -> Action:
    """The action plan after the first row got other targets, signed again."""
    spec = action_signed()
    for at, targets in changes:
        row = msgspec.structs.replace(ROWS[0], targets=targets)
        spec = spec.done(write(row, based_on=spec.state.version, at=at))
    return endorsed(spec).state


@pytest.mark.parametrize(
    ("changes", "lowered"),
    [
        ([(AFTER, aims("70", "85", "90", "90"))], True),
        ([(BEFORE, aims("70", "85", "90", "90"))], False),
        ([(AFTER, aims("85", "85", "90", "90"))], False),
        ([(AFTER, aims("80", "80", "85", "90"))], False),  # those of other quarters
        ([(BEFORE, aims("85", "85", "90", "90")), (AFTER, aims("80", "85", "90", "90"))], True),
        ([(AFTER, aims("", "85", "90", "90")), (AFTER, aims("70", "85", "90", "90"))], True),
        ([(AFTER, ()), (AFTER, aims("70", "85", "90", "90"))], True),
        ([(AFTER, aims("", "85", "90", "90")), (AFTER, aims("80", "85", "90", "90"))], False),
    ],
)
def test_a_target_that_became_easier_when_the_quarter_was_over_is_flagged(
    changes: list[tuple[datetime, tuple[Aim | None, ...]]], lowered: bool
) -> None:
    spec = quarter_spec().done(open_quarter(action=rewritten(*changes)), report("i1", ratio("9", "10")))
    assert [line.row.lowered for line in spec.state.lines.values()] == [lowered, False, False]
    first = figures(spec.state)[0]
    assert (Flag.TARGET_LOWERED in first.quarter.flags) is lowered
    assert first.quarter.figure is not None  # it blocks nothing
    assert Flag.TARGET_LOWERED not in first.year.flags


def test_a_target_that_went_away_when_the_quarter_was_over_is_flagged() -> None:
    gone = aims("", "85", "90", "90")
    for at, lowered in ((AFTER, True), (BEFORE, False)):
        spec = quarter_spec().done(open_quarter(action=rewritten((at, gone))), report("i1", ratio("9", "10")))
        first = figures(spec.state)[0]
        assert (first.quarter.state, first.quarter.figure) == (State.NOT_APPLICABLE, None)
        assert (Flag.TARGET_LOWERED in first.quarter.flags) is lowered


def test_each_quarter_is_judged_by_its_own_target() -> None:
    of_first, of_second = ((AFTER, aims("70", "85", "90", "90")),), ((AFTER, aims("80", "75", "90", "90")),)
    for changes, lowered in ((of_first, False), (of_second, True)):
        assert open_quarter(2, closed().state, action=rewritten(*changes)).rows[0].lowered is lowered


def test_a_quarter_is_measured_by_the_policy_in_force_on_its_last_day() -> None:
    later = newer(RATIO, places=0, effective=date(2024, 6, 30))
    row = msgspec.structs.replace(ROWS[0], policy=later)
    action = endorsed(action_signed().done(write(row, based_on=1, at=BEGUN))).state
    assert open_quarter(action=action).rows[0].policy == RATIO
    assert open_quarter(2, closed().state, action=action).rows[0].policy == later


def test_bounds_that_were_taken_away_stay_away_in_the_next_quarter() -> None:
    before = quarter_spec().done(open_quarter()).state
    policy = before.lines["i1"].row.policy
    line = before.lines["i1"]
    measured = replace(line, row=msgspec.structs.replace(line.row, policy=unbounded(policy)))
    after = open_quarter(2, replace(before, lines={**before.lines, "i1": measured}))
    assert [row.policy == unbounded(policy) for row in after.rows if row.indicator.id == "i1"] == [True]
    other = msgspec.structs.replace(unbounded(policy), places=0)
    measured = replace(line, row=msgspec.structs.replace(line.row, policy=other))
    after = open_quarter(2, replace(before, lines={**before.lines, "i1": measured}))
    assert [row.policy == policy for row in after.rows if row.indicator.id == "i1"] == [True]
