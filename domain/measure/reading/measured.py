"""What a quarter aims at and what it came to, read as the indicator's policy measures it."""

from decimal import Decimal

from domain.kernel.errors import N_, Unreadable
from domain.kernel.numbers import index as index_digits
from domain.kernel.numbers import percentage as percentage_digits
from domain.measure.policy import Aggregation, Direction, MeasurementPolicy
from domain.measure.reading.cell import PERCENT, taken_apart, tidy
from domain.measure.reading.convention import UNSAID, Convention
from domain.measure.reading.figure import figure, money
from domain.measure.reading.span import span
from domain.measure.reading.target import is_nothing
from domain.measure.reading.unit import Sort, sort_of
from domain.measure.realisation import Aim, Bounds, Level, Measured, Reading
from domain.measure.scale import IndexScale, NumberScale, OrdinalScale, PercentageScale

_RANGED = (Direction.RANGE, Direction.RANGE_LOWER)


def read_aim(policy: MeasurementPolicy, text: str, said: Convention = UNSAID) -> Aim | None:
    """Read a quarter's target; a dash is none. Raises Unreadable or Ambiguous."""
    if is_nothing(text):
        return None
    if isinstance(policy.scale, OrdinalScale):
        return Level(_level(policy.scale, text))
    if policy.direction in _RANGED:
        found = span(tidy(text), said)
        return Bounds(found.low, found.high)
    value = read_figure(policy, text, said)
    return Bounds(value, value)


def read_measured(policy: MeasurementPolicy, text: str, said: Convention = UNSAID) -> Reading:
    """Read a realisation: a figure, or a value of the scale, which a score finds where it has thresholds."""
    scale = policy.scale
    if not isinstance(scale, OrdinalScale):
        return Measured(read_figure(policy, text, said))
    if scale.place(text.strip()) is None and scale.thresholds and any(c.isdecimal() for c in text):
        return Measured(index_digits(text, said.numbers))
    return Level(_level(scale, text))


def read_figure(policy: MeasurementPolicy, text: str, said: Convention = UNSAID) -> Decimal:
    """Read a number on the policy's scale, its unit optional; the zeros that are typed are kept."""
    printed = tidy(text)
    cell = taken_apart(printed)
    if cell is None:
        (percentage_digits if PERCENT in printed else index_digits)(printed, said.numbers)  # says what is wrong with it
        raise Unreadable("number-unreadable", "“{text}” is not a number.", text=printed[:40])
    match policy.scale:
        case PercentageScale(highest):
            _require_unit(cell.unit, PERCENT)
            value = figure(cell.figure, PERCENT, said)
            if value < 0 and highest is not None:
                below = N_("“{text}” is below zero; a percentage is not.")
                raise Unreadable("negative-percentage", below, text=printed[:40])
            return value
        case NumberScale(unit) if unit == "rupiah" or cell.money:
            return money(cell, printed, said)
        case NumberScale(unit, count):
            _require_unit(cell.unit, unit)
            mean = policy.aggregation is Aggregation.AVERAGE  # of whole things, and no whole number
            counted = count and not unit and not mean
            return figure(cell.figure, "" if mean else unit, said, counted=counted, multiple=cell.multiple) * cell.times
        case IndexScale() | OrdinalScale():
            if cell.unit and sort_of(cell.unit) is not Sort.SCORED:
                _require_unit(cell.unit, "")
            return figure(cell.figure, "", said) * cell.times


def _require_unit(printed: str, unit: str) -> None:
    if printed and printed.casefold() != unit.casefold():
        message = N_("One value is in {first}, the other in {second}.")
        raise Unreadable("units-differ", message, first=unit or "…", second=printed)


def _level(scale: OrdinalScale, text: str) -> str:
    """The value as the scale spells it; an unknown one is for the rules to refuse."""
    place = scale.place(text.strip())
    return text.strip() if place is None else scale.rungs[place].name
