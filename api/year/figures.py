"""Figures and money as pages show them: in per cent or why not, with the line each can be checked by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from markupsafe import Markup

from api.http.address import indicator_path
from api.http.frame import Frame
from api.words import measuring
from api.words.names import with_sources
from api.words.words import Words
from api.year import charts
from domain.kernel.exact import rounded, spell_plain
from domain.kernel.numbers import spell_rupiah
from domain.measure.achievement import Achievement, Derivation
from domain.measure.aggregation import realised
from domain.measure.budget import Quadrant, Share
from domain.measure.derivation import terms, working
from domain.measure.policy import MeasurementPolicy
from domain.measure.realisation import Bounds
from domain.measure.scale import Rung
from domain.quarter.line import Standing
from domain.quarter.outcome import CITATION, Money, ProgrammeMoney
from domain.quarter.state import Quarter


@dataclass(frozen=True)
class FigureShown:
    """`plain` is how it comes about in a few words, `working` with all its sums, `terms` what it was computed under.

    `flags` is what a careful reader would ask of it, in words.
    """

    text: str
    plain: str
    working: str
    terms: str
    flags: tuple[str, ...]

    @property
    def derivation(self) -> str:
        """Return all of it in one line; empty where there is no figure."""
        return f"{self.working} [{self.terms}]" if self.working else ""


def figure_shown(frame: Frame, found: Achievement, standing: Standing) -> FigureShown:
    """Return it in the reader's language; where nobody filed its row yet, that is why there is none."""
    words, sources = frame.words, with_sources(frame.words)
    return FigureShown(
        measuring.figure_of(words, standing, found),
        plainly(words, found.derivation) if found.derivation else "",
        measuring.sums(working(found.derivation, sources)) if found.derivation else "",
        terms(found.derivation, sources) if found.derivation else "",
        tuple(words(measuring.FLAGS[flag]) for flag in found.flags),
    )


def plainly(words: Words, derivation: Derivation) -> str:
    """Say what was reached of which target; empty where no realisation is known."""
    target = measuring.aim(words, derivation.policy, derivation.target)
    reached = realised(derivation.policy, derivation.readings)
    if isinstance(reached, Rung):
        return words("{reached}, against a target of {target}", reached=reached.name, target=target)
    if isinstance(reached, Fraction):
        said = amount(words, derivation.policy, reached)
        return words("{reached}, against a target of {target}", reached=said, target=target)
    return ""


def amount(words: Words, policy: MeasurementPolicy, value: Fraction) -> str:
    """Write what readings come to, rounded as the figure is, in the unit of the target."""
    shown = rounded(value, policy.places, policy.rounding)
    whole = shown.to_integral_value()
    shown = whole if shown == whole else shown
    return measuring.aim(words, policy, Bounds(shown, shown))


def quarter_bars(words: Words, figures: Sequence[Decimal | None]) -> Markup:
    """Draw what the four quarters came to in per cent."""
    spoken = "; ".join("—" if figure is None else f"{measuring.number(figure)}%" for figure in figures)
    return charts.bars(figures, words("Achievement in the four quarters: {figures}", figures=spoken))


def year_path(base: str, indicator: str, quarter: int | None = None) -> str:
    """Return where an indicator's year is, or a quarter of it, below the address of the plan."""
    return indicator_path(base, indicator) + ("" if quarter is None else f"#q{quarter}")


@dataclass(frozen=True)
class ShareShown:
    """A figure of the budget, with the line it can be checked by; empty where there is none."""

    text: str
    line: str


@dataclass(frozen=True)
class ProgrammeShown:
    """A programme; `number` is that of its point, `count` how many indicators it pays for.

    `pays_for` are their wordings and addresses, as far as the page has room for them.
    """

    number: int
    key: str
    text: str
    allotted: str
    realised: str
    achievement: ShareShown
    absorption: ShareShown
    efficiency: ShareShown
    quadrant: str
    count: int
    pays_for: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class MoneyShown:
    """Every programme, the office, and the plane of achievement against absorption; `lines` says what divides it.

    `without` counts the programmes whose efficiency is not known.
    """

    programmes: tuple[ProgrammeShown, ...]
    absorption: ShareShown
    efficiency: ShareShown
    without: int
    lines: str
    chart: Markup
    drawn: int
    citation: str = CITATION


def money_shown(frame: Frame, found: Money, of: Quarter, rows: Mapping[str, tuple[str, str]]) -> MoneyShown:
    """Return it; `rows` are the wording and address of each indicator."""
    words = frame.words
    reported = all(one.of.realised is not None for one in found.programmes)
    paid = {key for one in found.programmes for key in one.of.pays_for}
    unfiled = frozenset(key for key in paid if key in of.lines and not of.lines[key].standing.answered)
    points = [
        charts.Point(str(number), one.absorption.figure, one.achievement.figure)
        for number, one in enumerate(found.programmes, 1)
        if one.absorption.figure is not None and one.achievement.figure is not None
    ]
    lines = ""
    if found.lines is not None:
        lines = words(
            "A result counts as reached from {achievement}% on, a budget as spent from {absorption}% on ({citation}).",
            achievement=spell_plain(found.lines.achievement),
            absorption=spell_plain(found.lines.absorption),
            citation=found.lines.citation,
        )
    return MoneyShown(
        programmes=tuple(
            _programme(frame, number, one, unfiled, rows) for number, one in enumerate(found.programmes, 1)
        ),
        absorption=_share(frame, found.absorption, complete=reported),
        efficiency=_share(frame, found.efficiency, complete=reported and not unfiled),
        without=sum(one.efficiency.figure is None for one in found.programmes),
        lines=lines,
        chart=charts.plane(points, _field(frame, found), words("Achievement against absorption, by programme")),
        drawn=len(points),
    )


def _field(frame: Frame, found: Money) -> charts.Field:
    across, up = frame.words("Absorption"), frame.words("Achievement")
    if found.lines is None:
        return charts.Field(across, up)
    names = (Quadrant.EFFICIENT, Quadrant.AS_PLANNED, Quadrant.BEHIND, Quadrant.COSTLY)
    first, second, third, fourth = (frame.words(measuring.QUADRANTS[name]) for name in names)
    return charts.Field(across, up, (found.lines.absorption, found.lines.achievement), (first, second, third, fourth))


def _programme(
    frame: Frame, number: int, one: ProgrammeMoney, unfiled: frozenset[str], rows: Mapping[str, tuple[str, str]]
) -> ProgrammeShown:
    reported, filed = one.of.realised is not None, unfiled.isdisjoint(one.of.pays_for)
    return ProgrammeShown(
        number=number,
        key=one.of.key,
        text=one.of.text,
        allotted=spell_rupiah(one.of.allotted),
        realised="" if one.of.realised is None else spell_rupiah(one.of.realised),
        achievement=_share(frame, one.achievement, complete=filed),
        absorption=_share(frame, one.absorption, complete=reported),
        efficiency=_share(frame, one.efficiency, complete=reported and filed),
        quadrant="" if one.quadrant is None else frame.words(measuring.QUADRANTS[one.quadrant]),
        count=len(one.of.pays_for),
        pays_for=tuple(rows[key] for key in one.of.pays_for if key in rows),
    )


def _share(frame: Frame, share: Share, *, complete: bool) -> ShareShown:
    return ShareShown(measuring.share_of(frame.words, share, complete=complete), measuring.sums(share.line))
