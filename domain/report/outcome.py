"""What readings of a year come to: written as the target is, and called by the office's scale."""

from collections.abc import Sequence

from domain.kernel.exact import rounded
from domain.kernel.message import plain
from domain.measure.aggregation import realised
from domain.measure.budget import Reached
from domain.measure.policy import MeasurementPolicy, fitting
from domain.measure.realisation import Reading, State
from domain.measure.scale import IndexScale, NumberScale, OrdinalScale, PercentageScale, Rung
from domain.measure.target import Grade, Index, Missing, Opinion, Percentage, Quantity, Rank, Rupiah, Target, Worded
from domain.quarter.figures import Figure
from domain.quarter.line import Line


def category(scale: OrdinalScale, reached: Reached) -> str:
    """Return what a scale calls an achievement; empty where there is no figure."""
    rung = None if reached.figure is None else scale.rung_of(reached.figure)
    return "" if rung is None else rung.name


def readings(line: Line, figure: Figure) -> tuple[Reading, ...]:
    """Return the readings of the year up to a quarter, in time order."""
    return (*(fitting(line.row.policy, earlier.reading) for earlier in line.row.earlier), figure.reading)


def came_to(target: Target, policy: MeasurementPolicy, readings: Sequence[Reading]) -> Target:
    """Return what readings come to, written as the target is; Missing where they come to no figure."""
    outcome = realised(policy, readings)
    if isinstance(outcome, State):
        return Missing()
    if isinstance(outcome, Rung):
        return Opinion(outcome.name) if isinstance(target, Opinion) else _named(target, outcome.name)
    value = plain(rounded(outcome, policy.places, policy.rounding))
    match target, policy.scale:
        case Rupiah(), _:
            return Rupiah(value)
        case Rank(word=word), _:
            return Rank(value, word)
        case _, PercentageScale():
            return Percentage(value)
        case _, IndexScale():
            return Index(value)
        case _, NumberScale(unit):
            return Quantity(value, unit)
    return Worded(str(value))


def _named(target: Target, name: str) -> Target:
    return Grade(name) if isinstance(target, Grade) else Worded(name)
