"""What an indicator aims at: a typed value, read and printed as Indonesian offices write it."""

import re
from decimal import Decimal
from typing import Literal, assert_never, get_args

from domain.kernel.errors import N_, Unreadable
from domain.kernel.message import Message
from domain.kernel.numbers import index, number, percentage, spell, spell_percentage

GRADES = ("AA", "A", "BB", "B", "CC", "C", "D")  # SAKIP, best first (PermenPANRB 88/2021)
OPINIONS = ("WTP", "WDP", "TW", "TMP")  # BPK on financial statements, best first


class Percentage(Message, frozen=True, tag="percentage"):
    """Per cent of something: `value` 77 prints as 77%."""

    value: Decimal


class Quantity(Message, frozen=True, tag="quantity"):
    """A number of `unit`s, such as 12 laporan."""

    value: Decimal
    unit: str


class Index(Message, frozen=True, tag="index"):
    """A bare score, such as 80."""

    value: Decimal


class Grade(Message, frozen=True, tag="grade"):
    """One of the SAKIP grades."""

    value: str


class Opinion(Message, frozen=True, tag="opinion"):
    """One of the audit opinions of BPK."""

    value: str


class Range(Message, frozen=True, tag="range"):
    """From `low` to `high`, both included, in `unit` (`%` for per cent)."""

    low: Decimal
    high: Decimal
    unit: str


Target = Percentage | Quantity | Index | Grade | Opinion | Range
TargetKind = Literal["percentage", "quantity", "index", "grade", "opinion", "range"]
KINDS: tuple[TargetKind, ...] = get_args(TargetKind)

_QUANTITY = re.compile(r"(?P<value>\S+)\s+(?P<unit>\D.*)")
_RANGE = re.compile(r"(?P<low>[^\s–%]+)\s*%?\s*(?:–|-|s\.?d\.?|sampai)\s*(?P<high>[^\s%]+)\s*(?P<unit>%|\D.*)?")


def read_target(kind: str, text: str) -> Target:
    """Read `text` as a target of `kind`; raises Unreadable or Ambiguous, never guesses."""
    text = text.strip()
    if not text:
        raise Unreadable("target-missing", "The target is empty.")
    match kind:
        case "percentage":
            return Percentage(percentage(text))
        case "index":
            return Index(_not_negative(index(text)))
        case "quantity":
            parts = _QUANTITY.fullmatch(text)
            if parts is None:
                raise Unreadable("unit-missing", "“{text}” has no unit; write for example “12 laporan”.", text=text)
            return Quantity(_not_negative(number(parts["value"])), parts["unit"].strip())
        case "grade":
            return Grade(_one_of(GRADES, text, "unknown-grade", "“{text}” is not a grade; the grades are {known}."))
        case "opinion":
            unknown = N_("“{text}” is not an audit opinion; the opinions are {known}.")
            return Opinion(_one_of(OPINIONS, text, "unknown-opinion", unknown))
        case "range":
            return _read_range(text)
        case _:
            known = ", ".join(KINDS)
            raise Unreadable(
                "unknown-target-kind",
                "“{kind}” is not a kind of target; the kinds are {known}.",
                kind=kind,
                known=known,
            )


def spell_target(target: Target) -> str:
    """Print a target as the document shows it; `read_target` reads it back to the same value."""
    match target:
        case Percentage(value):
            return spell_percentage(value)
        case Index(value):
            return spell(value, grouped=False)
        case Quantity(value, unit):
            return f"{spell(value)} {unit}"
        case Grade(value) | Opinion(value):
            return value
        case Range(low, high, unit):
            grouped = unit != "%"
            space = " " if unit not in ("", "%") else ""
            return f"{spell(low, grouped=grouped)}–{spell(high, grouped=grouped)}{space}{unit}"
        case _:
            assert_never(target)


def kind_of(target: Target) -> TargetKind:
    """Return the name of the target's kind, one of `KINDS`."""
    return KINDS[(Percentage, Quantity, Index, Grade, Opinion, Range).index(type(target))]


def _read_range(text: str) -> Range:
    parts = _RANGE.fullmatch(text)
    if parts is None:
        raise Unreadable("not-a-range", "“{text}” is not a range; write for example “80–90%”.", text=text)
    unit = (parts["unit"] or "").strip()
    read = percentage if unit == "%" else number
    low, high = _not_negative(read(parts["low"])), _not_negative(read(parts["high"]))
    if low >= high:
        raise Unreadable("range-inverted", "The range “{text}” must rise from its lower to its upper bound.", text=text)
    return Range(low, high, unit)


def _not_negative(value: Decimal) -> Decimal:
    if value < 0:
        raise Unreadable("negative-target", "A target cannot be negative.")
    return value


def _one_of(known: tuple[str, ...], text: str, code: str, message: str) -> str:
    if text.upper() not in known:
        raise Unreadable(code, message, text=text, known=", ".join(known))
    return text.upper()
