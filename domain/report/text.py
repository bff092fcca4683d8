"""What an annual performance report says: its sections in the customary order, and what it takes from the year."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from domain.kernel.message import Message
from domain.measure.achievement import Achievement
from domain.measure.budget import Quadrant, Share
from domain.measure.policy import MeasurementPolicy
from domain.measure.realisation import Aim, Reading, State
from domain.measure.scale import OrdinalScale
from domain.measure.target import Target
from domain.plan.text import Goal, Indicator
from domain.quarter.filing import Evidence, FollowUpAnswer
from domain.quarter.line import Standing
from domain.quarter.state import QuarterPhase


class Section(Message, frozen=True, tag="report-section"):
    """The words of a section; `key` is one of `HEADINGS`, or an indicator's (`about`)."""

    key: str
    body: str


class ReportText(Message, frozen=True, tag="report-text"):
    """All words of a report, in printed order."""

    sections: tuple[Section, ...]


class Heading(NamedTuple):
    """A section as it is printed; `chapter` is one of `CHAPTERS`."""

    key: str
    chapter: str
    title: str


# PermenPANRB 53/2014, annex II; what has no numeral stands before or behind the chapters.
CHAPTERS = {
    "foreword": "KATA PENGANTAR",
    "summary": "IKHTISAR EKSEKUTIF",
    "I": "PENDAHULUAN",
    "II": "PERENCANAAN KINERJA",
    "III": "AKUNTABILITAS KINERJA",
    "IV": "PENUTUP",
    "annex": "LAMPIRAN",
}
HEADINGS = (
    Heading("foreword", "foreword", ""),
    Heading("summary", "summary", ""),
    Heading("background", "I", "Latar Belakang"),
    Heading("tasks", "I", "Tugas, Fungsi, dan Struktur Organisasi"),
    Heading("issues", "I", "Isu Strategis"),
    Heading("strategy", "II", "Rencana Strategis"),
    Heading("key-indicators", "II", "Indikator Kinerja Utama"),
    Heading("agreement", "II", "Perjanjian Kinerja"),
    Heading("performance", "III", "Capaian Kinerja Organisasi"),  # each indicator's own words follow
    Heading("support", "III", "Program yang Menunjang atau Menghambat Capaian"),
    Heading("efficiency", "III", "Efisiensi Penggunaan Sumber Daya"),
    Heading("budget", "III", "Realisasi Anggaran"),
    Heading("follow-up", "III", "Tindak Lanjut Hasil Evaluasi"),
    Heading("conclusion", "IV", "Kesimpulan"),
    Heading("improvement", "IV", "Langkah Perbaikan"),
    Heading("annex", "annex", ""),
)
_ABOUT = "indicator."
ROMAN = ("I", "II", "III", "IV")  # quarters


def about(indicator: str) -> str:
    """Return the key of the section that explains an indicator."""
    return _ABOUT + indicator


def explained(key: str) -> str:
    """Return the indicator that a section explains; empty where it explains none."""
    return key.removeprefix(_ABOUT) if key.startswith(_ABOUT) else ""


class Beside(StrEnum):
    """What a year's figure is held against."""

    LAST_YEAR = "last-year"  # what the year before came to
    END_TARGET = "end-target"  # what the strategic plan aims at in its last year
    NATIONAL = "national"  # what the whole country came to


class Compared(Message, frozen=True, omit_defaults=True, tag="compared-figure"):
    """A figure beside the year's, of `year`: from a row of the record (`kpu-ri/renstra-2025/i-01`), or from `source`
    as a person named it. `achievement` is what it came to in per cent, of a figure that had a target of its own.
    """

    what: Beside
    value: Target
    year: int
    row: str = ""
    source: str = ""
    achievement: Decimal | None = None


class ReportedQuarter(Message, frozen=True, tag="reported-quarter"):
    """What an indicator came to in a quarter, and what its owners said of it; what is not `closed` may still change."""

    quarter: int
    closed: bool
    standing: Standing
    target: Aim | None
    reading: Reading
    state: State
    figure: Decimal | None
    explanation: str = ""
    obstacles: str = ""
    follow_up: str = ""
    justification: str = ""
    answer: FollowUpAnswer | None = None
    evidence: tuple[Evidence, ...] = ()


