"""What an indicator aims at, and what was measured: a number, a ratio, a value of a scale, or why there is none."""

from decimal import Decimal
from enum import StrEnum
from typing import assert_never

from domain.kernel.message import Message
from domain.measure.scale import JUDGED
from domain.measure.target import (
    Grade,
    Index,
    Missing,
    Moment,
    Opinion,
    Percentage,
    Proportion,
    Quantity,
    Range,
    Rank,
    Rupiah,
    Several,
    Target,
    Worded,
)


class State(StrEnum):
    """Whether there is a figure, and if not, why; never a 0 or a 100 in its place."""

    COMPUTED = "computed"
    ZERO_TARGET = "zero-target"
    MISSING_DENOMINATOR = "missing-denominator"
    NOT_RELEASED = "not-released"
    NOT_APPLICABLE = "not-applicable"
    NOT_COMPUTABLE = "not-computable"
    NO_POLICY = "no-policy"


REPORTED = (State.NOT_RELEASED, State.NOT_APPLICABLE, State.NOT_COMPUTABLE)  # what a person may enter for a number


class Bounds(Message, frozen=True, tag="bounds"):
    """A numeric aim: one figure (`low` equals `high`), or a range with both bounds included."""

    low: Decimal
    high: Decimal


class Level(Message, frozen=True, tag="level"):
    """A value of an ordinal scale, as an aim or as measured."""

    name: str


class Measured(Message, frozen=True, tag="measured"):
    """A figure as it was measured."""

    value: Decimal


class Ratio(Message, frozen=True, tag="ratio"):
    """The components a figure is measured from; the denominator may not be known yet."""

    numerator: Decimal
    denominator: Decimal | None


class Absent(Message, frozen=True, tag="absent"):
    """No figure, and why: one of `REPORTED`."""

    state: State


Aim = Bounds | Level
Reading = Measured | Ratio | Level | Absent


def aim_of(target: Target) -> Aim | None:
    """Return what a plan's target asks for, without its unit; None where no target is printed.

    What cannot be computed with is met or not, as a person judges.
    """
    match target:
        case Percentage(value) | Index(value) | Quantity(value) | Rupiah(value) | Rank(value):
            return Bounds(value, value)
        case Range(low, high):
            return Bounds(low, high)
        case Grade(value) | Opinion(value):
            return Level(value)
        case Worded() | Moment() | Proportion() | Several():
            return Level(JUDGED.rungs[0].name)
        case Missing():
            return None
        case _:
            assert_never(target)
