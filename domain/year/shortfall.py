"""Whether a realisation falls short of its target, or of what was reached before."""

from fractions import Fraction

from domain.aggregation import realised
from domain.formula import Direction
from domain.measurement import MeasurementPolicy, fitting
from domain.realisation import Aim, Bounds, Level, Reading, State
from domain.scale import OrdinalScale, Rung


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
