"""The table of a year on paper, and the sheets of its indicators: every quarter, every derivation."""

from dataclasses import replace
from decimal import Decimal

import pytest

from activities.documents.source import TRIAL_MARK
from activities.documents.words import QUADRANTS, QUARTERS, UNFILED, derivation_words, figure_words, result_words
from domain.kernel.numbers import spell_rupiah
from domain.measure.budget import Lines
from domain.quarter.outcome import money_of
from domain.quarter.state import Quarter
from tests.activities.documents.printed import Printed, bare
from tests.activities.documents.test_render_hostile import HOSTILE
from tests.activities.documents.year_printed import printed_table, quarter, table_paper, whole_year
from views.year import year_table


@pytest.fixture(scope="module")
def quarters() -> tuple[Quarter, ...]:
    return whole_year()


@pytest.fixture(scope="module")
def table(quarters: tuple[Quarter, ...]) -> Printed:
    return printed_table(table_paper(*quarters))


def test_the_table_prints_every_indicator_with_its_figures(quarters: tuple[Quarter, ...], table: Printed) -> None:
    page = bare(table.text)
    for row in year_table(quarters):
        assert row.newest is not None
        for words in (
            row.indicator.text,
            figure_words(row.newest.year),
            *(figure_words(c.figure) for c in row.cells if c),
        ):
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


def test_the_table_prints_what_each_programme_had_spent_by_each_quarter_and_what_it_bought(
    quarters: tuple[Quarter, ...], table: Printed
) -> None:
    page = bare(table.text)
    for of in quarters:
        for one in money_of(of, None).programmes:
            assert one.of.realised is not None
            assert bare(spell_rupiah(one.of.realised)) in page
            for name, share in (("S", one.absorption), ("C", one.achievement), ("E", one.efficiency)):
                assert bare(f"{name} {result_words(share)}") in page


def test_the_table_names_the_quadrant_of_an_office_that_has_drawn_its_lines(
    quarters: tuple[Quarter, ...], table: Printed
) -> None:
    lines = Lines(Decimal("76.5"), Decimal(50), "SK 7/2024")
    drawn = printed_table(table_paper(*quarters, lines=lines))
    assert bare("Kuadran TW I, II, III, IV: capaian 76,5%, serapan 50% (SK 7/2024).") in bare(drawn.text)
    named = {one.quadrant for of in quarters for one in money_of(of, lines).programmes} - {None}
    assert len(named) == 4
    for quadrant in named:
        assert quadrant is not None
        assert f" {QUADRANTS[quadrant]} " in drawn.text
        assert f" {QUADRANTS[quadrant]} " not in table.text


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


def test_a_heading_stands_on_the_page_of_what_it_is_the_heading_of(quarters: tuple[Quarter, ...]) -> None:
    keys = tuple(row.indicator.id for row in year_table(quarters))
    for page in printed_table(table_paper(*quarters, indicators=keys)).pages:
        assert page.count("Triwulan ") == page.count("Target tahun ")


@pytest.mark.parametrize("words", HOSTILE[1:4])
def test_what_was_typed_is_printed_literally(words: str) -> None:
    content = quarter(1, words=words)
    sheet = printed_table(table_paper(content, indicators=(next(iter(content.lines)),)))
    assert bare(sheet.text).count(bare(words)) == 4
