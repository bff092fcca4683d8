"""Whether quarterly targets can give the yearly one, and if not, by how much they miss it."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction

from domain.kernel.errors import Refused, require
from domain.kernel.exact import spell_exact
from domain.kernel.msgids import N_
from domain.kernel.streams import QUARTERS
from domain.measure.aggregation import off_by
from domain.measure.policy import Aggregation, MeasurementPolicy, check_aim
from domain.measure.realisation import Aim, Bounds, Level
from domain.measure.scale import OrdinalScale

_MUCH = N_("The quarters give {given} where the year asks for {year}: {by} too much.")
_LITTLE = N_("The quarters give {given} where the year asks for {year}: {by} too little.")
_OTHER = N_("The quarters give {given} where the year asks for {year}.")


def check_quarters(policies: Sequence[MeasurementPolicy], targets: Sequence[Aim | None], year: Aim, place: str) -> None:
    """Refuse targets that no quarter can have, or that cannot give the year's; `policies` are one per quarter."""
    require(len(targets) == len(QUARTERS), "targets-four", "A year has four quarterly targets.", place)
    for quarter, policy, target in zip(QUARTERS, policies, targets, strict=True):
        if target is not None:
            try:
                check_aim(policy, target)
            except Refused as no:
                raise no.at(f"{place}.{quarter}") from None
    aims = [target for target in targets if target is not None]
    require(bool(aims), "targets-none", "No quarter has a target, so the year's cannot be reached.", place)
    policy = policies[-1]
    match year:
        case Level():
            _check_levels(policy, [aim for aim in aims if isinstance(aim, Level)], year, place)
        case Bounds():
            numbers = [aim for aim in aims if isinstance(aim, Bounds)]
            _check_side(policy, numbers, year, lambda bounds: bounds.low, place)
            _check_side(policy, numbers, year, lambda bounds: bounds.high, place)


def missed_by(policy: MeasurementPolicy, quarters: Sequence[Decimal], year: Decimal) -> Fraction:
    """Return by how much the quarters miss the year: above zero where they give too much.

    A sum of ratios is the ratio of the sums, which can be anything between the least quarter and the greatest.
    """
    if policy.components is None or policy.aggregation is not Aggregation.SUM:
        return off_by(policy.aggregation, quarters, year)
    least, greatest = Fraction(min(quarters)), Fraction(max(quarters))
    return max(least - Fraction(year), Fraction(0)) + min(greatest - Fraction(year), Fraction(0))


def _check_side(
    policy: MeasurementPolicy, aims: Sequence[Bounds], year: Bounds, side: Callable[[Bounds], Decimal], place: str
) -> None:
    wanted, quarters = side(year), [side(aim) for aim in aims]
    off = missed_by(policy, quarters, wanted)
    if off:
        given = off + Fraction(wanted)
        told = {"given": spell_exact(given), "year": spell_exact(Fraction(wanted)), "by": spell_exact(abs(off))}
        raise Refused("quarters-off", _MUCH if off > 0 else _LITTLE, place, **told)


def _check_levels(policy: MeasurementPolicy, aims: Sequence[Level], year: Level, place: str) -> None:
    scale = policy.scale
    if not isinstance(scale, OrdinalScale):
        return
    places = [scale.place(aim.name) or 0 for aim in aims]
    given = places[-1] if policy.aggregation is Aggregation.LAST else min(places)
    wanted = scale.place(year.name)
    told = {"given": scale.rungs[given].name, "year": year.name}
    require(given == wanted, "quarters-off", _OTHER, place, **told)
