"""The annual report in print: chapters in the customary order, tables that tell the record's figures, charts."""

from decimal import Decimal
from io import BytesIO

import pdfplumber
import pikepdf
import pytest

from activities.documents.execution import render_execution
from activities.documents.paper import Status
from activities.documents.press import png
from activities.documents.report.blocks import Bar, Chart, Heading, Words, with_leads
from activities.documents.report.chart import drawn
from activities.documents.report.content import report_blocks
from domain.report.text import about
from tests.activities.documents.printed import bare
from tests.activities.documents.report.reported import (
    PROMISED,
    many_rows,
    printed_report,
    report_paper,
    reported,
    year,
)
from tests.activities.documents.year_printed import quarter

CUSTOMARY = (
    "KATA PENGANTAR",
    "IKHTISAR EKSEKUTIF",
    "BAB I PENDAHULUAN",
    "BAB II PERENCANAAN KINERJA",
    "BAB III AKUNTABILITAS KINERJA",
    "BAB IV PENUTUP",
    "LAMPIRAN",
)


def tables(pdf: bytes) -> list[list[list[str | None]]]:
    with pdfplumber.open(BytesIO(pdf)) as document:
        return [table for page in document.pages for table in page.extract_tables()]


def test_chapters_follow_the_customary_order() -> None:
    with pikepdf.open(BytesIO(render_execution(report_paper(reported())))) as document, document.open_outline() as told:
        heads = [" ".join(str(entry.title).split()) for entry in told.root]
    assert tuple(heads) == CUSTOMARY
    text = printed_report(reported()).text
    lists = [text.index(name) for name in ("IKHTISAR EKSEKUTIF", "DAFTAR ISI", "DAFTAR TABEL", "DAFTAR GAMBAR")]
    assert lists == sorted(lists)
    assert text.index("DAFTAR GAMBAR") < text.rindex("BAB I PENDAHULUAN")


def test_the_figures_of_the_record_stand_in_the_table_of_achievement() -> None:
    report = reported()
    rows = [row for table in tables(render_execution(report_paper(report))) for row in table if len(row) == 6]
    told = {" ".join(row[1].split()): row[2:] for row in rows if row[1] and row[5] and row[0] != "No"}
    for row in report.year_taken.indicators():
        words = next(v for k, v in told.items() if bare(k) == bare(row.indicator.text))
        figure = "" if row.year.figure is None else f"{row.year.figure}%".replace(".", ",")
        assert figure in (words[2] or "")
        assert (row.category or "–") == " ".join((words[3] or "").split())


def test_a_figure_that_nobody_has_stays_a_state() -> None:
    report = reported()
    unknown = [row for row in report.year_taken.indicators() if row.year.figure is None]
    assert unknown
    text = printed_report(report).text
    assert "belum rilis" in text
    assert "penyebut belum ada" in text
    assert "Yang belum tersedia" in text


def test_a_year_of_which_nothing_is_known_is_printed() -> None:
    text = printed_report(reported(())).text
    assert "belum diukur" in text
    assert "Belum ada bukti dukung yang disimpan." in text
    assert "Belum ditulis." in text
    assert "belum dibuka" in text


def test_an_open_quarter_is_said_to_be_open() -> None:
    text = printed_report(reported((*year()[:3], quarter(4, *year()[:3], filed=False)))).text
    assert "belum diisi" in text
    assert "belum ditutup" in text


def test_every_indicator_is_held_against_last_year_and_explained() -> None:
    report = reported(background="Latar belakang yang ditulis.")
    first = next(report.year_taken.indicators())
    text = printed_report(report).text
    assert "Latar belakang yang ditulis." in text
    assert "Realisasi tahun lalu 2023" in text
    assert "Target akhir Rencana Strategis – belum tersedia" in text
    assert " ".join(report.body(about(first.indicator.id)).split())[:60] in text
    assert PROMISED in text
    assert "Keputusan Kepala LAN 239/IX/6/8/2003" in text


