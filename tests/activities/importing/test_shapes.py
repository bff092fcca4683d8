"""Shapes in which offices keep their papers: each row comes out as a careful reader has it, or is told to be left."""

import io
from collections.abc import Callable, Sequence
from datetime import date

import docx
import openpyxl
import pytest
from openpyxl.styles import Alignment, Font

from activities.importing.process import _source, bounded
from domain.kind.kind import BudgetTable, Column, GoalLevel, Holds, Kind, PartKind, RowKind
from domain.sheet.laid import Laid
from domain.sheet.mapping import parts_laid, proposed

KIND = Kind(
    "pk",
    "PERJANJIAN KINERJA",
    (
        PartKind(
            "A",
            "",
            (GoalLevel("Sasaran Strategis"),),
            columns=(Column("satuan", "Satuan", RowKind.INDICATOR, Holds.TEXT, ahead=True),),
            budget=BudgetTable("Program", "Anggaran"),
        ),
    ),
)
Row = tuple[str, str, str]
ONE, TWO = "Meningkatnya kualitas layanan", "Terwujudnya tata kelola yang baik"
WANTED = ((ONE, "Indeks kepuasan", "80"), (ONE, "Nilai evaluasi", "75,5"), (TWO, "Opini BPK", "WTP"))
Lines = Sequence[Sequence[object]]


def xlsx(lines: Lines, merged: Sequence[str] = (), change: Callable[[object], None] = lambda _: None) -> bytes:
    """Return a workbook of one sheet."""
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(list(line))  # type: ignore[union-attr]
    for cells in merged:
        book.active.merge_cells(cells)  # type: ignore[union-attr]
    change(book.active)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def heads_over_two_lines() -> bytes:
    lines: list[list[object]] = [
        ["No", "Sasaran Strategis", "Indikator Kinerja", "Kinerja", None],
        [None, None, None, "Satuan", "Target"],
        [1, ONE, "Indeks kepuasan", "Indeks", 80],
        [2, None, "Nilai evaluasi", "Nilai", "75,5"],
        [3, TWO, "Opini BPK", "Opini", "WTP"],
    ]
    return xlsx(lines, ["D1:E1", "A1:A2", "B1:B2", "C1:C2", "B3:B4"])


def heads_that_nobody_merged() -> bytes:
    lines: list[list[object]] = [
        ["No", "Sasaran Strategis", "Indikator Kinerja", "Kinerja", None],
        [None, None, None, "Satuan", "Target"],
        [1, ONE, "Indeks kepuasan", "Indeks", 80],
        [2, ONE, "Nilai evaluasi", "Nilai", "75,5"],
        [3, TWO, "Opini BPK", "Opini", "WTP"],
    ]
    return xlsx(lines)


def letterhead_totals_and_footnotes() -> bytes:
    return xlsx(
        [
            ["PEMERINTAH KOTA CONTOH"],
            ["PERJANJIAN KINERJA TAHUN 2024"],
            [],
            ["No.", "Sasaran Strategis", "Indikator Kinerja", "Target"],
            ["(1)", "(2)", "(3)", "(4)"],
            ["1.", ONE, "Indeks kepuasan", 80],
            [None, None, "Nilai evaluasi", "75,5"],
            [None, "Jumlah", None, "155,5"],
            ["2.", TWO, "Opini BPK", "WTP"],
            [],
            ["*) target sementara menunggu penetapan"],
            ["Catatan: angka dapat berubah"],
        ],
        ["A11:D11", "A12:D12"],
    )


def quarters_beside_the_year() -> bytes:
    return xlsx(
        [
            ["Sasaran Strategis", "Indikator Kinerja", "Target", "Triwulan", None, None, None],
            [None, None, None, "I", "II", "III", "IV"],
            [ONE, "Indeks kepuasan", 80, 20, 40, 60, 80],
            [ONE, "Nilai evaluasi", "75,5", "-", "-", "-", "75,5"],
            [TWO, "Opini BPK", "WTP", "-", "WTP", "-", "-"],
        ],
        ["D1:G1", "A1:A2", "B1:B2", "C1:C2"],
    )


