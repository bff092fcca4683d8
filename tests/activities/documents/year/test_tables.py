"""The year in spreadsheets: numbers are numbers, and what somebody typed is never a formula."""

import csv
import re
from decimal import Decimal
from io import BytesIO, StringIO
from zipfile import ZipFile

import msgspec
import pytest
from openpyxl import load_workbook

from activities.documents.sheets import plain, shown
from activities.documents.words import QUARTERS
from activities.documents.year.columns import BUDGETS, INDICATORS
from activities.documents.year.tables import action_xlsx, budget_csv, quarter_xlsx, year_csv, year_xlsx
from domain.kernel.numbers import number
from domain.measure.achievement import achievement
from domain.measure.budget import Lines
from domain.quarter.outcome import money_of
from domain.quarter.state import Quarter
from examples import banjarmasin
from tests.activities.documents.year_printed import action, quarter
from tests.domain.quarter.life import closed, open_quarter, quarter_spec
from views.year import year_table

HEADINGS = [column.heading for column in INDICATORS]


@pytest.fixture(scope="module")
def year() -> list[Quarter]:
    first = quarter(1)
    return [first, quarter(2, first)]


def _read_csv(file: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(file.decode("utf-8-sig"), newline=""), delimiter=";"))


def _formulas(file: bytes, separator: str) -> set[str]:
    """Return the cells that a program which parts them at `separator` would take for formulas."""
    rows = csv.reader(StringIO(file.decode("utf-8-sig"), newline=""), delimiter=separator)
    cells = {cell for row in rows for cell in row}
    seen = {cell: re.sub(r"[\s\u00ad\u200b\u2060\ufeff]", "", cell) for cell in cells}
    return {cell for cell, text in seen.items() if re.match(r"[=@|＝＠]|[+＋－-][^\d]", text)}


def _hostile(words: str) -> Quarter:
    parts = banjarmasin.plan_text().parts
    indicators = tuple(msgspec.structs.replace(i, text=words) for i in parts[0].indicators)
    return quarter(parts=(msgspec.structs.replace(parts[0], indicators=indicators), *parts[1:]))


def test_every_indicator_and_quarter_has_a_row_in_both(year: list[Quarter]) -> None:
    cells = [cell for row in year_table(year) for cell in row.cells if cell is not None]
    sheet = load_workbook(BytesIO(year_xlsx(year)))["Capaian"]
    assert [cell.value for cell in next(sheet.iter_rows())] == HEADINGS
    assert sheet.max_row - 1 == len(_read_csv(year_csv(year))) == len(cells) == 62


def test_figures_in_the_workbook_are_numbers_with_their_decimals(year: list[Quarter]) -> None:
    sheet = load_workbook(BytesIO(year_xlsx(year)))["Capaian"]
    place = HEADINGS.index("Capaian triwulan (%)")
    found = [row[place] for row in sheet.iter_rows(min_row=2)]
    figures = [cell.figure.figure for row in year_table(year) for cell in row.cells if cell is not None]
    assert [None if c.value is None else Decimal(str(c.value)) for c in found] == figures
    assert all(cell.data_type == "n" for cell in found)
    assert {cell.number_format for cell in found if cell.value is not None} == {"#,##0.00"}


def test_money_in_the_workbook_is_a_number_of_rupiah(year: list[Quarter]) -> None:
    sheet = load_workbook(BytesIO(year_xlsx(year)))["Anggaran"]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert len(rows) == 2 * 9
    assert rows[0][3] == next(iter(year[0].budget.values())).of.programme.allotted
    assert len(rows[0]) == len(BUDGETS)


