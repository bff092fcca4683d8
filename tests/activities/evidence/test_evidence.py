"""A file is evidence if it is what its name says, whole, of a size that it does not hide, and cannot run."""

import io
import zipfile
from contextlib import suppress
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from activities.evidence.files import KINDS, file_name, judged
from domain.kernel.errors import Refused
from domain.quarter.filing import Evidence
from tests.activities.evidence.evidence_files import (
    JPEG,
    OLD_OFFICE,
    PDF,
    archive,
    bomb,
    encrypted,
    open_document,
    open_xml,
    png,
    understated,
    xlsx,
)

SHEET, DOCUMENT, SLIDES = "spreadsheetml.sheet", "wordprocessingml.document", "presentationml.presentation"
HONEST = {
    "rekap.pdf": PDF,
    "foto.jpg": JPEG,
    "Foto.JPEG": JPEG,
    "grafik.png": png(),
    "data.xlsx": xlsx(),
    "nota.docx": open_xml(DOCUMENT),
    "paparan.pptx": open_xml(SLIDES, {"ppt/embeddings/grafik.xlsx": xlsx()}),
    "data.ods": open_document("spreadsheet"),
    "nota.odt": open_document("text"),
    "paparan.odp": open_document("presentation"),
    "data.csv": b"\xef\xbb\xbfindikator;realisasi\r\nPartisipasi;72,97\r\n",
    "catatan.txt": "Rapat pleno — hasil.\n".encode(),
}


def refused(name: str, data: bytes) -> str:
    """Return why the file is no evidence."""
    with pytest.raises(Refused) as no:
        judged(name, data)
    return no.value.code


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_file_of_each_kind_is_evidence(name: str) -> None:
    data = HONEST[name]
    kind = KINDS[name.rpartition(".")[2].lower()]
    assert judged(name, data) == Evidence(sha256(data).hexdigest(), name, kind.media_type, len(data))


def test_every_kind_is_tried() -> None:
    assert {name.rpartition(".")[2].lower() for name in HONEST} == set(KINDS)


