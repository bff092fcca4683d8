"""Quarters make a year: sum, last known value, average or maximum, exactly."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from domain.measure.policy import Aggregation, MeasurementPolicy
from domain.measure.realisation import Absent, Level, Measured, Ratio, Reading, State
from domain.measure.scale import OrdinalScale, Rung


def combined(aggregation: Aggregation, values: Sequence[Fraction]) -> Fraction:
    """Return what the values make together; there is at least one."""
    match aggregation:
        case Aggregation.SUM:
            return sum(values, Fraction(0))
        case Aggregation.LAST:
            return values[-1]
        case Aggregation.AVERAGE:
            return sum(values, Fraction(0)) / len(values)
        case Aggregation.MAXIMUM:
            return max(values)


def off_by(aggregation: Aggregation, quarters: Sequence[Decimal], year: Decimal) -> Fraction:
    """Return by how much quarterly targets miss the yearly one: above zero where they give more."""
    return combined(aggregation, [Fraction(quarter) for quarter in quarters]) - Fraction(year)


def realised(policy: MeasurementPolicy, readings: Sequence[Reading]) -> Fraction | Rung | State:
    """Return what the readings of a period come to, in time order, or why there is nothing.

    What is not applicable does not count. A gap leaves sum, average and maximum unknown; the last known value
    passes over it. A sum of ratios is the ratio of the sums.
    """
    counted = [reading for reading in readings if reading != Absent(State.NOT_APPLICABLE)]
    if not counted:
        return State.NOT_APPLICABLE if readings else State.NOT_RELEASED
    if isinstance(policy.scale, OrdinalScale):
        return _rung(policy.scale, policy.aggregation, counted)
    if policy.aggregation is Aggregation.SUM and policy.components is not None:
        return _ratio_of_sums(policy.components.times, counted)
    values = [_value(policy, reading) for reading in counted]
    known = [value for value in values if isinstance(value, Fraction)]
    gaps = [value for value in values if isinstance(value, State)]
    if gaps and (policy.aggregation is not Aggregation.LAST or not known):
        return gaps[-1]
    return combined(policy.aggregation, known)


def _value(policy: MeasurementPolicy, reading: Reading) -> Fraction | State:
    match reading:
        case Measured(value):
            return Fraction(value)
        case Ratio(numerator, denominator):
            if not denominator:
                return State.MISSING_DENOMINATOR
            times = policy.components.times if policy.components is not None else 1
            return Fraction(numerator) / Fraction(denominator) * Fraction(times)
        case Absent(state):
            return state
        case Level():
            return State.NOT_COMPUTABLE  # `check_reading` lets none through


def _ratio_of_sums(times: Decimal, readings: Sequence[Reading]) -> Fraction | State:
    above = below = Fraction(0)
    for reading in readings:
        if isinstance(reading, Absent):
            return reading.state
        if isinstance(reading, Ratio):
            if reading.denominator is None:
                return State.MISSING_DENOMINATOR
            above += Fraction(reading.numerator)
            below += Fraction(reading.denominator)
    return above / below * Fraction(times) if below else State.MISSING_DENOMINATOR


def _rung(scale: OrdinalScale, aggregation: Aggregation, readings: Sequence[Reading]) -> Rung | State:
    rungs: list[Rung] = []
    gap: State | None = None
    for reading in readings:
        rung = _placed(scale, reading)
        if isinstance(rung, State):
            gap = rung
        else:
            rungs.append(rung)
    if gap is not None and (aggregation is not Aggregation.LAST or not rungs):
        return gap
    return rungs[-1] if aggregation is Aggregation.LAST else min(rungs, key=scale.rungs.index)


def _placed(scale: OrdinalScale, reading: Reading) -> Rung | State:
    match reading:
        case Level(name):
            place = scale.place(name)
            return State.NOT_COMPUTABLE if place is None else scale.rungs[place]
        case Measured(value):
            return scale.rung_of(value) or State.NOT_COMPUTABLE
        case Absent(state):
            return state
        case Ratio():
            return State.NOT_COMPUTABLE
