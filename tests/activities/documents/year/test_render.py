"""Action plans and quarters on paper: what is printed, and what it is checked by."""

import re
from decimal import Decimal
from io import BytesIO

import pikepdf
import pytest

from activities.documents.execution import EXECUTION_TEMPLATE_VERSION
from activities.documents.paper import Status
from activities.documents.source import TRIAL_MARK, in_fours
from activities.documents.words import CITATIONS, DERIVATION, cited, indonesian, percent_words, result_words
from domain.kernel.numbers import spell_rupiah
from domain.measure.derivation import ROUNDED, STATES, terms, working
from domain.measure.formula import WRITTEN
from domain.measure.practice import DEFAULT
from domain.quarter.content import quarter_digest
from domain.quarter.outcome import absorbed, figures, money_of
from domain.quarter.state import Quarter
from tests.activities.documents.printed import Printed, bare
from tests.activities.documents.year_printed import SIGNED, action, execution_paper, printed_year, quarter, signed


@pytest.fixture(scope="module")
def second() -> Quarter:
    return quarter(2, quarter(1))


@pytest.fixture(scope="module")
def report(second: Quarter) -> Printed:
    return printed_year(signed(second))


def test_the_quarter_prints_every_figure_with_the_line_it_is_checked_by(second: Quarter, report: Printed) -> None:
    page = bare(report.text)
    for figure in figures(second):
        for found in (figure.quarter, figure.year):
            if found.figure is not None:
                assert found.derivation is not None
                assert bare(percent_words(found.figure)) in page
                assert bare(working(found.derivation, indonesian)) in page
                assert bare(terms(found.derivation, indonesian)) in page


def test_terms_are_told_once_and_named_at_each_figure(report: Printed) -> None:
    assert report.text.count("bawaan paraf (rentang: PermenPANRB 8/2021), versi 1") == 1
    assert bare(report.text).count("[K1]") > 20


def test_the_table_above_the_signatures_rounds_what_was_measured_and_tells_the_causes(second: Quarter) -> None:
    words = "Data kecamatan terlambat diterima."
    told = quarter(2, quarter(1), words=words)
    pages = printed_year(signed(told)).pages
    signing = next(n for n, page in enumerate(pages) if "Pengesahan" in page)
    above, behind = bare(" ".join(pages[: signing + 1])), bare(" ".join(pages[signing + 1 :]))
    assert "73,68%" in above
    assert "73,684210…%" not in above
    assert "73,684210…%" in behind
    assert above.count(bare(words)) == len(second.lines)


def test_a_document_is_signed_at_a_place_on_a_day_beside_its_table(second: Quarter) -> None:
    pages = printed_year(signed(second, place="Banjarmasin")).pages
    (page,) = (" ".join(page.split()) for page in pages if "Pengesahan" in page)
    assert "Banjarmasin, 5 April 2024" in page
    assert "JUMLAH" in page  # the end of the table stands above the signatures
    assert "Banjarmasin, …" in printed_year(execution_paper(second, place="Banjarmasin")).text


@pytest.mark.parametrize("content", [quarter(1), action()], ids=["quarter", "action"])
def test_a_document_lies_one_way(content: Quarter) -> None:
    with pikepdf.open(BytesIO(printed_year(signed(content)).pdf)) as document:
        assert {tuple(round(side) for side in page.mediabox[2:]) for page in document.pages} == {(842, 595)}


def test_the_quarter_prints_what_was_filed_and_who_answers_for_it(second: Quarter, report: Printed) -> None:
    page = bare(report.text)
    for line in second.lines.values():
        assert line.filing is not None
        assert bare(line.row.indicator.text) in page
        assert bare(line.row.owners[0].name) in page
        for words in (line.filing.explanation, line.filing.obstacles, line.filing.follow_up):
            assert bare(words) in page
    assert page.count(bare("sudah dilaksanakan. Tenggat internal telah ditetapkan.")) > 20


def test_the_quarter_prints_absorption_by_programme_and_in_total(second: Quarter, report: Printed) -> None:
    page = bare(report.text)
    for spending in second.budget.values():
        assert spending.realised is not None
        for amount in (spending.of.allotted, spending.realised):
            assert bare(spell_rupiah(amount)) in page
    total = absorbed(second)
    assert total.figure == Decimal("40.00")
    assert bare(f"Seluruh program Serapan: {total.line}") in page