def dates_as_headings() -> bytes:
    return xlsx(
        [
            ["Sasaran Strategis", "Indikator Kinerja", "Target", date(2024, 3, 31), date(2024, 6, 30)],
            [ONE, "Indeks kepuasan", 80, 20, 40],
            [ONE, "Nilai evaluasi", "75,5", 1, 2],
            [TWO, "Opini BPK", "WTP", 3, 4],
        ]
    )


def lines_within_cells() -> bytes:
    return xlsx(
        [
            ["Sasaran\nStrategis", "Indikator\nKinerja", "Target\n(2024)"],
            ["Meningkatnya\nkualitas layanan", "Indeks\nkepuasan", 80],
            [None, "Nilai evaluasi", "75,5"],
            ["Terwujudnya tata\nkelola yang baik", "Opini\nBPK", "WTP"],
        ]
    )


def a_hidden_line() -> bytes:
    def hide(sheet: object) -> None:
        sheet.row_dimensions[3].hidden = True  # type: ignore[attr-defined]

    return xlsx(
        [
            ["Sasaran Strategis", "Indikator Kinerja", "Target"],
            [ONE, "Indeks kepuasan", 80],
            [ONE, "Indikator lama yang disaring", 99],
            [ONE, "Nilai evaluasi", "75,5"],
            [TWO, "Opini BPK", "WTP"],
        ],
        (),
        hide,
    )


def an_outline_of_one_column() -> bytes:
    def look(sheet: object) -> None:
        for row in (2, 5):
            sheet.cell(row, 1).font = Font(bold=True)  # type: ignore[attr-defined]
        for row in (3, 4, 6):
            sheet.cell(row, 1).alignment = Alignment(indent=2)  # type: ignore[attr-defined]

    lines: list[list[object]] = [
        ["Uraian", "Target"],
        [ONE],
        ["Indeks kepuasan", 80],
        ["Nilai evaluasi", "75,5"],
        [TWO],
        ["Opini BPK", "WTP"],
    ]
    return xlsx(lines, (), look)


def english_heads_in_another_order() -> bytes:
    return xlsx(
        [
            ["Annual Target", "Unit", "Performance Indicator", "Strategic Objective"],
            [80, "Index", "Indeks kepuasan", ONE],
            ["75,5", "Score", "Nilai evaluasi", None],
            ["WTP", "Opinion", "Opini BPK", TWO],
        ]
    )


def two_tables_side_by_side() -> bytes:
    return xlsx(
        [
            ["Sasaran Strategis", "Indikator Kinerja", "Target", None, "Program", "Anggaran"],
            [ONE, "Indeks kepuasan", 80, None, "Program pelayanan", 1000000],
            [ONE, "Nilai evaluasi", "75,5", None, "Program dukungan", 2000000],
            [TWO, "Opini BPK", "WTP", None, None, None],
        ]
    )


def the_same_table_twice_side_by_side() -> bytes:
    return xlsx(
        [
            [
                "Sasaran Strategis",
                "Indikator Kinerja",
                "Target",
                None,
                "Sasaran Strategis",
                "Indikator Kinerja",
                "Target",
            ],
            [ONE, "Indeks kepuasan", 80, None, TWO, "Opini BPK", "WTP"],
            [ONE, "Nilai evaluasi", "75,5", None, None, None, None],
        ]
    )


def an_export_of_html() -> bytes:
    return f"""<html xmlns:x="urn:schemas-microsoft-com:office:excel"><body><p>Laporan</p><table border=1>
<tr><th rowspan=2>No<th rowspan=2>Sasaran Strategis<th rowspan=2>Indikator Kinerja<th colspan=2>Kinerja</tr>
<tr><th>Satuan<th>Target</tr>
<tr><td>1<td rowspan=2>{ONE}<td>Indeks&nbsp;kepuasan<td>Indeks<td>80</tr>
<tr><td>2<td>Nilai<br>evaluasi<td>Nilai<td>75,5</tr>
<tr><td>3<td>{TWO}<td><b>Opini BPK</b><td>Opini<td>WTP</tr></table></body></html>""".encode()