def test_what_the_money_bought_stands_beside_it_with_its_lines(year: list[Quarter]) -> None:
    sheet = load_workbook(BytesIO(year_xlsx(year, lambda on: Lines(Decimal(100), Decimal(95), "SK 1 (contoh)"))))
    headings, *rows = sheet["Anggaran"].iter_rows(values_only=True)
    for of in year:
        for one in money_of(of, None).programmes:
            which = (one.of.text, QUARTERS[of.quarter - 1])
            row = dict(zip(headings, next(cells for cells in rows if cells[1:3] == which), strict=True))
            for name, share in (("Capaian program (%)", one.achievement), ("Efisiensi (%)", one.efficiency)):
                assert (None if row[name] is None else Decimal(str(row[name]))) == share.figure
            assert (row["Penurunan efisiensi"] or "") == one.efficiency.line
            assert bool(row["Kuadran"]) is (None not in (one.achievement.figure, one.absorption.figure))
    assert len(_read_csv(budget_csv(year))) == len(rows)


def test_numbers_in_the_csv_are_read_back_as_they_were_computed(year: list[Quarter]) -> None:
    rows = _read_csv(year_csv(year))
    cells = [cell for row in year_table(year) for cell in row.cells if cell is not None]
    for row, cell in zip(rows, cells, strict=True):
        shown = row["Capaian triwulan (%)"]
        assert (number(shown) if shown else None) == cell.figure.figure
        if cell.figure.derivation:
            target = cell.figure.derivation.target
            assert achievement(cell.policy, target, [cell.reading]).figure == cell.figure.figure


def test_a_state_stands_in_words_and_never_as_a_number(year: list[Quarter]) -> None:
    absent = [row for row in _read_csv(year_csv(year)) if row["Realisasi"] == "belum rilis"]
    assert absent
    assert {row["Realisasi (angka)"] for row in absent} == {""}
    assert {row["Capaian triwulan"] for row in absent} == {"belum rilis"}
    assert {row["Capaian triwulan (%)"] for row in absent} == {""}


def test_the_csv_begins_with_a_byte_order_mark_and_ends_lines_as_spreadsheets_do(year: list[Quarter]) -> None:
    file = year_csv(year)
    assert file.startswith(b"\xef\xbb\xbfBagian;Sasaran;")
    assert file.endswith(b"\r\n")


