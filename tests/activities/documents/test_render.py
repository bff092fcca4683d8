"""The document as it is printed: what every page says, and equal bytes for equal papers."""

import re
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
import pikepdf
import pytest

from activities.documents.code import qr_code
from activities.documents.design import FIRST, NEWEST
from activities.documents.kind.source import PLAN_TEMPLATES
from activities.documents.paper import Signature, Status
from activities.documents.plan import render
from activities.documents.press import page_image
from activities.documents.source import TRIAL_MARK, in_fours, proof, spell_instant
from domain.measure.target import spell_target
from domain.plan.facts import printed_details
from domain.plan.money import spell_allotted
from examples import banjarmasin
from tests.activities.documents.printed import AT, CHAIR, HASH, SECRETARY, TEXT_DIGEST, bare, paper, printed


def test_every_cell_of_the_plan() -> None:
    page = bare(printed(paper()).text)
    text = banjarmasin.plan_text()
    for part in text.parts:
        for row in part.rows():
            assert bare(row.text) in page, row.id
        for indicator in part.indicators:
            assert bare(spell_target(indicator.target)) in page, indicator.id
        for programme in part.programmes:
            assert bare(spell_allotted(programme)) in page, programme.id
        for detail in printed_details(part.details).values():
            assert bare(detail) in page
    for detail in msgspec.structs.astuple(text.details):
        assert bare(detail) in page


def test_targets_stand_beside_their_indicators() -> None:
    page = printed(paper()).text
    assert "Persentase Pemilih yang Berhak Memilih Tetapi Tidak Masuk dalam Daftar Pemilih Tetap 0,16%" in page
    assert "Indeks Reformasi Birokrasi 80 Nilai Akuntabilitas Kinerja B Opini BPK atas Laporan Keuangan WTP" in page


def test_headers_with_column_numbers_on_every_page_of_a_table() -> None:
    pages = [" ".join(page.split()) for page in printed(paper()).pages]
    assert "NO SASARAN STRATEGIS INDIKATOR KINERJA TARGET (1) (2) (3) (4)" in pages[1]
    for page in pages[2:4]:
        assert "No Sasaran Kegiatan Indikator Kinerja Target (1) (2) (3) (4)" in page
    assert "No Program Anggaran (1) (2) (3)" in pages[3]


def test_the_total_says_what_it_was_added_up_from() -> None:
    page = printed(paper()).text
    assert "JUMLAH (dihitung dari rincian di atas) Terbilang: empat puluh tiga miliar empat ratus delapan" in page
    assert "delapan puluh empat ribu rupiah Rp 43.484.684.000" in page


def test_no_page_is_left_half_empty_without_need() -> None:
    assert len(printed(paper()).pages) == 4
    assert len(printed(paper(status=Status.SIGNED, signatures=(SECRETARY, CHAIR))).pages) <= 5


def test_place_date_and_the_first_party() -> None:
    page = printed(paper()).text
    assert "Banjarmasin, 14 Januari 2024 PIHAK PERTAMA SEKRETARIS KOMISI PEMILIHAN UMUM KOTA BANJARMASIN," in page
    assert page.count("belum ditandatangani") == 4  # the cover, both parts, and the end


@pytest.mark.parametrize("trial", [False, True])
def test_every_page_says_shortly_which_text_it_is_of(trial: bool) -> None:
    pages = printed(paper(trial=trial)).pages
    for number, page in enumerate(pages, 1):
        page = " ".join(page.split())
        short = f"sidik naskah {in_fours(TEXT_DIGEST[:16])} …"
        assert f"rkt-2024 · naskah versi 7 · {short} Halaman {number} dari {len(pages)}" in page
        assert (TRIAL_MARK in page) is trial


def test_the_end_says_in_full_what_the_paper_is_checked_by() -> None:
    *before, last = (" ".join(p.split()) for p in printed(paper(signatures=(SECRETARY,))).pages)
    for told in (
        f"Sidik naskah {in_fours(TEXT_DIGEST)}",
        f"Hash catatan {in_fours(HASH)}",
        "Catatan log nomor 123",
        "Bagian B · MUHAMMAD JAZULI · Sekretaris Komisi Pemilihan Umum Kota Banjarmasin",
        "catatan log nomor 130",
    ):
        assert told in last
        assert not any(told in page for page in before)


def test_the_code_holds_what_stands_beside_it() -> None:
    """It names no address: a paper outlives the name of a server, and equal papers are equal bytes."""
    told = proof(paper(), "rkt-2024 · naskah versi 7")["qr"]
    assert told == qr_code(f"{paper().office}\nrkt-2024 · naskah versi 7\nCatatan log nomor 123\n{TEXT_DIGEST}\n{HASH}")


@pytest.mark.parametrize("trial", [False, True])
@pytest.mark.parametrize(
    ("status", "signatures", "word"),
    [
        (Status.DRAFT, (), "RANCANGAN"),
        (Status.DRAFT, (SECRETARY,), "RANCANGAN"),
        (Status.VOID, (SECRETARY, CHAIR), "DIBATALKAN"),
        (Status.SIGNED, (SECRETARY, CHAIR), ""),
    ],
)
def test_what_stands_across_every_page(
    status: Status, signatures: tuple[Signature, ...], word: str, trial: bool
) -> None:
    expected = word or ("UJI COBA" if trial else "")
    for page in printed(paper(status=status, signatures=signatures, trial=trial)).pages:
        # Letter by letter: the word stands slanted.
        across = {
            w for w in ("RANCANGAN", "DIBATALKAN", "UJI COBA") if f"{bare(w)}" in bare(page.split("UJI COBA —")[0])
        }
        assert across == ({expected} if expected else set())


