"""A table of a Word document: its heading comes again on every page, and no row is split where it need not be."""

from collections.abc import Sequence
from typing import Any

from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph

from activities.documents.report.blocks import Table, TableRow
from activities.documents.report.word.sheet import CELL

_ALIGNS = {
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}
_SPLITTABLE = 500  # characters of a cell that may need more than a page


def add_table(document: Document, table: Table, width: int) -> None:
    """Add a table that is `width` mm wide."""
    shares = [column.share for column in table.columns]
    widths = [Mm(width * share / sum(shares)) for share in shares]
    drawn: Any = document.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    drawn.alignment = WD_TABLE_ALIGNMENT.CENTER
    drawn.autofit = False
    for column, each in zip(drawn.columns, widths, strict=True):
        column.width = each
    heads = drawn.rows[0]
    _flag(heads, "w:tblHeader")
    _flag(heads, "w:cantSplit")
    for cell, column, each in zip(heads.cells, table.columns, widths, strict=True):
        _write(cell, column.head, "center", bold=True)
        cell.width = each
    for row in table.rows:
        _add_row(drawn, row, [column.align for column in table.columns], widths)
    document.add_paragraph().paragraph_format.space_after = Pt(4)


def _add_row(drawn: Any, row: TableRow, aligns: Sequence[str], widths: Sequence[Mm]) -> None:
    added: _Row = drawn.add_row()
    if max(map(len, row.cells)) <= _SPLITTABLE:
        _flag(added, "w:cantSplit")
    cells = list(added.cells)
    for cell, each in zip(cells, widths, strict=True):
        cell.width = each
    if row.band:
        goal = _write(cells[0].merge(cells[-1]), row.cells[0], "left", bold=True)
        goal.paragraph_format.keep_with_next = True
        _shade(added.cells[0])
        return
    for cell, words, align in zip(cells, row.cells, aligns, strict=True):
        _write(cell, words, "left" if "\n" in words else align, bold=row.total)


def _write(cell: _Cell, words: str, align: str, *, bold: bool) -> Paragraph:
    paragraph: Paragraph = cell.paragraphs[0]
    paragraph._p.style = CELL  # the identifier itself: to find a style by its name takes longer than the rest
    if align != "left":
        paragraph.alignment = _ALIGNS[align]
    paragraph.add_run(words).bold = bold or None
    return paragraph


def _shade(cell: _Cell) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", "F2F2F2")):
        shade.set(qn(name), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _flag(row: _Row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))