def test_the_quarter_prints_what_the_money_bought_with_its_lines_and_no_quadrant(
    second: Quarter, report: Printed
) -> None:
    page, found = bare(report.text), money_of(second, None)
    for one in found.programmes:
        for name, share in (("Capaian", one.achievement), ("Efisiensi", one.efficiency)):
            assert bare(result_words(share)) in page
            assert bare(f"{name}: {share.line}" if share.line else "") in page
    assert bare(result_words(found.efficiency)) in page
    assert "kuadran" not in page


def test_states_and_flags_are_words_and_indonesian(report: Printed) -> None:
    for words in ("belum rilis", "penyebut belum ada", "arah indikator diduga terbalik", "terverifikasi"):
        assert words in report.text
    for english in ("not released", "halves away", "no cap", "plan version", "verified"):
        assert english not in report.text


def test_every_page_says_which_content_and_which_event_it_shows(second: Quarter, report: Printed) -> None:
    digest = quarter_digest(second)
    for page in report.pages:
        assert f"rkt-2024 · triwulan II · isi versi {second.version} · sidik naskah {in_fours(digest[:16])} …" in page
    last = " ".join(report.pages[-1].split())
    assert bare(digest) in bare(last)
    assert "Catatan log nomor 60" in last
    assert [re.search(r"Halaman (\d+) dari (\d+)", page) is not None for page in report.pages] == [True] * len(
        report.pages
    )


def test_the_end_says_by_itself_what_was_signed_and_by_whom(second: Quarter, report: Printed) -> None:
    last = " ".join(report.pages[-1].split())
    assert "LAPORAN EVALUASI KINERJA TRIWULAN II TAHUN 2024" in last
    assert bare(in_fours(quarter_digest(second))) in bare(last)
    for signature in SIGNED:
        assert signature.name in last
        assert f"catatan log nomor {signature.log_position}" in last
    assert "Plh. Ketua" in last
    assert "Keputusan Nomor 12 Tahun 2024" in last


def test_a_draft_a_trial_and_a_void_copy_say_so_on_every_page() -> None:
    content = quarter(1, trial=True)
    draft, final = printed_year(execution_paper(content)), printed_year(signed(content))
    void = printed_year(signed(quarter(1), status=Status.VOID))
    for copy, across in ((draft, "RANCANGAN"), (final, "UJI COBA"), (void, "DIBATALKAN")):
        assert all(bare(across) in bare(page) for page in copy.pages), across
    assert all(TRIAL_MARK in page for page in draft.pages)
    assert draft.text.count("belum ditandatangani") == 4  # at the head, in both blocks, at the end
    assert "Dibatalkan: dokumen ini tidak berlaku." in void.text


def test_a_signed_report_has_nothing_across(report: Printed) -> None:
    for across in ("RANCANGAN", "DIBATALKAN", "UJI COBA"):
        assert bare(across) not in bare(report.text)


def test_the_action_plan_prints_targets_owners_steps_and_how_each_is_measured() -> None:
    plan = action()
    page = bare(printed_year(signed(plan)).text)
    for key, indicator in plan.basis.indicators().items():
        row = plan.rows[key]
        assert page.count(bare(indicator.text)) >= 2
        assert bare(row.owners[0].name) in page
        assert row.policy is not None
        assert bare(f"{cited(row.policy.citation)}, versi {row.policy.version}") in page
    assert bare("TW I: Menyusun jadwal dan menunjuk petugas") in page
    assert bare("makin rendah makin baik") in page


def test_equal_content_gives_equal_bytes() -> None:
    papers = (signed(quarter(1)), signed(action()))
    assert [printed_year(p).pdf for p in papers] == [printed_year(p).pdf for p in papers]
    assert re.fullmatch(r"2-[0-9a-f]{12}", EXECUTION_TEMPLATE_VERSION)


def test_documents_know_every_word_of_a_derivation() -> None:
    assert {*ROUNDED.values(), *STATES.values(), *WRITTEN.values()} <= set(DERIVATION)


def test_paraf_is_cited_in_indonesian_and_everybody_else_as_they_wrote() -> None:
    for stored, shown in CITATIONS.items():
        assert cited(stored) == shown != stored
    assert cited("SE 1/2024") == "SE 1/2024"
    paper = printed_year(signed(quarter()))
    assert "paraf default" not in paper.text
    assert bare(CITATIONS[DEFAULT.citation]) in bare(paper.text)
