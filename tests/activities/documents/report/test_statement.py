"""The internal auditor's statement in print: what it says, on which report, and the checklist behind it."""

from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pytest
from msgspec.structs import replace

from activities.documents.paper import Signature, StatementPaper, Status
from activities.documents.statement import POINTS, render_statement
from domain.kernel.actor import Capacity
from domain.report import statement
from domain.report.statement import Conclusion, Met, Point, Review
from tests.activities.documents.printed import Printed, bare
from tests.activities.documents.year_printed import as_read

AT = datetime(2025, 2, 20, 1, tzinfo=UTC)
AUDITOR = Signature("", "Indra Wijaya", "Inspektur", Capacity.DEFINITIVE, AT, "", 208)


def review(**changes: Any) -> Review:
    points = tuple(Point(key, Met.NO if key == "format-annexes" else Met.YES, "Lampiran kurang.") for key in POINTS)
    told = {"findings": "", "conclusion": Conclusion.SOUND, "statement": "Kami telah mereviu laporan ini."}
    return Review(points=points, **{**told, **changes})


def printed(of: Review, **changes: Any) -> Printed:
    paper = {
        "review": of,
        "stated": AUDITOR,
        "office": "Komisi Pemilihan Umum Kota Banjarmasin",
        "time_zone": "Asia/Makassar",
        "plan": "rkt-2024",
        "year": 2024,
        "version": 5,
        "text_digest": sha256(b"report").hexdigest(),
        "position": 208,
        "hash": sha256(b"event").hexdigest(),
        "trial": False,
        "status": Status.SIGNED,
        "made_at": AT,
        "place": "Banjarmasin",
    }
    return as_read(render_statement(StatementPaper(**{**paper, **changes})))


def test_the_checklist_is_the_one_that_is_asked_in_the_language_of_papers() -> None:
    assert list(POINTS) == list(statement.POINTS)
    text = printed(review()).text
    assert all(bare(words) in bare(text) for words in POINTS.values())
    assert text.count("Lampiran kurang.") == len(POINTS)


def test_it_says_who_stated_what_when_and_on_which_report() -> None:
    page = " ".join(printed(review()).pages[0].split())
    assert "PERNYATAAN TELAH DIREVIU LAPORAN KINERJA TAHUN 2024" in page
    assert "Kami telah mereviu laporan ini." in page
    assert "tidak terdapat kondisi atau hal-hal yang menimbulkan perbedaan" in page
    assert "Banjarmasin, 20 Februari 2025" in page
    assert "Kamis, 20 Februari 2025 pukul 09.00 WITA" in page
    assert "Indra Wijaya" in page
    assert "laporan kinerja versi 5" in page


def test_whoever_has_no_position_states_it_as_the_reviewer() -> None:
    page = printed(review(), stated=replace(AUDITOR, position="")).pages[0]
    assert [line.strip() for line in page.splitlines() if line.strip().endswith(",")] == ["Pereviu,"]


@pytest.mark.parametrize("conclusion", [Conclusion.EXCEPT, Conclusion.UNSOUND])
def test_what_was_found_stands_on_the_statement(conclusion: Conclusion) -> None:
    page = " ".join(printed(review(findings="Angka TW III salah.", conclusion=conclusion)).pages[0].split())
    assert "Hal-hal yang ditemukan Angka TW III salah." in page


def test_a_statement_on_a_report_that_changed_says_that_it_no_longer_holds() -> None:
    page = " ".join(printed(review(), status=Status.VOID).pages[0].split())
    assert "Dibatalkan: isi laporan berubah setelah direviu." in page
    assert "Dibatalkan" not in " ".join(printed(review()).pages[0].split())


def test_no_words_of_an_auditor_are_code_and_equal_statements_are_equal_bytes() -> None:
    hostile = '#panic("x") $ x $ *b*'
    one = printed(review(statement=hostile))
    assert bare(hostile) in bare(one.text)
    assert one.pdf == printed(review(statement=hostile)).pdf
