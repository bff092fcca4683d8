"""How an indicator is measured, in words: each field of its policy, all of it in one line, and aims with their unit."""

from collections.abc import Mapping
from decimal import Decimal

from api.words.amounts import said_target
from api.words.clock import Clock
from api.words.names import cited
from api.words.states import AGGREGATIONS, DIRECTIONS
from api.words.words import Words
from domain.kernel.errors import N_
from domain.kernel.exact import spell_plain
from domain.measure.derivation import ROUNDED, STATES, spell_aim, spell_reading
from domain.measure.formula import WRITTEN
from domain.measure.policy import Components, MeasurementPolicy
from domain.measure.practice import Practice
from domain.measure.realisation import Absent, Aim, Bounds, Measured, Reading
from domain.measure.scale import IndexScale, NumberScale, OrdinalScale, PercentageScale, Rung, Scale
from domain.measure.target import Index, Percentage, Quantity, Range, Target, spell_target

SCALES: Mapping[str, str] = {
    "percentage": N_("Per cent"),
    "number": N_("Number with a unit"),
    "index": N_("Score"),
    "ordinal": N_("Values in order"),
}


def facts(words: Words, clock: Clock, policy: MeasurementPolicy) -> list[tuple[str, str]]:
    """Return what is said of each field, with the field's name."""
    told = [
        (words("Direction"), words(DIRECTIONS[policy.direction])),
        (words("Scale"), scale(words, policy.scale)),
        (words("Over the quarters"), words(AGGREGATIONS[policy.aggregation])),
        (words("Formula"), words(WRITTEN[policy.formula])),
        (words("Bounds of the figure"), "; ".join(bounds(words, policy))),
    ]
    if policy.components is not None:
        told.append((words("Measured from"), _components(policy.components)))
    return [*told, (words("Source"), source(words, clock, policy))]


def source(words: Words, clock: Clock, policy: MeasurementPolicy | Practice) -> str:
    """Say which rule it follows, and since when."""
    named = versioned(words, policy)
    if policy.effective is None:
        return named
    return named + "; " + words("in force from {day}", day=clock.short_day(policy.effective))


def versioned(words: Words, policy: MeasurementPolicy | Practice) -> str:
    """Name the rule and its version."""
    return words("{citation}, version {version}", citation=cited(words, policy.citation), version=str(policy.version))


def brief(words: Words, policy: MeasurementPolicy) -> str:
    """Say the most of it in one line."""
    said = (DIRECTIONS[policy.direction], AGGREGATIONS[policy.aggregation], WRITTEN[policy.formula])
    first, *others = (words(msgid) for msgid in said)
    return "; ".join([first, _scale_brief(words, policy.scale), *others])


def scale(words: Words, which: Scale) -> str:
    """Say what a figure is read on, with its bounds; of ordered values each, with the scores it stands for."""
    match which:
        case PercentageScale(highest):
            return _bounded(words, words("per cent"), None if highest is None else Decimal(0), highest)
        case NumberScale(_, count):
            kind = words("a count") if count else words("a number")
            return f"{kind} ({which.unit})" if which.unit else kind
        case IndexScale(lowest, highest):
            return _bounded(words, words("a score"), lowest, highest)
        case OrdinalScale(name, rungs, thresholds):
            values = "; ".join(_rung(rung) for rung in rungs) if thresholds else ", ".join(rung.name for rung in rungs)
            return f"{name}: {values}"


def bounds(words: Words, policy: MeasurementPolicy | Practice) -> list[str]:
    """Say cap, floor and rounding of a figure."""
    return [
        words("no cap") if policy.cap is None else words("cap {cap}", cap=spell_plain(policy.cap)),
        words("no floor") if policy.floor is None else words("floor {floor}", floor=spell_plain(policy.floor)),
        words("decimals: {places}, {rounding}", places=str(policy.places), rounding=words(ROUNDED[policy.rounding])),
    ]


def aim(words: Words, policy: MeasurementPolicy | None, wanted: Aim | None) -> str:
    """Write a quarter's target as the plan writes the year's."""
    if wanted is None:
        return words("no target")
    target = None if policy is None else _target(policy.scale, wanted)
    return spell_aim(wanted) if target is None else spell_target(target)


def reading(words: Words, policy: MeasurementPolicy, read: Reading) -> str:
    """Write what was measured with the unit of its target, or say why nothing was."""
    match read:
        case Absent(state):
            return words(STATES[state])
        case Measured(value):
            return aim(words, policy, Bounds(value, value))
        case _:
            return spell_reading(read)


def said_aim(words: Words, policy: MeasurementPolicy, wanted: Aim) -> str:
    """Read a quarter's target aloud."""
    target = _target(policy.scale, wanted)
    return spell_aim(wanted) if target is None else said_target(words, target)


def _target(which: Scale, wanted: Aim) -> Target | None:
    match wanted, which:
        case Bounds(low, high), PercentageScale():
            return Percentage(low) if low == high else Range(low, high, "%")
        case Bounds(low, high), NumberScale(unit) if unit:
            return Quantity(low, unit) if low == high else Range(low, high, unit)
        case Bounds(low, high), IndexScale() if low == high:
            return Index(low)
    return None


def _scale_brief(words: Words, which: Scale) -> str:
    return which.name if isinstance(which, OrdinalScale) else scale(words, which)


def _bounded(words: Words, kind: str, low: Decimal | None, high: Decimal | None) -> str:
    if low is not None and high is not None:
        return words("{kind}, from {low} to {high}", kind=kind, low=spell_plain(low), high=spell_plain(high))
    if high is not None:
        return words("{kind}, at most {high}", kind=kind, high=spell_plain(high))
    if low is not None:
        return words("{kind}, at least {low}", kind=kind, low=spell_plain(low))
    return kind


def _components(parts: Components) -> str:
    above, below = (
        f"{side.name} ({side.unit})" if side.unit else side.name for side in (parts.numerator, parts.denominator)
    )
    return f"{above} / {below} x {spell_plain(parts.times)}"


def _rung(rung: Rung) -> str:
    low, high = rung.low, rung.high
    if low is not None and high is not None:
        above, below = "" if rung.low_closed else ">", "" if rung.high_closed else "<"
        return f"{rung.name} {above}{spell_plain(low)}–{below}{spell_plain(high)}"
    if low is not None:
        return f"{rung.name} {'≥' if rung.low_closed else '>'}{spell_plain(low)}"
    if high is not None:
        return f"{rung.name} {'≤' if rung.high_closed else '<'}{spell_plain(high)}"
    return rung.name