def heads_again_on_each_page() -> bytes:
    made = docx.Document()
    lines = [
        ("No", "Sasaran Strategis", "Indikator Kinerja", "Target"),
        ("1", ONE, "Indeks kepuasan", "80"),
        ("No", "Sasaran Strategis", "Indikator Kinerja", "Target"),
        ("2", ONE, "Nilai evaluasi", "75,5"),
        ("3", TWO, "Opini BPK", "WTP"),
    ]
    table = made.add_table(len(lines), 4)
    for n, line in enumerate(lines):
        for m, text in enumerate(line):
            table.cell(n, m).text = text
    made.add_paragraph("Ketua, (contoh)")
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def values_apart_by_tabs_with_a_mark_at_the_beginning() -> bytes:
    lines = ["Sasaran\tIndikator Kinerja Utama\tTarget 2024", f"{ONE}\tIndeks kepuasan\t80"]
    lines += ["\tNilai evaluasi\t75,5", f"{TWO}\tOpini BPK\tWTP"]
    return "\r\n".join(lines).encode("utf-16")


SHAPES = [
    heads_over_two_lines,
    heads_that_nobody_merged,
    letterhead_totals_and_footnotes,
    quarters_beside_the_year,
    dates_as_headings,
    lines_within_cells,
    a_hidden_line,
    an_outline_of_one_column,
    english_heads_in_another_order,
    two_tables_side_by_side,
    the_same_table_twice_side_by_side,
    an_export_of_html,
    heads_again_on_each_page,
    values_apart_by_tabs_with_a_mark_at_the_beginning,
]


def became(data: bytes) -> tuple[tuple[Row, ...], list[Laid]]:
    """Return the indicators of a file below their goals, and all that its tables became."""
    source = bounded(_source("a", data), "a")
    laid = parts_laid(source, proposed(source, KIND, 2024), KIND)["A"]
    texts = {row.id: row.text.text for each in laid for row in each.rows}
    rows = [row for each in laid for row in each.rows if row.kind is RowKind.INDICATOR]
    return tuple((texts.get(r.parent, ""), r.text.text, r.figure.text if r.figure else "") for r in rows), laid


@pytest.mark.parametrize("make", SHAPES, ids=lambda make: make.__name__)
def test_a_shape_comes_out_as_it_is_meant(make: Callable[[], bytes]) -> None:
    rows, _ = became(make())
    assert rows == WANTED


@pytest.mark.parametrize("make", SHAPES, ids=lambda make: make.__name__)
def test_every_cell_below_the_headings_becomes_something_or_is_told_to_be_left(make: Callable[[], bytes]) -> None:
    data = make()
    source = bounded(_source("a", data), "a")
    mapping = proposed(source, KIND, 2024)
    laid = [each for tables in parts_laid(source, mapping, KIND).values() for each in tables]
    told = {(left.text, left.place) for each in laid for left in each.left}
    kept = {place for each in laid for row in each.rows for place in (row.text.place, row.figure and row.figure.place)}
    kept |= {piece.place for each in laid for row in each.rows for piece in row.cells.values()}
    goals = {ONE, TWO}
    for taken in mapping.tables:
        for line in source.tables[taken.table].lines:
            for cell in line.cells if taken.band.last < line.number < taken.until else ():
                again = " ".join(cell.text.split()) in goals or cell.text.strip("().").isdecimal()
                heads = {word for _, word in taken.band.heads}
                known = cell.place in kept or (cell.text, cell.place) in told or again or cell.text in heads
                assert known, cell


def test_the_table_beside_becomes_programmes() -> None:
    _, laid = became(two_tables_side_by_side())
    rows = [row for each in laid for row in each.rows if row.kind is RowKind.PROGRAMME]
    assert [(r.text.text, r.figure.text if r.figure else "") for r in rows] == [
        ("Program pelayanan", "1000000"),
        ("Program dukungan", "2000000"),
    ]


def test_a_percentage_is_what_its_format_shows() -> None:
    def percent(sheet: object) -> None:
        sheet["C2"].number_format = "0%"  # type: ignore[index]

    rows, _ = became(xlsx([["Sasaran", "Indikator", "Target"], [ONE, "Persentase layanan", 0.9]], (), percent))
    assert rows == ((ONE, "Persentase layanan", "90%"),)
