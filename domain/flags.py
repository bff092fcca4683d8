"""What a careful reader would look at twice in a figure; a flag never blocks."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from domain.formula import Direction
from domain.realisation import Aim, Bounds, Level
from domain.scale import OrdinalScale


class Flag(StrEnum):
    """Each is a doubt about the inputs, or about when they were made, never about the arithmetic."""

    DIRECTION_SUSPECTED = "direction-suspected"
    ABOVE_200 = "above-200"
    SPENT_WITHOUT_OUTPUT = "spent-without-output"
    PUBLISHED_DIFFERS = "published-differs"
    TARGET_LOWERED = "target-lowered"


_LESS_IS_BETTER = (Direction.LOWER, Direction.RANGE_LOWER)
_TEN_TIMES = 1000  # per cent of the target: more likely the wrong way round, or another unit, than a success


def flags_of(direction: Direction, exact: Fraction) -> tuple[Flag, ...]:
    """Return what the figure itself gives away, before cap and rounding."""
    inverted = exact < 0 if direction in _LESS_IS_BETTER else exact >= _TEN_TIMES
    found = [(inverted, Flag.DIRECTION_SUSPECTED), (exact > 200, Flag.ABOVE_200)]
    return tuple(flag for holds, flag in found if holds)


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
