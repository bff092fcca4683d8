"""The annual report for Word: the same blocks that the PDF is set of."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC
from io import BytesIO
from typing import assert_never
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from activities.documents.paper import ExecutionPaper, Status
from activities.documents.report.blocks import (
    Block,
    Chart,
    Contents,
    Heading,
    Signatures,
    Table,
    Turned,
    Words,
    with_leads,
)
from activities.documents.report.content import report_blocks
from activities.documents.report.word.fields import add_field, close_field, open_field
from activities.documents.report.word.pictures import EMBLEM, drawn_pictures
from activities.documents.report.word.sheet import ACROSS, WIDTH, new_document, turn
from activities.documents.report.word.signatures import add_signatures
from activities.documents.report.word.table import add_table
from activities.documents.source import TRIAL_MARK, in_fours, in_one_line
from domain.report.state import Report

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_LISTED = 3  # levels of headings
_BEGINNING = (1980, 1, 1, 0, 0, 0)  # of the time of a zip file


def report_docx(paper: ExecutionPaper, report: Report, status: str, dated: str) -> bytes:
    """Return the report, which says how it stands, and where and when it is signed; equal papers give equal bytes.

    Blocks; raises as `typeset` does.
    """
    blocks = list(report_blocks(report, paper.time_zone))
    charts = [block for block in blocks if isinstance(block, Chart)]
    pictures = iter(drawn_pictures(charts, paper.made_at, paper.emblem))
    document = new_document(f"Laporan Kinerja {in_one_line(paper.office)} Tahun {report.year}")
    _describe(document, paper, report)
    _cover(document, paper, report, status, next(pictures) if paper.emblem else b"")
    _Writer(document, paper, dated, blocks, pictures).write()
    _prove(document, paper, status)
    return _packed(document)


def _describe(document: Document, paper: ExecutionPaper, report: Report) -> None:
    told = document.core_properties
    office = in_one_line(paper.office)[:255]  # as long as a property may be
    told.title, told.author, told.last_modified_by = f"Laporan Kinerja Tahun {report.year}", office, office
    told.language, told.comments, told.revision = "id-ID", "", 1
    told.created = told.modified = paper.made_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)


def _cover(document: Document, paper: ExecutionPaper, report: Report, status: str, emblem: bytes) -> None:
    above = Mm(70)
    if emblem:
        above = Mm(20)
        _add_picture(document, emblem, EMBLEM)
    title = document.add_paragraph(f"LAPORAN KINERJA\nTAHUN {report.year}", style="Title")
    title.paragraph_format.space_before, title.paragraph_format.space_after = above, Mm(80)
    _centred(document).add_run(paper.office).bold = True
    if paper.address:
        _centred(document).add_run(paper.address)
    for mark in filter(None, [TRIAL_MARK if paper.trial else "", "" if paper.status is Status.SIGNED else status]):
        _centred(document).add_run(mark)


def _add_picture(document: Document, picture: bytes, told: str) -> None:
    paragraph = _centred(document)
    paragraph.paragraph_format.keep_with_next = True
    drawn = paragraph.add_run().add_picture(BytesIO(picture), width=Mm(WIDTH))
    drawn._inline.docPr.set("descr", told)


def _centred(document: Document) -> Paragraph:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph


class _Writer:
    """Writes blocks into a document, counting its tables and charts."""

    def __init__(
        self,
        document: Document,
        paper: ExecutionPaper,
        dated: str,
        blocks: Sequence[Block],
        pictures: Iterator[bytes],
    ) -> None:
        self._document, self._paper, self._dated, self._blocks = document, paper, dated, blocks
        self._pictures = pictures
        self._width = WIDTH
        self._counted = Counter[str]()

    def write(self) -> None:
        """Write all of them."""
        for block, leads in with_leads(self._blocks):
            self._write(block, leads=leads)

    def _write(self, block: Block, *, leads: bool) -> None:
        match block:
            case Heading(level, number, text):
                between = "\n" if level == 1 else " "
                self._document.add_heading(f"{number}{between}{text}" if number else text, level)
            case Words(paragraphs, aside):
                for n, words in enumerate(paragraphs, 1):
                    written = self._document.add_paragraph(words, style="Aside" if aside else None)
                    written.paragraph_format.keep_with_next = (
                        words.endswith(":") or (leads and n == len(paragraphs)) or None
                    )
                    if not aside:
                        written.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
            case Table(caption):
                self._caption("Tabel", caption).paragraph_format.space_before = Pt(8)
                add_table(self._document, block, self._width)
            case Chart(caption):
                _add_picture(self._document, next(self._pictures), block.told)
                self._caption("Gambar", caption).paragraph_format.keep_with_next = False
            case Contents():
                self._contents()
            case Signatures():
                add_signatures(self._document, self._paper, self._dated)
            case Turned(across):
                turn(self._document, across=across)
                self._width = ACROSS if across else WIDTH
            case _:
                assert_never(block)

    def _caption(self, of: str, caption: str) -> Paragraph:
        self._counted[of] += 1
        paragraph = self._document.add_paragraph(f"{of} ", style="Caption")
        add_field(paragraph, f"SEQ {of} \\* ARABIC", str(self._counted[of]))
        paragraph.add_run(f". {caption}")
        return paragraph

    def _contents(self) -> None:
        headings = [block for block in self._blocks if isinstance(block, Heading) and block.level <= _LISTED]
        entries = [(f"{block.number} {block.text}".strip(), block.level) for block in headings]
        self._list("DAFTAR ISI", f'TOC \\o "1-{_LISTED}" \\h \\z \\u', entries)
        for of, kind in (("Tabel", Table), ("Gambar", Chart)):
            captions = [block.caption for block in self._blocks if isinstance(block, kind)]
            numbered = [(f"{of} {n}. {caption}", 1) for n, caption in enumerate(captions, 1)]
            self._list(f"DAFTAR {of.upper()}", f'TOC \\h \\z \\c "{of}"', numbered)

    def _list(self, title: str, instruction: str, entries: Sequence[tuple[str, int]]) -> None:
        """Word puts the pages to the entries when it opens the file; until then they stand without."""
        heading = _centred(self._document)
        heading.paragraph_format.page_break_before = heading.paragraph_format.keep_with_next = True
        heading.add_run(title).bold = True
        paragraph = self._document.add_paragraph(style="toc 1")
        open_field(paragraph, instruction, stale=True)
        for n, (words, level) in enumerate(entries):
            if n:
                paragraph = self._document.add_paragraph(style=f"toc {level}")
            paragraph.add_run(in_one_line(words))
        close_field(paragraph)


def _prove(document: Document, paper: ExecutionPaper, status: str) -> None:
    told = (
        status,
        "Berkas ini salinan yang dapat disunting. Yang ditandatangani adalah PDF dengan sidik naskah berikut.",
        f"Sidik naskah {in_fours(paper.text_digest)}",
        f"Hash catatan {in_fours(paper.hash)} (catatan log nomor {paper.position})",
    )
    for words in told:
        document.add_paragraph(words, style="Aside")


def _packed(document: Document) -> bytes:
    """Return the file with one time on all that it holds."""
    saved, packed = BytesIO(), BytesIO()
    document.save(saved)
    with ZipFile(saved) as held, ZipFile(packed, "w", ZIP_DEFLATED) as file:
        for name in held.namelist():
            part = ZipInfo(name, _BEGINNING)
            part.compress_type = ZIP_DEFLATED
            file.writestr(part, held.read(name))
    return packed.getvalue()
