"""What a quarter comes to as it stands: the figures of its lines and the absorption of its programmes."""

from decimal import Decimal

from domain.budget import Share
from domain.year.figures import Figure, ProgrammeAbsorption, figure, share, total
from domain.year.quarter import Quarter


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
            spending.of.programme.allotted,
            spending.realised,
            share(spending.of.programme.allotted, spending.realised),
        )
        for key, spending in quarter.budget.items()
    )


def absorbed(quarter: Quarter) -> Share:
    """Return the absorption of all programmes together."""
    return total(absorptions(quarter)) if quarter.closing is None else quarter.closing.absorption
