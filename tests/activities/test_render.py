"""The document as it is printed: what every page says, and that no typed text is ever code."""

import re
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
import pytest

from activities.paper import Paper, Signature, Status
from activities.render import render
from activities.source import TEMPLATE_VERSION, TRIAL_MARK, in_fours, source, spell_instant
from domain.actor import Capacity
from domain.numbers import spell_rupiah
from domain.target import Grade, Percentage, Quantity, spell_target
from domain.text import Goal, Indicator, Part, PlanText, Programme, ordered
from examples import banjarmasin

TEXT_DIGEST = sha256(b"text").hexdigest()
HASH = sha256(b"event").hexdigest()
AT = datetime(2024, 1, 16, 2, 42, 10, 5, tzinfo=UTC)
SECRETARY = Signature(
    part="B",
    name="MUHAMMAD JAZULI",
    position="Sekretaris Komisi Pemilihan Umum Kota Banjarmasin",
    capacity=Capacity.DEFINITIVE,
    at=AT,
    decree="",
    log_position=130,
)
CHAIR = Signature(
    part="A",
    name="RUSNAILAH",
    position="Ketua Komisi Pemilihan Umum Kota Banjarmasin",
    capacity=Capacity.PLH,
    at=datetime(2024, 1, 17, 16, 5, tzinfo=UTC),
    decree="Keputusan Nomor 12 Tahun 2024",
    log_position=131,
)


def paper(text: PlanText | None = None, **changes: Any) -> Paper:
    drafted = Paper(
        text=text or banjarmasin.plan_text(),
        office=banjarmasin.office().name,
        time_zone=banjarmasin.office().time_zone,
        plan="rkt-2024",
        year=2024,
        version=7,
        text_digest=TEXT_DIGEST,
        position=123,
        hash=HASH,
        trial=False,
        status=Status.DRAFT,
        signatures=(),
        made_at=AT,
    )
    return msgspec.structs.replace(drafted, **changes)


@dataclass(frozen=True)
class Printed:
    """A rendered paper and what can be read on it."""

    pdf: bytes
    pages: tuple[str, ...]

    @property
    def text(self) -> str:
        """All words with single spaces."""
        return " ".join(" ".join(self.pages).split())


@cache
def printed(shown: Paper) -> Printed:
    pdf = render(shown)
    text = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return Printed(pdf, tuple(text.split("\f")[:-1]))


def with_part(part: Part) -> PlanText:
    text = banjarmasin.plan_text()
    return msgspec.structs.replace(text, parts=(ordered(part),))


def with_goal(words: str) -> PlanText:
    """One goal and one indicator, both of these words."""
    part = banjarmasin.plan_text().part("A")
    return with_part(
        msgspec.structs.replace(
            part,
            goals=(Goal("g", "", words),),
            indicators=(Indicator("i", "g", words, Percentage(Decimal("0.16"))),),
        )
    )


def bare(words: str) -> str:
    """The words without any space, as cells break them anywhere."""
    return "".join(words.split())


