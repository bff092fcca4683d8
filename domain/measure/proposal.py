"""A measurement policy proposed from an indicator's wording and target, for a person to confirm."""

import re
from dataclasses import dataclass

from domain.kernel.errors import N_
from domain.measure.formula import Direction
from domain.measure.policy import Aggregation, MeasurementPolicy
from domain.measure.practice import DEFAULT, Practice
from domain.measure.scale import IndexScale, NumberScale, OrdinalScale, PercentageScale, Scale
from domain.measure.target import Grade, Index, Opinion, Percentage, Quantity, Range, Target

# What one would rather have less of …
_UNWANTED = re.compile(
    r"\b(tidak (?:masuk|terdaftar|hadir|memenuhi|lulus|terdata|tercatat|sah|valid)|keluhan|pengaduan|pelanggaran|"
    r"temuan|kesalahan|keterlambatan|terlambat|kerugian|kecelakaan|kematian|kemiskinan|pengangguran|gangguan|"
    r"sengketa|kehilangan|kerusakan|kebocoran|putus sekolah|ganda|waktu tunggu|golput|inflasi)\b",
    re.IGNORECASE,
)
# … unless it is dealt with, or absent.
_DEALT_WITH = re.compile(
    r"\b(di(?:tindak\s?lanjuti|selesaikan|tangani|tanggulangi|tangkal|cegah|menangkan|jawab|tanggapi|pulihkan)|"
    r"ter(?:selesaikan|tangani|tanggulangi|jawab)|selesai|penyelesaian|penanganan|pencegahan|pengendalian|"
    r"tindak lanjut|bebas|tanpa|nihil|penurunan|pengurangan)\b",
    re.IGNORECASE,
)
# What may fall below zero, or come to more than was aimed at: no share of a whole, whatever its per cent.
_UNBOUNDED = re.compile(
    r"\b(laju|pertumbuhan|inflasi|kenaikan(?! (?:pangkat|gaji|kelas))|realisasi terhadap target)\b", re.IGNORECASE
)
_AVERAGE = re.compile(r"\brata-rata\b", re.IGNORECASE)


@dataclass(frozen=True)
class Reason:
    """Why something is proposed: the field, an English gettext msgid with `{named}` places, and what fills it."""

    field: str
    message: str
    params: dict[str, str]


@dataclass(frozen=True)
class Proposal:
    """What nobody has confirmed yet; every choice comes with its reason."""

    policy: MeasurementPolicy
    reasons: tuple[Reason, ...]


def propose(indicator: str, target: Target, practice: Practice = DEFAULT) -> Proposal:
    """Return the policy that wording and target suggest under the office's practice."""
    direction, why_direction = _direction(indicator, target)
    scale, why_scale = _scale(indicator, target, practice)
    aggregation, why_aggregation = _aggregation(indicator, target)
    source = Reason("formula", "Formula, cap, floor and rounding are the office's practice: {citation}.", {})
    source.params["citation"] = practice.citation
    policy = practice.policy(direction, scale, aggregation)
    return Proposal(policy, (why_direction, why_scale, why_aggregation, source))


def unwanted(indicator: str) -> str:
    """Return the words by which less seems better, or an empty text."""
    found = _UNWANTED.search(indicator)
    return "" if found is None or _DEALT_WITH.search(indicator) else found.group()


def direction_doubted(indicator: str, direction: Direction) -> bool:
    """Return whether the wording suggests the opposite of the direction."""
    more_is_better = direction in (Direction.HIGHER, Direction.RANGE)
    return more_is_better and bool(unwanted(indicator))


def _direction(indicator: str, target: Target) -> tuple[Direction, Reason]:
    phrase = unwanted(indicator)
    match target:
        case Grade() | Opinion():
            return Direction.ORDINAL, Reason("direction", "The target is a value of an ordered scale.", {})
        case Range() if phrase:
            message = N_("The target is a range, and “{phrase}” suggests that less is better.")
            return Direction.RANGE_LOWER, Reason("direction", message, {"phrase": phrase})
        case Range():
            return Direction.RANGE, Reason("direction", "The target is a range.", {})
    if phrase:
        return Direction.LOWER, Reason("direction", "“{phrase}” suggests that less is better.", {"phrase": phrase})
    return Direction.HIGHER, Reason("direction", "Nothing in the wording suggests that less is better.", {})


def _scale(indicator: str, target: Target, practice: Practice) -> tuple[Scale, Reason]:
    free = _UNBOUNDED.search(indicator)
    match target:
        case Percentage() | Range(unit="%") if free is not None:
            message = N_("“{phrase}” may fall below zero, or pass 100%.")
            return PercentageScale(None), Reason("scale", message, {"phrase": free.group()})
        case Percentage() | Range(unit="%"):
            return PercentageScale(), Reason("scale", "A share of a whole: at most 100% can come out.", {})
        case Quantity(unit=unit) | Range(unit=unit):
            return NumberScale(unit), Reason("scale", "A number of {unit}.", {"unit": unit or "…"})
        case Index():
            return IndexScale(), Reason("scale", "A score.", {})
        case Grade(value) | Opinion(value):
            scale = _scale_of(value, practice)
            return scale, Reason(
                "scale", "{level} is a value of the scale {scale}.", {"level": value, "scale": scale.name}
            )


def _scale_of(value: str, practice: Practice) -> OrdinalScale:
    holding = [scale for scale in (*practice.scales, *DEFAULT.scales) if scale.place(value) is not None]
    return holding[0]


def _aggregation(indicator: str, target: Target) -> tuple[Aggregation, Reason]:
    if _AVERAGE.search(indicator) and not isinstance(target, Grade | Opinion):
        return Aggregation.AVERAGE, Reason("aggregation", "The wording speaks of an average.", {})
    if isinstance(target, Quantity):
        return Aggregation.SUM, Reason("aggregation", "A number of things adds up over the quarters.", {})
    return Aggregation.LAST, Reason("aggregation", "What holds at the end of the year counts.", {})
