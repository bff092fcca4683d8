"""What a quarter comes to as it stands: figures, absorption, and what its money bought."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.measure.budget import Lines, Outlay, Quadrant, Reached, Share, absorption, efficiency, mean, quadrant
from domain.measure.realisation import State
from domain.quarter.figures import Figure, ProgrammeAbsorption, figure, share, total
from domain.quarter.state import Quarter


def figures(quarter: Quarter) -> tuple[Figure, ...]:
    """Return the figure of each indicator: those the quarter was closed with, or what its lines give now."""
    if quarter.closing is not None:
        return quarter.closing.figures
    paid: dict[str, Decimal] = {}
    for spending in quarter.budget.values():
        for indicator in spending.of.pays_for:
            paid[indicator] = paid.get(indicator, Decimal(0)) + (spending.realised or Decimal(0))
    return tuple(
        figure(line.row, line.reading, quarter.plan_version, paid.get(key, Decimal(0)))
        for key, line in quarter.lines.items()
    )


def absorptions(quarter: Quarter) -> tuple[ProgrammeAbsorption, ...]:
    """Return the absorption of each programme."""
    if quarter.closing is not None:
        return quarter.closing.programmes
    return tuple(
        ProgrammeAbsorption(
            key,
            spending.of.allotted,
            spending.realised,
            share(spending.of.allotted, spending.realised),
        )
        for key, spending in quarter.budget.items()
    )


def absorbed(quarter: Quarter) -> Share:
    """Return the absorption of all programmes together."""
    return total(absorptions(quarter)) if quarter.closing is None else quarter.closing.absorption


def latest(quarters: Sequence[Quarter]) -> Quarter:
    """Return the last quarter that anything is known of: a plan of a past year has all its quarters open at once."""
    filed = [q for q in quarters if any(not line.standing.owed for line in q.lines.values())]
    return (filed or quarters)[-1]


# Where the rules come from; the page and the JSON say so beside the figures.
CITATION = "PMK 214/PMK.02/2017"


@dataclass(frozen=True)
class Expense:
    """A programme, rupiah allotted in the year and spent since it began (None: not reported), and what it pays for."""

    key: str
    text: str
    pays_for: tuple[str, ...]
    allotted: Decimal
    realised: Decimal | None


@dataclass(frozen=True)
class ProgrammeMoney:
    """A programme with its figures in per cent; without lines, or without both figures, it stands in no quadrant."""

    of: Expense
    achievement: Share
    absorption: Share
    efficiency: Share
    quadrant: Quadrant | None


@dataclass(frozen=True)
class Money:
    """Every programme, and the office: its absorption and efficiency, and the lines that the quadrants go by."""

    programmes: tuple[ProgrammeMoney, ...]
    absorption: Share
    efficiency: Share
    lines: Lines | None


def money(spent: Sequence[Expense], reached: Mapping[str, Reached], lines: Lines | None) -> Money:
    """Return what the programmes come to; `reached` is the year so far of each indicator, by its id."""
    programmes = tuple(_programme(one, reached, lines) for one in spent)
    together = _efficiency(spent, [found.achievement for found in programmes])
    return Money(programmes, _absorption(spent), together, lines)


def money_of(quarter: Quarter, lines: Lines | None) -> Money:
    """Return what the money of a quarter bought: of a closed one from the figures it was closed with."""
    spent = [
        Expense(key, spending.of.programme.text, spending.of.pays_for, found.allotted, found.realised)
        for (key, spending), found in zip(quarter.budget.items(), absorptions(quarter), strict=True)
    ]
    return money(spent, {figure.indicator: figure.year for figure in figures(quarter)}, lines)


def _programme(one: Expense, reached: Mapping[str, Reached], lines: Lines | None) -> ProgrammeMoney:
    achieved = mean([reached[key] for key in one.pays_for if key in reached])
    absorbed, saved = _absorption([one]), _efficiency([one], [achieved])
    where = None
    if lines is not None and achieved.figure is not None and absorbed.figure is not None:
        where = quadrant(achieved.figure, absorbed.figure, lines)
    return ProgrammeMoney(one, achieved, absorbed, saved, where)


def _absorption(spent: Sequence[Expense]) -> Share:
    """Return it; a programme that did not report leaves it unknown."""
    outlays = [Outlay(one.allotted, one.realised) for one in spent if one.realised is not None]
    return absorption(outlays) if len(outlays) == len(spent) else Share(State.NOT_RELEASED)


def _efficiency(spent: Sequence[Expense], achieved: Sequence[Share]) -> Share:
    """Return it; a programme without an achievement, or one that did not report, leaves none."""
    lacking = next((found.state for found in achieved if found.figure is None), None)
    if lacking is not None:
        return Share(lacking)
    outlays = [
        Outlay(one.allotted, one.realised, found.figure)
        for one, found in zip(spent, achieved, strict=True)
        if one.realised is not None
    ]
    return efficiency(outlays) if len(outlays) == len(spent) else Share(State.NOT_RELEASED)
