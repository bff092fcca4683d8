"""Readings and aims in a word, as a person would say them."""

from domain.derivation import STATES
from domain.exact import spell_plain
from domain.realisation import Absent, Aim, Bounds, Level, Measured, Ratio, Reading


def spell_reading(reading: Reading) -> str:
    """Write what was measured; a state that is not a number by its English msgid."""
    match reading:
        case Measured(value):
            return spell_plain(value)
        case Ratio(numerator, denominator):
            below = "…" if denominator is None else spell_plain(denominator)
            return f"{spell_plain(numerator)} / {below}"
        case Level(name):
            return name
        case Absent(state):
            return STATES[state]


def spell_aim(aim: Aim) -> str:
    """Write what is aimed at, without its unit."""
    match aim:
        case Bounds(low, high) if low == high:
            return spell_plain(low)
        case Bounds(low, high):
            return f"{spell_plain(low)}–{spell_plain(high)}"
        case Level(name):
            return name