class TestWhatIsPrinted:
    def test_every_cell_of_the_plan(self) -> None:
        page = bare(printed(paper()).text)
        text = banjarmasin.plan_text()
        for part in text.parts:
            for row in part.rows():
                assert bare(row.text) in page, row.id
            for indicator in part.indicators:
                assert bare(spell_target(indicator.target)) in page, indicator.id
            for programme in part.programmes:
                assert bare(spell_rupiah(programme.allotted)) in page, programme.id
            for detail in msgspec.structs.astuple(part.details):
                assert bare(detail) in page
        for detail in msgspec.structs.astuple(text.details):
            assert bare(detail) in page

    def test_targets_stand_beside_their_indicators(self) -> None:
        page = printed(paper()).text
        assert "Persentase Pemilih yang Berhak Memilih Tetapi Tidak Masuk dalam Daftar Pemilih Tetap 0,16%" in page
        assert "Indeks Reformasi Birokrasi 80 Nilai Akuntabilitas Kinerja B Opini BPK atas Laporan Keuangan WTP" in page

    def test_headers_with_column_numbers_on_every_page_of_a_table(self) -> None:
        pages = printed(paper()).pages
        headers = ["NO SASARAN STRATEGIS INDIKATOR KINERJA TARGET (1) (2) (3) (4)"] * 2 + [
            "No Sasaran Kegiatan Indikator Kinerja Target (1) (2) (3) (4)"
        ] * 2
        for page, header in zip(pages[1:5], headers, strict=True):
            assert header in " ".join(page.split())
        assert "No PROGRAM ANGGARAN (1) (2) (3)" in " ".join(pages[5].split())

    def test_the_total_and_its_words_are_marked_as_derived(self) -> None:
        page = printed(paper()).text
        assert "JUMLAH Terbilang: empat puluh tiga miliar empat ratus delapan puluh empat juta enam ratus" in page
        assert "delapan puluh empat ribu rupiah" in page
        assert "Jumlah dan terbilang dihitung oleh sistem, tidak tercetak pada naskah. Rp 43.484.684.000" in page

    def test_place_date_and_the_first_party(self) -> None:
        page = printed(paper()).text
        assert "Banjarmasin, 14 Januari 2024 PIHAK PERTAMA SEKRETARIS KOMISI PEMILIHAN UMUM KOTA BANJARMASIN," in page
        assert page.count("belum ditandatangani") == 3  # the cover and both parts

    @pytest.mark.parametrize("trial", [False, True])
    def test_the_foot_of_every_page(self, trial: bool) -> None:
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
        self, status: Status, signatures: tuple[Signature, ...], word: str, trial: bool
    ) -> None:
        expected = word or ("UJI COBA" if trial else "")
        for page in printed(paper(status=status, signatures=signatures, trial=trial)).pages:
            # Letter by letter: the word stands slanted.
            across = {
                w for w in ("RANCANGAN", "DIBATALKAN", "UJI COBA") if f"{bare(w)}" in bare(page.split("UJI COBA —")[0])
            }
            assert across == ({expected} if expected else set())

    def test_a_signature_says_who_when_where_and_on_what(self) -> None:
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

    def test_a_half_signed_paper_says_so(self) -> None:
        page = printed(paper(signatures=(SECRETARY,))).text
        assert "Rancangan: baru bagian B yang ditandatangani." in page
        assert page.count("Ditandatangani secara elektronik") == 1
        assert page.count("belum ditandatangani") == 1

    def test_a_trial_says_that_it_is_one(self) -> None:
        page = printed(paper(status=Status.SIGNED, signatures=(SECRETARY, CHAIR), trial=True)).text
        assert page.count("(uji coba, tidak tersertifikasi)") == 2

    def test_a_void_paper_shows_its_signatures_as_void(self) -> None:
        page = printed(paper(status=Status.VOID, signatures=(SECRETARY, CHAIR))).text
        assert page.count("Tanda tangan ini dibatalkan.") == 2
        assert "Dibatalkan: naskah ini tidak berlaku." in page

    def test_no_signature_stands_alone_on_a_page(self) -> None:
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
    def test_instants_on_the_offices_clock(self, zone: str, spelled: str) -> None:
        assert spell_instant(AT, zone) == spelled


