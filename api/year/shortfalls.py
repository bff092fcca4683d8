"""What has not reached the target of its year: how far it is off, why, and who answers for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from api.words import measuring, names
from api.words.words import Words
from api.year.figures import amount, year_path
from domain.measure.achievement import Achievement, Derivation
from domain.measure.aggregation import realised
from domain.measure.formula import Direction
from domain.measure.realisation import Bounds
from domain.measure.scale import PercentageScale, Rung
from domain.measure.target import spell_target
from domain.quarter.line import Line
from domain.quarter.state import Quarter
from views.year import YearCell, YearRow

REACHED = Decimal(100)


@dataclass(frozen=True)
class Shortfall:
    """An indicator below its target; `gap` is empty where no number says it, `cause` where nobody has said why.

    `told_in` is the quarter of which the cause was said, where that is not the last.
    """

    text: str
    path: str
    figure: str
    target: str
    reached: str
    gap: str
    cause: str
    told_in: str
    owners: str


def below(found: Achievement) -> bool:
    """Return whether a figure is known and does not reach its target."""
    return found.figure is not None and found.figure < REACHED


def shortfalls(
    words: Words, base: str, quarters: Sequence[Quarter], table: Sequence[YearRow], last: int
) -> list[Shortfall]:
    """Return them by the quarter that is shown `last`, the farthest off first."""
    held = {quarter.quarter: quarter for quarter in quarters if quarter.quarter <= last}
    found = []
    for row in table:
        cell = row.cells[last - 1]
        if cell is not None and cell.year.figure is not None and below(cell.year):
            lines = [
                held[n].lines[row.indicator.id] for n in sorted(held, reverse=True) if row.indicator.id in held[n].lines
            ]
            found.append((cell.year.figure, _shortfall(words, base, cell, lines, last)))
    return [shown for _, shown in sorted(found, key=lambda each: each[0])]


def _shortfall(words: Words, base: str, cell: YearCell, lines: Sequence[Line], last: int) -> Shortfall:
    year, indicator = cell.year, cell.indicator
    reached, gap = ("", "") if year.derivation is None else _off(words, year.derivation)
    told = ((n, line.filing.justification or line.filing.obstacles) for n, line in enumerate(lines) if line.filing)
    place, cause = next(((n, said) for n, said in told if said), (0, ""))
    return Shortfall(
        indicator.text,
        year_path(base, indicator.id, last),
        measuring.figure(words, year),
        spell_target(indicator.target),
        reached,
        gap,
        cause,
        names.quarter(last - place) if place else "",
        ", ".join(owner.name for owner in lines[0].row.owners),
    )


def _off(words: Words, derivation: Derivation) -> tuple[str, str]:
    """What the year came to so far, and by how much it is off, each in the unit of the target."""
    policy, target = derivation.policy, derivation.target
    so_far = realised(policy, derivation.readings)
    if isinstance(so_far, Rung):
        return so_far.name, ""
    if not isinstance(so_far, Fraction) or not isinstance(target, Bounds):
        return "", ""

    above = policy.direction in (Direction.LOWER, Direction.RANGE_LOWER) or so_far > target.high
    off = so_far - Fraction(target.high) if above else Fraction(target.low) - so_far
    if off <= 0:
        return amount(words, policy, so_far), ""
    size = amount(words, policy, off)
    if isinstance(policy.scale, PercentageScale):
        size = words("{gap} points", gap=size.removesuffix("%"))
    return amount(words, policy, so_far), words("{gap} too high", gap=size) if above else words("{gap} short", gap=size)