def test_a_signature_says_who_and_when_and_the_end_which_entry_it_is() -> None:
    page = printed(paper(status=Status.SIGNED, signatures=(SECRETARY, CHAIR))).text
    assert (
        "Ditandatangani secara elektronik (tidak tersertifikasi)"
        " Sekretaris Komisi Pemilihan Umum Kota Banjarmasin Selasa, 16 Januari 2024 pukul 10.42 WITA MUHAMMAD JAZULI"
    ) in page
    assert (
        "Plh. Ketua Komisi Pemilihan Umum Kota Banjarmasin berdasarkan Keputusan Nomor 12 Tahun 2024"
        " Kamis, 18 Januari 2024 pukul 00.05 WITA RUSNAILAH"
    ) in page
    assert "Ditandatangani secara elektronik: bagian A dan bagian B." in page
    assert "catatan log nomor 131" in page
    assert "belum ditandatangani" not in page


def test_whoever_signs_in_the_place_of_another_is_named_in_the_seal() -> None:
    other = msgspec.structs.replace(SECRETARY, name="SARI DEWI")
    assert "(tidak tersertifikasi) SARI DEWI Sekretaris" in printed(paper(signatures=(other,))).text


def test_the_cover_says_no_state_once_it_is_signed() -> None:
    draft, signed = (
        printed(paper(status=status, signatures=given)).pages[0]
        for status, given in ((Status.DRAFT, ()), (Status.SIGNED, (SECRETARY, CHAIR)))
    )
    assert "Rancangan: belum ditandatangani." in draft
    assert "itandatangani" not in signed


def test_a_title_breaks_into_lines_of_one_length_and_its_year() -> None:
    assert "RENCANA KINERJA TAHUNAN\nKPU KOTA BANJARMASIN\nTAHUN 2024\n14 Februari 2024" in printed(
        paper(status=Status.SIGNED)
    ).pages[0].replace(" \n", "\n")


def test_a_half_signed_paper_says_so() -> None:
    page = printed(paper(signatures=(SECRETARY,))).text
    assert "Rancangan: baru bagian B yang ditandatangani." in page
    assert page.count("Ditandatangani secara elektronik") == 1
    assert page.count("belum ditandatangani") == 1


def test_a_trial_says_that_it_is_one() -> None:
    page = printed(paper(status=Status.SIGNED, signatures=(SECRETARY, CHAIR), trial=True)).text
    assert page.count("(uji coba, tidak tersertifikasi)") == 2


def test_a_void_paper_shows_its_signatures_as_void() -> None:
    page = printed(paper(status=Status.VOID, signatures=(SECRETARY, CHAIR))).text
    assert page.count("Tanda tangan ini dibatalkan.") == 2
    assert page.count("Dibatalkan: naskah ini tidak berlaku.") == 2  # the cover and the end


def test_no_signature_stands_alone_on_a_page() -> None:
    for signatures in ((), (SECRETARY, CHAIR)):
        pages = printed(paper(signatures=signatures)).pages
        signing = [" ".join(p.split()) for p in pages if "KETUA KOMISI PEMILIHAN" in p or "PIHAK PERTAMA" in p]
        assert len(signing) == 2
        assert all("(1) (2) (3)" in page for page in signing)


@pytest.mark.parametrize(
    ("zone", "spelled"),
    [
        ("Asia/Makassar", "Selasa, 16 Januari 2024 pukul 10.42 WITA"),
        ("Asia/Jakarta", "Selasa, 16 Januari 2024 pukul 09.42 WIB"),
        ("Asia/Jayapura", "Selasa, 16 Januari 2024 pukul 11.42 WIT"),
    ],
)
def test_instants_on_the_offices_clock(zone: str, spelled: str) -> None:
    assert spell_instant(AT, zone) == spelled


def test_gives_equal_bytes() -> None:
    assert render(paper()) == render(paper()) == printed(paper()).pdf


@pytest.mark.parametrize(
    "change",
    [
        {"version": 8},
        {"trial": True},
        {"signatures": (SECRETARY,)},
        {"made_at": datetime(2024, 1, 16, 2, 42, 11, tzinfo=UTC)},
        {"hash": "0" * 64},
    ],
)
def test_gives_other_bytes_when_anything_differs(change: dict[str, Any]) -> None:
    assert printed(paper(**change)).pdf != printed(paper()).pdf


def test_the_template_version_names_what_shaped_the_pages() -> None:
    assert re.fullmatch(r"2-[0-9a-f]{12}", PLAN_TEMPLATES[NEWEST])
    assert re.fullmatch(r"1-[0-9a-f]{12}", PLAN_TEMPLATES[FIRST])
    templates = Path(__file__).resolve().parents[3] / "templates" / "documents"
    assert {path.name for path in templates.iterdir()} >= {"plan.typ", "page.typ", "cover.typ", "part.typ"}


def test_the_cover_bears_the_emblem_of_its_office() -> None:
    picture = page_image(printed(paper()).pdf, 1, 160)
    with pikepdf.open(BytesIO(render(paper(emblem=picture)))) as document:
        (image,) = document.pages[0].get_images().values()
        assert (int(image.Width), int(image.Height)) == (160, 227)
