"""The measurement policy of an indicator: how its figure is computed, since when, and by which source."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum

import msgspec

from domain.kernel.characters import clean
from domain.kernel.errors import N_, Refused, require
from domain.kernel.exact import Rounding, printable, spell_plain
from domain.kernel.message import Message
from domain.measure.formula import FITTING, Direction, Formula
from domain.measure.realisation import REPORTED, Absent, Aim, Bounds, Level, Measured, Ratio, Reading, State
from domain.measure.scale import IndexScale, NumberScale, OrdinalScale, PercentageScale, Scale, check_scale

MOST_PLACES = 6
_UNPRINTABLE = N_("This is not a number of a size that can be printed.")


class Aggregation(StrEnum):
    """How quarters make a year."""

    SUM = "sum"
    LAST = "last"  # the last known value
    AVERAGE = "average"
    MAXIMUM = "maximum"


class Component(Message, frozen=True, tag="component"):
    """One side of a ratio, such as *pengaduan yang diselesaikan*, in *pengaduan*."""

    name: str
    unit: str = ""


class Components(Message, frozen=True, tag="components"):
    """A realisation is numerator / denominator x `times`; of a part of a whole the numerator is never the larger."""

    numerator: Component
    denominator: Component
    times: Decimal = Decimal(100)
    part_of_whole: bool = True


class MeasurementPolicy(Message, frozen=True, tag="measurement-policy"):
    """One version of how an indicator is measured; cap and floor in per cent; `effective` None: from the beginning."""

    version: int
    citation: str
    effective: date | None
    direction: Direction
    scale: Scale
    formula: Formula
    aggregation: Aggregation = Aggregation.LAST
    cap: Decimal | None = None
    floor: Decimal | None = None
    places: int = 2
    rounding: Rounding = Rounding.HALF_AWAY
    components: Components | None = None


def in_force(policies: Iterable[MeasurementPolicy], day: date) -> MeasurementPolicy | None:
    """Return the version in force on a day: the latest to take effect, and of equals the higher version."""
    known = [p for p in policies if p.effective is None or p.effective <= day]
    return max(known, key=lambda p: (p.effective or date.min, p.version), default=None)


def check_policy(policy: MeasurementPolicy) -> None:
    """Refuse a policy that contradicts itself; the place names the field, or the rung of the scale."""
    require(policy.version >= 1, "policy-version", "Versions count from 1.", "version")
    cited = bool(policy.citation.strip()) and "\n" not in clean(policy.citation, "citation")
    require(cited, "policy-citation", "A policy cites its source, on one line.", "citation")
    fits = policy.formula in FITTING[policy.direction]
    unfit = N_("The formula {formula} does not fit the direction {direction}; fitting: {known}.")
    known = ", ".join(FITTING[policy.direction])
    require(fits, "policy-formula", unfit, "formula", formula=policy.formula, direction=policy.direction, known=known)
    ordinal = isinstance(policy.scale, OrdinalScale)
    paired = ordinal is (policy.direction is Direction.ORDINAL)
    require(paired, "policy-scale", "An ordinal direction and an ordinal scale go together.", "scale")
    check_scale(policy.scale)
    _check_rounding(policy)
    ordered = policy.aggregation in (Aggregation.LAST, Aggregation.MAXIMUM)
    unordered = N_("Values of an ordinal scale have no sum and no average.")
    require(ordered or not ordinal, "policy-aggregation", unordered, "aggregation")
    if isinstance(policy.scale, OrdinalScale) and policy.formula is Formula.WORTH:
        worth = all(rung.worth is not None for rung in policy.scale.rungs)
        require(worth, "policy-worth", "The table does not say what every value is worth.", "scale")
    if policy.components is not None:
        _check_components(policy.components, ordinal)


def check_aim(policy: MeasurementPolicy, aim: Aim) -> None:
    """Refuse a target that the policy cannot measure against."""
    match aim:
        case Level(name):
            _check_level(policy.scale, name, "target")
        case Bounds(low, high):
            ordinal = policy.direction is Direction.ORDINAL
            require(not ordinal, "target-not-a-level", "The target is not a value of an ordinal scale.", "target")
            sound = printable(low) and printable(high)
            require(sound, "not-a-number", _UNPRINTABLE, "target")
            falls = policy.scale == PercentageScale(None)  # growth
            require(low >= 0 or falls, "negative-target", "A target cannot be negative.", "target")
            _check_on_scale(policy.scale, high, "target")
            ranged = policy.direction in (Direction.RANGE, Direction.RANGE_LOWER)
            needed = N_("The direction {direction} needs a range as its target.")
            require(low < high or not ranged, "range-needed", needed, "target", direction=policy.direction)
            single = N_("The direction {direction} needs a single figure as its target, not a range.")
            require(low == high or ranged, "range-unexpected", single, "target", direction=policy.direction)


def check_reading(policy: MeasurementPolicy, reading: Reading) -> None:
    """Refuse what cannot have been measured: beyond its scale, negative, a part larger than its whole."""
    match reading:
        case Absent(state):
            entered = state in REPORTED
            require(entered, "state-computed", "The state {state} is found, not entered.", "realisation", state=state)
        case Level(name):
            _check_level(policy.scale, name, "realisation")
        case Measured(value):
            needed = N_("This figure is measured from a numerator and a denominator.")
            require(policy.components is None, "components-needed", needed, "realisation")
            require(printable(value), "not-a-number", _UNPRINTABLE, "realisation")
            _check_on_scale(policy.scale, value, "realisation")
        case Ratio(numerator, denominator):
            components = policy.components
            plain = N_("This figure is not measured from components.")
            require(components is not None, "components-unexpected", plain, "realisation")
            sound = printable(numerator) and (denominator is None or printable(denominator))
            require(sound, "not-a-number", _UNPRINTABLE, "realisation")
            falls = policy.scale == PercentageScale(None)  # what changed may have become less
            positive = (numerator >= 0 or falls) and (denominator is None or denominator >= 0)
            require(positive, "negative-count", "A count cannot be negative.", "realisation")
            whole = components is None or not components.part_of_whole or denominator is None
            part = N_("The numerator {numerator} is larger than the denominator {denominator}, of which it is a part.")
            fits = whole or denominator is None or numerator <= denominator
            if not fits:
                sides = {"numerator": spell_plain(numerator), "denominator": spell_plain(denominator or Decimal(0))}
                raise Refused("numerator-above-denominator", part, "realisation", **sides)


def unbounded(policy: MeasurementPolicy) -> MeasurementPolicy:
    """Return the policy without the bounds that keep slips out: what it measures, and what that is worth, stay."""
    scale: Scale = policy.scale
    match policy.scale:
        case PercentageScale():
            scale = PercentageScale(None)
        case NumberScale(unit):
            scale = NumberScale(unit, count=False)
        case IndexScale():
            scale = IndexScale()
    parts = policy.components
    free = None if parts is None else msgspec.structs.replace(parts, part_of_whole=False)
    return msgspec.structs.replace(policy, scale=scale, components=free)


def fitting(policy: MeasurementPolicy, reading: Reading) -> Reading:
    """Return the reading; one that the policy does not measure, since it changed, cannot be computed any more."""
    try:
        check_reading(policy, reading)
    except Refused:
        return Absent(State.NOT_COMPUTABLE)
    return reading


def _check_on_scale(scale: Scale, value: Decimal, place: str) -> None:
    low: Decimal | None = None
    high: Decimal | None = None
    match scale:
        case NumberScale(count=True):
            require(value >= 0, "negative-count", "A count cannot be negative.", place)
        case PercentageScale(highest):
            low, high = None if highest is None else Decimal(0), highest
        case IndexScale(lowest, highest):
            low, high = lowest, highest
        case OrdinalScale():
            placed = scale.rung_of(value) is not None
            require(placed, "off-scale", "No value of the scale {scale} holds this score.", place, scale=scale.name)
    if high is not None and value > high:
        above = N_("{value} is above {bound}, the highest that can come out.")
        raise Refused("above-scale", above, place, value=spell_plain(value), bound=spell_plain(high))
    if low is not None and value < low:
        below = N_("{value} is below {bound}, the lowest that can come out.")
        raise Refused("below-scale", below, place, value=spell_plain(value), bound=spell_plain(low))


def _check_level(scale: Scale, name: str, place: str) -> None:
    ordinal = isinstance(scale, OrdinalScale)
    require(ordinal, "level-unexpected", "“{value}” is not a number.", place, value=name)
    if isinstance(scale, OrdinalScale):
        known = ", ".join(rung.name for rung in scale.rungs)
        unknown = N_("“{value}” is not on the scale {scale}: {known}.")
        found = scale.place(name) is not None
        require(found, "not-on-scale", unknown, place, value=name, scale=scale.name, known=known)


def _check_rounding(policy: MeasurementPolicy) -> None:
    places = 0 <= policy.places <= MOST_PLACES
    require(places, "policy-places", "Between 0 and 6 decimals can be kept.", "places")
    for place, bound in (("cap", policy.cap), ("floor", policy.floor)):
        # Else a figure rounded after the cap could stand above it.
        sound = bound is None or (printable(bound) and bound == round(bound, policy.places))
        require(sound, "policy-bound", "Cap and floor have no more decimals than the figure.", place)
    ordered = policy.cap is None or policy.floor is None or policy.floor < policy.cap
    require(ordered, "policy-bounds", "The floor must lie below the cap.", "floor")


def _check_components(components: Components, ordinal: bool) -> None:
    require(not ordinal, "policy-components", "A value of an ordinal scale is not a ratio.", "components")
    named = components.numerator.name.strip() and components.denominator.name.strip()
    require(bool(named), "policy-components", "Numerator and denominator have names.", "components")
    times = printable(components.times) and components.times > 0
    require(times, "policy-times", "A ratio is multiplied by a number above zero.", "components")
