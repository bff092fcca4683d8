"""What a quarter aims at and what it came to, read as the indicator's policy measures it."""

from decimal import Decimal

from domain.kernel.errors import N_, Unreadable
from domain.kernel.numbers import index as index_digits
from domain.measure.formula import Direction
from domain.measure.policy import Aggregation, Component, MeasurementPolicy
from domain.measure.reading.cell import PERCENT, tidy
from domain.measure.reading.comparator import parted
from domain.measure.reading.convention import UNSAID, Convention
from domain.measure.reading.figure import alone, figure, money, require_unit
from domain.measure.reading.span import span
from domain.measure.reading.target import is_nothing
from domain.measure.reading.unit import Sort, sort_of
from domain.measure.realisation import Aim, Bounds, Level, Measured, Reading
from domain.measure.scale import IndexScale, NumberScale, OrdinalScale, PercentageScale
from domain.measure.target import Comparator

_RANGED = (Direction.RANGE, Direction.RANGE_LOWER)
# What the direction says of a target already.
_IMPLIED = {
    Direction.HIGHER: Comparator.AT_LEAST,
    Direction.ORDINAL: Comparator.AT_LEAST,
    Direction.LOWER: Comparator.AT_MOST,
}


def read_aim(policy: MeasurementPolicy, text: str, said: Convention = UNSAID) -> Aim | None:
    """Read a quarter's target; a dash is none. Raises Unreadable or Ambiguous."""
    if is_nothing(text):
        return None
    implied = _IMPLIED.get(policy.direction, Comparator.NONE)
    if isinstance(policy.scale, OrdinalScale):
        comparator, level = parted(tidy(text))
        return Level(_level(policy.scale, level if comparator is implied else text))
    if policy.direction in _RANGED:
        found = span(tidy(text), said)
        return Bounds(found.low, found.high)
    value = read_figure(policy, text, said, implied)
    return Bounds(value, value)


def read_measured(policy: MeasurementPolicy, text: str, said: Convention = UNSAID) -> Reading:
    """Read a realisation: a figure, or a value of the scale, which a score finds where it has thresholds."""
    scale = policy.scale
    if not isinstance(scale, OrdinalScale):
        return Measured(read_figure(policy, text, said))
    if scale.place(text.strip()) is None and scale.thresholds and any(c.isdecimal() for c in text):
        return Measured(index_digits(text, said.numbers))
    return Level(_level(scale, text))


def read_figure(
    policy: MeasurementPolicy, text: str, said: Convention = UNSAID, implied: Comparator = Comparator.NONE
) -> Decimal:
    """Read a number on the policy's scale, its unit optional; the zeros that are typed are kept."""
    printed = tidy(text)
    cell = alone(printed, said, implied)
    match policy.scale:
        case PercentageScale(highest):
            require_unit(cell.unit, PERCENT)
            value = figure(cell.figure, PERCENT, said)
            if value < 0 and highest is not None:
                below = N_("“{text}” is below zero; a percentage is not.")
                raise Unreadable("negative-percentage", below, text=printed[:40])
            return value
        case NumberScale(unit) if unit == "rupiah" or cell.money:
            return money(cell, printed, said)
        case NumberScale(unit, count):
            require_unit(cell.unit, unit)
            mean = policy.aggregation is Aggregation.AVERAGE  # of whole things, and no whole number
            counted = count and not unit and not mean
            return figure(cell.figure, "" if mean else unit, said, counted=counted, multiple=cell.multiple) * cell.times
        case IndexScale() | OrdinalScale():
            if cell.unit and sort_of(cell.unit) is not Sort.SCORED:
                require_unit(cell.unit, "")
            return figure(cell.figure, "", said) * cell.times


def read_component(of: Component, text: str, said: Convention = UNSAID) -> Decimal:
    """Read one side of a ratio in its unit, which its name may say: *pengaduan yang diselesaikan* are counted."""
    printed = tidy(text)
    cell = alone(printed, said)
    if of.unit == "rupiah" or cell.money:
        return money(cell, printed, said)
    if of.unit and cell.unit:
        require_unit(cell.unit, of.unit)
    counted = sort_of(of.unit or of.name) is Sort.COUNTED
    return figure(cell.figure, of.unit, said, counted=counted, multiple=cell.multiple) * cell.times


def _level(scale: OrdinalScale, text: str) -> str:
    """The value as the scale spells it; an unknown one is for the rules to refuse."""
    place = scale.place(text.strip())
    return text.strip() if place is None else scale.rungs[place].name
