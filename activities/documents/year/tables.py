"""The year table as files for spreadsheets: XLSX with real numbers, and CSV as spreadsheets in Indonesia read it."""

import csv
import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from activities.documents.year.columns import (
    BUDGETS,
    INDICATORS,
    LinesOn,
    SheetCell,
    SheetColumn,
    budget_rows,
    indicator_rows,
    is_formula,
)
from domain.kernel.numbers import spell
from domain.measure.budget import Lines
from domain.quarter.state import Quarter

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"

_PARTS = re.compile(r"(?<=[,;|\t\r\n])(?=([^,;\t\r\n]*))")
_SIGNED = re.compile(r"\s*[+-][\d\s.%]*")  # a number, and the dash of *Rp 5.000,-*
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_TOP = Alignment(vertical="top")
_BOLD = Font(bold=True)


def unsaid(on: date) -> Lines | None:
    """Return the lines of an office that has said none."""
    return None


def year_xlsx(quarters: Sequence[Quarter], lines_on: LinesOn = unsaid) -> bytes:
    """Return a workbook of two sheets, indicators and budgets, with a row for each quarter of each. Blocks."""
    book = Workbook(write_only=True)
    _sheet(book, "Capaian", INDICATORS, indicator_rows(quarters))
    _sheet(book, "Anggaran", BUDGETS, budget_rows(quarters, lines_on))
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def year_csv(quarters: Sequence[Quarter]) -> bytes:
    """Return the indicators of the quarters: semicolons, decimal commas, UTF-8 with a byte order mark."""
    return _csv(INDICATORS, indicator_rows(quarters))


def budget_csv(quarters: Sequence[Quarter], lines_on: LinesOn = unsaid) -> bytes:
    """Return the programmes of the quarters in the same way."""
    return _csv(BUDGETS, budget_rows(quarters, lines_on))


def _csv(columns: Sequence[SheetColumn], rows: Iterable[tuple[SheetCell, ...]]) -> bytes:
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
