"""The PDF for those who check it by machine: PDF/A-2a, PDF/UA-1, and a tag tree that reads well aloud."""

import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from activities.documents.paper import Status
from activities.documents.plan import render
from examples import banjarmasin
from tests.activities.documents.printed import CHAIR, SECRETARY, paper

Tag = tuple[str, pikepdf.Dictionary]


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return render(paper(status=Status.SIGNED, signatures=(SECRETARY, CHAIR), trial=True))


@pytest.fixture(scope="module")
def opened(pdf: bytes) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(BytesIO(pdf)) as document:
        yield document


def tags(node: pikepdf.Object) -> Iterator[Tag]:
    """Yield every element of the structure tree, parents first."""
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from tags(child)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield str(node["/S"]), node
        if "/K" in node:
            yield from tags(node["/K"])


def children(node: pikepdf.Object) -> list[str]:
    return [name for child in node["/K"] for name, _ in list(tags(child))[:1]]


def test_qpdf_finds_nothing_wrong(pdf: bytes, tmp_path: Path) -> None:
    file = tmp_path / "signed.pdf"
    file.write_bytes(pdf)
    found = subprocess.run(["qpdf", "--check", str(file)], capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout + found.stderr
    assert "No syntax or stream encoding errors" in found.stdout


def test_claims_pdf_a_2a_and_pdf_ua_1(opened: pikepdf.Pdf) -> None:
    metadata = opened.open_metadata()
    assert metadata.pdfa_status == "2A"
    assert metadata["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
    assert "/OutputIntents" in opened.Root


def test_names_its_title_language_and_date(opened: pikepdf.Pdf) -> None:
    assert str(opened.Root["/Lang"]) == "id-ID"
    assert opened.Root["/ViewerPreferences"]["/DisplayDocTitle"]
    metadata = opened.open_metadata()
    title = banjarmasin.plan_text().details.title
    assert metadata["dc:title"] == f"{title} — UJI COBA"
    assert metadata["dc:creator"] == [banjarmasin.office().name]
    assert metadata["dc:description"] == "Ditandatangani secara elektronik: bagian A dan bagian B."
    assert datetime.fromisoformat(str(metadata["xmp:CreateDate"])) == datetime(2024, 1, 16, 2, 42, 10, tzinfo=UTC)


def test_is_tagged_with_headings_and_tables(opened: pikepdf.Pdf) -> None:
    assert opened.Root["/MarkInfo"]["/Marked"]
    tree = list(tags(opened.Root["/StructTreeRoot"]["/K"]))
    names = [name for name, _ in tree]
    assert names[0] == "/Document"
    assert names.count("/Title") == 1
    headings = [str(tag["/T"]) for name, tag in tree if name == "/H1"]
    assert headings == [" ".join(part.details.heading.split()) for part in banjarmasin.plan_text().parts]
    assert {"/Table", "/THead", "/TBody", "/TR", "/TH", "/TD"} <= set(names)


def test_every_table_has_header_cells_for_every_column(opened: pikepdf.Pdf) -> None:
    tables = [tag for name, tag in tags(opened.Root["/StructTreeRoot"]["/K"]) if name == "/Table"]
    assert len(tables) == 3  # part A; part B; the programmes
    for table in tables:
        head, *rest = list(table["/K"])
        assert [children(row) for row in list(head["/K"])[:2]] in ([["/TH"] * 4] * 2, [["/TH"] * 3] * 2)
        rows = [children(row) for section in rest for row in section["/K"]]
        assert all("/TH" not in row or set(row) == {"/TH"} for row in rows)  # a goal across the table


def test_a_goal_reaches_down_its_indicators(opened: pikepdf.Pdf) -> None:
    spans = []
    for name, tag in tags(opened.Root["/StructTreeRoot"]["/K"]):
        if name == "/TD":
            attributes = tag["/A"] if isinstance(tag["/A"], pikepdf.Array) else [tag["/A"]]
            spans += [int(a["/RowSpan"]) for a in attributes if "/RowSpan" in a]
    assert sorted(spans)[-2:] == [4, 4]  # number and words of a goal; what a page may not hold is not kept on one


def test_has_an_outline(opened: pikepdf.Pdf) -> None:
    with opened.open_outline() as outline:
        assert len(outline.root) == 2


def test_what_repeats_on_every_page_is_not_read_aloud(opened: pikepdf.Pdf) -> None:
    for page in opened.pages:
        marks = [i for i in pikepdf.parse_content_stream(page) if str(i.operator) in ("BMC", "BDC")]
        assert sum(str(mark.operands[0]) == "/Artifact" for mark in marks) >= 2
    spoken = [name for name, _ in tags(opened.Root["/StructTreeRoot"]["/K"])]
    assert "/Artifact" not in spoken


def test_fonts_are_embedded_and_nothing_reaches_out(opened: pikepdf.Pdf) -> None:
    raw = [obj for obj in opened.objects if isinstance(obj, pikepdf.Dictionary | pikepdf.Stream)]
    fonts = [obj for obj in raw if obj.get("/Type") == "/FontDescriptor"]
    assert fonts
    assert all("/FontFile2" in font or "/FontFile3" in font for font in fonts)
    assert not any(key in obj for obj in raw for key in ("/JS", "/URI", "/Launch", "/EmbeddedFile"))
