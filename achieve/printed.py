"""Cells as documents print them: numbers with a unit, ranges, values of a scale, words where there is no figure."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeVar

from domain.kernel.characters import clean
from domain.kernel.errors import N_, PlanError, Unreadable
from domain.kernel.numbers import index, number, percentage, rupiah
from domain.measure.formula import Direction
from domain.measure.practice import Practice
from domain.measure.realisation import Absent, Aim, Bounds, Level, Measured, Reading, State
from domain.measure.scale import NumberScale, OrdinalScale, Scale

TARGET, REALISATION, PUBLISHED = "target", "realisation", "published"  # the place of what cannot be read
PERCENT, MONEY = "%", "rp"

_WORDS = {
    State.NOT_RELEASED: ("belum rilis", "belum dirilis", "not released", "not-released"),
    State.NOT_APPLICABLE: ("tidak berlaku", "n/a", "not applicable", "not-applicable"),
    State.NOT_COMPUTABLE: ("tidak dapat dihitung", "cannot be computed", "not-computable"),
}
_STATES = {word: state for state, words in _WORDS.items() for word in words}
DASH: Literal["–"] = "–"
_DASHES = ("-", "−", DASH, "—")
_LONGEST = 100  # characters of a value
_AMOUNT = re.compile(
    r"(?P<number>-?\s*(?P<money>rp\.?)?\s*-?\s*[0-9][0-9.,]*(?:,-)?)"
    r"(?:\s*(?P<percent>%|persen\b)|\s+(?P<unit>[^\W\d].*))?",
    re.IGNORECASE,
)
_RANGE = re.compile(
    r"(?P<low>(?:rp\.?\s*)?[0-9][^\s–—%-]*(?:\s*%|\s*persen\b|\s+[^\W\d][^–—-]*?)?)\s*"
    r"(?:–|—|-|\bs\.?\s?/?\s?d\b\.?|\bsampai(?:\s+dengan)?\b|\bhingga\b)\s*(?P<high>\S.*)",
    re.IGNORECASE,
)
_MULTIPLES = re.compile(r"(ribu|juta|mil[iy]ar|triliun)\b", re.IGNORECASE)

T = TypeVar("T")
Printed = Decimal | State | Literal["–"] | None  # a figure, why there is none, that there is none, or nothing


@dataclass(frozen=True)
class Pair:
    """What a row aims at and came to, and the scale on which both are read."""

    target: Aim
    reading: Reading
    scale: Scale


@dataclass(frozen=True)
class _Amount:
    """A number not read yet: how depends on the unit, which may stand in the other cell."""

    text: str
    unit: str


def read_pair(direction: Direction, target: str, realisation: str, practice: Practice) -> Pair | State:
    """Read target and realisation together: a unit printed on one of them alone holds for both.

    A target that is no figure gives the State that it names. Raises Unreadable with the column as its place.
    """
    target, realisation = _at(TARGET, _tidy, target), _at(REALISATION, _tidy, realisation)
    if (aimless := _STATES.get(target.casefold())) is not None:
        return aimless
    state = _STATES.get(realisation.casefold())
    absent = None if state is None else Absent(state)
    if direction is Direction.ORDINAL:
        return _levels(target, realisation, absent, practice.scales)
    ranged = direction in (Direction.RANGE, Direction.RANGE_LOWER)
    low, high = _at(TARGET, _split_range if ranged else _split_single, target)
    reached = None if absent is not None else _at(REALISATION, _split, realisation)
    unit = _common_unit(low, high, reached)
    aim = _at(TARGET, lambda: _bounds(target, _read(low, unit), _read(high, unit), ranged=ranged))
    scale = NumberScale(unit, count=unit not in ("", PERCENT))
    if reached is None:
        return Pair(aim, absent or Absent(State.NOT_RELEASED), scale)
    return Pair(aim, Measured(_at(REALISATION, _read, reached, unit)), scale)


def read_published(text: str) -> Printed:
    """Read a printed achievement, its `%` optional; a dash says that there is no figure, an empty cell is None."""
    return _at(PUBLISHED, _published, text)


def _published(text: str) -> Printed:
    if not text.strip():
        return None
    if _one_line(text) in _DASHES:
        return DASH
    text = _tidy(text)
    if (state := _STATES.get(text.casefold())) is not None:
        return state
    amount = _split(text)
    if amount.unit not in ("", PERCENT):
        raise Unreadable("unit-unexpected", "An achievement is in per cent, not in {unit}.", unit=amount.unit)
    return _read(amount, amount.unit)


def _tidy(text: str) -> str:
    """One line, one kind of space, one kind of minus."""
    text = _one_line(text)
    if not text:
        raise Unreadable("cell-empty", "The cell is empty.")
    if len(text) > _LONGEST:
        raise Unreadable("value-too-long", "“{text}…” is too long to be a value.", text=text[:40])
    text = re.sub(r"^[−–—](?=.)", "-", text).replace("−", "-")
    if text in _DASHES:
        message = N_("A dash does not say why there is no figure; write for example “belum rilis” or “tidak berlaku”.")
        raise Unreadable("dash-unclear", message)
    return text


def _one_line(text: str) -> str:
    return " ".join(clean(text).split())


def _split(text: str) -> _Amount:
    parts = _AMOUNT.fullmatch(text)
    if parts is None:
        (percentage if PERCENT in text else index)(text)  # says what is wrong with it
        raise Unreadable("number-unreadable", "“{text}” is not a number.", text=text)
    unit = " ".join((parts["unit"] or "").casefold().split()).rstrip(".")
    if _MULTIPLES.match(unit) or (parts["money"] and (unit or parts["percent"])):
        raise Unreadable("number-in-words", "Write “{text}” as a number in full, with one unit.", text=text)
    return _Amount(parts["number"], PERCENT if parts["percent"] else MONEY if parts["money"] else unit)


def _split_single(text: str) -> tuple[_Amount, _Amount]:
    if _AMOUNT.fullmatch(text) is None and _RANGE.fullmatch(text) is not None:
        message = N_("“{text}” is a range; its direction is range or range-lower.")
        raise Unreadable("range-unexpected", message, text=text)
    return (amount := _split(text)), amount


def _split_range(text: str) -> tuple[_Amount, _Amount]:
    parts = _RANGE.fullmatch(text)
    if parts is None:
        raise Unreadable("not-a-range", "“{text}” is not a range; write for example “80–90%”.", text=text)
    return _split(parts["low"].strip()), _split(parts["high"])


def _common_unit(low: _Amount, high: _Amount, reached: _Amount | None) -> str:
    """The one unit that is printed, wherever it stands."""
    found = ""
    for place, amount in ((TARGET, low), (TARGET, high), (REALISATION, reached)):
        unit = amount.unit if amount is not None else ""
        if unit and found and unit != found:
            message = N_("One value is in {first}, the other in {second}.")
            raise Unreadable("units-differ", message, place, first=found, second=unit)
        found = found or unit
    return found


def _read(amount: _Amount, unit: str) -> Decimal:
    text = amount.text.replace(" ", "") if amount.unit != MONEY else amount.text
    match unit:
        case "":
            return index(text)
        case "%":
            # A rate may fall below zero, which a share cannot: only the rules for its digits are wanted here.
            return -percentage(text[1:]) if text.startswith("-") else percentage(text)
        case "rp":
            return rupiah(text)
        case _:
            value = number(text)
            if value < 0:
                raise Unreadable("negative-count", "A count cannot be negative.")
            return value


def _bounds(text: str, low: Decimal, high: Decimal, *, ranged: bool) -> Bounds:
    if low < 0:
        raise Unreadable("negative-target", "A target cannot be negative.")
    if ranged and low >= high:
        raise Unreadable("range-inverted", "The range “{text}” must rise from its lower to its upper bound.", text=text)
    return Bounds(low, high)


def _levels(target: str, realisation: str, absent: Absent | None, scales: Sequence[OrdinalScale]) -> Pair:
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
        return Pair(Level(target), Measured(_at(REALISATION, index, realisation)), scored[0])
    message = N_("“{value}” is not on the scale {scale}.")
    raise Unreadable("not-on-scale", message, REALISATION, value=realisation, scale=_spelled(holding[0]))


def _spelled(scale: OrdinalScale) -> str:
    return f"{scale.name} ({', '.join(rung.name for rung in scale.rungs)})"


def _at(place: str, read: Callable[..., T], *texts: object) -> T:
    try:
        return read(*texts)
    except PlanError as error:
        raise error if error.place else error.at(place) from None