class TestSizes:
    def test_a_plan_without_rows(self) -> None:
        page = printed(paper(banjarmasin.plan_text().skeleton())).text
        assert page.count("Belum ada sasaran.") == 2
        assert "JUMLAH" not in page

    def test_a_plan_of_one_row(self) -> None:
        pages = printed(paper(with_goal("Satu sasaran saja"))).pages
        assert len(pages) == 2
        assert "1. Satu sasaran saja Satu sasaran saja 0,16%" in " ".join(pages[1].split())

    def test_five_hundred_rows_in_their_order(self) -> None:
        goals = tuple(Goal(f"g{n}", f"g{n - n % 10}" if n % 10 else "", f"Sasaran-{n}-") for n in range(200))
        indicators = tuple(Indicator(f"i{n}", f"g{n % 200}", f"Indikator-{n}-", Grade("AA")) for n in range(300))
        part = msgspec.structs.replace(banjarmasin.plan_text().part("A"), goals=goals, indicators=indicators)
        shown = printed(paper(with_part(part)))
        assert re.findall(r"Sasaran-(\d+)-", shown.text) == [str(n) for n in range(200)]
        rows = [str(n + m) for n in range(200) for m in (0, 200) if n + m < 300]
        assert re.findall(r"Indikator-(\d+)-", shown.text) == rows
        tables = shown.pages[1:]
        assert all("NO SASARAN STRATEGIS INDIKATOR KINERJA TARGET" in " ".join(page.split()) for page in tables)

    def test_a_chapter_never_stands_alone_at_the_foot_of_a_page(self) -> None:
        for lead in range(20, 34):  # one of them would put it there
            goals = (
                *(Goal(f"g{n}", "", "Sasaran") for n in range(lead)),
                Goal("chapter", "", "Bab"),
                Goal("below", "chapter", "Di bawahnya"),
            )
            indicators = tuple(Indicator(f"i{g.id}", g.id, "Indikator", Grade("A")) for g in goals if g.id != "chapter")
            part = msgspec.structs.replace(banjarmasin.plan_text().part("A"), goals=goals, indicators=indicators)
            holding = [n for n, page in enumerate(printed(paper(with_part(part))).pages) if "Bab" in page]
            assert holding == [n for n, page in enumerate(printed(paper(with_part(part))).pages) if "Di bawah" in page]

    def test_a_cell_longer_than_a_page_is_printed_whole(self) -> None:
        words = " ".join(f"kata{n}" for n in range(500))
        shown = printed(paper(with_goal(words)))
        assert len(shown.pages) > 3
        assert [len(re.findall(rf"\bkata{n}\b", shown.text)) for n in range(500)] == [2] * 500

    def test_a_word_wider_than_its_cell_is_printed_whole(self) -> None:
        word = "".join(f"{n:04}" for n in range(150))
        assert bare(printed(paper(with_goal(word))).text).count(word) >= 1
        unit = "dokumenperencanaandanpenganggaran"
        part = banjarmasin.plan_text().part("A")
        wide = msgspec.structs.replace(
            part,
            goals=(Goal("g", "", "Sasaran"),),
            indicators=(Indicator("i", "g", "Indikator", Quantity(Decimal(1234567), unit)),),
        )
        assert "1.234.567" + unit in bare(printed(paper(with_part(wide))).text)

    def test_long_details_are_printed_whole(self) -> None:
        text = with_goal("Sasaran")
        details = {field: f"{field} " + "sangat panjang " * 60 + f"akhir-{field}" for field in ("title", "address")}
        part = msgspec.structs.replace(
            text.parts[0],
            details=msgspec.structs.replace(text.parts[0].details, signatory="Ketua " * 200, name="N" * 300 + "akhir"),
        )
        long = msgspec.structs.replace(text, details=msgspec.structs.replace(text.details, **details), parts=(part,))
        page = bare(printed(paper(long)).text)
        assert "akhir-title" in page
        assert "akhir-address" in page
        assert page.count("Ketua") == 200
        assert page.count("N") > 300
        assert "NNNakhir" in page

    def test_many_programmes(self) -> None:
        programmes = tuple(Programme(f"p{n}", f"Program-{n}-", Decimal(1_000_000 + n)) for n in range(80))
        part = msgspec.structs.replace(banjarmasin.plan_text().part("B"), programmes=programmes)
        shown = printed(paper(with_part(part)))
        assert re.findall(r"Program-(\d+)-", shown.text) == [str(n) for n in range(80)]
        assert "Rp 80.003.160" in shown.text
        assert "(1) (2) (3)" in " ".join(shown.pages[-1].split())

    @pytest.mark.parametrize(
        ("allotted", "amount", "words"),
        [
            (Decimal(0), "Rp 0", "Terbilang: nol rupiah"),
            (Decimal("1500.50"), "Rp 1.500,50", "Terbilang: seribu lima ratus rupiah lima puluh sen"),
            (Decimal(10) ** 18, "Rp 1.000.000.000.000.000.000", "JUMLAH Jumlah dan terbilang"),
        ],
    )
    def test_odd_budgets(self, allotted: Decimal, amount: str, words: str) -> None:
        part = banjarmasin.plan_text().part("B")
        one = msgspec.structs.replace(part, programmes=(Programme("p", "Program", allotted),))
        page = printed(paper(with_part(one))).text
        assert page.count(amount) == 2
        assert words in page


