"""Files as they come: each kind read as it shows itself, and what is hostile or broken refused in words."""

import io
import json
import zipfile
from pathlib import Path

import openpyxl
import pytest

from activities.importing.process import read_file
from activities.importing.shown import shown
from domain.kind.kind import RowKind
from domain.kind.shipped import RKT
from domain.sheet.mapping import parts_laid, proposed

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_EXAMPLES = Path(__file__).parents[3] / "examples"


def book(*rows: tuple[str | float, ...]) -> bytes:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def repacked(data: bytes, **changes: bytes | None) -> bytes:
    """Return the archive with members replaced, added, or (None) left out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in changes:
                new.writestr(name, old.read(name))
        for name, content in changes.items():
            if content is not None:
                new.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (0.77, "0%", "77%"),
        (0.7755, "0.00%", "77,55%"),
        (157020, "#,##0", "157.020"),
        (157020, "General", "157020"),
        (1500000, '_-"Rp"* #,##0_-;-"Rp"* #,##0_-', "Rp1.500.000"),
        (-2500, '#,##0;"("#,##0")"', "(2.500)"),
        (3.0, "General", "3"),
        (0.1 + 0.2, "General", "0,3"),
        (88.6, "0.00", "88,60"),
        (12, '0" dokumen"', "12 dokumen"),
        (2500000, '#,##0," ribu"', "2.500 ribu"),
        (1.5, "0.##", "1,5"),
        ("≥ 95 %", "General", "≥ 95 %"),
        (True, "General", "TRUE"),
    ],
)
def test_a_figure_reads_as_the_sheet_shows_it(value: object, number_format: str, text: str) -> None:
    assert shown(value, number_format) == text


def test_a_formula_counts_as_what_was_last_shown_of_it_and_is_told_where_that_is_nothing() -> None:
    source = read_file("a.xlsx", book(("Indikator", "Target"), ("Mutu", "=1+1")))
    (line,) = source.tables[0].lines[1:]
    assert [(cell.place, cell.text, cell.unread) for cell in line.cells] == [
        ("Sheet!A2", "Mutu", ""),
        ("Sheet!B2", "", "formula"),
    ]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", b"No;Indikator;Target\n1;Mutu;80,5\n"),
        ("a.csv", '﻿No,Indikator,Target\n1,Mutu,"80,5"\n'.encode()),
        ("a.tsv", "No\tIndikator\tTarget\n1\tMutu\t80,5\n".encode("utf-16")),
        ("export.xls", b"<html><body><table><tr><th>No<th>Indikator<th>Target<tr><td>1<td>Mutu<td>80,5</table>"),
    ],
)
def test_plain_text_and_what_systems_call_excel_read_alike(name: str, data: bytes) -> None:
    (table,) = read_file(name, data).tables
    assert [[cell.text for cell in line.cells] for line in table.lines] == [
        ["No", "Indikator", "Target"],
        ["1", "Mutu", "80,5"],
    ]


def test_an_opendocument_sheet_is_read_as_it_shows_itself() -> None:
    content = (
        '<?xml version="1.0"?><office:document-content'
        ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        '<table:table table:name="Target"><table:table-row>'
        '<table:table-cell table:number-rows-spanned="2" office:value-type="string"><text:p>Mutu</text:p>'
        "</table:table-cell>"
        '<table:table-cell office:value-type="percentage" office:value="0.77"><text:p>77%</text:p></table:table-cell>'
        '</table:table-row><table:table-row table:number-rows-repeated="1048574"><table:covered-table-cell/>'
        "<table:table-cell/></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    (table,) = read_file("a.ods", out.getvalue()).tables
    (line,) = table.lines
    assert [(c.text, c.place, c.lines, c.number) for c in line.cells] == [
        ("Mutu", "Target!A1", 2, False),
        ("77%", "Target!B1", 1, True),
    ]


def test_a_pdf_with_text_is_read_by_its_lines() -> None:
    import typst

    rows = "".join(f"[{text}], " for text in ("No", "Indikator", "Target", "1", "Indeks mutu", "80,5"))
    pdf = typst.compile(f"#table(columns: 3, {rows})".encode())
    (table,) = read_file("a.pdf", pdf).tables
    assert [[cell.text for cell in line.cells] for line in table.lines] == [
        ["No", "Indikator", "Target"],
        ["1", "Indeks mutu", "80,5"],
    ]


def test_the_seeds_own_text_has_no_wrong_cell() -> None:
    source = read_file("rkt.txt", (_EXAMPLES / "rkt-kpu-kota-banjarmasin-2024.txt").read_bytes())
    laid = parts_laid(source, proposed(source, RKT, 2024), RKT)
    wanted = json.loads((_EXAMPLES / "banjarmasin.json").read_text())["text"]["parts"]
    for part in wanted:
        rows = [row for each in laid[part["key"]] for row in each.rows]
        words = {row.id: row.text.text for row in rows}
        names = {row["id"]: row["text"] for row in part["goals"]}
        goals = [(names.get(row["parent"], ""), row["text"]) for row in part["goals"]]
        assert [(words.get(r.parent, ""), r.text.text) for r in rows if r.kind is RowKind.GOAL] == goals
        indicators = [(names[row["goal"]], row["text"]) for row in part["indicators"]]
        assert [(words[r.parent], r.text.text) for r in rows if r.kind is RowKind.INDICATOR] == indicators
