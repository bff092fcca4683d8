"""Tables of a Word document; what stands between them is left and told."""

import io
from collections.abc import Iterator

from docx import Document
from docx.document import Document as Opened
from docx.oxml.table import CT_Tc
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from domain.sheet.table import Source, SourceCell, SourceTable, TableLine


def read_word(data: bytes) -> Source:
    """Return every table of the document's body, and the paragraphs that stand outside of them."""
    document = Document(io.BytesIO(data))
    tables: list[SourceTable] = []
    left: list[str] = []
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            if block.text.strip():
                left.append(" ".join(block.text.split()))
            continue
        for each in (block, *_inner(block)):
            name = f"Tabel {len(tables) + 1}"
            tables.append(SourceTable(name, tuple(_lines(each, name))))
    return Source(tuple(table for table in tables if table.lines), (*left, *_margins(document)))


def _inner(table: Table) -> Iterator[Table]:
    """Yield the tables that stand in cells of one, which are read by themselves."""
    for inner in table._tbl.iter_tcs():  # type: ignore[no-untyped-call]
        for each in _Cell(inner, table).tables:
            yield from (each, *_inner(each))


def _margins(document: Opened) -> Iterator[str]:
    for section in document.sections:
        for part in (section.header, section.footer):
            yield from (" ".join(p.text.split()) for p in part.paragraphs if p.text.strip())


def _lines(table: Table, name: str) -> Iterator[TableLine]:
    rows = table._tbl.tr_lst
    for number, row in enumerate(rows, 1):
        cells = []
        column = row.grid_before
        for cell in row.tc_lst:
            wide = cell.grid_span
            if cell.vMerge != "continue":
                told = _cell(_Cell(cell, table), column, f"{name}, baris {number}", _tall(cell, rows[number:], column))
                if told is not None:
                    cells.append(told)
            column += wide
        if cells:
            yield TableLine(number, tuple(cells))


def _tall(cell: CT_Tc, below: list, column: int) -> int:  # type: ignore[type-arg]
    """Count the lines of a cell that goes on below."""
    lines = 1
    if cell.vMerge is None:
        return lines
    for row in below:
        place = row.grid_before
        for other in row.tc_lst:
            if place == column:
                break
            place += other.grid_span
        else:
            return lines
        if other.vMerge != "continue":
            return lines
        lines += 1
    return lines


def _cell(cell: _Cell, column: int, place: str, lines: int) -> SourceCell | None:
    paragraphs = [p for p in cell.paragraphs if p.text.strip()]
    if not paragraphs:
        return None
    runs = [run for paragraph in paragraphs for run in paragraph.runs if run.text.strip()]
    left = paragraphs[0].paragraph_format.left_indent
    listed = paragraphs[0]._p.pPr.numPr if paragraphs[0]._p.pPr is not None else None
    level = listed.ilvl.val + 1 if listed is not None and listed.ilvl is not None else 0
    return SourceCell(
        column=column,
        text="\n".join(" ".join(line.split()) for p in paragraphs for line in p.text.splitlines()),
        place=place,
        lines=lines,
        columns=cell._tc.grid_span,
        bold=bool(runs) and all(run.bold for run in runs),
        indent=level or (max(0, int(left.cm * 2)) if left is not None else 0),
    )
