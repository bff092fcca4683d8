"""Tables of a PDF that has text: what its lines enclose; a page without words is told as one."""

import io
from collections.abc import Iterator

import pdfplumber
from pdfplumber.page import Page

from domain.sheet.table import MOST_LINES, Source, SourceCell, SourceTable, TableLine

_MOST_PAGES = 200


def read_pdf(data: bytes) -> Source:
    """Return the tables of all pages; a table that goes on overleaf is one for each page."""
    tables: list[SourceTable] = []
    left: list[str] = []
    count = number = 0
    with pdfplumber.open(io.BytesIO(data)) as opened:
        for number, page in enumerate(opened.pages[:_MOST_PAGES], 1):
            if not page.chars:
                left.append(f"Halaman {number}")
            for n, found in enumerate(page.find_tables(), 1):
                name = f"Halaman {number}, tabel {n}"
                lines = tuple(_lines(page, found, name))
                count += len(lines)
                if lines:
                    tables.append(SourceTable(name, lines))
            page.close()
            if count > MOST_LINES:
                break
        if len(opened.pages) > number:
            left.append(f"Halaman {number + 1}–{len(opened.pages)}")
    return Source(tuple(tables), tuple(left))


def _lines(page: Page, table: pdfplumber.table.Table, name: str) -> Iterator[TableLine]:
    edges = sorted({round(cell[0]) for cell in table.cells})
    tops = sorted({round(cell[1]) for cell in table.cells})
    for number, row in enumerate(table.rows, 1):
        cells = []
        for box in row.cells:
            if box is None:
                continue
            text = page.crop(box, strict=False).extract_text(x_tolerance=2) or ""
            if not text.strip():
                continue
            chars = [c for c in page.crop(box, strict=False).chars if not c["text"].isspace()]
            cells.append(
                SourceCell(
                    column=edges.index(round(box[0])),
                    text=text.strip(),
                    place=f"{name}, baris {number}",
                    lines=sum(round(box[1]) <= top < round(box[3]) - 1 for top in tops),
                    columns=sum(round(box[0]) <= edge < round(box[2]) - 1 for edge in edges),
                    bold=bool(chars) and all("bold" in c["fontname"].casefold() for c in chars),
                )
            )
        if cells:
            yield TableLine(number, tuple(cells))
