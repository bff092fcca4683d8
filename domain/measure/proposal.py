"""A measurement policy proposed from an indicator's wording and target, for a person to confirm."""

from dataclasses import dataclass
from decimal import Decimal

from msgspec.structs import replace

from domain.kernel.errors import N_
from domain.measure.formula import Direction, Formula
from domain.measure.policy import Aggregation, MeasurementPolicy
from domain.measure.practice import DEFAULT, Practice
from domain.measure.reading.level import falls
from domain.measure.reading.unit import Sort, is_time, sort_of
from domain.measure.scale import JUDGED, IndexScale, NumberScale, OrdinalScale, PercentageScale, Rung, Scale
from domain.measure.target import (
    Comparator,
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
    spell_target,
)
from domain.measure.wording import averaged, standing, unbounded, unwanted, unwanted_rate

_AT_MOST = (Comparator.AT_MOST, Comparator.LESS_THAN)
_WHOLE = Decimal(100)


@dataclass(frozen=True)
class Reason:
    """Why something is proposed: the field, an English gettext msgid with `{named}` places, and what fills it."""

    field: str
    message: str
    params: dict[str, str]


@dataclass(frozen=True)
class Proposal:
    """What nobody has confirmed yet; every choice comes with its reason.

    `better` is the direction that the words suggest, also where a person judges and the policy is ordinal.
    """

    policy: MeasurementPolicy
    reasons: tuple[Reason, ...]
    better: Direction


def propose(indicator: str, target: Target, practice: Practice = DEFAULT) -> Proposal:
    """Return the policy that wording and target suggest under the office's practice."""
    direction, why_direction = _direction(indicator, target)
    scale, why_scale = _scale(indicator, target, practice)
    aggregation, why_aggregation = _aggregation(indicator, target, direction)
    source = Reason("formula", "Formula, cap, floor and rounding are the office's practice: {citation}.", {})
    source.params["citation"] = practice.citation
    if scale is JUDGED:
        policy = replace(practice.policy(Direction.ORDINAL, scale, aggregation), formula=Formula.MET_OR_NOT)
    else:
        policy = practice.policy(direction, scale, aggregation)
    return Proposal(policy, (why_direction, why_scale, why_aggregation, source), direction)


def direction_doubted(indicator: str, direction: Direction) -> bool:
    """Return whether the wording suggests the opposite of the direction."""
    more_is_better = direction in (Direction.HIGHER, Direction.RANGE)
    return more_is_better and bool(unwanted(indicator))


def _direction(indicator: str, target: Target) -> tuple[Direction, Reason]:
    phrase = unwanted(indicator)
    match target:
        case Grade() | Opinion():
            return Direction.ORDINAL, Reason("direction", "The target is a value of an ordered scale.", {})
        case Range() if phrase:
            message = N_("The target is a range, and “{phrase}” suggests that less is better.")
            return Direction.RANGE_LOWER, Reason("direction", message, {"phrase": phrase})
        case Range():
            return Direction.RANGE, Reason("direction", "The target is a range.", {})
        case Rank(word=word) if falls(word):
            message = N_("“{phrase}” names a place: the first is the best.")
            return Direction.LOWER, Reason("direction", message, {"phrase": word})
        case Quantity(unit=unit) if rate := unwanted_rate(indicator, unit):
            phrase = phrase or rate
    if target.comparator is not Comparator.NONE:
        less = target.comparator in _AT_MOST
        message = N_("The target says “{phrase}”.")
        reason = Reason("direction", message, {"phrase": spell_target(target)})
        return Direction.LOWER if less else Direction.HIGHER, reason
    if not phrase and isinstance(target, Moment):
        return Direction.LOWER, Reason("direction", "The target is a date or a time: the earlier, the better.", {})
    if not phrase and isinstance(target, Percentage | Quantity | Index | Rupiah) and not target.value:
        return Direction.LOWER, Reason("direction", "Nothing can come out below the target.", {})
    if phrase:
        return Direction.LOWER, Reason("direction", "“{phrase}” suggests that less is better.", {"phrase": phrase})
    return Direction.HIGHER, Reason("direction", "Nothing in the wording suggests that less is better.", {})


def _scale(indicator: str, target: Target, practice: Practice) -> tuple[Scale, Reason]:
    free = unbounded(indicator)
    match target:
        case Percentage() | Range(unit="%") if free:
            message = N_("“{phrase}” may fall below zero, or pass 100%.")
            return PercentageScale(None), Reason("scale", message, {"phrase": free})
        case Percentage(value) | Range(high=value, unit="%") if value > _WHOLE or value < 0:
            message = N_("The target itself is not between 0% and 100%.")
            return PercentageScale(None), Reason("scale", message, {})
        case Percentage() | Range(unit="%"):
            return PercentageScale(), Reason("scale", "A share of a whole: at most 100% can come out.", {})
        case Quantity(unit=unit) | Range(unit=unit) if sort_of(unit) in (Sort.SCORED, Sort.RATE):
            return NumberScale(unit, count=False), Reason("scale", "A number of {unit}.", {"unit": unit})
        case Quantity(unit=unit) | Range(unit=unit):
            return NumberScale(unit), Reason("scale", "A number of {unit}.", {"unit": unit or "…"})
        case Rupiah():
            return NumberScale("rupiah"), Reason("scale", "A number of {unit}.", {"unit": "rupiah"})
        case Index(highest=highest):
            return IndexScale(None if highest is None else Decimal(0), highest), Reason("scale", "A score.", {})
        case Rank() | Missing():
            return IndexScale(), Reason("scale", "A score.", {})
        case Proportion() | Moment() | Worded() | Several():
            return JUDGED, Reason("scale", "A person judges whether it is met.", {})
        case Grade(value) | Opinion(value):
            scale = _scale_of(value, practice)
            if scale is None:
                message = N_("The office has no scale with {level} yet.")
                return OrdinalScale(value, (Rung(value),)), Reason("scale", message, {"level": value})
            return scale, Reason(
                "scale", "{level} is a value of the scale {scale}.", {"level": value, "scale": scale.name}
            )


def _scale_of(value: str, practice: Practice) -> OrdinalScale | None:
    return next((scale for scale in (*practice.scales, *DEFAULT.scales) if scale.place(value) is not None), None)


def _aggregation(indicator: str, target: Target, direction: Direction) -> tuple[Aggregation, Reason]:
    numeric = not isinstance(target, Grade | Opinion | Proportion | Moment | Worded | Several)
    if averaged(indicator) and numeric:
        return Aggregation.AVERAGE, Reason("aggregation", "The wording speaks of an average.", {})
    match target:
        case Quantity(unit=unit) if sort_of(unit) in (Sort.SCORED, Sort.RATE):
            message = N_("{unit} are read anew each time, never added up.")
            return Aggregation.LAST, Reason("aggregation", message, {"unit": unit})
        case Quantity(unit=unit) if sort_of(unit) is not Sort.COUNTED and (phrase := standing(indicator)):
            message = N_("“{phrase}” is read anew each time, never added up.")
            return Aggregation.LAST, Reason("aggregation", message, {"phrase": phrase})
        case Quantity(unit=unit) if is_time(unit) and direction is Direction.LOWER:
            return Aggregation.LAST, Reason("aggregation", "How long something takes does not add up.", {})
        case Quantity() | Rupiah():
            return Aggregation.SUM, Reason("aggregation", "A number of things adds up over the quarters.", {})
    return Aggregation.LAST, Reason("aggregation", "What holds at the end of the year counts.", {})
