"""Targets, realisations, money and policies of a year, as people type them or programs send them, without a guess."""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

import msgspec

from api.http.bodies import RangeBody
from domain.kernel.errors import N_, PlanError, Unreadable, require
from domain.kernel.message import canonical
from domain.kernel.numbers import Numbers, as_typed, spell_rupiah
from domain.measure.formula import Direction
from domain.measure.policy import Component, Components, MeasurementPolicy
from domain.measure.reading.convention import Convention, MoneyUnit
from domain.measure.reading.figure import read_money as read_rupiah
from domain.measure.reading.measured import read_aim as aim
from domain.measure.reading.measured import read_component, read_measured
from domain.measure.reading.target import is_nothing
from domain.measure.realisation import Absent, Aim, Ratio, Reading, State
from domain.measure.scale import OrdinalScale

_UNNAMED = Components(Component("…"), Component("…"))  # of what is refused, since nothing is measured from them
_ONE_DECIMAL = re.compile(r",[0-9]$")
_RANGED = (Direction.RANGE, Direction.RANGE_LOWER)
_MOST_POLICY = 16_000  # bytes: a scale with all its thresholds is far smaller


@dataclass(frozen=True)
class Writing:
    """How figures were written, and what is thereby said of them."""

    typed: Callable[[str], str]
    said: Convention


# As people type them into fields that ask for rupiah, or as programs send them, turned into what the house writes.
FORM = Writing(str, Convention(money=MoneyUnit.RUPIAH))
PROGRAM = Writing(as_typed, Convention(Numbers.ID, MoneyUnit.RUPIAH))


class SentReading(Protocol):
    """A realisation as it was sent: a figure, its components, or why there is none."""

    @property
    def reading(self) -> str:
        """The figure."""

    @property
    def numerator(self) -> str:
        """The part."""

    @property
    def denominator(self) -> str:
        """Of what it is a part."""

    @property
    def state(self) -> State | None:
        """Why there is none."""


def read_aim(policy: MeasurementPolicy, sent: str | RangeBody, place: str, writing: Writing) -> Aim | None:
    """Read a quarter's target as its policy measures it. Raises Unreadable or Ambiguous at `place`."""
    try:
        if isinstance(sent, RangeBody):
            require(policy.direction in _RANGED, "not-a-number", "Here one number is expected, not two.")
            return aim(policy, f"{writing.typed(sent.low)}–{writing.typed(sent.high)}", writing.said)
        numeric = not isinstance(policy.scale, OrdinalScale) and policy.direction not in _RANGED
        return aim(policy, writing.typed(sent) if numeric and not is_nothing(sent) else sent, writing.said)
    except PlanError as no:
        raise no.at(place) from None


def rupiah_sent(text: str, writing: Writing, said: Convention | None = None) -> Decimal:
    """Read rupiah; of fifty sen our JSON writes the five alone. Raises Unreadable or Ambiguous."""
    typed = writing.typed(text)
    return read_rupiah(typed if writing is FORM else _ONE_DECIMAL.sub(r"\g<0>0", typed), said or writing.said)


def rupiah_printed(sent: str, printed: str, writing: Writing, said: Convention) -> tuple[Decimal, str]:
    """Read rupiah, with how the paper prints them: as a person types it, or as a program tells it beside the amount.

    What a program tells is read where it sends no amount, and left where it says another one.
    """
    shown = sent if writing is FORM else printed
    if writing is FORM or not sent:
        amount = rupiah_sent(shown, FORM, said)
        said_so = shown != str(amount) or not sent  # bare digits are how one types, not how one prints
    else:
        amount, said_so = rupiah_sent(sent, writing), False
        with suppress(PlanError):
            said_so = rupiah_sent(shown, FORM, said) == amount
    return amount, shown if said_so and shown != spell_rupiah(amount) else ""


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


def read_side(of: Component, text: str, place: str, writing: Writing) -> Decimal:
    """Read one side of a ratio. Raises Unreadable or Ambiguous at `place`."""
    try:
        return read_component(of, writing.typed(text), writing.said)
    except PlanError as no:
        raise no.at(place) from None


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
        of = policy.components or _UNNAMED
        below = body.denominator.strip()
        return Ratio(
            read_side(of.numerator, body.numerator, f"{place}.numerator", writing),
            read_side(of.denominator, below, f"{place}.denominator", writing) if below else None,
        )
    try:
        levels = isinstance(policy.scale, OrdinalScale) and policy.scale.place(body.reading.strip()) is not None
        return read_measured(policy, body.reading if levels else writing.typed(body.reading), writing.said)
    except PlanError as no:
        raise no.at(f"{place}.realisation") from None
