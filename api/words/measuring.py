"""How the year is put in words: phases, figures and doubts, and how an indicator is measured."""

import re
from collections.abc import Mapping
from decimal import Decimal

from api.words.amounts import said_target
from api.words.clock import Clock
from api.words.names import cited
from api.words.words import Words
from domain.kernel.errors import N_
from domain.kernel.exact import spell_plain
from domain.kernel.numbers import spell
from domain.measure.achievement import Achievement
from domain.measure.budget import Quadrant, Share
from domain.measure.derivation import ROUNDED, STATES, spell_aim, spell_reading
from domain.measure.flags import Flag
from domain.measure.formula import WRITTEN, Direction
from domain.measure.policy import Aggregation, Components, MeasurementPolicy
from domain.measure.practice import Practice
from domain.measure.realisation import Absent, Aim, Bounds, Measured, Ratio, Reading, State
from domain.measure.scale import IndexScale, NumberScale, OrdinalScale, PercentageScale, Rung, Scale
from domain.measure.target import Index, Percentage, Quantity, Range, Rupiah, Target, spell_target
from domain.quarter.line import Standing
from domain.quarter.state import QuarterPhase

_MINUS = re.compile(r"(?<![\w)])-(?=\d)|(?<=\s)-(?=\s)")  # not the hyphen of a word
STANDINGS: Mapping[Standing, str] = {
    Standing.WAITING: N_("Not filed"),
    Standing.FILED: N_("Filed"),
    Standing.RETURNED: N_("Returned"),
    Standing.VERIFIED: N_("Verified"),
    Standing.WAIVED: N_("Waived"),
}
STANDING_TONES: Mapping[Standing, str] = {
    Standing.WAITING: "draft",
    Standing.FILED: "waiting",
    Standing.RETURNED: "returned",
    Standing.VERIFIED: "done",
    Standing.WAIVED: "void",
}
PHASES: Mapping[QuarterPhase, str] = {
    QuarterPhase.ABSENT: N_("Not open yet"),
    QuarterPhase.OPEN: N_("Being filed"),
    QuarterPhase.SIGNING: N_("Awaiting signature"),
    QuarterPhase.SIGNED: N_("Signed"),
    QuarterPhase.CLOSED: N_("Closed"),
}
PHASE_TONES: Mapping[QuarterPhase, str] = {
    QuarterPhase.ABSENT: "draft",
    QuarterPhase.OPEN: "waiting",
    QuarterPhase.SIGNING: "waiting",
    QuarterPhase.SIGNED: "done",
    QuarterPhase.CLOSED: "done",
}
DIRECTIONS: Mapping[Direction, str] = {
    Direction.HIGHER: N_("Higher is better"),
    Direction.LOWER: N_("Lower is better"),
    Direction.RANGE: N_("Within a range"),
    Direction.RANGE_LOWER: N_("Within a range, lower is better"),
    Direction.ORDINAL: N_("Values in order"),
}
AGGREGATIONS: Mapping[Aggregation, str] = {
    Aggregation.SUM: N_("quarters add up"),
    Aggregation.LAST: N_("the last known value counts"),
    Aggregation.AVERAGE: N_("the average of the quarters counts"),
    Aggregation.MAXIMUM: N_("the highest quarter counts"),
}
FLAGS: Mapping[Flag, str] = {
    Flag.DIRECTION_SUSPECTED: N_("The direction may be the wrong way round."),
    Flag.ABOVE_200: N_("Above 200%: look at target and unit."),
    Flag.SPENT_WITHOUT_OUTPUT: N_("Money was spent and nothing was achieved."),
    Flag.PUBLISHED_DIFFERS: N_("The printed figure does not follow from its inputs."),
    Flag.ABOVE_WHOLE: N_("More than the whole was measured: does the formula allow it?"),
    Flag.PUBLISHED_ROUNDED: N_("The printed figure is rounded otherwise."),
    Flag.SEVERAL_MEASURES: N_("Several measures stand in one row."),
    Flag.TARGET_LOWERED: N_("The target was made easier after its result was known."),
}
QUADRANTS: Mapping[Quadrant, str] = {
    Quadrant.EFFICIENT: N_("Efficient"),  # reached, with less money
    Quadrant.AS_PLANNED: N_("As planned"),
    Quadrant.COSTLY: N_("Costly"),  # money spent, not reached
    Quadrant.BEHIND: N_("Behind"),
}
SCALES: Mapping[str, str] = {
    "percentage": N_("Per cent"),
    "number": N_("Number with a unit"),
    "index": N_("Score"),
    "ordinal": N_("Values in order"),
}


