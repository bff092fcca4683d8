"""The table of a year on paper, and the sheets of its indicators: every quarter, every derivation."""

from dataclasses import replace
from io import BytesIO
from itertools import pairwise

import pikepdf
import pytest

from activities.indonesian import QUARTERS, UNFILED
from activities.source import TRIAL_MARK
from activities.year_words import derivation_words, figure_words
from domain.numbers import spell_rupiah
from domain.year.quarter import Quarter
from domain.year.year_table import year_table
from tests.activities.printed import Printed, bare
from tests.activities.test_render_hostile import HOSTILE
from tests.activities.test_render_standards import tags
from tests.activities.year_printed import printed_table, quarter, table_paper, whole_year


@pytest.fixture(scope="module")
def quarters() -> tuple[Quarter, ...]:
    return whole_year()


@pytest.fixture(scope="module")
def table(quarters: tuple[Quarter, ...]) -> Printed:
    return printed_table(table_paper(*quarters))


def test_the_table_prints_every_indicator_with_its_figures(quarters: tuple[Quarter, ...], table: Printed) -> None:
    page = bare(table.text)
    for row in year_table(quarters):
        assert row.year is not None
        for words in (row.indicator.text, figure_words(row.year), *(figure_words(c.figure) for c in row.cells if c)):
            assert bare(words) in page


def test_the_sheets_print_every_quarter_with_the_lines_its_figures_are_checked_by(
    quarters: tuple[Quarter, ...],
) -> None:
    rows = year_table(quarters)
    page = bare(printed_table(table_paper(*quarters, indicators=tuple(row.indicator.id for row in rows))).text)
    for row in rows:
        assert bare(row.indicator.text) in page
        for cell in row.cells:
            assert cell is not None
            assert bare(derivation_words(cell.figure.derivation)) in page
            assert bare(derivation_words(cell.year.derivation)) in page


def test_a_row_that_nobody_has_filed_is_not_filed_and_not_unreleased() -> None:
    opened = quarter(filed=False)
    first, *_ = opened.lines
    for paper in (table_paper(opened), table_paper(opened, indicators=(first,))):
        page = bare(printed_table(paper).text)
        assert bare(UNFILED) in page
        assert bare("belum rilis") not in page


def test_the_table_prints_what_each_programme_had_spent_by_each_quarter(
    quarters: tuple[Quarter, ...], table: Printed
) -> None:
    page = bare(table.text)
    for of in quarters:
        for spending in of.budget.values():
            assert spending.realised is not None
            assert bare(spell_rupiah(spending.realised)) in page
    for share in ("20,00%", "40,00%", "60,00%", "80,00%"):
        assert share in page


def test_four_closed_quarters_are_final_and_fewer_are_not(quarters: tuple[Quarter, ...], table: Printed) -> None:
    assert "Keempat triwulan sudah ditutup." in table.text
    assert "RANCANGAN" not in bare(table.text)
    half = printed_table(table_paper(*quarters[:2], quarter(3, *quarters[:2])))
    assert "Sementara: triwulan III, IV belum ditutup." in half.text
    assert all("RANCANGAN" in bare(page) for page in half.pages)


def test_a_trial_says_so(quarters: tuple[Quarter, ...]) -> None:
    trial = tuple(replace(of, trial=True) for of in quarters)
    copy = printed_table(table_paper(*trial))
    assert all(TRIAL_MARK in page for page in copy.pages)


def test_the_sheet_is_of_one_indicator_with_what_was_filed_of_it(quarters: tuple[Quarter, ...]) -> None:
    first, second, *_ = year_table(quarters)
    sheet = printed_table(table_paper(*quarters, indicators=(second.indicator.id,)))
    page = bare(sheet.text)
    assert bare(second.indicator.text) in page
    assert bare(first.indicator.text) not in page
    for numeral in QUARTERS:
        assert f"Triwulan {numeral}" in sheet.text
    assert page.count(bare("Sebagian data terlambat diterima dari kecamatan.")) == len(QUARTERS)
    assert page.count("rekap-triwulan.pdf") == len(QUARTERS)


def test_equal_quarters_give_equal_bytes(quarters: tuple[Quarter, ...], table: Printed) -> None:
    assert printed_table(table_paper(*quarters)).pdf == table.pdf


def test_claims_pdf_a_2a_and_pdf_ua_1_with_one_title_and_headings_in_order(table: Printed) -> None:
    with pikepdf.open(BytesIO(table.pdf)) as opened:
        metadata = opened.open_metadata()
        assert metadata.pdfa_status == "2A"
        assert metadata["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
        names = [name for name, _ in tags(opened.Root["/StructTreeRoot"]["/K"])]
    assert names.count("/Title") == 1
    assert names.count("/Table") == 2
    levels = [int(name[2]) for name in names if name in ("/H1", "/H2", "/H3")]
    assert levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


@pytest.mark.parametrize("words", HOSTILE[1:4])
def test_what_was_typed_is_printed_literally(words: str) -> None:
    content = quarter(1, words=words)
    sheet = printed_table(table_paper(content, indicators=(next(iter(content.lines)),)))
    assert bare(sheet.text).count(bare(words)) == 4
