"""The paper of an amendment: the new plan under its title, and the comparison that the same signature binds."""

from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from typing import Any

import msgspec
import pdfplumber
import pytest

from activities.documents.amendment.pages import amended_title
from activities.documents.language import ENGLISH, INDONESIAN
from activities.documents.plan import render, render_redline
from domain.kind.shipped import APP
from domain.measure.target import Index
from domain.plan.text import Goal, Indicator
from tests.activities.documents.amendment.amended import AMENDMENT, BEFORE, REASON, amended, amended_text
from tests.activities.documents.kind.forms import english
from tests.activities.documents.printed import bare, paper, printed

_replaced = msgspec.structs.replace


@dataclass(frozen=True)
class Ruled:
    """The words of a PDF that have a line of their colour through or below them."""

    struck: str
    underlined: str


def ruled(pdf: bytes) -> Ruled:
    found: dict[str, list[str]] = {"struck": [], "underlined": []}
    with pdfplumber.open(BytesIO(pdf)) as document:
        for page in document.pages:
            for line in page.lines:
                words = [c for c in page.chars if c["x0"] >= line["x0"] - 1 and c["x1"] <= line["x1"] + 1]
                through = [c for c in words if c["top"] < line["top"] < c["bottom"]]
                middle = [c for c in through if line["top"] < c["top"] + 0.72 * c["height"]]
                coloured = [c for c in through if c["non_stroking_color"] == line["stroking_color"]]
                key = "struck" if middle else "underlined"
                found[key].append("".join(c["text"] for c in coloured))
    return Ruled(*("".join(texts) for texts in found.values()))


def test_one_paper_holds_the_new_plan_and_what_changed() -> None:
    shown = printed(amended())
    cover, *others = shown.pages
    assert "PERUBAHAN PERTAMA" in cover
    assert "Keputusan tentang Revisi DIPA Nomor 512/PR.01-Kpt/2024 tanggal 22 Juli 2024" in " ".join(cover.split())
    assert "Berlaku mulai 1 Agustus 2024" in " ".join(cover.split())
    assert "perubahan strategi, program, kegiatan, atau alokasi anggaran" in " ".join(cover.split())
    plan = " ".join("".join(others[:3]).split())
    assert "82,5%" in plan
    assert "90%" in bare(shown.text)
    assert "LAMPIRAN: PERSANDINGAN" in shown.text
    assert shown.text.count(REASON) == 6
    assert "semula Rp 43.484.684.000" in shown.text
    assert "naskah versi 7, ditandatangani 17 Januari 2024, dengan naskah versi 9" in shown.text


def test_a_part_that_did_not_change_shows_the_signature_that_stands() -> None:
    text = printed(amended()).text
    assert text.count("untuk naskah versi 7; bagian ini tidak berubah") == 2  # in its block and at the end
    assert "Selasa, 16 Januari 2024 pukul 10.42 WITA" in text


def test_old_words_are_struck_and_new_ones_underlined() -> None:
    marks = ruled(render_redline(amended()))
    gone = BEFORE.part("A").indicators[-1]
    assert bare("90%") in bare(marks.struck)
    assert bare(gone.text)[:30] in bare(marks.struck)
    assert bare("Indeks kepuasan pemilih") in bare(marks.underlined)
    assert "82,5%" in bare(marks.underlined)
    assert "43.484.684.000" in bare(marks.struck)
    assert "43.484.684.000" not in bare(marks.underlined)


def test_equal_papers_are_equal_bytes_and_the_annex_is_that_of_the_plan() -> None:
    assert render(amended()) == render(amended())
    annex = render_redline(amended())
    assert annex == render_redline(amended())
    with pdfplumber.open(BytesIO(annex)) as alone:
        told = " ".join(" ".join(page.extract_text() for page in alone.pages).split())
    assert "Matriks perubahan" in told
    assert "PIHAK PERTAMA" not in told


@pytest.mark.parametrize(("number", "ordinal"), [(1, "PERTAMA"), (2, "KEDUA"), (10, "KESEPULUH"), (11, "KE-11")])
def test_an_amendment_is_called_by_its_number(number: int, ordinal: str) -> None:
    amendment = _replaced(AMENDMENT, number=number)
    assert amended_title("RENCANA KINERJA TAHUNAN", amendment, INDONESIAN) == (
        f"PERUBAHAN {ordinal} RENCANA KINERJA TAHUNAN"
    )


def test_a_title_that_says_so_itself_says_it_once() -> None:
    typed = "Perubahan Pertama\nRencana Kinerja Tahunan"
    assert amended_title(typed, AMENDMENT, INDONESIAN) == typed


def test_a_kind_in_english_is_amended_in_english() -> None:
    first = english()
    amendment = _replaced(AMENDMENT, number=2)
    part = first.text.parts[0]
    new = _replaced(part, goals=(*part.goals, Goal("q", "o", "Records open to all")))
    new = _replaced(new, indicators=(*part.indicators, Indicator("j", "q", "Open records", Index(Decimal(4)))))
    changed = first.text.with_part(new)
    told = amended(first.text, changed, amendment=amendment, shape=APP, route=first.route, year=2027, signatures=())
    text = printed(told).text
    assert "SECOND AMENDMENT OF THE ANNUAL PERFORMANCE PLAN 2027" in text
    assert "ANNEX: COMPARISON" in text
    assert "Struck: removed. Underlined: added." in text
    assert "Persandingan" not in text
    assert amended_title("Plan", amendment, ENGLISH, "\n") == "Second Amendment of the\nPlan"


@pytest.mark.parametrize(
    "hostile", ['#panic("x")', "$ x $ *b* _i_ `c`", '"] #read("/etc/passwd") [', "\\u{41} <label> @ref"]
)
def test_no_text_of_an_amendment_is_code(hostile: str) -> None:
    part = amended_text().part("A")
    first, *others = part.indicators
    text = amended_text().with_part(_replaced(part, indicators=(_replaced(first, text=hostile), *others)))
    basis = _replaced(AMENDMENT.basis, title=hostile, number=hostile)
    shown = printed(amended(text=text, amendment=_replaced(AMENDMENT, basis=basis, reason=hostile)))
    assert bare(shown.text).count(bare(hostile)) >= 4


def _many(words: str, count: int) -> dict[str, Any]:
    indicators = tuple(Indicator(f"i{n}", "g", f"{words} {n}", Index(Decimal(n))) for n in range(count))
    return {"goals": (Goal("g", "", words),), "indicators": indicators, "programmes": ()}


def test_five_hundred_rows_and_long_words_are_printed() -> None:
    part = BEFORE.part("A")
    before = BEFORE.with_part(_replaced(part, **_many("Jumlah laporan yang selesai tepat waktu", 500)))
    rows = _many("Jumlah laporan yang selesai tepat waktu dan lengkap", 500)
    now = before.with_part(_replaced(part, **rows))
    text = bare(printed(amended(before, now)).text)
    assert bare("Jumlah laporan yang selesai tepat waktu dan lengkap 499") in text


def test_a_paper_that_amends_nothing_says_nothing_of_it() -> None:
    text = printed(paper()).text.casefold()
    assert "persandingan" not in text
    assert "perubahan pertama" not in text
    unchanged = printed(amended(text=BEFORE)).text
    assert "Tidak ada yang berubah." in unchanged
