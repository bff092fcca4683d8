"""Money beside results: what it was for came to, absorption (*serapan*), efficiency, and the quadrant of both."""

from collections.abc import Sequence
from decimal import Context, Decimal, Inexact, InvalidOperation
from enum import StrEnum
from fractions import Fraction
from functools import reduce
from typing import Protocol

from domain.kernel.errors import require
from domain.kernel.exact import Rounding, rounded, spell_exact, spell_plain
from domain.kernel.message import Message
from domain.kernel.numbers import spell_rupiah
from domain.measure.realisation import State

_PLACES = 2
_EXACTLY = Context(prec=100, traps=[Inexact, InvalidOperation])  # of figures of 18 digits before and after the comma


class Outlay(Message, frozen=True, tag="outlay"):
    """Rupiah allotted and realised; `achievement` in per cent of what the money was for, where it is known."""

    allotted: Decimal
    realised: Decimal
    achievement: Decimal | None = None


class Share(Message, frozen=True, tag="budget-share"):
    """A figure in per cent with the line it can be checked by, or the state that stands in its place."""

    state: State
    figure: Decimal | None = None
    line: str = ""


class Reached(Protocol):
    """A figure in per cent, or the state that stands in its place."""

    @property
    def state(self) -> State: ...
    @property
    def figure(self) -> Decimal | None: ...


def mean(reached: Sequence[Reached]) -> Share:
    """Return what several indicators come to together: the mean of their achievements, each with the same share.

    What is not applicable does not count. One that has no figure leaves none, and its state stands in its place; of no
    indicators nothing can be computed (docs/decisions/a-programmes-achievement.md).
    """
    if not reached:
        return Share(State.NOT_COMPUTABLE)
    counted = [one for one in reached if one.state is not State.NOT_APPLICABLE]
    known = [one.figure for one in counted if one.figure is not None]
    if not counted:
        return Share(State.NOT_APPLICABLE)
    if len(known) < len(counted):
        return Share(next(one.state for one in counted if one.figure is None))
    exact = Fraction(reduce(_EXACTLY.add, known)) / len(known)
    spelled = [f"({spell_plain(figure)})" if figure < 0 else spell_plain(figure) for figure in known]
    return _share(exact, f"({' + '.join(spelled)}) / {len(known)}")


def absorption(outlays: Sequence[Outlay]) -> Share:
    """Return realised / allotted x 100 (PMK 214/PMK.02/2017); nothing allotted is a missing denominator."""
    _check(outlays)
    allotted = sum((outlay.allotted for outlay in outlays), Decimal(0))
    realised = sum((outlay.realised for outlay in outlays), Decimal(0))
    if not allotted:
        return Share(State.MISSING_DENOMINATOR)
    exact = Fraction(realised) / Fraction(allotted) * 100
    return _share(exact, f"{spell_rupiah(realised)} / {spell_rupiah(allotted)} x 100")


def efficiency(outlays: Sequence[Outlay]) -> Share:
    """Return (sum of allotted x achievement - realised) / sum of allotted x achievement x 100 (PMK 214/PMK.02/2017).

    An unknown achievement makes it not released; nothing achieved at all, a missing denominator.
    """
    _check(outlays)
    earned = spent = Fraction(0)
    terms = []
    for outlay in outlays:
        if outlay.achievement is None:
            return Share(State.NOT_RELEASED)
        earned += Fraction(outlay.allotted) * Fraction(outlay.achievement) / 100
        spent += Fraction(outlay.realised)
        terms.append(f"{spell_rupiah(outlay.allotted)} x {spell_plain(outlay.achievement)}%")
    if earned <= 0:
        return Share(State.MISSING_DENOMINATOR)
    below = " + ".join(terms)
    line = f"A = {below} = {spell_exact(earned)}; R = {spell_exact(spent)}; (A - R) / A x 100"
    return _share((earned - spent) / earned * 100, line)


class Quadrant(StrEnum):
    """Whether the result and the money came to their lines."""

    EFFICIENT = "efficient"  # reached, with less money
    AS_PLANNED = "as-planned"  # reached, money spent
    COSTLY = "costly"  # money spent, not reached
    BEHIND = "behind"  # neither


class Lines(Message, frozen=True, tag="quadrant-lines"):
    """From where on, in per cent, a result counts as reached and a budget as spent: the office's data."""

    achievement: Decimal
    absorption: Decimal
    citation: str


def quadrant(achievement: Decimal, absorbed: Decimal, lines: Lines) -> Quadrant:
    """Return where a pair of figures stands; a figure on a line has reached it."""
    reached, spent = achievement >= lines.achievement, absorbed >= lines.absorption
    if reached:
        return Quadrant.AS_PLANNED if spent else Quadrant.EFFICIENT
    return Quadrant.COSTLY if spent else Quadrant.BEHIND


def _share(exact: Fraction, line: str) -> Share:
    figure = rounded(exact, _PLACES, Rounding.HALF_AWAY)
    return Share(State.COMPUTED, figure, f"{line} = {spell_exact(exact)} → {spell_plain(figure)}")


def _check(outlays: Sequence[Outlay]) -> None:
    for outlay in outlays:
        sound = outlay.allotted >= 0 and outlay.realised >= 0
        require(sound, "negative-budget", "An amount of money cannot be negative.", "realised")
