"""Quarters make the year, and a gap is never taken for a zero."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.measure.achievement import achievement
from domain.measure.aggregation import combined, off_by, realised
from domain.measure.formula import Direction
from domain.measure.policy import Aggregation
from domain.measure.practice import DEFAULT
from domain.measure.realisation import Absent, Level, Measured, Ratio, Reading, State
from tests.domain.measure.measuring import COMPONENTS, LADDER, PLAIN, aim, measured, plain

_QUARTERS = st.lists(st.decimals(min_value=0, max_value=10**6, places=2), min_size=4, max_size=4)


@pytest.mark.parametrize(
    ("aggregation", "year"),
    [
        (Aggregation.SUM, "10"),
        (Aggregation.LAST, "1"),
        (Aggregation.AVERAGE, "2.5"),
        (Aggregation.MAXIMUM, "4"),
    ],
)
def test_four_ways(aggregation: Aggregation, year: str) -> None:
    policy = replace(plain("higher"), aggregation=aggregation)
    assert realised(policy, measured("2", "4", "3", "1")) == Fraction(year)


@given(st.sampled_from(Aggregation), _QUARTERS, st.sampled_from(["higher", "lower"]))
def test_quarters_give_the_yearly_figure(aggregation: Aggregation, quarters: list[Decimal], direction: str) -> None:
    policy = replace(plain(direction), aggregation=aggregation)
    by_hand = {
        Aggregation.SUM: sum(quarters),
        Aggregation.LAST: quarters[-1],
        Aggregation.AVERAGE: sum(quarters) / 4,
        Aggregation.MAXIMUM: max(quarters),
    }[aggregation]
    assert isinstance(by_hand, Decimal)
    of_quarters = achievement(policy, aim("75"), [Measured(quarter) for quarter in quarters])
    of_year = achievement(policy, aim("75"), [Measured(by_hand)])
    assert of_quarters.figure == of_year.figure
    assert of_quarters.flags == of_year.flags


@given(st.sampled_from(Aggregation), _QUARTERS)
def test_one_quarter_is_itself(aggregation: Aggregation, quarters: list[Decimal]) -> None:
    assert combined(aggregation, [Fraction(quarters[0])]) == Fraction(quarters[0])


@given(st.lists(st.tuples(st.integers(0, 99), st.integers(1, 99)), min_size=1, max_size=4))
def test_a_sum_of_ratios_is_the_ratio_of_the_sums(pairs: list[tuple[int, int]]) -> None:
    policy = replace(plain("higher"), components=replace(COMPONENTS, part_of_whole=False), aggregation=Aggregation.SUM)
    ratios = [Ratio(Decimal(above), Decimal(below)) for above, below in pairs]
    above, below = (sum(side) for side in zip(*pairs, strict=True))
    assert realised(policy, ratios) == Fraction(above * 100, below)


@pytest.mark.parametrize("aggregation", Aggregation)
def test_a_ratio_is_multiplied_by_what_its_components_say(aggregation: Aggregation) -> None:
    per_mille = replace(COMPONENTS, times=Decimal(1000))
    policy = replace(plain("higher"), components=per_mille, aggregation=aggregation)
    assert realised(policy, [Ratio(Decimal(1), Decimal(8)), Ratio(Decimal(1), Decimal(8))]) == 125


def test_a_quarter_in_which_nothing_came_in_does_not_spoil_the_sum() -> None:
    policy = replace(plain("higher"), components=COMPONENTS, aggregation=Aggregation.SUM)
    nothing = Ratio(Decimal(0), Decimal(0))
    assert realised(policy, [nothing, Ratio(Decimal(1), Decimal(2))]) == 50
    assert realised(policy, [nothing, nothing]) is State.MISSING_DENOMINATOR
    assert realised(policy, [Ratio(Decimal(0), None), Ratio(Decimal(1), Decimal(2))]) is State.MISSING_DENOMINATOR


@pytest.mark.parametrize("state", [State.NOT_RELEASED, State.NOT_COMPUTABLE])
def test_a_gap_leaves_all_but_the_last_known_value_unknown(state: State) -> None:
    quarters: list[Reading] = [*measured("2", "4"), Absent(state)]
    for aggregation in Aggregation:
        found = realised(replace(plain("higher"), aggregation=aggregation), quarters)
        assert found == (4 if aggregation is Aggregation.LAST else state)


def test_what_is_not_applicable_does_not_count() -> None:
    skipped = Absent(State.NOT_APPLICABLE)
    for aggregation in Aggregation:
        policy = replace(plain("higher"), aggregation=aggregation)
        assert realised(policy, [skipped, *measured("6"), skipped]) == 6
        assert realised(policy, [skipped]) is State.NOT_APPLICABLE
        assert realised(policy, []) is State.NOT_RELEASED


def test_values_of_a_scale_have_a_last_and_a_best() -> None:
    quarters: list[Reading] = [Level("Hijau"), Absent(State.NOT_RELEASED), *measured("50")]
    last = DEFAULT.policy(Direction.ORDINAL, LADDER)
    assert realised(last, quarters) == LADDER.rungs[1]
    best = DEFAULT.policy(Direction.ORDINAL, LADDER, Aggregation.MAXIMUM)
    assert realised(best, quarters) is State.NOT_RELEASED
    assert realised(best, [quarters[0], quarters[2]]) == LADDER.rungs[0]


def test_quarterly_targets_miss_the_yearly_one_by_so_much() -> None:
    quarters = [Decimal(10), Decimal(20), Decimal(30), Decimal(35)]
    assert off_by(Aggregation.SUM, quarters, Decimal(100)) == -5
    assert off_by(Aggregation.LAST, quarters, Decimal(35)) == 0
    assert off_by(Aggregation.AVERAGE, quarters, Decimal(23)) == Fraction(3, 4)
    assert off_by(Aggregation.MAXIMUM, quarters, Decimal(35)) == 0
    assert DEFAULT.policy(Direction.HIGHER, PLAIN).aggregation is Aggregation.LAST
