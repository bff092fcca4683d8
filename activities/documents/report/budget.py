"""What a report says of money: programmes that helped or hindered, efficiency, and what was spent."""

from collections.abc import Iterator
from decimal import Decimal

from activities.documents.report.blocks import Bar, Block, Chart, Column, Table, TableRow, Words
from activities.documents.report.figures import NONE, share_words
from activities.documents.report.performance import MOST_BARS, numbered, short
from activities.documents.words import QUADRANTS
from domain.kernel.numbers import spell_rupiah
from domain.report.state import Report
from domain.report.text import ReportedProgramme

_UNREPORTED = "belum dilaporkan"
_NO = Column("No", 7, "center")


def supporting(report: Report) -> Iterator[Block]:
    """Yield what each programme bought, and for which indicators."""
    numbers = numbered(report)
    rows = [
        TableRow(
            (
                f"{n}.",
                one.text,
                ", ".join(str(numbers[key]) for key in one.pays_for if key in numbers) or NONE,
                share_words(one.achievement),
                _absorbed(one),
                QUADRANTS[one.quadrant] if one.quadrant else NONE,
            )
        )
        for n, one in enumerate(report.year_taken.programmes(), 1)
    ]
    columns = (
        _NO,
        Column("Program", 35),
        Column("Indikator", 14, "center"),
        Column("Capaian", 14, "right"),
        Column("Serapan", 14, "right"),
        Column("Letak", 16, "center"),
    )
    yield from _table("Program beserta indikator yang didukungnya", columns, rows)


def efficient(report: Report) -> Iterator[Block]:
    """Yield what each programme saved for what it came to."""
    of = report.year_taken
    rows = [
        TableRow(
            (f"{n}.", one.text, spell_rupiah(one.allotted), share_words(one.achievement), share_words(one.efficiency))
        )
        for n, one in enumerate(of.programmes(), 1)
    ]
    if rows:
        allotted = sum((one.allotted for one in of.programmes()), Decimal(0))
        rows.append(TableRow(("", "Jumlah", spell_rupiah(allotted), "", share_words(of.efficiency)), total=True))
    columns = (
        _NO,
        Column("Program", 39),
        Column("Anggaran", 26, "right"),
        Column("Capaian", 14, "right"),
        Column("Efisiensi", 14, "right"),
    )
    yield from _table(f"Efisiensi penggunaan sumber daya tahun {report.year}", columns, rows)


def absorbed(report: Report) -> Iterator[Block]:
    """Yield what was allotted and spent, and a chart of it."""
    of = report.year_taken
    programmes = list(of.programmes())
    rows = [
        TableRow((f"{n}.", one.text, spell_rupiah(one.allotted), _spent(one), _absorbed(one)))
        for n, one in enumerate(programmes, 1)
    ]
    if rows:
        known = [one.realised for one in programmes if one.realised is not None]
        allotted = spell_rupiah(sum((one.allotted for one in programmes), Decimal(0)))
        spent = spell_rupiah(sum(known, Decimal(0))) if len(known) == len(programmes) else _UNREPORTED
        rows.append(TableRow(("", "Jumlah", allotted, spent, share_words(of.absorption)), total=True))
    columns = (
        _NO,
        Column("Program", 35),
        Column("Pagu", 22, "right"),
        Column("Realisasi", 22, "right"),
        Column("Serapan", 14, "right"),
    )
    yield from _table(f"Anggaran dan realisasi tahun {report.year}", columns, rows)
    bars = [
        Bar(f"{n}. {short(one.text)}", one.absorption.figure, _absorbed(one)) for n, one in enumerate(programmes, 1)
    ]
    for at in range(0, len(bars), MOST_BARS):
        yield Chart(f"Serapan anggaran tahun {report.year}", bars[at : at + MOST_BARS])


def _table(caption: str, columns: tuple[Column, ...], rows: list[TableRow]) -> Iterator[Block]:
    yield Table(caption, columns, rows) if rows else Words(["Rencana ini tidak memuat program beranggaran."])


def _spent(one: ReportedProgramme) -> str:
    return _UNREPORTED if one.realised is None else spell_rupiah(one.realised)


def _absorbed(one: ReportedProgramme) -> str:
    return _UNREPORTED if one.realised is None else share_words(one.absorption)