def test_the_words_of_a_goal_stay_with_its_first_indicator_or_chart() -> None:
    told = list(with_leads(report_blocks(reported(), "Asia/Makassar")))
    goals = [
        n for n, (block, _) in enumerate(told) if isinstance(block, Heading) and block.number.startswith("Sasaran")
    ]
    assert goals
    assert all(isinstance(told[n + 1][0], Words) and told[n + 1][1] for n in goals)


def test_officials_sign_below_the_foreword_and_the_end_proves_it() -> None:
    shown = printed_report(reported())
    assert "Ketut Arta" in shown.pages[1]
    assert "Plh. Ketua" in shown.pages[1]
    assert "Keterangan dokumen elektronik" in shown.pages[-1]
    void = printed_report(reported(), status=Status.VOID)
    assert "Dibatalkan: dokumen ini tidak berlaku." in void.pages[0]
    assert void.pages[1].count("Tanda tangan ini dibatalkan.") == 2


def test_equal_reports_are_equal_bytes() -> None:
    assert render_execution(report_paper(reported())) == render_execution(report_paper(reported()))


@pytest.mark.parametrize(
    "hostile", ['#panic("x")', "$ x $ *b* _i_ `c`", '"] #read("/etc/passwd") [', "= Judul <label> @ref"]
)
def test_no_words_of_a_report_are_code(hostile: str) -> None:
    text = bare(printed_report(reported(background=hostile, conclusion=hostile, annex=hostile)).text)
    assert text.count(bare(hostile)) >= 3


def test_long_words_and_five_hundred_rows_are_printed() -> None:
    report = reported((), many_rows(500), background="Kata panjang sekali. " * 2000, issues="W" * 3000)
    shown = printed_report(report)
    assert bare("Persentase layanan tuntas 499") in bare(shown.text)
    assert len(shown.pages) < 400


def test_a_chart_says_what_it_shows_without_its_bars() -> None:
    report = reported()
    with pikepdf.open(BytesIO(render_execution(report_paper(report)))) as document:
        told = [str(o["/Alt"]) for o in document.objects if isinstance(o, pikepdf.Dictionary) and "/Alt" in o]
    programme = next(report.year_taken.programmes())
    assert any(programme.text[:40] in alt and "80,00%" in alt for alt in told)


def test_the_cover_has_the_office_s_emblem_and_address() -> None:
    picture = png(b"\xc0\x10\x10" * 400, 20, 20, 60)
    paper = report_paper(reported(), emblem=picture, address="Jl. Perdagangan 2\nBanjarmasin")
    with pdfplumber.open(BytesIO(render_execution(paper))) as document:
        cover = document.pages[0]
        assert len(cover.images) == 1
        assert "Jl. Perdagangan 2" in cover.extract_text()


def test_a_report_claims_pdf_a_2a_and_pdf_ua_1_and_reads_well_aloud() -> None:
    with pikepdf.open(BytesIO(render_execution(report_paper(reported())))) as document:
        metadata = document.open_metadata()
        assert metadata.pdfa_status == "2A"
        assert metadata["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
        names = {str(o["/S"]) for o in document.objects if isinstance(o, pikepdf.Dictionary) and "/S" in o}
    assert {"/H1", "/H2", "/H3", "/H4", "/TOC", "/Caption", "/Table", "/TH", "/Figure"} <= names


def test_bars_keep_within_the_chart_and_none_is_drawn_for_no_figure() -> None:
    figures = (None, -3000, 0, 99, 100, 150, 257)
    line, bars = drawn(Chart("", [Bar("", None if n is None else Decimal(n), "") for n in figures]))
    assert line == 500
    assert [bar.length for bar in bars] == [0, 0, 0, 495, 500, 750, 1000]
    assert [bar.reached for bar in bars] == [False, False, False, False, True, True, True]
    assert [bar.beyond for bar in bars] == [False] * 6 + [True]
