"""Targets, realisations, money and policies of a year, as people type them or programs send them, without a guess."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Protocol

import msgspec

from api.http.bodies import RangeBody
from domain.kernel.errors import N_, PlanError, Unreadable, require
from domain.kernel.message import canonical
from domain.kernel.numbers import as_typed, index, number, percentage, rupiah
from domain.measure.formula import Direction
from domain.measure.policy import MeasurementPolicy
from domain.measure.realisation import Absent, Aim, Bounds, Level, Measured, Ratio, Reading, State
from domain.measure.scale import NumberScale, OrdinalScale, PercentageScale, Scale
from domain.measure.target import Range, read_target

_ONE_DECIMAL = re.compile(r",[0-9]$")
_RANGED = (Direction.RANGE, Direction.RANGE_LOWER)
_MOST_POLICY = 16_000  # bytes: a scale with all its thresholds is far smaller


# How a number was written: as people type it, or as programs do, which is turned into what a person would type.
Writing = Callable[[str], str]
FORM: Writing = str
PROGRAM: Writing = as_typed


class SentReading(Protocol):
    """A realisation as it was sent: a figure, its components, or why there is none."""

    reading: str
    numerator: str
    denominator: str

    @property
    def state(self) -> State | None:
        """Why there is none."""


def read_aim(policy: MeasurementPolicy, sent: str | RangeBody, place: str, writing: Writing) -> Aim:
    """Read a quarter's target as its policy measures it. Raises Unreadable or Ambiguous at `place`."""
    try:
        if isinstance(sent, RangeBody):
            sent, writing = f"{writing(sent.low)}–{writing(sent.high)}", FORM
            require(policy.direction in _RANGED, "not-a-number", "Here one number is expected, not two.")
        if isinstance(policy.scale, OrdinalScale):
            return Level(_level(policy.scale, sent))
        if policy.direction in _RANGED:
            target = read_target("range", sent)
            if isinstance(target, Range):
                return Bounds(target.low, target.high)
        value = _figure(policy.scale, writing(sent))
    except PlanError as no:
        raise no.at(place) from None
    return Bounds(value, value)


def rupiah_sent(text: str, writing: Writing) -> Decimal:
    """Read rupiah; of fifty sen our JSON writes the five alone. Raises Unreadable or Ambiguous."""
    typed = writing(text)
    return rupiah(typed if writing is FORM else _ONE_DECIMAL.sub(r"\g<0>0", typed))


def read_money(text: str, place: str, writing: Writing) -> Decimal:
    """Read rupiah. Raises Unreadable or Ambiguous at `place`."""
    try:
        return rupiah_sent(text, writing)
    except PlanError as no:
        raise no.at(place) from None


def read_policy(sent: dict[str, Any], version: int, place: str) -> MeasurementPolicy:
    """Read a policy as `GET` has it, as that version. Raises Unreadable at the field within it."""
    try:
        policy = msgspec.convert({**sent, "version": version}, MeasurementPolicy)
    except (msgspec.ValidationError, ArithmeticError) as error:
        where = re.search(r"`\$\.?([^`]*)`", str(error))
        inner = f"{place}.{where[1]}" if where and where[1] else place
        raise Unreadable("policy-unreadable", "This measurement policy cannot be read.", inner) from None
    if len(canonical(policy)) > _MOST_POLICY:
        raise Unreadable("too-long", "At most {most} characters.", place, most=str(_MOST_POLICY))
    return policy


def _read(text: str, place: str, writing: Writing) -> Decimal:
    try:
        return number(writing(text))
    except PlanError as no:
        raise no.at(place) from None


def _figure(scale: Scale, text: str) -> Decimal:
    match scale:
        case PercentageScale(highest):
            # Growth may be below zero; a share of a whole may not.
            return percentage(text) if highest is not None else index(text.strip().removesuffix("%"))
        case NumberScale(unit):
            return number(text.strip().removesuffix(unit))
        case _:
            return index(text)


def _level(scale: OrdinalScale, text: str) -> str:
    """The value as the scale spells it; an unknown one is for the rules to refuse."""
    place = scale.place(text.strip())
    return text.strip() if place is None else scale.rungs[place].name


def read_reading(policy: MeasurementPolicy, body: SentReading, place: str, writing: Writing) -> Reading:
    """Read what was measured, in the one way in which it was sent. Raises Unreadable or Ambiguous at its field."""
    ratio = bool(body.numerator.strip() or body.denominator.strip())
    ways = sum((bool(body.reading.strip()), ratio, body.state is not None))
    if ways == 0:
        raise Unreadable("realisation-missing", "The realisation is missing.", f"{place}.realisation")
    if ways > 1:
        either = N_("Either a figure, or its components, or why there is none.")
        raise Unreadable("realisation-twice", either, f"{place}.realisation")
    if body.state is not None:
        return Absent(body.state)
    if ratio:
        below = body.denominator.strip()
        return Ratio(
            _read(body.numerator, f"{place}.numerator", writing),
            _read(below, f"{place}.denominator", writing) if below else None,
        )
    try:
        if isinstance(policy.scale, OrdinalScale):
            return _on_scale(policy.scale, body.reading, writing)
        return Measured(_figure(policy.scale, writing(body.reading)))
    except PlanError as no:
        raise no.at(f"{place}.realisation") from None


def _on_scale(scale: OrdinalScale, text: str, writing: Writing) -> Reading:
    """A value of the scale; where it has thresholds, a score finds its own."""
    if scale.place(text.strip()) is None and scale.thresholds and any(c.isdecimal() for c in text):
        return Measured(index(writing(text)))
    return Level(_level(scale, text))
