"""The document as it is printed: what every page says, and equal bytes for equal papers."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from activities.documents.paper import Signature, Status
from activities.documents.plan import render
from activities.documents.source import TEMPLATE_VERSION, TRIAL_MARK, in_fours, spell_instant
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
    pages = printed(paper()).pages
    headers = ["NO SASARAN STRATEGIS INDIKATOR KINERJA TARGET (1) (2) (3) (4)"] * 2 + [
        "No Sasaran Kegiatan Indikator Kinerja Target (1) (2) (3) (4)"
    ] * 2
    for page, header in zip(pages[1:5], headers, strict=True):
        assert header in " ".join(page.split())
    assert "No PROGRAM ANGGARAN (1) (2) (3)" in " ".join(pages[5].split())


def test_the_total_and_its_words_are_marked_as_derived() -> None:
    page = printed(paper()).text
    assert "JUMLAH Terbilang: empat puluh tiga miliar empat ratus delapan puluh empat juta enam ratus" in page
    assert "delapan puluh empat ribu rupiah" in page
    assert "Jumlah dan terbilang dihitung oleh sistem, tidak tercetak pada naskah. Rp 43.484.684.000" in page


def test_place_date_and_the_first_party() -> None:
    page = printed(paper()).text
    assert "Banjarmasin, 14 Januari 2024 PIHAK PERTAMA SEKRETARIS KOMISI PEMILIHAN UMUM KOTA BANJARMASIN," in page
    assert page.count("belum ditandatangani") == 3  # the cover and both parts


@pytest.mark.parametrize("trial", [False, True])
def test_the_foot_of_every_page(trial: bool) -> None:
    pages = printed(paper(trial=trial)).pages
    for number, page in enumerate(pages, 1):
        page = " ".join(page.split())
        assert f"rkt-2024 · naskah versi 7 · catatan log nomor 123 Halaman {number} dari {len(pages)}" in page
        assert f"Sidik naskah {in_fours(TEXT_DIGEST)}" in page
        assert f"Hash catatan {in_fours(HASH)}" in page
        assert (TRIAL_MARK in page) is trial


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


def test_a_signature_says_who_when_where_and_on_what() -> None:
    page = printed(paper(status=Status.SIGNED, signatures=(SECRETARY, CHAIR))).text
    assert (
        "Ditandatangani secara elektronik (tidak tersertifikasi) MUHAMMAD JAZULI"
        " Sekretaris Komisi Pemilihan Umum Kota Banjarmasin Selasa, 16 Januari 2024 pukul 10.42 WITA"
        f" Sidik naskah {in_fours(TEXT_DIGEST[:16])} … Catatan log nomor 130 MUHAMMAD JAZULI"
    ) in page
    assert (
        "RUSNAILAH Plh. Ketua Komisi Pemilihan Umum Kota Banjarmasin berdasarkan Keputusan Nomor 12 Tahun 2024"
        " Kamis, 18 Januari 2024 pukul 00.05 WITA"
    ) in page
    assert "Ditandatangani secara elektronik: bagian A dan bagian B." in page
    assert "belum ditandatangani" not in page


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
    assert "Dibatalkan: naskah ini tidak berlaku." in page


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
    assert re.fullmatch(r"[0-9a-f]{12}", TEMPLATE_VERSION)
    templates = Path(__file__).resolve().parents[3] / "templates" / "documents"
    assert {path.name for path in templates.iterdir()} >= {"plan.typ", "page.typ", "cover.typ", "part.typ"}
