"""The arithmetic of published practice: T is the target, R the realisation, the figure is in per cent."""

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from domain.kernel.errors import N_

HUNDRED = Fraction(100)


class Direction(StrEnum):
    """What is better; `range-lower` is a range in which less is better (PermenPANRB 8/2021)."""

    HIGHER = "higher"
    LOWER = "lower"
    RANGE = "range"
    RANGE_LOWER = "range-lower"
    ORDINAL = "ordinal"


class Formula(StrEnum):
    """How R and T give a figure; the first three are for numbers, the others for ordinal scales."""

    RATIO = "ratio"
    MIRROR = "mirror"
    INVERSE = "inverse"
    MET = "met"  # equal or better is 100; for worse the policy has no figure
    MET_OR_NOT = "met-or-not"
    RANK = "rank"
    WORTH = "worth"
    NONE = "none"


WRITTEN = {
    Formula.RATIO: N_("R / T x 100"),
    Formula.MIRROR: N_("(2T - R) / T x 100"),
    Formula.INVERSE: N_("T / R x 100"),
    Formula.MET: N_("100 if R is equal to or better than T"),
    Formula.MET_OR_NOT: N_("100 if R is equal to or better than T, else 0"),
    Formula.RANK: N_("rank of R / rank of T x 100"),
    Formula.WORTH: N_("worth of R / worth of T x 100"),
    Formula.NONE: N_("no formula"),
}

FITTING = {
    Direction.HIGHER: (Formula.RATIO,),
    Direction.LOWER: (Formula.MIRROR, Formula.INVERSE),
    Direction.RANGE: (Formula.RATIO,),
    Direction.RANGE_LOWER: (Formula.MIRROR, Formula.INVERSE),
    Direction.ORDINAL: (Formula.MET, Formula.MET_OR_NOT, Formula.RANK, Formula.WORTH, Formula.NONE),
}


def apply(formula: Formula, target: Fraction, realisation: Fraction) -> Fraction:
    """Return the unrounded figure; the divisor is not zero. RANK and WORTH are ratios of what stands for T and R."""
    match formula:
        case Formula.MIRROR:
            return (2 * target - realisation) / target * HUNDRED
        case Formula.INVERSE:
            return target / realisation * HUNDRED
        case _:
            return realisation / target * HUNDRED


def reference(low: Decimal, high: Decimal, realisation: Fraction) -> Decimal | None:
    """Return the bound that counts: over a range the upper, under it the lower (PermenPANRB 8/2021); None within."""
    if realisation > Fraction(high):
        return high
    return low if realisation < Fraction(low) else None
