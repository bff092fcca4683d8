"""Sheets of an Excel workbook: what they show, merged cells, bold and indented words."""

import io
from collections.abc import Iterator
from contextlib import closing
from itertools import groupby
from operator import itemgetter

import openpyxl
from msgspec import structs
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from activities.importing.shown import shown
from domain.sheet.table import MOST_CELLS, MOST_COLUMNS, Source, SourceCell, SourceTable, TableLine


def read_workbook(data: bytes) -> Source:
    """Return every sheet that shows anything. A formula is never computed: what was last shown of it counts."""
    with (
        closing(openpyxl.load_workbook(io.BytesIO(data), data_only=True)) as book,
        closing(openpyxl.load_workbook(io.BytesIO(data))) as formulas,
    ):
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        tables = tuple(SourceTable(sheet.title, tuple(_lines(sheet, formulas[sheet.title]))) for sheet in sheets)
        left = tuple(sheet.title for sheet in book.worksheets if sheet not in sheets)
        return Source(tuple(table for table in tables if table.lines), left)


def _lines(sheet: Worksheet, formulas: Worksheet) -> Iterator[TableLine]:
    spans = {(r.min_row, r.min_col): (r.max_row - r.min_row + 1, r.max_col - r.min_col + 1)
             for r in sheet.merged_cells.ranges}  # fmt: skip
    folded = {n for each in sheet.column_dimensions.values() if each.hidden
              for n in range(each.min or 1, min(each.max or 0, MOST_COLUMNS) + 1)}  # fmt: skip
    count = 0
    # Those that are there, and none is made for all the empty ones between them.
    for number, places in groupby(sorted(sheet._cells), key=itemgetter(0)):
        cells = []
        for place in places:
            cell = sheet._cells[place]
            if not isinstance(cell, Cell):
                continue  # what a merged cell covers
            formula = formulas._cells.get(place)
            told = _cell(cell, formula.value if formula is not None else None, *spans.get(place, (1, 1)))
            if told is not None:
                cells.append(structs.replace(told, unread="hidden") if cell.column in folded else told)
        count += len(cells)
        if cells:
            yield TableLine(number, tuple(cells), bool(sheet.row_dimensions[number].hidden))
        if count > MOST_CELLS:
            return


def _cell(cell: Cell, formula: object, lines: int, columns: int) -> SourceCell | None:
    text = shown(cell.value, cell.number_format).strip()
    lost = not text and isinstance(formula, str) and formula.startswith("=")
    if not text and not lost:
        return None
    return SourceCell(
        column=cell.column - 1,
        text=text,
        place=f"{cell.parent.title}!{cell.coordinate}",
        lines=lines,
        columns=columns,
        bold=bool(cell.font and cell.font.bold),
        indent=int(cell.alignment.indent) if cell.alignment else 0,
        number=isinstance(cell.value, int | float) and not isinstance(cell.value, bool),
        unread="formula" if lost else "",
    )
