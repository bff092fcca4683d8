"""What an indicator aims at: a typed value, and beside it the words and digits that the document prints for it."""

from decimal import Decimal
from enum import StrEnum
from typing import Literal, assert_never, get_args

from domain.kernel.message import Message
from domain.kernel.numbers import spell, spell_percentage, spell_rupiah

GRADES = ("AA", "A", "BB", "B", "CC", "C", "D")  # SAKIP, best first (PermenPANRB 88/2021)
OPINIONS = ("WTP", "WDP", "TW", "TMP")  # BPK on financial statements, best first


class Comparator(StrEnum):
    """What a document says beside a value: that more or less of it will do."""

    NONE = ""
    AT_LEAST = "at least"
    MORE_THAN = "more than"
    AT_MOST = "at most"
    LESS_THAN = "less than"
    ABOUT = "about"


class Printed(Message, frozen=True, omit_defaults=True, kw_only=True):
    """What is printed beside the value: `printed` is the whole cell where the value alone would be spelled otherwise.

    `also` is what the cell says in brackets or behind: *12 dok* of *100% (12 dok)*.
    """

    printed: str = ""
    comparator: Comparator = Comparator.NONE
    also: str = ""


class Percentage(Printed, frozen=True, tag="percentage"):
    """Per cent of something: `value` 77 prints as 77%; a rate of growth may be below zero."""

    value: Decimal


class Quantity(Printed, frozen=True, tag="quantity"):
    """A number of `unit`s, such as 12 laporan."""

    value: Decimal
    unit: str


class Index(Printed, frozen=True, tag="index"):
    """A bare score, such as 80, or 3,5 of at most `highest`."""

    value: Decimal
    highest: Decimal | None = None


class Grade(Printed, frozen=True, tag="grade"):
    """A value of an ordered scale: SAKIP's, or one of the office's own."""

    value: str


class Opinion(Printed, frozen=True, tag="opinion"):
    """One of the audit opinions of BPK."""

    value: str


class Range(Printed, frozen=True, tag="range"):
    """From `low` to `high`, both included, in `unit` (`%` for per cent)."""

    low: Decimal
    high: Decimal
    unit: str


class Rupiah(Printed, frozen=True, tag="rupiah"):
    """An amount of money, in whole rupiah however it is printed."""

    value: Decimal


class Rank(Printed, frozen=True, tag="rank"):
    """A place in an order, by the word that names it: *Peringkat 10*, *Level 3*."""

    value: Decimal
    word: str = ""


class Proportion(Printed, frozen=True, tag="proportion"):
    """So many to so many, such as 1:20."""

    left: Decimal
    right: Decimal


class Moment(Printed, frozen=True, tag="date"):
    """A day, a month or a time of day as ISO 8601 writes it; `--12-31` is every year's."""

    value: str


class Worded(Printed, frozen=True, tag="words"):
    """A target in words, such as *Tepat waktu*, which a person judges."""

    value: str


class Missing(Printed, frozen=True, tag="none"):
    """No target is printed: a dash, *NA*, a lone per cent sign, or nothing."""


Single = (
    Percentage | Quantity | Index | Grade | Opinion | Range | Rupiah | Rank | Proportion | Moment | Worded | Missing
)


class Measure(Message, frozen=True, tag="measure"):
    """One of several measures in a row, with the name that the row gives it."""

    label: str
    target: Single


class Several(Printed, frozen=True, tag="several"):
    """Several measures printed in one cell."""

    measures: tuple[Measure, ...]


Target = Single | Several
TargetKind = Literal[
    "percentage",
    "quantity",
    "index",
    "grade",
    "opinion",
    "range",
    "rupiah",
    "rank",
    "proportion",
    "date",
    "words",
    "none",
    "several",
]
KINDS: tuple[TargetKind, ...] = get_args(TargetKind)
_CLASSES = (
    Percentage,
    Quantity,
    Index,
    Grade,
    Opinion,
    Range,
    Rupiah,
    Rank,
    Proportion,
    Moment,
    Worded,
    Missing,
    Several,
)


def spell_target(target: Target) -> str:
    """Print a target as the document shows it."""
    return target.printed or plainly_spelled(target)


def plainly_spelled(target: Target) -> str:
    """Print the value as the house spells it, where the document does not say how."""
    match target:
        case Percentage(value):
            return spell_percentage(value)
        case Index(value):
            return spell(value, grouped=False)
        case Quantity(value, unit):
            return f"{spell(value)} {unit}".rstrip()
        case Grade(value) | Opinion(value) | Moment(value) | Worded(value):
            return value
        case Range(low, high, unit):
            grouped = unit != "%"
            space = " " if unit not in ("", "%") else ""
            return f"{spell(low, grouped=grouped)}–{spell(high, grouped=grouped)}{space}{unit}"
        case Rupiah(value):
            return spell_rupiah(value)
        case Rank(value, word):
            return f"{word} {spell(value, grouped=False)}".lstrip()
        case Proportion(left, right):
            return f"{spell(left, grouped=False)}:{spell(right, grouped=False)}"
        case Missing():
            return ""
        case Several(measures):
            return "; ".join(f"{m.label}: {spell_target(m.target)}".removeprefix(": ") for m in measures)
        case _:
            assert_never(target)


def kind_of(target: Target) -> TargetKind:
    """Return the name of the target's kind, one of `KINDS`."""
    return KINDS[_CLASSES.index(type(target))]