class ReportedIndicator(Message, frozen=True, tag="reported-indicator"):
    """An indicator over the year, as the plan in force words it.

    `realised` is what the quarters come to, written as the target is; Missing where there is no figure, and then
    `year.state` says why. `category` is a value of the report's scale; empty where there is no figure.
    """

    indicator: Indicator
    policy: MeasurementPolicy | None
    quarters: tuple[ReportedQuarter, ...]
    realised: Target
    year: Achievement
    category: str
    beside: tuple[Compared, ...] = ()


class ReportedGoal(Message, frozen=True, tag="reported-goal"):
    """A goal, and what its indicators come to together (their mean, with the line it can be checked by)."""

    goal: Goal
    achievement: Share
    category: str


class ReportedProgramme(Message, frozen=True, tag="reported-programme"):
    """A programme: rupiah allotted and spent (None: not reported), what it bought, and the indicators it pays for."""

    programme: str
    text: str
    allotted: Decimal
    realised: Decimal | None
    achievement: Share
    absorption: Share
    efficiency: Share
    quadrant: Quadrant | None
    pays_for: tuple[str, ...] = ()


class ReportedPart(Message, frozen=True, tag="reported-part"):
    """A part of the plan: goals depth first, indicators in the order of their goals, where money is spent."""

    key: str
    heading: str
    goals: tuple[ReportedGoal, ...]
    indicators: tuple[ReportedIndicator, ...]
    programmes: tuple[ReportedProgramme, ...]


class ComposedOf(Message, frozen=True, tag="composed-of"):
    """A paper as it stood when the report was composed: its stream, and version and digest of its content."""

    stream: str
    version: int
    digest: str


class QuarterStood(Message, frozen=True, tag="quarter-stood"):
    """A quarter as it stood when the report was composed; `closed_at` None: its figures may still change."""

    quarter: int
    phase: QuarterPhase
    of: ComposedOf
    closed_at: datetime | None


class GapKind(StrEnum):
    """What the year does not say, or not without a word beside it."""

    QUARTER_ABSENT = "quarter-absent"  # nobody has opened it
    QUARTER_OPEN = "quarter-open"  # its figures may still change
    FIGURE = "figure"  # an indicator has none
    SPENDING = "spending"  # a programme's money was not reported
    TARGET = "target"  # an achievement is held against another target than the plan in force has
    LOWERED = "lowered"  # a target became easier, or went away, once its result could be known


class Gap(Message, frozen=True, tag="report-gap"):
    """Something that the report cannot say, or not alone; `where` is a quarter, an indicator's id or a programme's."""

    kind: GapKind
    where: str


class Composed(Message, frozen=True, tag="report-composed-text"):
    """All that a report takes from the year: recorded, so that its pages and papers are made of the record alone.

    `promised` is what the report of the year before announced; `categories` is the scale, with its citation; `drafted`
    are the sections that the year gives, which hold until somebody writes others.
    """

    office: str  # its name
    year: int
    plan: ComposedOf
    quarters: tuple[QuarterStood, ...]
    parts: tuple[ReportedPart, ...]
    absorption: Share
    efficiency: Share
    categories: OrdinalScale
    promised: str = ""
    gaps: tuple[Gap, ...] = ()
    drafted: tuple[Section, ...] = ()

    def indicators(self) -> Iterator[ReportedIndicator]:
        """Yield every indicator in printed order."""
        for part in self.parts:
            yield from part.indicators

    def programmes(self) -> Iterator[ReportedProgramme]:
        """Yield every programme in printed order."""
        for part in self.parts:
            yield from part.programmes

    def section_keys(self) -> tuple[str, ...]:
        """Return the keys of all sections, in printed order."""
        keys = []
        for heading in HEADINGS:
            keys.append(heading.key)
            if heading.key == "performance":
                keys += [about(row.indicator.id) for row in self.indicators()]
        return tuple(keys)
