"""Plans in random shapes, in files of each program: every row comes out as it stands there, and nothing is lost."""

import csv
import html
import io
import json
from collections.abc import Callable, Iterator

import docx
import openpyxl
import pytest
import typst
from hypothesis import given, settings
from openpyxl.styles import Font

from activities.importing.process import _source, bounded
from domain.kind.kind import RowKind
from domain.sheet.mapping import outside, parts_laid, proposed
from tests.activities.importing.plans import Grid, grids
from tests.activities.importing.shapes import KIND, spreadsheet


def excel(grid: Grid) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for n, line in enumerate(grid.lines, 1):
        for m, text in enumerate(line, 1):
            if text:
                sheet.cell(n, m, text).font = Font(bold=n - 1 in grid.bold)
    for column, first, last in grid.merged:
        sheet.merge_cells(start_row=first + 1, end_row=last + 1, start_column=column + 1, end_column=column + 1)
    for row, first, last in grid.wide:
        sheet.merge_cells(start_row=row + 1, end_row=row + 1, start_column=first + 1, end_column=last + 1)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def word(grid: Grid) -> bytes:
    made = docx.Document()
    table = made.add_table(len(grid.lines), max(map(len, grid.lines)))
    for n, line in enumerate(grid.lines):
        for m, text in enumerate(line):
            if text:
                table.cell(n, m).text = text
    for column, first, last in grid.merged:
        table.cell(first, column).merge(table.cell(last, column))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def plain(separator: str, encoding: str) -> Callable[[Grid], bytes]:
    def made(grid: Grid) -> bytes:
        out = io.StringIO()
        csv.writer(out, delimiter=separator).writerows(grid.lines)
        return out.getvalue().replace("≥", "±").encode(encoding)

    return made


def spans(grid: Grid) -> Iterator[list[tuple[str, int, int]]]:
    """Yield each line's cells with the lines and columns that they cover; what is covered is left out."""
    width = max(map(len, grid.lines))
    tall = {(first, column): last - first + 1 for column, first, last in grid.merged}
    below = {(n, column) for column, first, last in grid.merged for n in range(first + 1, last + 1)}
    wide = {n for n, _, _ in grid.wide}
    for n, line in enumerate(grid.lines):
        cells = [*line, *[""] * (width - len(line))]
        each = [(text, tall.get((n, m), 1), 1) for m, text in enumerate(cells) if (n, m) not in below]
        yield [(cells[0], 1, width)] if n in wide else each


def web(grid: Grid) -> bytes:
    lines = ""
    for line in spans(grid):
        cells = (f"<td rowspan={tall} colspan={wide}>{html.escape(text)}</td>" for text, tall, wide in line)
        lines += f"<tr>{''.join(cells)}</tr>"
    return f"<table>{lines}</table>".replace("\n", "<br>").encode()


def opendocument(grid: Grid) -> bytes:
    rows, width = "", max(map(len, grid.lines))
    for n, line in enumerate(spans(grid)):
        covered = {column for column, first, last in grid.merged if first < n <= last}
        cells, row = iter(line), ""
        for m in range(min(width, len(line) + len(covered))):
            if m in covered:
                row += "<table:covered-table-cell/>"
                continue
            text, tall, wide = next(cells)
            said = "".join(f"<text:p>{html.escape(each)}</text:p>" for each in text.splitlines())
            size = f'table:number-rows-spanned="{tall}" table:number-columns-spanned="{wide}"'
            row += f"<table:table-cell {size}>{said}</table:table-cell>"
        rows += f"<table:table-row>{row}</table:table-row>"
    return spreadsheet(rows)


def pdf(grid: Grid) -> bytes:
    cells = [
        f"table.cell(rowspan: {tall}, colspan: {wide})[#{json.dumps(text, ensure_ascii=False)}]"
        for line in spans(grid)
        for text, tall, wide in line
    ]
    page = "#set page(width: 40cm, height: auto)\n"
    return typst.compile(f"{page}#table(columns: {max(map(len, grid.lines))}, {', '.join(cells)})".encode())


FILES: dict[str, Callable[[Grid], bytes]] = {
    "excel": excel,
    "csv": plain(";", "utf-8"),
    "windows": plain(";", "cp1252"),
    "pasted": plain("\t", "utf-16"),
    "web": web,
    "word": word,
    "opendocument": opendocument,
    "pdf": pdf,
}


@pytest.mark.parametrize("make", FILES.values(), ids=FILES)
def test_a_plan_in_any_shape_comes_out_as_it_is(make: Callable[[Grid], bytes]) -> None:
    @settings(max_examples=8 if make in (pdf, word) else 15, derandomize=True, database=None)
    @given(grids())
    def comes_out(grid: Grid) -> None:
        source = bounded(_source("a", make(grid)), "a")
        mapping = proposed(source, KIND, 2024)
        laid = [each for tables in parts_laid(source, mapping, KIND).values() for each in tables]
        texts = {row.id: row.text.text for each in laid for row in each.rows}
        rows = []
        for row in (row for each in laid for row in each.rows if row.kind is RowKind.INDICATOR):
            unit = row.cells["satuan"].text if "satuan" in row.cells else ""
            rows.append((texts.get(row.parent, ""), row.text.text, unit, row.figure.text if row.figure else ""))
        assert [tuple(map(plainly, row)) for row in rows] == [tuple(map(plainly, row)) for row in grid.rows]
        known = [text for row in rows for text in row]
        known += [left.text for each in laid for left in each.left] + [left.text for left in outside(source, mapping)]
        known += [head for table in mapping.tables for _, head in table.band.heads]
        said = plainly(" ".join(known))
        for text in (each for line in grid.lines for cell in line for each in cell.splitlines()):
            counts = text.strip("().").isdecimal() or text[:2] in ("1.", "2.")
            assert counts or plainly(text) in said, text

    comes_out()


def plainly(text: str) -> str:
    return " ".join(text.split()).replace("±", "≥")
