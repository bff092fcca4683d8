"""What a careful reader would look at twice in a figure; a flag never blocks."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from domain.measure.aggregation import realised
from domain.measure.formula import Direction
from domain.measure.policy import MeasurementPolicy, fitting
from domain.measure.realisation import Aim, Bounds, Level, Measured, Reading, State
from domain.measure.scale import OrdinalScale, PercentageScale, Rung


class Flag(StrEnum):
    """Each is a doubt about the inputs, or about when they were made, never about the arithmetic."""

    DIRECTION_SUSPECTED = "direction-suspected"
    ABOVE_200 = "above-200"
    ABOVE_WHOLE = "above-whole"
    SPENT_WITHOUT_OUTPUT = "spent-without-output"
    PUBLISHED_DIFFERS = "published-differs"
    PUBLISHED_ROUNDED = "published-rounded"
    SEVERAL_MEASURES = "several-measures"
    TARGET_LOWERED = "target-lowered"


_LESS_IS_BETTER = (Direction.LOWER, Direction.RANGE_LOWER)
_WHOLE = Decimal(100)
_FAR = 10  # times
_TEN_TIMES = 100 * _FAR  # per cent of the target: more likely the wrong way round, or another unit, than a success


def flags_of(direction: Direction, exact: Fraction) -> tuple[Flag, ...]:
    """Return what the figure itself gives away, before cap and rounding."""
    inverted = exact < 0 if direction in _LESS_IS_BETTER else exact >= _TEN_TIMES
    found = [(inverted, Flag.DIRECTION_SUSPECTED), (exact > 200, Flag.ABOVE_200)]
    return tuple(flag for holds, flag in found if holds)


def above_whole(policy: MeasurementPolicy, target: Aim, readings: Sequence[Reading]) -> bool:
    """Return whether more than the whole was measured of a share that may pass it but does not aim to."""
    share = policy.scale == PercentageScale(None) and isinstance(target, Bounds) and target.high <= _WHOLE
    return share and any(isinstance(reading, Measured) and reading.value > _WHOLE for reading in readings)


def spent_without_output(spent: Decimal, figure: Decimal | None) -> bool:
    """Return whether money went out and nothing was achieved; None is a figure that is not known yet."""
    return spent > 0 and figure is not None and figure <= 0


def target_lowered(
    direction: Direction,
    old: Aim,
    new: Aim,
    *,
    changed_at: datetime,
    known_at: datetime | None,
    scale: OrdinalScale | None = None,
) -> bool:
    """Return whether a target became easier to reach when its result was already known."""
    if known_at is None or changed_at < known_at:
        return False
    match old, new:
        case Level(was), Level(now) if scale is not None:
            before, after = scale.place(was), scale.place(now)
            return before is not None and after is not None and after > before
        case Bounds(), Bounds():
            less_low, more_high = new.low < old.low, new.high > old.high
            eased = {
                Direction.HIGHER: new.high < old.high,
                Direction.LOWER: more_high,
                Direction.RANGE: less_low or more_high,
                Direction.RANGE_LOWER: more_high,
            }
            return eased.get(direction, False)
        case _:
            return False


def misses(policy: MeasurementPolicy, target: Aim, reading: Reading) -> bool:
    """Return whether a reading is worse than its target; what is no figure misses nothing."""
    match target, realised(policy, [reading]):
        case Bounds(low, high), Fraction() as reached:
            match policy.direction:
                case Direction.LOWER | Direction.RANGE_LOWER:
                    return reached > Fraction(high)
                case _:
                    return reached < Fraction(low)
        case Level(name), Rung() as rung if isinstance(policy.scale, OrdinalScale):
            wanted = policy.scale.place(name)
            return wanted is not None and policy.scale.rungs.index(rung) > wanted
        case _:
            return False


def leap(now: Decimal | Fraction, before: Decimal | Fraction) -> bool:
    """Return whether one is ten times the other or more: a slip of a point or a zero, or another unit."""
    less, more = sorted((abs(Fraction(now)), abs(Fraction(before))))
    return less > 0 and more >= _FAR * less


def leaps(policy: MeasurementPolicy, before: Reading | Bounds, reading: Reading) -> bool:
    """Return whether a reading is far from its target or from the one before; what is no figure is not compared."""
    was = Fraction(before.high) if isinstance(before, Bounds) else realised(policy, [fitting(policy, before)])
    now = realised(policy, [reading])
    return isinstance(was, Fraction) and isinstance(now, Fraction) and leap(now, was)


def falls(policy: MeasurementPolicy, before: Reading, reading: Reading) -> bool:
    """Return whether a reading is worse than the one before it; what is no figure is not compared.

    `before` may have been measured under an earlier policy: what this one does not measure is no figure.
    """
    was, now = realised(policy, [fitting(policy, before)]), realised(policy, [reading])
    if isinstance(was, State) or isinstance(now, State):
        return False
    if isinstance(was, Rung) and isinstance(now, Rung) and isinstance(policy.scale, OrdinalScale):
        return policy.scale.rungs.index(now) > policy.scale.rungs.index(was)
    if isinstance(was, Fraction) and isinstance(now, Fraction):
        less_is_better = policy.direction in (Direction.LOWER, Direction.RANGE_LOWER)
        return now > was if less_is_better else now < was
    return False