@pytest.mark.parametrize("suffix", KINDS)
def test_no_file_passes_under_the_name_of_another_kind(suffix: str) -> None:
    media_type = KINDS[suffix].media_type
    for name, data in HONEST.items():
        other = KINDS[name.rpartition(".")[2].lower()].media_type
        if media_type == other or {media_type, other} == {"text/csv", "text/plain"}:
            continue  # a table is a text
        assert refused(f"x.{suffix}", data) == "evidence-mismatch", (suffix, name)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("program.exe", b"MZ\x90\0", "evidence-kind"),
        ("berkas.zip", archive({"a.pdf": PDF}), "evidence-kind"),
        ("halaman.html", b"<script>", "evidence-kind"),
        ("lama.xls", OLD_OFFICE, "evidence-kind"),
        ("rekap.pdf", b"", "evidence-empty"),
        ("rekap.pdf", b"MZ\x90\0" + PDF, "evidence-mismatch"),
        ("rekap.pdf", PDF[:-8], "evidence-cut"),
        ("grafik.png", png()[:-6], "evidence-cut"),
        ("terkunci.xlsx", OLD_OFFICE, "evidence-locked"),
        ("terkunci.xlsx", encrypted(xlsx()), "evidence-locked"),
        ("data.xlsx", archive({"a.pdf": PDF}), "evidence-mismatch"),
        ("data.xlsx", xlsx()[:-40], "evidence-broken"),
        ("data.csv", b"a;b\0c", "evidence-mismatch"),
        ("data.csv", "Kabupaten Ñ".encode("latin-1"), "evidence-mismatch"),
        ("catatan.txt", "﻿%PDF-1.7".encode()[3:], "evidence-mismatch"),
        ("catatan.txt", b"\x1b]0;judul\x07", "evidence-mismatch"),
    ],
)
def test_what_is_no_evidence(name: str, data: bytes, code: str) -> None:
    assert refused(name, data) == code


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("makro.xlsx", open_xml(SHEET, {"xl/vbaProject.bin": b"VBA"})),
        ("makro.xlsx", open_xml(SHEET, {"xl/lain.bin": OLD_OFFICE})),
        ("makro.xlsx", archive({"[Content_Types].xml": b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"})),
        ("makro.docx", open_xml(DOCUMENT, {"word/embeddings/program.bin": b"MZ\x90\0"})),
        ("makro.pptx", open_xml(SLIDES, {"ppt/embeddings/a.xlsx": open_xml(SHEET, {"xl/vbaProject.bin": b"VBA"})})),
        ("makro.ods", open_document("spreadsheet", {"Basic/Standard/Module1.xml": b"<script:module/>"})),
        ("makro.odt", open_document("text", {"Scripts/python/a.py": b"print()"})),
    ],
)
def test_nothing_that_can_run_is_evidence(name: str, data: bytes) -> None:
    assert refused(name, data) == "evidence-macros"


def test_a_bomb_is_refused_however_it_is_built() -> None:
    whole = bomb(60_000_000)
    assert len(whole) < 100_000
    assert refused("bom.xlsx", whole) == "evidence-bomb"
    parts = {f"xl/{n}.xml": bytes(45_000_000) for n in range(6)}
    padded = open_xml(SHEET, {"xl/media/x.png": _noise(2_000_000), **parts})
    assert refused("bom.xlsx", padded) == "evidence-bomb"
    assert refused("bom.xlsx", open_xml(SHEET, {f"xl/{n}": b"" for n in range(6_000)})) == "evidence-bomb"
    inner = open_xml(SLIDES, {"ppt/embeddings/a.xlsx": bomb(20_000_000)})
    assert refused("bom.pptx", inner) == "evidence-bomb"


def test_an_archive_within_an_archive_within_an_archive_is_refused() -> None:
    inner = open_xml(SLIDES, {"ppt/embeddings/a.xlsx": open_xml(SHEET, {"xl/b.xlsx": xlsx()})})
    assert refused("paparan.pptx", inner) == "evidence-nested"


def test_what_an_archive_says_of_its_sizes_is_not_believed() -> None:
    content = bytes(range(256)) * 4_000
    assert judged("data.xlsx", open_xml(SHEET, {"xl/sheet1.xml": content})).size
    lying = understated(content, 1_000)
    assert zipfile.ZipFile(io.BytesIO(lying)).read("xl/sheet1.xml") == content[:1_000]  # others believe it
    assert refused("data.xlsx", lying) == "evidence-broken"


@pytest.mark.parametrize("names", [("../../etc/passwd",), ("/etc/passwd",), ("a/../b",)])
def test_parts_that_would_leave_their_folder_are_refused(names: tuple[str, ...]) -> None:
    assert refused("data.xlsx", open_xml(SHEET, dict.fromkeys(names, b"x"))) == "evidence-broken"


def test_compressions_that_office_does_not_use_are_refused() -> None:
    parts = {"[Content_Types].xml": f"application/vnd.openxmlformats-officedocument.{SHEET}.main+xml".encode()}
    for method in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        assert refused("data.xlsx", archive(parts, method)) == "evidence-broken"
    assert judged("data.xlsx", archive(parts, zipfile.ZIP_STORED)).name == "data.xlsx"


@given(st.binary(max_size=400), st.integers(0, 5_000), st.sampled_from(["xlsx", "docx", "pdf", "png", "csv"]))
def test_whatever_comes_is_judged_or_refused(noise: bytes, at: int, suffix: str) -> None:
    data = xlsx()
    with suppress(Refused):
        judged(f"x.{suffix}", data[:at] + noise + data[at + len(noise) :])


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".pdf",
        "rekap",
        "../rekap.pdf",
        "C:\\rekap.pdf",
        "rekap\u202efdp.exe.pdf",
        "rekap\u200f.pdf",
        "rekap\u200b.pdf",
        "re\0kap.pdf",
        "re\x1bkap.pdf",
        "x" * 150 + ".pdf",
    ],
)
def test_a_name_hides_nothing_and_leads_nowhere(name: str) -> None:
    with pytest.raises(Refused):
        file_name(name)


def test_a_name_is_kept_in_nfc_with_single_spaces() -> None:
    assert file_name("Laporan  Kafe\u0301 (1).pdf") == "Laporan Kafé (1).pdf"
    assert judged("Re\u0301kap.PDF", PDF).name == "Rékap.PDF"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("KTP 3174012345678901.pdf", "KTP ….pdf"),
        ("NIP 19800101 200501 1 001 Sari.pdf", "NIP … Sari.pdf"),
        ("kontak 0812-3456-7890.xlsx", "kontak ….xlsx"),
        ("+6281234567890.csv", "….csv"),
        ("dari sari.r@kantor.go.id.pdf", "dari ….pdf"),
        ("IMG_20240115_103022.jpg", "IMG_20240115_103022.jpg"),
        ("Foto 2024-01-15 pukul 10.30.22.png", "Foto 2024-01-15 pukul 10.30.22.png"),
        ("SK 123-2024 tentang RKT 2025.pdf", "SK 123-2024 tentang RKT 2025.pdf"),
    ],
)
def test_a_name_that_is_recorded_for_good_names_nobody_by_number_or_address(sent: str, kept: str) -> None:
    assert file_name(sent) == kept


def _noise(size: int) -> bytes:
    """Bytes that do not compress."""
    return b"".join(sha256(n.to_bytes(8, "big")).digest() for n in range(size // 32))
