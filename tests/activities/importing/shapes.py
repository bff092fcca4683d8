"""Shapes in which offices keep their papers, each as a file of one of the programs that they use."""

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import docx
import openpyxl
from openpyxl.styles import Alignment, Font

from domain.kind.kind import BudgetTable, Column, GoalLevel, Holds, Kind, PartKind, RowKind

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


def a_hidden_line_and_column() -> bytes:
    def hide(sheet: object) -> None:
        sheet.row_dimensions[3].hidden = True  # type: ignore[attr-defined]
        sheet.column_dimensions["C"].hidden = True  # type: ignore[attr-defined]
        sheet.parent.create_sheet("Lama").sheet_state = "hidden"  # type: ignore[attr-defined]

    return xlsx(
        [
            ["Sasaran Strategis", "Indikator Kinerja", "Catatan", "Target"],
            [ONE, "Indeks kepuasan", "a", 80],
            [ONE, "Indikator lama yang disaring", "b", 99],
            [ONE, "Nilai evaluasi", "c", "75,5"],
            [TWO, "Opini BPK", "d", "WTP"],
        ],
        (),
        hide,
    )


def a_hidden_line_and_column_of_an_old_workbook() -> bytes:
    """Made by a program that writes such: beside them, a sheet that is hidden."""
    return (Path(__file__).parent / "lama.xls").read_bytes()


def spreadsheet(content: str) -> bytes:
    """Return an OpenDocument file of a sheet that holds that, and another one that is hidden."""
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "style")
    )
    told = (
        f'<office:document-content {names}><office:automatic-styles><style:style style:name="ta2"'
        ' style:family="table"><style:table-properties table:display="false"/></style:style></office:automatic-styles>'
        f'<table:table table:name="Target">{content}</table:table>'
        '<table:table table:name="Lama" table:style-name="ta2"><table:table-row><table:table-cell><text:p>Indikator'
        "</text:p></table:table-cell></table:table-row></table:table></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", told)
    return out.getvalue()


def a_hidden_line_and_column_of_opendocument() -> bytes:
    texts = [
        ("Sasaran Strategis", "Indikator Kinerja", "Catatan", "Target"),
        (ONE, "Indeks kepuasan", "a", "80"),
        (ONE, "Indikator lama yang disaring", "b", "99"),
        (ONE, "Nilai evaluasi", "c", "75,5"),
        (TWO, "Opini BPK", "d", "WTP"),
    ]
    rows = ""
    for n, line in enumerate(texts):
        cells = "".join(f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in line)
        filtered = ' table:visibility="filter"' if n == 2 else ""
        rows += f"<table:table-row{filtered}>{cells}</table:table-row>"
    columns = '<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>'
    return spreadsheet(columns + rows)


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


HIDING = [
    a_hidden_line_and_column,
    a_hidden_line_and_column_of_an_old_workbook,
    a_hidden_line_and_column_of_opendocument,
]
SHAPES = [
    heads_over_two_lines,
    heads_that_nobody_merged,
    letterhead_totals_and_footnotes,
    quarters_beside_the_year,
    dates_as_headings,
    lines_within_cells,
    *HIDING,
    an_outline_of_one_column,
    english_heads_in_another_order,
    two_tables_side_by_side,
    the_same_table_twice_side_by_side,
    an_export_of_html,
    heads_again_on_each_page,
    values_apart_by_tabs_with_a_mark_at_the_beginning,
]
