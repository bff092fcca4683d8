"""Figures of the year as documents print them, in Indonesian."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from activities.indonesian import DERIVATION, FLAGS, UNFILED, indonesian
from domain.achievement import Achievement, Derivation
from domain.aggregation import realised
from domain.budget import Share
from domain.derivation import STATES, terms, working
from domain.exact import spell_exact, spell_plain
from domain.flags import Flag
from domain.formula import WRITTEN, Direction
from domain.measurement import Aggregation, MeasurementPolicy
from domain.realisation import Absent, Aim, Level, Measured, Ratio, Reading, State
from domain.scale import NumberScale, PercentageScale
from domain.year.quarter import Quarter
from domain.year.spelled import spell_aim
from domain.year.year_table import YearCell

_DIRECTIONS = {
    Direction.HIGHER: "makin tinggi makin baik",
    Direction.LOWER: "makin rendah makin baik",
    Direction.RANGE: "dalam rentang",
    Direction.RANGE_LOWER: "dalam rentang, makin rendah makin baik",
    Direction.ORDINAL: "nilai berjenjang",
}
_AGGREGATIONS = {
    Aggregation.SUM: "jumlah triwulan",
    Aggregation.LAST: "nilai terakhir",
    Aggregation.AVERAGE: "rata-rata triwulan",
    Aggregation.MAXIMUM: "nilai tertinggi",
}


def aim_words(aim: Aim | None, policy: MeasurementPolicy | None) -> str:
    """Return what is aimed at with its unit; a dash where nothing is."""
    if aim is None:
        return "–"
    return spell_aim(aim) if isinstance(aim, Level) else f"{spell_aim(aim)}{_unit(policy)}"


def reading_words(reading: Reading, policy: MeasurementPolicy) -> str:
    """Return what was measured, its components and what they come to; a state in words where there is no figure."""
    match reading:
        case Absent(state):
            return state_words(state)
        case Level(name):
            return name
        case Measured(value):
            return f"{spell_plain(value)}{_unit(policy)}"
        case Ratio(above, below):
            shown = f"{spell_plain(above)} / {'…' if below is None else spell_plain(below)}"
            comes_to = realised(policy, [reading])
            if isinstance(comes_to, Fraction):
                return f"{shown} = {spell_exact(comes_to)}{_unit(policy)}"
            return f"{shown} ({state_words(comes_to)})" if isinstance(comes_to, State) else shown


def read_words(cell: YearCell) -> str:
    """Return what was measured in a quarter, or that nobody has said yet."""
    return reading_words(cell.reading, cell.policy) if cell.standing.told else UNFILED


def component_words(reading: Reading, policy: MeasurementPolicy) -> str:
    """Return numerator and denominator with their names and units; empty where the figure has none."""
    if not isinstance(reading, Ratio) or policy.components is None:
        return ""
    sides = ((policy.components.numerator, reading.numerator), (policy.components.denominator, reading.denominator))
    return "; ".join(
        f"{side.name}: {'belum ada' if value is None else f'{spell_plain(value)} {side.unit}'.strip()}"
        for side, value in sides
    )


def state_words(state: State) -> str:
    """Return why there is no figure."""
    return DERIVATION[STATES[state]]


def figure_words(found: Achievement) -> str:
    """Return the figure in per cent, or why there is none."""
    return percent_words(found.figure) if found.figure is not None else state_words(found.state)


def told_words(cell: YearCell, found: Achievement) -> str:
    """Return one of a cell's figures; where nobody filed the row yet, that is why there is none."""
    return UNFILED if found.state is State.NOT_RELEASED and not cell.standing.told else figure_words(found)


def share_words(share: Share) -> str:
    """Return a share in per cent, or why there is none."""
    if share.figure is not None:
        return percent_words(share.figure)
    return UNFILED if share.state is State.NOT_RELEASED else state_words(share.state)


def result_words(share: Share) -> str:
    """Return what several indicators come to, or what was saved, in per cent, or why there is no figure."""
    return percent_words(share.figure) if share.figure is not None else state_words(share.state)


def bought_words(share: Share, of: Quarter, indicators: Iterable[str]) -> str:
    """Return what these indicators of a quarter come to; where one lacks only for being unfiled, that."""
    waiting = any(key in of.lines and not of.lines[key].standing.told for key in indicators)
    return UNFILED if share.figure is None and waiting else result_words(share)


def percent_words(figure: Decimal) -> str:
    """Return a figure in per cent with every decimal it was rounded to."""
    return f"{spell_plain(figure)}%"


def derivation_words(derivation: Derivation | None) -> str:
    """Return the one line that a figure can be checked by; empty where there is no figure."""
    if derivation is None:
        return ""
    return f"{working(derivation, indonesian)} [{terms(derivation, indonesian)}]"


def flag_words(flags: tuple[Flag, ...]) -> str:
    """Return what a careful reader looks at twice."""
    return "; ".join(FLAGS[flag] for flag in flags)


def measuring_words(policy: MeasurementPolicy) -> tuple[str, str, str]:
    """Return what is better, the formula, and how quarters make a year."""
    return _DIRECTIONS[policy.direction], DERIVATION[WRITTEN[policy.formula]], _AGGREGATIONS[policy.aggregation]


def _unit(policy: MeasurementPolicy | None) -> str:
    match policy.scale if policy else None:
        case PercentageScale():
            return "%"
        case NumberScale(unit) if unit == "%":
            return "%"
        case NumberScale(unit) if unit:
            return f" {unit}"
        case _:
            return ""
