"""Achievement (*capaian*): what a realisation is worth against its target, with the derivation as data."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from domain.kernel.exact import rounded
from domain.kernel.message import Message
from domain.measure.aggregation import realised
from domain.measure.flags import Flag, above_whole, flags_of
from domain.measure.formula import HUNDRED, Formula, apply, reference
from domain.measure.policy import MeasurementPolicy, check_aim, check_policy, check_reading
from domain.measure.realisation import Aim, Bounds, Level, Reading, State
from domain.measure.scale import OrdinalScale, Rung


class Derivation(Message, frozen=True, tag="derivation"):
    """All that a figure was computed from; `readings` in time order, one for a quarter, several for a year."""

    policy: MeasurementPolicy
    target: Aim
    readings: tuple[Reading, ...]
    plan_version: int | None = None


class Achievement(Message, frozen=True, tag="achievement"):
    """A figure in per cent with its derivation, or the state that stands in its place."""

    state: State
    figure: Decimal | None = None
    derivation: Derivation | None = None
    flags: tuple[Flag, ...] = ()


def achievement(
    policy: MeasurementPolicy, target: Aim, readings: Sequence[Reading], plan_version: int | None = None
) -> Achievement:
    """Return what the readings are worth; raises Refused for a policy, target or reading that cannot be."""
    check_policy(policy)
    check_aim(policy, target)
    for reading in readings:
        check_reading(policy, reading)
    exact = unrounded(policy, target, readings)
    if isinstance(exact, State):
        return Achievement(exact)
    derivation = Derivation(policy, target, tuple(readings), plan_version)
    flags = flags_of(policy.direction, exact)
    if above_whole(policy, target, readings):
        flags = (*flags, Flag.ABOVE_WHOLE)
    return Achievement(State.COMPUTED, bounded(exact, policy), derivation, flags)


def recompute(derivation: Derivation) -> Decimal | None:
    """Return the figure that the derivation's own data give."""
    exact = unrounded(derivation.policy, derivation.target, derivation.readings)
    return None if isinstance(exact, State) else bounded(exact, derivation.policy)


def unrounded(policy: MeasurementPolicy, target: Aim, readings: Sequence[Reading]) -> Fraction | State:
    """Return the exact figure before cap, floor and rounding, or why there is none."""
    outcome = realised(policy, readings)
    match target, outcome:
        case _, State():
            return outcome
        case Bounds(), Fraction():
            return _of_number(policy, target, outcome)
        case Level(name), Rung() if isinstance(policy.scale, OrdinalScale):
            return _of_level(policy.formula, policy.scale, name, outcome)
        case _:
            return State.NOT_COMPUTABLE


def bounded(exact: Fraction, policy: MeasurementPolicy) -> Decimal:
    """Return the figure within floor and cap, then rounded; `check_policy` sees to it that it stays within them."""
    if policy.cap is not None:
        exact = min(exact, Fraction(policy.cap))
    if policy.floor is not None:
        exact = max(exact, Fraction(policy.floor))
    return rounded(exact, policy.places, policy.rounding)


def _of_number(policy: MeasurementPolicy, target: Bounds, realisation: Fraction) -> Fraction | State:
    aim: Decimal | None = target.high
    if target.low != target.high and (aim := reference(target.low, target.high, realisation)) is None:
        return HUNDRED
    if not aim:
        return State.ZERO_TARGET
    if aim < 0 or (policy.formula is Formula.INVERSE and realisation <= 0):
        return State.NOT_COMPUTABLE
    return apply(policy.formula, Fraction(aim), realisation)


def _of_level(formula: Formula, scale: OrdinalScale, target: str, reached: Rung) -> Fraction | State:
    wanted, place = scale.place(target), scale.rungs.index(reached)
    if wanted is None:
        return State.NOT_COMPUTABLE
    match formula:
        case Formula.MET:
            return HUNDRED if place <= wanted else State.NO_POLICY
        case Formula.MET_OR_NOT:
            return HUNDRED if place <= wanted else Fraction(0)
        case Formula.RANK:
            return apply(formula, Fraction(len(scale.rungs) - wanted), Fraction(len(scale.rungs) - place))
        case Formula.WORTH:
            worth, has = scale.rungs[wanted].worth, reached.worth
            if not worth or has is None:
                return State.ZERO_TARGET
            return apply(formula, Fraction(worth), Fraction(has))
        case _:
            return State.NO_POLICY
