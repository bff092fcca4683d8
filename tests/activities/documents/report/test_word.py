"""The annual report for Word: what the PDF says, in a file that Word, and whoever hands it in, can work with."""

from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Mm

from activities.documents.paper import Status
from activities.documents.press import png
from activities.documents.report.blocks import Chart, Heading, Table
from activities.documents.report.content import report_blocks
from activities.documents.report.word.file import report_docx
from domain.report.state import Report
from tests.activities.documents.report.reported import many_rows, report_paper, reported

SIGNED = ("Ditandatangani secara elektronik.", "Banjarmasin, 5 April 2024")


def written(of: Report) -> Document:
    return docx.Document(BytesIO(report_docx(report_paper(of), of, *SIGNED)))


@pytest.fixture(scope="module")
def document() -> Document:
    return written(reported(background="Latar belakang\nyang ditulis."))


def test_it_says_what_the_pdf_says(document: Document) -> None:
    blocks = list(report_blocks(reported(), "Asia/Makassar"))
    headings = [p.text for p in document.paragraphs if ((p.style and p.style.name) or "").startswith("Heading")]
    assert [h.replace("\n", " ") for h in headings] == [
        f"{b.number} {b.text}".strip() for b in blocks if isinstance(b, Heading)
    ]
    tables = [b for b in blocks if isinstance(b, Table)]
    drawn = [t for t in document.tables if t.style is not None and t.style.name == "Table Grid"]
    for table, found in zip(tables, drawn, strict=True):
        assert [cell.text for cell in found.rows[0].cells] == [column.head for column in table.columns]
        assert len(found.rows) == len(table.rows) + 1
    assert len(document.inline_shapes) == len([b for b in blocks if isinstance(b, Chart)])


def test_heads_of_tables_come_again_on_every_page(document: Document) -> None:
    for table in document.tables[1:]:  # the first holds the signatures
        assert table.rows[0]._tr.get_or_add_trPr().find(qn("w:tblHeader")) is not None


def test_sheets_are_a4_in_indonesian_with_the_number_of_the_page(document: Document) -> None:
    sizes = {(round((s.page_width or 0) / Mm(1)), round((s.page_height or 0) / Mm(1))) for s in document.sections}
    assert sizes == {(210, 297), (297, 210)}
    language = document.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    assert language.get(qn("w:val")) == "id-ID"
    foot = document.sections[0].footer._element.xml
    assert " PAGE " in foot
    assert " NUMPAGES " in foot
    assert document.sections[0].different_first_page_header_footer


def test_lists_are_fields_that_show_their_entries_until_word_counts(document: Document) -> None:
    text = document.element.xml
    assert 'TOC \\o "1-3"' in text
    assert 'TOC \\h \\z \\c "Tabel"' in text
    assert text.count('w:fldCharType="begin"') == text.count('w:fldCharType="end"')
    entries = [p.text for p in document.paragraphs if p.style and p.style.name == "toc 1"]
    assert "BAB I PENDAHULUAN" in entries
    assert "Tabel 1. Jumlah indikator menurut kategori capaian tahun 2024" in entries


def test_charts_are_pictures_that_say_what_they_show(document: Document) -> None:
    told = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert all(told)
    assert any("80,00%" in words for words in told)


def test_signatures_are_named_and_the_signed_file_is_said_to_be_the_pdf(document: Document) -> None:
    cells = [cell.text for cell in document.tables[0].row_cells(0)]
    assert "Banjarmasin, 5 April 2024" in [p.text for p in document.paragraphs]
    assert "Sari Dewi" in cells[0]
    assert "Plh. Ketua" in cells[1]
    assert "Yang ditandatangani adalah PDF" in "\n".join(p.text for p in document.paragraphs[-4:])


def test_any_emblem_that_a_cover_bears_is_borne_by_this_one() -> None:
    report = reported(())
    paper = report_paper(report, emblem=png(b"\xc0\x10\x10" * 400, 20, 20, 60), address="Jl. Perdagangan 2")
    document = docx.Document(BytesIO(report_docx(paper, report, *SIGNED)))
    assert document.inline_shapes[0]._inline.docPr.get("descr") == "Lambang"
    assert "Jl. Perdagangan 2" in [p.text for p in document.paragraphs[:5]]


def test_equal_reports_are_equal_bytes_without_macros() -> None:
    report = reported()
    data = report_docx(report_paper(report), report, *SIGNED)
    assert data == report_docx(report_paper(report), report, *SIGNED)
    with ZipFile(BytesIO(data)) as file:
        assert {part.date_time for part in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in file.namelist() if "vba" in name.lower() or name.endswith(".bin")]


def test_a_draft_says_so_and_hostile_words_stay_words() -> None:
    hostile = '<w:t>x</w:t> & ]]> =cmd|"/c calc"!A1 {{ x }}'
    report = reported((), background=hostile)
    draft = report_paper(report, status=Status.DRAFT, places=report_paper(report).places[:1])
    document = docx.Document(BytesIO(report_docx(draft, report, "Rancangan: belum ditandatangani.", "…")))
    lines = [p.text for p in document.paragraphs]
    assert hostile in lines
    assert "Rancangan: belum ditandatangani." in lines[:4]
    assert "Belum ditulis." in lines


def test_five_hundred_rows_are_written() -> None:
    report = reported((), many_rows(500))
    rows = [row for table in written(report).tables for row in table.rows]
    assert len(rows) > 1500