@pytest.mark.parametrize(
    "words",
    [
        '=HYPERLINK("http://example.org";"klik")',
        "+1+1",
        "-2+3",
        "@SUM(A1:A9)",
        "\t=1+1",
        " =1+1",
        "\n=1+1",
        "\uff1d1+1",
        "=cmd|' /C calc'!A0",
        "|calc",
        "\u200b=1+1",
        "\u00a0\u2060=1+1",
        "\ufeff\u00ad@SUM(A1:A9)",
    ],
)
def test_what_begins_like_a_formula_is_text_in_both(words: str) -> None:
    of = _hostile(words)
    file = year_xlsx([of])
    sheet = load_workbook(BytesIO(file))["Capaian"]
    column = HEADINGS.index("Indikator kinerja")
    cells = [row[column] for row in sheet.iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert f"'{words}" in {cell.value for cell in cells}
    assert all(b"<f>" not in ZipFile(BytesIO(file)).read(name) for name in ZipFile(BytesIO(file)).namelist())
    assert _formulas(year_csv([of]), ";") == set()


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_no_formula_begins_where_another_program_parts_a_cell(separator: str, year: list[Quarter]) -> None:
    assert _formulas(year_csv(year), separator) == set()
    for formula in ("=1+1", " =1+1", "\u200b=1+1", "@SUM(A1)", "+cmd()", "-cmd()", "|calc", "\n=1+1", "\t=1+1"):
        assert _formulas(year_csv([_hostile(f"satu{separator}{formula}")]), separator) == set()


@pytest.mark.parametrize("words", ["satu, dua; tiga", "Rp 5.000,-", "Rp 5.000,-; lalu -3%", "turun; -2,5%", "a = b, c"])
def test_prose_stays_as_it_was_written(words: str) -> None:
    assert words in {row["Indikator kinerja"] for row in _read_csv(year_csv([_hostile(words)]))}


def test_what_only_holds_a_separator_stays_one_cell() -> None:
    words = 'satu; dua "tiga"\nempat = 4'
    assert words in {row["Indikator kinerja"] for row in _read_csv(year_csv([_hostile(words)]))}


def test_a_negative_number_is_no_formula() -> None:
    assert plain(Decimal("-24.65")) == Decimal("-24.65")
    assert plain("R = 1") == "R = 1"


def test_a_year_without_quarters_is_an_empty_table() -> None:
    assert _read_csv(year_csv([])) == []
    assert load_workbook(BytesIO(year_xlsx([])))["Capaian"].max_row == 1


def test_a_quarter_that_nobody_filed_leaves_of_the_year_what_is_known_of_it() -> None:
    before = closed().state
    rows = _read_csv(year_csv([before, quarter_spec().done(open_quarter(2, before)).state]))
    said = [(r["Capaian triwulan"], r["Capaian tahun berjalan"]) for r in rows if r["Triwulan"] == "II"]
    # The last that is known, a sum that is not known, and one of which nothing is known.
    assert said == [("belum diisi", "100,00%"), ("belum diisi", "belum diisi"), ("belum diisi", "belum diisi")]


def test_a_report_is_ready_to_print(year: list[Quarter]) -> None:
    books = (year_xlsx(year, office="Kantor"), quarter_xlsx(year[1], office="Kantor"), action_xlsx(action(), "Kantor"))
    for book in map(load_workbook, map(BytesIO, books)):
        sheet = book.worksheets[0]
        assert sheet.title == "Laporan"
        head = 4  # below the title, the office, and a line that is empty
        assert sheet["A2"].value == "Kantor"
        assert [cell.value for cell in sheet[head]][:3] == ["No", "Indikator kinerja", "Target tahun"]
        assert sheet.print_title_rows == f"${head}:${head}"
        assert sheet.freeze_panes == f"A{head + 1}"
        assert sheet.auto_filter.ref == f"A{head}:{sheet.dimensions.split(':')[1]}"
        assert sheet.print_area == "'Laporan'!$A$1:" + "$".join(
            ["", *re.findall(r"[A-Z]+|[0-9]+", sheet.dimensions)[2:]]
        )
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (
            "landscape", 9, 0,
        )  # fmt: skip
        assert sheet.sheet_properties.pageSetUpPr is not None
        assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_a_report_prints_figures_as_the_paper_does_and_holds_them_as_numbers(year: list[Quarter]) -> None:
    sheet = load_workbook(BytesIO(quarter_xlsx(year[1])))["Laporan"]
    first = next(row for row in sheet.iter_rows() if row[0].value == 1)
    assert [(cell.value, cell.number_format) for cell in first[2:6]] == [
        (90, '0"%"'), (90, '0"%"'), (73.68, '0.00"%"'), (81.87, '0.00"%"'),
    ]  # fmt: skip
    assert first[7].value == "Realisasi masih berjalan."
    money = load_workbook(BytesIO(quarter_xlsx(year[1])))["Laporan anggaran"]
    assert [(cell.value, cell.number_format) for cell in list(money.iter_rows())[-1][2:4]] == [
        (43_484_684_000, '"Rp "#,##0'), (17_393_873_600, '"Rp "#,##0'),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("B", None),
        ("80–90%", None),
        ("Rp 0,5 M", Decimal(500_000_000)),
        ('7 "x', Decimal(7)),
        ("kelas 1 dari 7", Decimal(7)),
    ],
)
def test_what_no_number_format_prints_as_the_paper_does_stays_text(text: str, value: Decimal | None) -> None:
    assert shown(text, value) == text


@pytest.mark.parametrize("words", ["=1+1", "\t=1+1", "|calc", "\u00a0@SUM(A1)"])
def test_no_formula_begins_on_a_report(words: str) -> None:
    told = quarter(words=words)
    for book in (quarter_xlsx(_hostile(words)), quarter_xlsx(told), year_xlsx([told])):
        for sheet in load_workbook(BytesIO(book)):
            assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} <= {"s", "n"}
            assert not any(words == cell.value for row in sheet.iter_rows() for cell in row)
