"""Sheets of a workbook of the Excel before 2007: what its cells hold, since how they show it is not told."""

import io
from collections.abc import Iterator

from python_calamine import CalamineWorkbook, SheetVisibleEnum

from activities.importing.plain import letters
from activities.importing.shown import shown
from domain.sheet.table import MOST_COLUMNS, MOST_LINES, Source, SourceCell, SourceTable, TableLine


def read_binary(data: bytes) -> Source:
    """Return every sheet that holds anything."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    visible = [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
    tables = tuple(SourceTable(name, tuple(_lines(book, name))) for name in visible)
    left = tuple(name for name in book.sheet_names if name not in visible)
    return Source(tuple(table for table in tables if table.lines), left)


def _lines(book: CalamineWorkbook, name: str) -> Iterator[TableLine]:
    sheet = book.get_sheet_by_name(name)
    spans = {start: (end[0] - start[0] + 1, end[1] - start[1] + 1) for start, end in sheet.merged_cell_ranges or ()}
    for number, row in enumerate(sheet.to_python(skip_empty_area=False, nrows=MOST_LINES + 1), 1):
        cells = []
        for column, value in enumerate(row[: MOST_COLUMNS + 1]):
            text = shown(value, "General").strip()
            if text:
                lines, columns = spans.get((number - 1, column), (1, 1))
                figure = isinstance(value, int | float) and not isinstance(value, bool)
                place = f"{name}!{letters(column)}{number}"
                cells.append(SourceCell(column, text, place, lines, columns, number=figure))
        if cells:
            yield TableLine(number, tuple(cells))
