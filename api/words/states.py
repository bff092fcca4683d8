"""What the year's phases, rows, figures and doubts are called."""

from collections.abc import Mapping

from api.words.words import Words
from domain.kernel.errors import N_
from domain.kernel.exact import spell_plain
from domain.measure.achievement import Achievement
from domain.measure.budget import Quadrant, Share
from domain.measure.derivation import STATES
from domain.measure.flags import Flag
from domain.measure.formula import Direction
from domain.measure.policy import Aggregation
from domain.measure.realisation import State
from domain.quarter.line import Standing
from domain.quarter.state import QuarterPhase

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
    Flag.TARGET_LOWERED: N_("The target was made easier after its result was known."),
}
QUADRANTS: Mapping[Quadrant, str] = {
    Quadrant.EFFICIENT: N_("Efficient"),  # reached, with less money
    Quadrant.AS_PLANNED: N_("As planned"),
    Quadrant.COSTLY: N_("Costly"),  # money spent, not reached
    Quadrant.BEHIND: N_("Behind"),
}


def figure(words: Words, found: Achievement | Share) -> str:
    """Write a figure in per cent, or say why there is none."""
    return words(STATES[found.state]) if found.figure is None else f"{spell_plain(found.figure)}%"


def figure_of(words: Words, standing: Standing, found: Achievement) -> str:
    """Write a figure of a row; what nobody filed yet is not the same as what is not released."""
    waits = not standing.answered and found.state is State.NOT_RELEASED
    return words(STANDINGS[standing]) if waits else figure(words, found)


def share_of(words: Words, found: Share, *, complete: bool) -> str:
    """Write a figure of several rows; where not all of them are filed, that is why there is none."""
    waits = not complete and found.state is State.NOT_RELEASED
    return words("Not complete yet") if waits else figure(words, found)
