"""The year's PDFs for those who check them by machine: PDF/A-2a, PDF/UA-1, and a tag tree that reads well aloud."""

import subprocess
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest

from activities.documents.execution import render_execution
from activities.documents.year.editions import render_year_table
from examples import banjarmasin
from tests.activities.documents.test_render_standards import children, tags
from tests.activities.documents.year_printed import action, quarter, signed, table_paper


@pytest.fixture(scope="module", params=["action", "quarter", "table", "sheets"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def pdf(kind: str) -> bytes:
    if kind == "action":
        return render_execution(signed(action(trial=True)))
    of = quarter(1, trial=True)
    if kind == "quarter":
        return render_execution(signed(of))
    return render_year_table(table_paper(of, indicators=tuple(of.lines) if kind == "sheets" else ()))


@pytest.fixture
def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(pdf))


def test_qpdf_finds_nothing_wrong(pdf: bytes, tmp_path: Path) -> None:
    file = tmp_path / "signed.pdf"
    file.write_bytes(pdf)
    found = subprocess.run(["qpdf", "--check", str(file)], capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout + found.stderr
    assert "No syntax or stream encoding errors" in found.stdout


def test_claims_pdf_a_2a_and_pdf_ua_1(opened: pikepdf.Pdf, kind: str) -> None:
    metadata = opened.open_metadata()
    assert metadata.pdfa_status == "2A"
    assert metadata["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
    assert str(opened.Root["/Lang"]) == "id-ID"
    across = "RANCANGAN" if kind in ("table", "sheets") else "UJI COBA"  # a year that is not over
    assert across in str(metadata["dc:title"])
    assert metadata["dc:creator"] == [banjarmasin.office().name]


def test_has_one_title_and_headings_in_order(opened: pikepdf.Pdf) -> None:
    names = [name for name, _ in tags(opened.Root["/StructTreeRoot"]["/K"])]
    assert names[0] == "/Document"
    assert names.count("/Title") == 1
    levels = [int(name[2]) for name in names if name in ("/H1", "/H2", "/H3", "/H4")]
    assert levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


def test_every_row_of_a_table_has_its_cells_and_every_column_its_header(opened: pikepdf.Pdf, kind: str) -> None:
    tables = [tag for name, tag in tags(opened.Root["/StructTreeRoot"]["/K"]) if name == "/Table"]
    assert len(tables) == (0 if kind == "sheets" else 2)
    for table in tables:
        rows = [children(row) for group in table["/K"] for row in group["/K"]]
        columns = len(rows[0])
        assert rows[:2] == [["/TH"] * columns] * 2
        assert rows[2] in (["/TH"], ["/TD"] * columns)  # a goal above its rows; a programme
        assert all(row in (["/TH"], ["/TD"] * columns, ["/TD"] * (columns - 1)) for row in rows[3:])
        assert str(table["/K"][0]["/S"]) == "/THead"


def test_what_repeats_on_every_page_is_not_read_aloud(opened: pikepdf.Pdf) -> None:
    spoken = [name for name, _ in tags(opened.Root["/StructTreeRoot"]["/K"])]
    assert "/Artifact" not in spoken
    for page in opened.pages:
        marks = [i for i in pikepdf.parse_content_stream(page) if str(i.operator) in ("BMC", "BDC")]
        assert sum(str(mark.operands[0]) == "/Artifact" for mark in marks) >= 2


def test_fonts_are_embedded_and_nothing_reaches_out(opened: pikepdf.Pdf) -> None:
    raw = [obj for obj in opened.objects if isinstance(obj, pikepdf.Dictionary | pikepdf.Stream)]
    fonts = [obj for obj in raw if obj.get("/Type") == "/FontDescriptor"]
    assert fonts
    assert all("/FontFile2" in font or "/FontFile3" in font for font in fonts)
    assert not any(key in obj for obj in raw for key in ("/JS", "/URI", "/Launch", "/EmbeddedFile"))
