"""The cells of a published row: target and realisation read together, and the achievement that was printed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal, TypeVar

from domain.kernel.errors import N_, PlanError, Unreadable
from domain.kernel.numbers import index, percentage
from domain.measure.formula import Direction
from domain.measure.practice import Practice
from domain.measure.reading.cell import PERCENT, Cell, glossed, taken_apart, tidy
from domain.measure.reading.comparator import parted
from domain.measure.reading.convention import UNSAID, Convention, MoneyUnit
from domain.measure.reading.figure import figure, money
from domain.measure.reading.several import several
from domain.measure.reading.span import ends
from domain.measure.reading.unit import Sort, sort_of
from domain.measure.realisation import Absent, Aim, Bounds, Level, Measured, Reading, State
from domain.measure.scale import NumberScale, OrdinalScale, Scale

TARGET, REALISATION, PUBLISHED = "target", "realisation", "published"  # the place of what cannot be read
_MONEY = "rp"
_WORDS = {
    State.NOT_RELEASED: ("belum rilis", "belum dirilis", "not released", "not-released"),
    State.NOT_APPLICABLE: ("tidak berlaku", "n/a", "na", "n.a.", "n.a", "not applicable", "not-applicable"),
    State.NOT_COMPUTABLE: ("tidak dapat dihitung", "cannot be computed", "not-computable"),
}
_STATES = {word: state for state, words in _WORDS.items() for word in words}
DASH: Literal["–"] = "–"
_DASHES = ("-", "−", DASH, "—")
_LONGEST = 100  # characters of a value

T = TypeVar("T")
Printed = Decimal | State | Literal["–"] | None  # a figure, why there is none, that there is none, or nothing


@dataclass(frozen=True)
class Pair:
    """What a row aims at and came to, and the scale on which both are read."""

    target: Aim
    reading: Reading
    scale: Scale


def read_pair(
    direction: Direction, target: str, realisation: str, practice: Practice, said: Convention = UNSAID
) -> Pair | State:
    """Read target and realisation together: a unit printed on one of them alone holds for both.

    A target that is no figure gives the State that it names. Raises Unreadable with the column as its place.
    """
    target, realisation = _at(TARGET, _value, target), _at(REALISATION, _value, realisation)
    if (aimless := _STATES.get(target.casefold())) is not None:
        return aimless
    state = _STATES.get(realisation.casefold())
    absent = None if state is None else Absent(state)
    if direction is Direction.ORDINAL:
        return _levels(_named(target), _named(realisation), absent, practice.scales, said)
    ranged = direction in (Direction.RANGE, Direction.RANGE_LOWER)
    low, high = _at(TARGET, _both_ends if ranged else _one_end, target)
    reached = None if absent is not None else _at(REALISATION, _cell, realisation)
    unit = _common_unit(low, high, reached)
    aim = _at(TARGET, lambda: _bounds(target, *(_read(end, unit, target, said) for end in (low, high)), ranged=ranged))
    scale = NumberScale(unit, count=_is_count(unit))
    if reached is None:
        return Pair(aim, absent or Absent(State.NOT_RELEASED), scale)
    return Pair(aim, Measured(_at(REALISATION, _read, reached, unit, realisation, said)), scale)


def unprinted(target: str, realisation: str, published: str) -> State | None:
    """Return why a row that prints a dash for its achievement has none: no target, or nothing that came of it."""
    if tidy(published) not in _DASHES:
        return None
    if tidy(target) in _DASHES:
        return State.NOT_APPLICABLE
    return State.NOT_RELEASED if tidy(realisation) in _DASHES else None


def read_published(text: str, said: Convention = UNSAID) -> Printed:
    """Read a printed achievement, its `%` optional; a dash says that there is no figure, an empty cell is None."""
    return _at(PUBLISHED, _published, text, said)


def measures(text: str) -> tuple[str, ...]:
    """Return the values that stand in one cell, or nothing where it is one; what it cannot hold is for the reader."""
    try:
        return several(_value(text))
    except PlanError:
        return ()


def _published(text: str, said: Convention) -> Printed:
    line = tidy(text)
    if not line:
        return None
    if line in _DASHES:
        return DASH
    line = _value(line)
    if (state := _STATES.get(line.casefold())) is not None:
        return state
    cell = _cell(line)
    if cell.money or cell.unit not in ("", PERCENT):
        unit = cell.unit or cell.money
        raise Unreadable("unit-unexpected", "An achievement is in per cent, not in {unit}.", unit=unit)
    return figure(cell.figure, cell.unit, said)


def _value(text: str) -> str:
    """One line of a value; a dash says nothing of why there is none."""
    line = tidy(text)
    if not line:
        raise Unreadable("cell-empty", "The cell is empty.")
    if len(line) > _LONGEST:
        raise Unreadable("value-too-long", "“{text}…” is too long to be a value.", text=line[:40])
    if line in _DASHES:
        message = N_("A dash does not say why there is no figure; write for example “belum rilis” or “tidak berlaku”.")
        raise Unreadable("dash-unclear", message)
    return line


def _cell(text: str) -> Cell:
    cell = taken_apart(text)
    if cell is None:
        (percentage if PERCENT in text else index)(text)  # says what is wrong with it
        raise Unreadable("number-unreadable", "“{text}” is not a number.", text=text)
    return replace(cell, unit=" ".join(cell.unit.casefold().split()).rstrip("."))


def _one_end(text: str) -> tuple[Cell, Cell]:
    if ends(text) is not None:
        message = N_("“{text}” is a range; its direction is range or range-lower.")
        raise Unreadable("range-unexpected", message, text=text)
    return (cell := _cell(text)), cell


def _both_ends(text: str) -> tuple[Cell, Cell]:
    found = ends(text)
    if found is None:
        raise Unreadable("not-a-range", "“{text}” is not a range; write for example “80–90%”.", text=text)
    low, high, _ = found
    return replace(low, unit=low.unit.casefold()), replace(high, unit=high.unit.casefold())


def _unit(cell: Cell | None) -> str:
    return "" if cell is None else _MONEY if cell.money else cell.unit


def _common_unit(low: Cell, high: Cell, reached: Cell | None) -> str:
    """The one unit that is printed, wherever it stands."""
    found = ""
    for place, cell in ((TARGET, low), (TARGET, high), (REALISATION, reached)):
        unit = _unit(cell)
        if unit and found and unit != found:
            message = N_("One value is in {first}, the other in {second}.")
            raise Unreadable("units-differ", message, place, first=found, second=unit)
        found = found or unit
    return found


def _read(cell: Cell, unit: str, text: str, said: Convention) -> Decimal:
    if unit == _MONEY:
        bare = said.money.times == 1 and not cell.money
        return money(replace(cell, money=_MONEY if bare else cell.money, unit=""), text, said)
    counted = said.money is not MoneyUnit.UNSAID  # a table of money, whatever it is in
    value = figure(cell.figure, unit, said, counted=counted, multiple=cell.multiple) * cell.times
    if value < 0 and _is_count(unit):
        raise Unreadable("negative-count", "A count cannot be negative.")
    return value


def _is_count(unit: str) -> bool:
    return unit not in ("", PERCENT) and sort_of(unit) not in (Sort.SCORED, Sort.RATE)


def _bounds(text: str, low: Decimal, high: Decimal, *, ranged: bool) -> Bounds:
    if low < 0:
        raise Unreadable("negative-target", "A target cannot be negative.")
    if ranged and low >= high:
        raise Unreadable("range-inverted", "The range “{text}” must rise from its lower to its upper bound.", text=text)
    return Bounds(low, high)


def _named(text: str) -> str:
    """A value of a scale without what is printed beside it: *BB* of *minimal BB (70,00)*."""
    return glossed(parted(text)[1])[0]


def _levels(
    target: str, realisation: str, absent: Absent | None, scales: Sequence[OrdinalScale], said: Convention
) -> Pair:
    holding = [scale for scale in scales if scale.place(target) is not None]
    if not holding:
        raise Unreadable(
            "unknown-level",
            "“{value}” is on none of the scales: {known}.",
            TARGET,
            value=target,
            known="; ".join(_spelled(scale) for scale in scales),
        )
    if absent is not None:
        return Pair(Level(target), absent, holding[0])
    both = [scale for scale in holding if scale.place(realisation) is not None]
    if len(both) > 1:
        names = ", ".join(scale.name for scale in both)
        raise Unreadable("scale-unclear", "The values are on more than one scale: {names}.", TARGET, names=names)
    if both:
        return Pair(Level(target), Level(realisation), both[0])
    scored = [scale for scale in holding if scale.thresholds]
    if scored and realisation[0].isdecimal():
        return Pair(Level(target), Measured(_at(REALISATION, index, realisation, said.numbers)), scored[0])
    message = N_("“{value}” is not on the scale {scale}.")
    raise Unreadable("not-on-scale", message, REALISATION, value=realisation, scale=_spelled(holding[0]))


def _spelled(scale: OrdinalScale) -> str:
    return f"{scale.name} ({', '.join(rung.name for rung in scale.rungs)})"


def _at(place: str, read: Callable[..., T], *texts: object) -> T:
    try:
        return read(*texts)
    except PlanError as error:
        raise error if error.place else error.at(place) from None
