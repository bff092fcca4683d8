"""What the money of a quarter bought: achievement, absorption and efficiency, of each programme and of the office."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from domain.budget import Lines, Outlay, Quadrant, Reached, Share, absorption, efficiency, mean, quadrant
from domain.realisation import State
from domain.year.figure_json import share_view
from domain.year.outcome import absorptions, figures
from domain.year.quarter import Quarter

# Where the rules come from; the page and the JSON say so beside the figures.
CITATION = "PMK 214/PMK.02/2017"


@dataclass(frozen=True)
class Spent:
    """A programme, rupiah allotted in the year and spent since it began (None: not reported), and what it pays for."""

    key: str
    text: str
    pays_for: tuple[str, ...]
    allotted: Decimal
    realised: Decimal | None


@dataclass(frozen=True)
class ProgrammeMoney:
    """A programme with its figures in per cent; without lines, or without both figures, it stands in no quadrant."""

    of: Spent
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


def money(spent: Sequence[Spent], reached: Mapping[str, Reached], lines: Lines | None) -> Money:
    """Return what the programmes come to; `reached` is the year so far of each indicator, by its id."""
    programmes = tuple(_programme(one, reached, lines) for one in spent)
    together = _efficiency(spent, [found.achievement for found in programmes])
    return Money(programmes, _absorption(spent), together, lines)


def money_of(quarter: Quarter, lines: Lines | None) -> Money:
    """Return what the money of a quarter bought: of a closed one from the figures it was closed with."""
    spent = [
        Spent(key, spending.of.programme.text, spending.of.pays_for, found.allotted, found.realised)
        for (key, spending), found in zip(quarter.budget.items(), absorptions(quarter), strict=True)
    ]
    return money(spent, {figure.indicator: figure.year for figure in figures(quarter)}, lines)


def money_view(quarter: int, found: Money) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Return the programmes of a quarter, and the office, as plain values and messages."""
    programmes = [
        {
            "programme": one.of.key,
            "text": one.of.text,
            "quarter": quarter,
            "pays_for": one.of.pays_for,
            "allotted": one.of.allotted,
            "realised": one.of.realised,
            "achievement": share_view(one.achievement),
            "absorption": share_view(one.absorption),
            "efficiency": share_view(one.efficiency),
            "quadrant": one.quadrant,
        }
        for one in found.programmes
    ]
    office = {
        "quarter": quarter,
        "absorption": share_view(found.absorption),
        "efficiency": share_view(found.efficiency),
        "lines": found.lines,
        "citation": CITATION,
    }
    return programmes, office


def _programme(one: Spent, reached: Mapping[str, Reached], lines: Lines | None) -> ProgrammeMoney:
    achieved = mean([reached[key] for key in one.pays_for if key in reached])
    absorbed, saved = _absorption([one]), _efficiency([one], [achieved])
    where = None
    if lines is not None and achieved.figure is not None and absorbed.figure is not None:
        where = quadrant(achieved.figure, absorbed.figure, lines)
    return ProgrammeMoney(one, achieved, absorbed, saved, where)


def _absorption(spent: Sequence[Spent]) -> Share:
    """Return it; a programme that did not report leaves it unknown."""
    outlays = [Outlay(one.allotted, one.realised) for one in spent if one.realised is not None]
    return absorption(outlays) if len(outlays) == len(spent) else Share(State.NOT_RELEASED)


def _efficiency(spent: Sequence[Spent], achieved: Sequence[Share]) -> Share:
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