def number(value: Decimal) -> str:
    """Write a number for a screen: thousands are marked, and the sign is a minus."""
    return spell(value).replace("-", "−")


def sums(text: str) -> str:
    """Write a line of sums with the signs of arithmetic: a derivation keeps to those of a keyboard."""
    return _MINUS.sub("−", text.replace(" x ", " × "))


def figure(words: Words, found: Achievement | Share) -> str:
    """Write a figure in per cent, or say why there is none."""
    return words(STATES[found.state]) if found.figure is None else f"{number(found.figure)}%"


def standing(words: Words, which: Standing, *, checks: bool) -> str:
    """Say where a row stands; to whoever checks it, what is filed is something to do."""
    return words("To be checked") if checks and which is Standing.FILED else words(STANDINGS[which])


def figure_of(words: Words, standing: Standing, found: Achievement) -> str:
    """Write a figure of a row; what nobody filed yet is not the same as what is not released."""
    waits = not standing.answered and found.state is State.NOT_RELEASED
    return words(STANDINGS[standing]) if waits else figure(words, found)


def share_of(words: Words, found: Share, *, complete: bool) -> str:
    """Write a figure of several rows; where not all of them are filed, that is why there is none."""
    waits = not complete and found.state is State.NOT_RELEASED
    return words("Not complete yet") if waits else figure(words, found)


def facts(words: Words, clock: Clock, policy: MeasurementPolicy) -> list[tuple[str, str]]:
    """Return what is said of each field, with the field's name."""
    found = [
        (words("Direction"), words(DIRECTIONS[policy.direction])),
        (words("Scale"), scale(words, policy.scale)),
        (words("Over the quarters"), words(AGGREGATIONS[policy.aggregation])),
        (words("Formula"), words(WRITTEN[policy.formula])),
        (words("Bounds of the figure"), "; ".join(bounds(words, policy))),
    ]
    if policy.components is not None:
        found.append((words("Measured from"), _components(policy.components)))
    return [*found, (words("Source"), source(words, clock, policy))]


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
    others = (words(msgid) for msgid in (AGGREGATIONS[policy.aggregation], WRITTEN[policy.formula]))
    return "; ".join([in_short(words, policy), *others])


def in_short(words: Words, policy: MeasurementPolicy) -> str:
    """Say what is better, on which scale."""
    return f"{words(DIRECTIONS[policy.direction])}; {_scale_brief(words, policy.scale)}"


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
    if target is not None:
        return spell_target(target)
    match wanted:
        case Bounds(low, high):
            return number(low) if low == high else f"{number(low)}–{number(high)}"
        case _:
            return spell_aim(wanted)


def reading(words: Words, policy: MeasurementPolicy, read: Reading) -> str:
    """Write what was measured with the unit of its target, or say why nothing was."""
    match read:
        case Absent(state):
            return words(STATES[state])
        case Measured(value):
            return aim(words, policy, Bounds(value, value))
        case Ratio(above, below):
            return f"{number(above)} / {'…' if below is None else number(below)}"
        case _:
            return spell_reading(read)


def said_aim(words: Words, policy: MeasurementPolicy, wanted: Aim) -> str:
    """Read a quarter's target aloud."""
    target = _target(policy.scale, wanted)
    return spell_aim(wanted) if target is None else said_target(words, target)


def said_reading(words: Words, policy: MeasurementPolicy, read: Reading) -> str:
    """Read what was measured aloud."""
    return (
        said_aim(words, policy, Bounds(read.value, read.value)) if isinstance(read, Measured) else spell_reading(read)
    )


def _target(which: Scale, wanted: Aim) -> Target | None:
    match wanted, which:
        case Bounds(low, high), PercentageScale():
            return Percentage(low) if low == high else Range(low, high, "%")
        case Bounds(low, high), NumberScale("rupiah") if low == high:
            return Rupiah(low)
        case Bounds(low, high), NumberScale(unit):
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
