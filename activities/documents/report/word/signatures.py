"""Where officials sign a Word document: whoever signed electronically is named, with when."""

from typing import Any

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from activities.documents.language import INDONESIAN
from activities.documents.paper import ExecutionPaper, SignaturePlace
from activities.documents.report.word.sheet import WIDTH
from activities.documents.source import signature_block


def add_signatures(document: Document, paper: ExecutionPaper, dated: str) -> None:
    """Add a block for each who signs, two beside each other, below place and day."""
    above = document.add_paragraph(dated)
    above.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    above.paragraph_format.space_before = Pt(18)
    above.paragraph_format.keep_with_next = True
    places = paper.places if len(paper.places) % 2 == 0 else (None, *paper.places)
    drawn: Any = document.add_table(rows=len(places) // 2, cols=2)
    drawn.autofit = False
    for n, place in enumerate(places):
        cell = drawn.cell(n // 2, n % 2)
        cell.width = Mm(WIDTH // 2)
        if place is not None:
            _write(cell, place, paper)


def _write(cell: Any, place: SignaturePlace, paper: ExecutionPaper) -> None:
    given = place.signature
    block = signature_block(given, paper) if given else None
    lines = (
        [block["mark"], block["certified"], *block["lines"], block["warning"]]
        if block
        else ["", INDONESIAN.unsigned, ""]
    )
    told = [(f"{place.title},", True), *((line, False) for line in lines), (given.name if given else "", True)]
    for n, (words, bold) in enumerate(told):
        paragraph = cell.paragraphs[0] if n == 0 else cell.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_after = Pt(2)
        paragraph.paragraph_format.keep_with_next = True
        run = paragraph.add_run(words)
        run.bold = bold or None
        run.font.size = Pt(11 if bold else 9)
