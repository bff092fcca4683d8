"""A published figure beside the one its own inputs give, and what else would have given it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from msgspec.structs import replace

from domain.kernel.exact import Rounding, rounded, spell_plain
from domain.measure.achievement import Achievement, bounded, unrounded
from domain.measure.formula import WRITTEN, Direction, Formula
from domain.measure.policy import MOST_PLACES, MeasurementPolicy
from domain.measure.realisation import Aim, Bounds, Measured, Reading
from domain.measure.scale import OrdinalScale

CAPS = (Decimal(100), Decimal(120), Decimal(200))  # of published practice, beside none
FLOOR = Decimal(0)
_ROUNDING = "rounding to "


@dataclass(frozen=True)
class Comparison:
    """`follows` is None where there is no figure to compare; `explained_by` names every single change that fits.

    `inverted`: only a formula for the opposite direction gives the published figure. `rounded`: it is ours, rounded
    otherwise.
    """

    follows: bool | None
    explained_by: str | None = None
    inverted: bool = False
    rounded: bool = False


def compare(
    policy: MeasurementPolicy, target: Aim, readings: Sequence[Reading], ours: Achievement, published: Decimal
) -> Comparison:
    """Compare as numbers: `87,5` is 87,50. A figure that follows needs no explanation."""
    if ours.figure == published:
        return Comparison(True)
    exact = unrounded(policy, target, readings)
    others = list(_others(policy, target, readings))
    found = [(name, True) for name in _adjusted(policy, exact, published)] if isinstance(exact, Fraction) else []
    found += [(other.name, other.same) for other in others if bounded(other.exact, other.policy) == published]
    if not found:
        found = [
            (f"{other.name}; {how}", other.same)
            for other in others
            for how in _adjusted(other.policy, other.exact, published, bounds=other.same)
        ]
    if not found:
        found = [(name, True) for name in _shortened(policy, target, readings, published)]
    return Comparison(
        follows=None if ours.figure is None else False,
        explained_by="; or ".join(name for name, _ in found) or None,
        inverted=bool(found) and not any(same for _, same in found),
        rounded=any(name.startswith(_ROUNDING) for name, _ in found),
    )


def _shortened(
    policy: MeasurementPolicy, target: Aim, readings: Sequence[Reading], published: Decimal
) -> Iterator[str]:
    """Name what gives the figure where an input lost decimals before the division."""
    for part, aim, read, digits in _inputs(target, readings):
        for places in range(digits - 1, -1, -1):
            for how, mode in (("cut", Rounding.TRUNCATE), ("rounded", Rounding.HALF_AWAY)):
                short = [rounded(Fraction(value), places, mode) for value in (aim, read)]
                inputs = (short[0] if part == "target" else aim, short[1] if part == "realisation" else read)
                exact = unrounded(policy, Bounds(inputs[0], inputs[0]), [Measured(inputs[1])])
                if inputs == (aim, read) or not isinstance(exact, Fraction):
                    continue
                to = "a whole number" if places == 0 else f"{places} decimals"
                name = f"the {part} was {how} to {to} before dividing"
                if bounded(exact, policy) == published:
                    yield name
                else:
                    yield from (f"{name}; {then}" for then in _adjusted(policy, exact, published, bounds=False))


def _inputs(target: Aim, readings: Sequence[Reading]) -> Iterator[tuple[str, Decimal, Decimal, int]]:
    match target, readings:
        case Bounds(low, high), [Measured(value)] if low == high:
            for part, figure in (("realisation", value), ("target", high)):
                yield part, high, value, max(0, -int(figure.as_tuple().exponent))


@dataclass(frozen=True)
class _Other:
    """What another formula gives. A cap on that of the opposite direction would explain too much."""

    name: str
    policy: MeasurementPolicy
    exact: Fraction
    same: bool  # direction


def _others(policy: MeasurementPolicy, target: Aim, readings: Sequence[Reading]) -> Iterator[_Other]:
    for name, other, aim in _formulas(policy, target):
        exact = unrounded(other, aim, readings)
        if isinstance(exact, Fraction):
            less = other.formula in (Formula.MIRROR, Formula.INVERSE)
            yield _Other(f"formula {name}", other, exact, less is (policy.direction in _LESS_IS_BETTER))


_LESS_IS_BETTER = (Direction.LOWER, Direction.RANGE_LOWER)


def _formulas(policy: MeasurementPolicy, target: Aim) -> Iterator[tuple[str, MeasurementPolicy, Aim]]:
    numeric = (Formula.RATIO, Formula.MIRROR, Formula.INVERSE)
    ordinal = (Formula.MET, Formula.MET_OR_NOT, Formula.RANK, Formula.WORTH)
    for formula in ordinal if isinstance(policy.scale, OrdinalScale) else numeric:
        if formula is not policy.formula:
            yield WRITTEN[formula], replace(policy, formula=formula), target
    if isinstance(target, Bounds) and target.low != target.high:
        for side, bound in (("lower", target.low), ("upper", target.high)):
            name = f"{WRITTEN[policy.formula]} with T = {spell_plain(bound)}, the {side} bound"
            yield name, policy, Bounds(bound, bound)


def _adjusted(policy: MeasurementPolicy, exact: Fraction, published: Decimal, *, bounds: bool = True) -> Iterator[str]:
    """Name each other rounding, and each other cap or floor, that gives the published figure."""
    for places in _places(published):
        modes = [
            mode for mode in Rounding if bounded(exact, replace(policy, places=places, rounding=mode)) == published
        ]
        if Rounding.HALF_AWAY in modes:
            modes = [mode for mode in modes if mode is not Rounding.HALF_EVEN]
        if Rounding.TRUNCATE in modes:
            modes = [mode for mode in modes if mode is not Rounding.DOWN]
        if modes:
            yield f"{_ROUNDING}{places} decimals ({' or '.join(modes)})"
    if bounds:
        for cap in (None, *CAPS):
            if cap != policy.cap and bounded(exact, replace(policy, cap=cap)) == published:
                yield "no cap" if cap is None else f"cap {spell_plain(cap)}"
        for floor in (None, FLOOR):
            if floor != policy.floor and bounded(exact, replace(policy, floor=floor)) == published:
                yield "no floor" if floor is None else f"floor {spell_plain(floor)}"


def _places(published: Decimal) -> range:
    """As many decimals as are printed, down to those that are not zero: a spreadsheet pads what it has cut off."""
    printed, significant = (-int(value.as_tuple().exponent) for value in (published, published.normalize()))
    return range(min(printed, MOST_PLACES), min(max(significant, 0), MOST_PLACES) - 1, -1)
