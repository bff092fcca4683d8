"""The annexes of a report: the papers it refers to, the measurement, how figures came about, evidence, and gaps."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from babel.dates import format_date

from activities.documents.report.blocks import Block, Column, Heading, Table, TableRow, Turned, Words
from activities.documents.report.figures import NONE, achievement_words, quarter_words, realised_words, target_words
from activities.documents.report.performance import numbered
from activities.documents.source import in_fours
from activities.documents.words import QUARTERS, Terms
from domain.quarter.filing import Evidence
from domain.report.state import Report
from domain.report.text import ComposedOf, Gap, GapKind, QuarterStood

_DIGITS = 16  # of a digest, as people compare it
_NO = Column("No", 6, "center")


def annexes(report: Report, time_zone: str) -> Iterator[Block]:
    """Yield the annexes one after another; days are those of the office's zone."""
    yield Heading(2, "1.", "Dokumen rujukan")
    yield _papers(report, ZoneInfo(time_zone))
    yield Heading(2, "2.", "Yang belum tersedia atau perlu diperhatikan")
    yield _gaps(report)
    yield Turned(across=True)
    yield Heading(2, "3.", "Pengukuran kinerja")
    yield _measurement(report)
    yield Heading(2, "4.", "Bukti dukung")
    yield _evidence(report)
    yield Turned(across=False)
    yield Heading(2, "5.", "Penurunan capaian")
    yield from _derived(report)


def _papers(report: Report, zone: ZoneInfo) -> Block:
    of = report.year_taken
    rows = [_paper(f"Rencana kinerja ({of.plan.stream.removeprefix('plan/')})", of.plan, "berlaku")]
    rows += [_paper(f"Evaluasi triwulan {QUARTERS[one.quarter - 1]}", one.of, _stood(one, zone)) for one in of.quarters]
    return Table(
        "Dokumen rujukan",
        (Column("Dokumen", 36), Column("Versi", 10, "center"), Column("Sidik isi", 30), Column("Keadaan", 24)),
        rows,
    )


def _paper(name: str, of: ComposedOf, stands: str) -> TableRow:
    return TableRow((name, str(of.version), f"{in_fours(of.digest[:_DIGITS])} …", stands))


def _stood(one: QuarterStood, zone: ZoneInfo) -> str:
    if one.closed_at is None:
        return "belum ditutup"
    return f"ditutup {format_date(one.closed_at.astimezone(zone), 'd MMMM y', locale='id')}"


def _gaps(report: Report) -> Block:
    names = {key: f"Indikator {number}" for key, number in numbered(report).items()}
    names |= {one.programme: one.text for one in report.year_taken.programmes()}
    rows = [TableRow((f"{n}.", *_gap(gap, names))) for n, gap in enumerate(report.year_taken.gaps, 1)]
    if not rows:
        return Words(["Semua angka tersedia."])
    return Table(
        "Yang belum tersedia atau perlu diperhatikan", (_NO, Column("Perihal", 60), Column("Keadaan", 34)), rows
    )


def _gap(gap: Gap, names: dict[str, str]) -> tuple[str, str]:
    match gap.kind:
        case GapKind.QUARTER_ABSENT:
            return f"Triwulan {QUARTERS[int(gap.where) - 1]}", "belum dibuka"
        case GapKind.QUARTER_OPEN:
            return f"Triwulan {QUARTERS[int(gap.where) - 1]}", "belum ditutup"
        case GapKind.FIGURE:
            return names.get(gap.where, gap.where), "belum ada angka capaian"
        case GapKind.TARGET:
            return names.get(gap.where, gap.where), "diukur terhadap target sebelum perubahan rencana"
        case GapKind.LOWERED:
            return names.get(gap.where, gap.where), "target diturunkan setelah hasilnya dapat diketahui"
        case GapKind.SPENDING:
            return names.get(gap.where, gap.where), "realisasi anggaran belum dilaporkan"


def _measurement(report: Report) -> Block:
    numbers = numbered(report)
    rows = []
    for row in report.year_taken.indicators():
        quarters = {quarter.quarter: quarter for quarter in row.quarters}
        rows.append(
            TableRow(
                (
                    f"{numbers[row.indicator.id]}.",
                    row.indicator.text,
                    target_words(row),
                    *(quarter_words(quarters.get(n), row) for n in range(1, len(QUARTERS) + 1)),
                    realised_words(row),
                    achievement_words(row),
                    row.category or NONE,
                )
            )
        )
    return Table(
        "Pengukuran kinerja; T adalah target triwulan, R realisasinya",
        (
            Column("No", 5, "center"),
            Column("Indikator kinerja", 22),
            Column("Target", 8, "center"),
            *(Column(f"TW {numeral}", 10, "center") for numeral in QUARTERS),
            Column("Realisasi", 9, "center"),
            Column("Capaian", 8, "right"),
            Column("Kategori", 8, "center"),
        ),
        rows,
    )


def _evidence(report: Report) -> Block:
    numbers = numbered(report)
    quarters: dict[tuple[int, Evidence], list[str]] = {}
    for row in report.year_taken.indicators():
        for quarter in row.quarters:
            for file in quarter.evidence:
                quarters.setdefault((numbers[row.indicator.id], file), []).append(QUARTERS[quarter.quarter - 1])
    rows = [
        TableRow((f"{number}.", ", ".join(of), file.name, _size(file.size), f"{in_fours(file.digest[:_DIGITS])} …"))
        for (number, file), of in quarters.items()
    ]
    if not rows:
        return Words(["Belum ada bukti dukung yang disimpan."])
    return Table(
        "Bukti dukung menurut indikator",
        (
            Column("Indikator", 9, "center"),
            Column("Triwulan", 9, "center"),
            Column("Berkas", 46),
            Column("Ukuran", 12, "right"),
            Column("Sidik (SHA-256)", 24),
        ),
        rows,
    )


def _size(size: int) -> str:
    return f"{size // 1024} KiB" if size >= 1024 else f"{size} B"


def _derived(report: Report) -> Iterator[Block]:
    """Tell how each figure came about; the terms that several share are told once."""
    terms, numbers = Terms(), numbered(report)
    lines = [
        f"{numbers[row.indicator.id]}. {terms.worked(row.year.derivation)}"
        for row in report.year_taken.indicators()
        if row.year.derivation is not None
    ]
    if not lines:
        yield Words(["Belum ada capaian yang dapat dihitung."])
        return
    yield Words([f"{key}: {words}" for key, words in terms.known], aside=True)
    yield Words(lines, aside=True)
