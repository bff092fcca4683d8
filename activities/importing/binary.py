"""Sheets of a workbook of the Excel before 2007: what its cells hold, since how they show it is not told."""

import io
import struct
from collections.abc import Iterator
from contextlib import closing
from typing import NamedTuple

from olefile import OleFileIO
from python_calamine import CalamineWorkbook, SheetVisibleEnum

from activities.importing.plain import letters
from activities.importing.shown import shown
from domain.sheet.table import MOST_COLUMNS, Source, SourceCell, SourceTable, TableLine

_STREAMS = ("Workbook", "Book")
# Records of the format, which the reader of its cells tells nothing of.
_SHEET, _ROW, _COLUMNS, _END, _ENCRYPTED = 0x85, 0x208, 0x7D, 0x0A, 0x2F
_ROW_HIDDEN, _COLUMNS_HIDDEN = 0x20, 0x01


class Locked(Exception):
    """The workbook is locked with a password."""


class Hidden(NamedTuple):
    """Lines and columns of a sheet that it does not show, from 0."""

    lines: set[int]
    columns: set[int]


def read_binary(data: bytes) -> Source:
    """Return every sheet that holds anything. Raises `Locked`."""
    hiding = list(_hidden(data))
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    hidden = dict(zip(book.sheet_names, hiding, strict=True))
    visible = [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
    tables = tuple(SourceTable(name, tuple(_lines(book, name, hidden[name]))) for name in visible)
    left = tuple(name for name in book.sheet_names if name not in visible)
    return Source(tuple(table for table in tables if table.lines), left)


def _lines(book: CalamineWorkbook, name: str, hidden: Hidden) -> Iterator[TableLine]:
    sheet = book.get_sheet_by_name(name)
    spans = {start: (end[0] - start[0] + 1, end[1] - start[1] + 1) for start, end in sheet.merged_cell_ranges or ()}
    for number, row in enumerate(sheet.to_python(skip_empty_area=False), 1):
        cells = []
        for column, value in enumerate(row[: MOST_COLUMNS + 1]):
            text = shown(value, "General").strip()
            if text:
                lines, columns = spans.get((number - 1, column), (1, 1))
                figure = isinstance(value, int | float) and not isinstance(value, bool)
                place = f"{name}!{letters(column)}{number}"
                unread = "hidden" if column in hidden.columns else ""
                cells.append(SourceCell(column, text, place, lines, columns, number=figure, unread=unread))
        if cells:
            yield TableLine(number, tuple(cells), number - 1 in hidden.lines)


def _hidden(data: bytes) -> Iterator[Hidden]:
    """Yield what each sheet does not show, in their order."""
    with closing(OleFileIO(data)) as packed:
        book = packed.openstream(next(name for name in _STREAMS if packed.exists(name))).read()
    for kind, at in _records(book, 0):
        if kind == _ENCRYPTED:
            raise Locked
        if kind == _SHEET:
            found = Hidden(set(), set())
            (begins,) = struct.unpack_from("<I", book, at)
            for record, where in _records(book, begins):
                if record == _ROW and book[where + 12] & _ROW_HIDDEN:
                    found.lines.update(struct.unpack_from("<H", book, where))
                elif record == _COLUMNS and book[where + 8] & _COLUMNS_HIDDEN:
                    first, last = struct.unpack_from("<HH", book, where)
                    found.columns.update(range(first, last + 1))
            yield found


def _records(book: bytes, at: int) -> Iterator[tuple[int, int]]:
    """Yield the records of a part of the workbook to its end: what each is, and where its content is."""
    while at + 4 <= len(book):
        kind, size = struct.unpack_from("<HH", book, at)
        if kind == _END:
            return
        yield kind, at + 4
        at += 4 + size
