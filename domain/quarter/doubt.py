"""What is asked once before a figure is recorded: whether it is meant, where it leaps away from what is known."""

from collections.abc import Iterator
from decimal import Decimal

from domain.kernel.errors import N_, Unreadable
from domain.measure.derivation import spell_reading
from domain.measure.policy import fitting
from domain.measure.realisation import Absent, Bounds, Measured, Ratio, Reading
from domain.quarter.row import QuarterRow

_LEAP = 10  # times as much, or as little: rather another unit or a point in the wrong place than a result


def doubted(reading: Reading, row: QuarterRow) -> Unreadable | None:
    """Return what is asked of a figure; None where nothing is."""
    before = fitting(row.policy, row.previous.reading) if row.previous else None
    if before is not None and not isinstance(before, Absent):
        leaps = any(_leaps(was, now) for was, now in _compared(before, reading))
        known, asked = spell_reading(before), N_("The quarter before it was {known}, now {figure}. Is that right?")
    else:
        aimed = row.target if isinstance(row.target, Bounds) else None
        value = reading.value if isinstance(reading, Measured) else None
        leaps = aimed is not None and value is not None and _leaps(aimed.low, value) and _leaps(aimed.high, value)
        known = spell_reading(Measured(aimed.high)) if aimed else ""
        asked = N_("The target is {known}, and this is {figure}. Is that right?")
    if not leaps:
        return None
    return Unreadable("figure-doubted", asked, f"{row.indicator.id}.sure", known=known, figure=spell_reading(reading))


def _compared(before: Reading, now: Reading) -> Iterator[tuple[Decimal, Decimal]]:
    match before, now:
        case Measured(was), Measured(value):
            yield was, value
        case Ratio(), Ratio():
            yield before.numerator, now.numerator
            if before.denominator is not None and now.denominator is not None:
                yield before.denominator, now.denominator


def _leaps(known: Decimal, value: Decimal) -> bool:
    """Return whether one is many times the other; of nothing, and across it, nothing is said."""
    return known * value > 0 and max(abs(known), abs(value)) >= _LEAP * min(abs(known), abs(value))
