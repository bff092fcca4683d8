"""A derivation as one line that a person can check by hand."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from domain.kernel.errors import N_
from domain.kernel.exact import Rounding, spell_exact, spell_plain
from domain.measure.achievement import Derivation, bounded, unrounded
from domain.measure.aggregation import realised
from domain.measure.formula import WRITTEN, Formula, reference
from domain.measure.policy import Aggregation
from domain.measure.realisation import Absent, Aim, Bounds, Level, Measured, Ratio, Reading, State
from domain.measure.scale import OrdinalScale, Rung


class Words(Protocol):
    """A language: fills the `{named}` places of an English msgid, translated or not."""

    def __call__(self, msgid: str, /, **params: str) -> str: ...


ROUNDED = {
    Rounding.HALF_AWAY: N_("halves away from zero"),
    Rounding.HALF_EVEN: N_("halves to even"),
    Rounding.TRUNCATE: N_("the rest cut off"),
    Rounding.DOWN: N_("rounded down"),
    Rounding.UP: N_("rounded up"),
}
STATES = {
    State.COMPUTED: N_("computed"),
    State.ZERO_TARGET: N_("the target is zero"),
    State.MISSING_DENOMINATOR: N_("the denominator is missing"),
    State.NOT_RELEASED: N_("not released yet"),
    State.NOT_APPLICABLE: N_("not applicable"),
    State.NOT_COMPUTABLE: N_("cannot be computed"),
    State.NO_POLICY: N_("the policy has no figure for it"),
}


def english(msgid: str, /, **params: str) -> str:
    """Fill the places and translate nothing."""
    return msgid.format(**params)


def line(derivation: Derivation, words: Words = english) -> str:
    """Return formula, inputs, unrounded and rounded figure, then cap, floor, rounding and source.

    `…` stands where digits were left out; numbers are spelled as Indonesians write them.
    """
    return f"{working(derivation, words)} [{terms(derivation, words)}]"


def working(derivation: Derivation, words: Words = english) -> str:
    """Return the sums alone, up to the rounded figure."""
    exact = unrounded(derivation.policy, derivation.target, derivation.readings)
    if isinstance(exact, State):
        return words(STATES[exact])
    sums = _Working(derivation, exact, words)
    steps = [step for step in (sums.realisation(), sums.figure()) if step]
    return f"{'; '.join(steps)} → {spell_plain(bounded(exact, derivation.policy))}"


def terms(derivation: Derivation, words: Words = english) -> str:
    """Return what the figure was computed under: cap, floor, rounding, source, plan version."""
    return "; ".join(_terms(derivation, words))


def _terms(derivation: Derivation, words: Words) -> Iterator[str]:
    policy = derivation.policy
    yield words("no cap") if policy.cap is None else words("cap {cap}", cap=spell_plain(policy.cap))
    yield words("no floor") if policy.floor is None else words("floor {floor}", floor=spell_plain(policy.floor))
    yield words("decimals: {places}, {rounding}", places=str(policy.places), rounding=words(ROUNDED[policy.rounding]))
    yield words("{citation}, version {version}", citation=policy.citation, version=str(policy.version))
    if policy.effective is not None:
        yield words("in force from {day}", day=policy.effective.isoformat())
    if derivation.plan_version is not None:
        yield words("plan version {version}", version=str(derivation.plan_version))


class _Working:
    """The steps of one figure, in words and sums."""

    def __init__(self, derivation: Derivation, exact: Fraction, words: Words) -> None:
        self.policy = derivation.policy
        self.target = derivation.target
        self.counted = [r for r in derivation.readings if r != Absent(State.NOT_APPLICABLE)]
        self.reached = realised(derivation.policy, derivation.readings)
        self.exact = exact
        self.words = words

    def realisation(self) -> str:
        """How R came about, where it is not simply what was entered."""
        if isinstance(self.reached, Rung):
            return self._choice(self.reached.name) if self._chosen() or self._scored() else ""
        if not isinstance(self.reached, Fraction) or (len(self.counted) == 1 and isinstance(self.counted[0], Measured)):
            return ""
        if self._chosen():
            return self._choice(spell_exact(self.reached))
        return f"R = {self._sum()} = {spell_exact(self.reached)}"

    def figure(self) -> str:
        """The formula with its numbers, and the figure that comes out before cap and rounding."""
        if isinstance(self.target, Bounds) and isinstance(self.reached, Fraction):
            return self._of_number(self.target, self.reached)
        if isinstance(self.target, Level) and isinstance(self.reached, Rung):
            return self._of_level(self.target.name, self.reached)
        return spell_exact(self.exact)

    def _chosen(self) -> bool:
        choosing = self.policy.aggregation in (Aggregation.LAST, Aggregation.MAXIMUM)
        return len(self.counted) > 1 and choosing

    def _scored(self) -> bool:
        return any(isinstance(reading, Measured) for reading in self.counted)

    def _choice(self, chosen: str) -> str:
        every = "; ".join(self._spelled(reading) for reading in self.counted)
        if len(self.counted) == 1:
            return self.words("R = {score} is {level}", score=every, level=chosen)
        last = self.policy.aggregation is Aggregation.LAST
        how = N_("R = the last known of {every} = {chosen}") if last else N_("R = the best of {every} = {chosen}")
        if not last and isinstance(self.reached, Fraction):
            how = N_("R = the greatest of {every} = {chosen}")
        return self.words(how, every=every, chosen=chosen)

    def _sum(self) -> str:
        """The arithmetic of R over every reading."""
        ratios = [reading for reading in self.counted if isinstance(reading, Ratio)]
        if self.policy.aggregation is Aggregation.SUM and ratios and self.policy.components is not None:
            above = _added([reading.numerator for reading in ratios])
            below = _added([reading.denominator for reading in ratios if reading.denominator is not None])
            return f"{above} / {below} x {spell_plain(self.policy.components.times)}"
        terms = [self._spelled(reading) for reading in self.counted]
        if len(terms) == 1:
            return terms[0]
        if self.policy.aggregation is Aggregation.AVERAGE:
            return f"({' + '.join(terms)}) / {len(terms)}"
        return " + ".join(terms)

    def _spelled(self, reading: Reading) -> str:
        match reading:
            case Measured(value):
                return _signed(value)
            case Ratio(numerator, denominator) if denominator and self.policy.components is not None:
                times = spell_plain(self.policy.components.times)
                return f"{spell_plain(numerator)} / {spell_plain(denominator)} x {times}"
            case Level(name):
                return name
            case Absent(state):
                return self.words(STATES[state])
            case _:
                return self.words(STATES[State.MISSING_DENOMINATOR])

    def _of_number(self, target: Bounds, reached: Fraction) -> str:
        aim, where = target.high, ""
        if target.low != target.high:
            span = f"{spell_plain(target.low)}–{spell_plain(target.high)}"
            bound = reference(target.low, target.high, reached)
            if bound is None:
                return self.words("R {reached} is within T {span}: 100", reached=spell_exact(reached), span=span)
            above, below = (
                N_("R {reached} is above T {span}, T = {bound}"),
                N_("R {reached} is below T {span}, T = {bound}"),
            )
            side = above if bound == target.high else below
            where = self.words(side, reached=spell_exact(reached), span=span, bound=spell_plain(bound)) + ": "
            aim = bound
        t, r = spell_plain(aim), self._operand(reached)
        sums = {
            Formula.MIRROR: f"(2 x {t} - {r}) / {t} x 100",
            Formula.INVERSE: f"{t} / {r} x 100",
        }
        sum_ = sums.get(self.policy.formula, f"{r} / {t} x 100")
        return f"{where}{WRITTEN[self.policy.formula]} = {sum_} = {spell_exact(self.exact)}"

    def _operand(self, reached: Fraction) -> str:
        """R as it goes into the formula: the sum it comes from where its decimals do not end."""
        shown = spell_exact(reached)
        if not shown.endswith("…"):
            return f"({shown})" if reached < 0 else shown
        whole = self._sum()
        if self._chosen():
            whole = next(self._spelled(r) for r in reversed(self.counted) if realised(self.policy, [r]) == reached)
        return f"({whole})" if " " in whole else whole

    def _of_level(self, wanted: str, rung: Rung) -> str:
        scale = self.policy.scale
        if not isinstance(scale, OrdinalScale):
            return spell_exact(self.exact)
        there, here = scale.place(wanted) or 0, scale.rungs.index(rung)
        best = scale.rungs[there]
        if self.policy.formula in (Formula.RANK, Formula.WORTH):
            size = len(scale.rungs)
            ranks = (Decimal(size - here), Decimal(size - there))
            above, below = ranks if self.policy.formula is Formula.RANK else (rung.worth, best.worth)
            sum_ = f"{spell_plain(above or Decimal(0))} / {spell_plain(below or Decimal(0))} x 100"
            formula = self.words(WRITTEN[self.policy.formula])
            both = self.words("R {reached}, T {wanted} on the scale {scale}", **self._named(rung, best, scale))
            return f"{both}: {formula} = {sum_} = {spell_exact(self.exact)}"
        equal = N_("R {reached} is equal to T {wanted} on the scale {scale}")
        better = N_("R {reached} is better than T {wanted} on the scale {scale}")
        worse = N_("R {reached} is worse than T {wanted} on the scale {scale}")
        side = equal if here == there else better if here < there else worse
        return f"{self.words(side, **self._named(rung, best, scale))}: {spell_exact(self.exact)}"

    @staticmethod
    def _named(reached: Rung, wanted: Rung, scale: OrdinalScale) -> dict[str, str]:
        return {"reached": reached.name, "wanted": wanted.name, "scale": scale.name}


def _added(values: list[Decimal]) -> str:
    terms = [spell_plain(value) for value in values]
    return terms[0] if len(terms) == 1 else f"({' + '.join(terms)})"


def _signed(value: Decimal) -> str:
    return f"({spell_plain(value)})" if value < 0 else spell_plain(value)


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
