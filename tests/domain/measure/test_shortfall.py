"""What falls short asks for a reason: by the indicator's own direction, and only where there is a figure."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.measure.achievement import unrounded
from domain.measure.flags import falls, misses
from domain.measure.formula import HUNDRED, Direction
from domain.measure.policy import MeasurementPolicy
from domain.measure.practice import DEFAULT
from domain.measure.realisation import REPORTED, Absent, Aim, Level, Measured, Ratio, Reading
from domain.measure.scale import SAKIP
from tests.domain.measure.measuring import COMPONENTS, aim, aims, plain, policies, readings

GRADES = DEFAULT.policy(Direction.ORDINAL, SAKIP)
NUMBERS = tuple(direction for direction in Direction if direction is not Direction.ORDINAL)


def policy_of(direction: str) -> MeasurementPolicy:
    """The default policy of a direction; of an ordinal one, over the grades of SAKIP."""
    return GRADES if direction == "ordinal" else plain(direction)


def reading_of(figure: str) -> Reading:
    """A grade, or a figure."""
    return Level(figure) if figure.isalpha() else Measured(Decimal(figure))


@pytest.mark.parametrize(
    ("direction", "target", "reading", "short"),
    [
        ("higher", aim("80"), "79.999", True),
        ("higher", aim("80"), "80", False),
        ("lower", aim("0.16"), "0.161", True),
        ("lower", aim("0.16"), "0.16", False),
        ("lower", aim("0.16"), "0", False),
        ("range", aim("80", "90"), "79", True),
        ("range", aim("80", "90"), "80", False),
        ("range", aim("80", "90"), "95", False),
        ("range-lower", aim("7", "8"), "9", True),
        ("range-lower", aim("7", "8"), "8", False),
        ("range-lower", aim("7", "8"), "6", False),
        ("ordinal", Level("B"), "CC", True),
        ("ordinal", Level("B"), "B", False),
        ("ordinal", Level("B"), "A", False),
        ("ordinal", Level("B"), "60", True),  # a score of CC
        ("ordinal", Level("B"), "60.01", False),
    ],
)
def test_what_is_below_its_target(direction: str, target: Aim, reading: str, short: bool) -> None:
    assert misses(policy_of(direction), target, reading_of(reading)) is short


@pytest.mark.parametrize(
    ("direction", "before", "now", "fell"),
    [
        ("higher", "80", "79.9", True),
        ("higher", "80", "80", False),
        ("higher", "80", "81", False),
        ("lower", "3", "4", True),
        ("lower", "3", "3", False),
        ("lower", "3", "2", False),
        ("range", "95", "94", True),
        ("range-lower", "7", "7.1", True),
        ("range-lower", "7", "6.9", False),
        ("ordinal", "B", "CC", True),
        ("ordinal", "B", "B", False),
        ("ordinal", "B", "BB", False),
        ("ordinal", "60", "61", False),  # from CC to B
        ("ordinal", "B", "55", True),
    ],
)
def test_what_is_below_the_quarter_before(direction: str, before: str, now: str, fell: bool) -> None:
    assert falls(policy_of(direction), reading_of(before), reading_of(now)) is fell


@given(policies(NUMBERS), st.data())
def test_a_realisation_misses_its_target_where_its_achievement_is_below_100(
    policy: MeasurementPolicy, data: st.DataObject
) -> None:
    target, reading = data.draw(aims(policy)), data.draw(readings(policy))
    exact = unrounded(policy, target, [reading])
    if isinstance(exact, Fraction):
        assert misses(policy, target, reading) is (exact < HUNDRED)


@given(policies(), st.data())
def test_what_is_no_figure_falls_short_of_nothing(policy: MeasurementPolicy, data: st.DataObject) -> None:
    target, known = data.draw(aims(policy)), data.draw(readings(policy))
    unknown = Absent(data.draw(st.sampled_from(REPORTED)))
    assert not misses(policy, target, unknown)
    assert not falls(policy, known, unknown)
    assert not falls(policy, unknown, known)


def test_what_the_policy_no_longer_measures_is_compared_with_nothing() -> None:
    """As in the year so far: it counts as unknown, never as something else."""
    shares = replace(plain("lower"), components=COMPONENTS)
    assert falls(shares, Ratio(Decimal(2), Decimal(100)), Ratio(Decimal(3), Decimal(100)))
    assert not falls(plain("lower"), Ratio(Decimal(2), Decimal(100)), Measured(Decimal(1)))
    assert not falls(shares, Measured(Decimal(1)), Ratio(Decimal(2), Decimal(100)))
    assert not falls(plain("higher"), Level("A"), Measured(Decimal(1)))
