"""Tables as files for spreadsheets: XLSX with real numbers, and CSV as spreadsheets in Indonesia read it."""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any
from unicodedata import category

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from domain.kernel.numbers import spell

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"

SheetCell = str | int | Decimal | None
_FORMULA = tuple("=+-@|＝＋－＠")
_UNSEEN = ("Cc", "Cf", "Mn")  # control, format and combining characters
_PARTS = re.compile(r"(?<=[,;|\t\r\n])(?=([^,;\t\r\n]*))")
_SIGNED = re.compile(r"\s*[+-][\d\s.%]*")  # a number, and the dash of *Rp 5.000,-*
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_TOP = Alignment(vertical="top")
_BOLD = Font(bold=True)


@dataclass(frozen=True)
class SheetColumn:
    """A heading, how wide its cells are in characters, and the decimals of its numbers (None: as many as there are)."""

    heading: str
    width: int
    places: int | None = None


Table = tuple[str, Sequence[SheetColumn], Iterable[tuple[SheetCell, ...]]]  # with the name of its sheet


def workbook(*tables: Table) -> bytes:
    """Return a workbook with a sheet for each table. Blocks."""
    book = Workbook(write_only=True)
    for title, columns, rows in tables:
        _sheet(book, title, columns, rows)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def csv_table(columns: Sequence[SheetColumn], rows: Iterable[tuple[SheetCell, ...]]) -> bytes:
    """Return a table as CSV: semicolons, decimal commas, UTF-8 with a byte order mark."""
    file = StringIO(newline="")
    writer = csv.writer(file, delimiter=";")
    writer.writerow(column.heading for column in columns)
    writer.writerows([_written(cell) for cell in row] for row in rows)
    return file.getvalue().encode("utf-8-sig")


def _written(cell: SheetCell) -> str:
    if isinstance(cell, Decimal):
        return spell(cell, grouped=False)
    return _parted(cell) if isinstance(cell, str) else "" if cell is None else str(cell)


def _parted(text: str) -> str:
    """Return a text in which no formula begins where a program with another separator would part it."""
    return _PARTS.sub(lambda part: "'" if is_formula(part[1]) and not _SIGNED.fullmatch(part[1]) else "", text)


def _sheet(book: Workbook, title: str, columns: Sequence[SheetColumn], rows: Iterable[tuple[SheetCell, ...]]) -> None:
    sheet: Any = book.create_sheet(title)  # one that is only written has more than its stubs know
    sheet.freeze_panes = "A2"
    for n, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(n)].width = column.width
    sheet.append([_cell(sheet, column.heading, heading=True) for column in columns])
    for row in rows:
        sheet.append([_cell(sheet, cell, column.places) for cell, column in zip(row, columns, strict=True)])


def _cell(sheet: Any, value: SheetCell, places: int | None = None, *, heading: bool = False) -> object:
    cell: Any = WriteOnlyCell(sheet)
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"  # whatever it looks like
        cell.alignment = _WRAPPED
    elif value is not None:
        cell.number_format = _format(Decimal(value), places)
        cell.alignment = _TOP
    if heading:
        cell.font = _BOLD
    return cell


def _format(value: Decimal, places: int | None) -> str:
    decimals = max(-int(value.as_tuple().exponent), 0) if places is None else places
    return f"#,##0.{'0' * decimals}" if decimals else "#,##0"


def plain(cell: SheetCell) -> SheetCell:
    """Return the cell; a text that a spreadsheet would take for a formula begins with an apostrophe instead."""
    return f"'{cell}" if isinstance(cell, str) and is_formula(cell) else cell


def is_formula(text: str) -> bool:
    """Return whether a spreadsheet may take a text for a formula; spaces and what nobody sees may come before it."""
    return next(filter(_visible, text), "") in _FORMULA


def _visible(character: str) -> bool:
    return not character.isspace() and category(character) not in _UNSEEN
