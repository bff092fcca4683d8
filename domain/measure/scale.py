"""What a realisation is read on: per cent, a number with its unit, an index, or ordered values with thresholds."""

from decimal import Decimal
from itertools import pairwise

from domain.kernel.errors import N_, require
from domain.kernel.exact import printable, spell_plain
from domain.kernel.message import Message
from domain.measure.target import GRADES, OPINIONS


class PercentageScale(Message, frozen=True, tag="percentage-scale"):
    """Per cent, with the highest that can come out; None where a share may pass the whole, such as growth."""

    highest: Decimal | None = Decimal(100)


class NumberScale(Message, frozen=True, tag="number-scale"):
    """A number of `unit`s; a count is not negative."""

    unit: str = ""
    count: bool = True


class IndexScale(Message, frozen=True, tag="index-scale"):
    """A score, with the bounds it is published with."""

    lowest: Decimal | None = None
    highest: Decimal | None = None


class Rung(Message, frozen=True, tag="rung"):
    """One value of an ordinal scale: the scores it stands for (None: no bound), and what it is worth in a table."""

    name: str
    low: Decimal | None = None
    high: Decimal | None = None
    low_closed: bool = False
    high_closed: bool = True
    worth: Decimal | None = None

    def holds(self, score: Decimal) -> bool:
        """Return whether the score is of this rung."""
        above = self.low is None or score > self.low or (self.low_closed and score == self.low)
        below = self.high is None or score < self.high or (self.high_closed and score == self.high)
        return above and below


class OrdinalScale(Message, frozen=True, tag="ordinal-scale"):
    """Values in order, best first; with `thresholds`, a score finds its rung."""

    name: str
    rungs: tuple[Rung, ...]
    thresholds: bool = False
    citation: str = ""

    def place(self, name: str) -> int | None:
        """Return how many rungs are better, whatever the case of the letters; None where the value is unknown."""
        names = [rung.name.casefold() for rung in self.rungs]
        return names.index(name.casefold()) if name.casefold() in names else None

    def rung_of(self, score: Decimal) -> Rung | None:
        """Return the rung that holds the score."""
        return next((rung for rung in self.rungs if rung.holds(score)), None) if self.thresholds else None


Scale = PercentageScale | NumberScale | IndexScale | OrdinalScale


def _sakip() -> tuple[Rung, ...]:
    bounds = (90, 80, 70, 60, 50, 30, 0)
    highs = (100, *bounds)
    return tuple(
        Rung(name, Decimal(low), Decimal(high), low_closed=low == 0)
        for name, low, high in zip(GRADES, bounds, highs, strict=False)
    )


SAKIP = OrdinalScale("SAKIP", _sakip(), thresholds=True, citation="PermenPANRB 88/2021")
BPK = OrdinalScale("BPK", tuple(Rung(name) for name in OPINIONS), citation="UU 15/2004, pasal 16")

# In what words a report calls an achievement in per cent; each is dated data of the office that says otherwise.
CATEGORIES = OrdinalScale(
    "Kategori capaian",
    (
        Rung("Sangat Berhasil", Decimal(85), None, low_closed=True),
        Rung("Berhasil", Decimal(70), Decimal(85), low_closed=True, high_closed=False),
        Rung("Cukup Berhasil", Decimal(55), Decimal(70), low_closed=True, high_closed=False),
        Rung("Tidak Berhasil", None, Decimal(55), high_closed=False),
    ),
    thresholds=True,
    citation="Keputusan Kepala LAN 239/IX/6/8/2003",
)

# What a person judges: a target in words, several measures at once, a day or a ratio that was kept.
JUDGED = OrdinalScale("Terpenuhi atau tidak", (Rung("Terpenuhi"), Rung("Tidak terpenuhi")))


def check_scale(scale: Scale) -> None:
    """Refuse a scale that contradicts itself, naming the rung where it does."""
    match scale:
        case PercentageScale(highest):
            _check_bounds(None, highest)
        case IndexScale(lowest, highest):
            _check_bounds(lowest, highest)
        case OrdinalScale():
            _check_ordinal(scale)


def _check_bounds(low: Decimal | None, high: Decimal | None) -> None:
    _check_numbers("scale", low, high)
    ordered = low is None or high is None or low < high
    require(ordered, "scale-bounds", "The lowest value of a scale must lie below its highest.", "scale")


def _check_ordinal(scale: OrdinalScale) -> None:
    require(bool(scale.rungs), "scale-empty", "The scale {scale} has no values.", "scale", scale=scale.name)
    seen: set[str] = set()
    for rung in scale.rungs:
        place = f"scale.{rung.name}"
        _check_numbers(place, rung.low, rung.high, rung.worth)
        require(bool(rung.name.strip()), "scale-unnamed", "A value of the scale {scale} has no name.", scale=scale.name)
        twice = N_("The scale {scale} has the value {value} twice.")
        known = rung.name.casefold()
        require(known not in seen, "scale-twice", twice, place, scale=scale.name, value=rung.name)
        seen.add(known)
    for better, worse in pairwise(scale.rungs):
        falls = better.worth is None or worse.worth is None or worse.worth <= better.worth
        _require_pair(falls, "scale-worth", "{worse} is worth more than {better}, which is better.", better, worse)
    if scale.thresholds:
        _check_thresholds(scale)


def _check_thresholds(scale: OrdinalScale) -> None:
    """Each rung begins where the one below it ends, and the score between them belongs to exactly one."""
    for rung in scale.rungs:
        if rung.low is not None and rung.high is not None:
            rises = rung.low < rung.high or (rung.low == rung.high and rung.low_closed and rung.high_closed)
            empty = N_("No score is {value}: its lower bound is not below its upper.")
            require(rises, "threshold-empty", empty, f"scale.{rung.name}", value=rung.name)
    for better, worse in pairwise(scale.rungs):
        if better.low is None or worse.high is None:
            unsaid = N_("It is not said where {worse} ends and {better} begins.")
            _require_pair(False, "threshold-missing", unsaid, better, worse)
            continue
        low, high = better.low, worse.high
        meets = low == high
        overlap = N_("The scores of {worse} and {better} overlap at {at}.")
        overlaps = low < high or (meets and better.low_closed and worse.high_closed)
        _require_pair(not overlaps, "threshold-overlap", overlap, better, worse, at=_span(low, high))
        gap = N_("Between {worse} and {better} the score {at} belongs to neither.")
        open_between = low > high or (meets and not better.low_closed and not worse.high_closed)
        _require_pair(not open_between, "threshold-gap", gap, better, worse, at=_span(high, low))


def _require_pair(condition: bool, code: str, message: str, better: Rung, worse: Rung, **params: str) -> None:
    place = f"scale.{worse.name}"
    require(condition, code, message, place, better=better.name, worse=worse.name, **params)


def _span(low: Decimal, high: Decimal) -> str:
    return spell_plain(low) if low == high else f"{spell_plain(low)}–{spell_plain(high)}"


def _check_numbers(place: str, *values: Decimal | None) -> None:
    for value in values:
        sound = value is None or printable(value)
        require(sound, "scale-number", "A bound or worth of the scale is not a number that can be printed.", place)
