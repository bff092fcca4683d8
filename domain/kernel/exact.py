"""Exact figures: ratios stay ratios from the inputs to the one rounding at the end."""

from decimal import (
    ROUND_05UP,
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    Context,
    Decimal,
)
from enum import StrEnum
from fractions import Fraction

from domain.kernel.numbers import spell


class Rounding(StrEnum):
    """How the last digit comes about."""

    HALF_AWAY = "half-away-from-zero"
    HALF_EVEN = "half-even"
    TRUNCATE = "truncate"
    DOWN = "down"  # towards minus infinity
    UP = "up"  # towards plus infinity


_MODES = {
    Rounding.HALF_AWAY: ROUND_HALF_UP,  # Python's name counts the size of a number, not its sign
    Rounding.HALF_EVEN: ROUND_HALF_EVEN,
    Rounding.TRUNCATE: ROUND_DOWN,
    Rounding.DOWN: ROUND_FLOOR,
    Rounding.UP: ROUND_CEILING,
}
_SIZE = 18  # digits before and after the comma: far beyond what is printed, and arithmetic stays small
_SHOWN = 6  # decimals of an unrounded figure that a person is shown
_GROUPED = 1_000_000  # below, one dot of thousands could be taken for a decimal


def printable(value: Decimal) -> bool:
    """Return whether the value is a number of a size that documents print."""
    return value.is_finite() and value.adjusted() < _SIZE and -int(value.as_tuple().exponent) <= _SIZE


def rounded(value: Fraction, places: int, rounding: Rounding) -> Decimal:
    """Return the value at `places` decimals, rounded once; there is no minus zero."""
    digits = len(str(abs(value.numerator) // value.denominator)) + places + 3
    # ROUND_05UP keeps a digit that tells "exactly half" from "nearly half", so that rounding again is rounding once.
    context = Context(prec=digits, rounding=ROUND_05UP)
    quotient = context.divide(Decimal(value.numerator), Decimal(value.denominator))
    result = quotient.quantize(Decimal(1).scaleb(-places), rounding=_MODES[rounding], context=context)
    return abs(result) if result == 0 else result


def spell_exact(value: Fraction) -> str:
    """Write the value with all its decimals, or with the first six and `…` where more follow."""
    shown = rounded(value, _SHOWN, Rounding.TRUNCATE)
    if Fraction(shown) != value:
        sign = "-" if value < 0 <= shown else ""
        return f"{sign}{spell_plain(shown)}…"
    return spell_plain(Decimal(format(shown.normalize(), "f")))


def spell_plain(value: Decimal) -> str:
    """Write a number of a calculation: thousands are marked only where the dots cannot be misread."""
    return spell(value, grouped=abs(value) >= _GROUPED)