HOSTILE = [
    'tanda "kutip" dan \\ garis miring',
    '") #panic("keluar") #text("',
    '\\") #panic("keluar") #text("\\',
    "#panic(1)",
    '#import "@preview/cetz:0.1.0": *',
    '#read("/etc/passwd")',
    '#include "/etc/passwd"',
    "$x^2$ *tebal* _miring_ `kode` = judul",
    "/* komentar */ // komentar",
    "<label> @rujukan ~ --- -- ... 'a' \"b\"",
    "\\u{41} \\n \\t \\\\",
    "{{ 7 * 7 }} {% raw %} {# komentar #} {{ paper }}",
    "]) [#strong[x]] }) { } ( )",
    "#let x = 1; #sys.version #{ 1 + 1 }",
    "- daftar\n+ nomor\n/ istilah: arti",
    "baris satu\nbaris dua\ttab",
    "&lt;b&gt; <b>tebal</b> &amp;",
    "%!PS (berkas) /Title [] << >> endobj",
    "satu; dua, tiga: empat # lima",
    "\u2028garis\u2029paragraf",
]


class TestHostileText:
    @pytest.mark.parametrize("words", HOSTILE)
    def test_is_printed_literally(self, words: str) -> None:
        page = bare(printed(paper(with_goal(words))).text)
        assert page.count(bare(words)) == 2

    def test_is_printed_literally_everywhere_else(self) -> None:
        words = HOSTILE[1]
        text = with_goal("Sasaran")
        part = text.parts[0]
        details = {field: f"{field}{words}" for field in part.details.__struct_fields__}
        cover = {field: f"{field}{words}" for field in text.details.__struct_fields__}
        programme = Programme("p", f"programme{words}", Decimal(1))
        hostile = msgspec.structs.replace(
            text,
            details=msgspec.structs.replace(text.details, **cover),
            parts=(
                msgspec.structs.replace(
                    part, details=msgspec.structs.replace(part.details, **details), programmes=(programme,)
                ),
            ),
        )
        signature = msgspec.structs.replace(
            SECRETARY, part="A", name=f"signer{words}", position=f"position{words}", decree=f"decree{words}"
        )
        page = bare(printed(paper(hostile, office=words, plan=f"plan{words}", signatures=(signature,))).text)
        for field in (*details, *cover, "programme", "signer", "position", "decree", "plan"):
            assert bare(f"{field}{words}") in page, field

    @pytest.mark.parametrize(
        ("words", "shown"),
        [
            ("senang 😀 sekali", "senang[U+1F600]sekali"),
            ("你好, naskah", "[U+4F60][U+597D],naskah"),
            ("\ue000 pribadi", "[U+E000]pribadi"),
            ("é ≥ → ✓ ½ Ω", "é≥→✓½Ω"),
        ],
    )
    def test_what_no_font_shows_is_spelled_out(self, words: str, shown: str) -> None:
        assert bare(printed(paper(with_goal(words))).text).count(shown) == 2

    def test_only_values_become_code(self) -> None:
        shown = source(paper(with_goal(HOSTILE[1])))
        assert '\\") #panic(\\"keluar\\") #text(\\"' in shown
        assert "Undefined" not in shown


class TestEqualInput:
    def test_gives_equal_bytes(self) -> None:
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
    def test_gives_other_bytes_when_anything_differs(self, change: dict[str, Any]) -> None:
        assert printed(paper(**change)).pdf != printed(paper()).pdf

    def test_the_template_version_names_what_shaped_the_pages(self) -> None:
        assert re.fullmatch(r"[0-9a-f]{12}", TEMPLATE_VERSION)
        templates = Path(__file__).resolve().parents[2] / "templates" / "documents"
        assert {path.name for path in templates.iterdir()} >= {"plan.typ", "page.typ", "cover.typ", "part.typ"}
