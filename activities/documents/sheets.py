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
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins, PrintPageSetup
from openpyxl.worksheet.properties import PageSetupProperties

from domain.kernel.numbers import spell

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


@dataclass(frozen=True)
class Numeral:
    """A number with what the paper prints around it, such as *Rp* or *%*."""

    value: Decimal
    before: str = ""
    after: str = ""
    grouped: bool = False

    @property
    def format(self) -> str:
        """Return the number format that prints it so."""
        around = [text and '"' + text.replace('"', "") + '"' for text in (self.before, self.after)]
        number = _format(self.value, None)
        return f"{around[0]}{number if self.grouped else number.removeprefix('#,##')}{around[1]}"


SheetCell = str | int | Decimal | Numeral | None
_FORMULA = tuple("=+-@|＝＋－＠")
_UNSEEN = ("Cc", "Cf", "Mn")  # control, format and combining characters
_PARTS = re.compile(r"(?<=[,;|\t\r\n])(?=([^,;\t\r\n]*))")
_SIGNED = re.compile(r"\s*[+-][\d\s.%]*")  # a number, and the dash of *Rp 5.000,-*
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_TOP = Alignment(vertical="top")
_BOLD = Font(bold=True)
_FIGURE = Alignment(horizontal="right", vertical="top")
_HEAD = Alignment(horizontal="center", vertical="center", wrap_text=True)
_ACROSS = Alignment(horizontal="centerContinuous")  # over the empty cells beside it
_UNBROKEN = Alignment(vertical="top")
_THIN = Side("thin")
_RULED = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_A4 = 9
_GROUPED = 1000  # what is less has no point for thousands, whatever the column does
_AROUND = re.compile(r"[^\d\"\\\n\t]{0,40}")  # what may stand beside a number in its format


@dataclass(frozen=True)
class SheetColumn:
    """A heading, how wide its cells are in characters, and the decimals of its numbers (None: as many as there are)."""

    heading: str
    width: int
    places: int | None = None


Table = tuple[str, Sequence[SheetColumn], Iterable[tuple[SheetCell, ...]]]  # with the name of its sheet


@dataclass(frozen=True)
class PrintedSheet:
    """A sheet that is ready to print: lines above its table, columns, and rows; one of a single cell runs across."""

    sheet: str
    lines: Sequence[str]
    columns: Sequence[SheetColumn]
    rows: Sequence[tuple[SheetCell, ...]]


def workbook(*sheets: Table | PrintedSheet) -> bytes:
    """Return a workbook of these sheets. Blocks."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        if isinstance(sheet, PrintedSheet):
            _print(book, sheet)
        else:
            _sheet(book, *sheet)
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
    if isinstance(cell, Numeral):
        cell = cell.value
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


def _print(book: Workbook, report: PrintedSheet) -> None:
    sheet: Any = book.create_sheet(report.sheet)
    last, head = get_column_letter(len(report.columns)), len(report.lines) + 2
    area = f"A{head}:{last}{head + len(report.rows)}"
    for n, column in enumerate(report.columns, 1):
        sheet.column_dimensions[get_column_letter(n)].width = column.width
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup = PrintPageSetup(orientation="landscape", paperSize=_A4, fitToWidth=1, fitToHeight=0)
    sheet.page_margins = PageMargins(left=0.6, right=0.6, top=0.7, bottom=0.7)  # inches
    sheet.print_options.horizontalCentered = True
    sheet.HeaderFooter.oddFooter.center.text = "Halaman &P dari &N"
    sheet.print_title_rows = f"{head}:{head}"
    sheet.print_area = f"A1:{last}{head + len(report.rows)}"
    sheet.freeze_panes = f"A{head + 1}"
    sheet.auto_filter.ref = area
    for line in report.lines:
        title = _cell(sheet, line, heading=True)
        title.alignment = _ACROSS
        sheet.append([title, *(_across(sheet) for _ in report.columns[1:])])
    sheet.append([])
    sheet.append([_ruled(_cell(sheet, plain(column.heading), heading=True), _HEAD) for column in report.columns])
    for row in report.rows:
        band = len(row) == 1 < len(report.columns)
        cells = [*row, *([None] * (len(report.columns) - len(row)))]
        sheet.append([_ruled(_cell(sheet, plain(cell), heading=band), _UNBROKEN if band else None) for cell in cells])


def _across(sheet: Any) -> Any:
    cell: Any = WriteOnlyCell(sheet)
    cell.alignment = _ACROSS
    return cell


def _ruled(cell: Any, alignment: Alignment | None) -> Any:
    cell.border = _RULED
    if alignment is not None:
        cell.alignment = alignment
    return cell


def shown(text: str, value: Decimal | None) -> str | Numeral:
    """Return what the paper prints as a number where a number format prints exactly that, else as text."""
    for spelled in (spell(value), spell(value, grouped=False)) if value is not None else ():
        before, found, after = text.partition(spelled)
        if found and value is not None and _AROUND.fullmatch(before + after):
            return Numeral(value, before, after, "." in spelled)
    return text


def alike(amount: Decimal, text: str, value: Decimal) -> str | None:
    """Return an amount as a column spells its amounts, of which one is `value` and printed as `text`; None: unknown."""
    for scale in (1, 1000, 1_000_000):
        example = shown(text, exactly(value / scale))
        if isinstance(example, Numeral):
            grouped = example.grouped or example.value < _GROUPED
            return f"{example.before}{spell(exactly(amount / scale), grouped=grouped)}{example.after}"
    return None


def exactly(value: Decimal) -> Decimal:
    """Return the number without zeros at its end."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _cell(sheet: Any, value: SheetCell, places: int | None = None, *, heading: bool = False) -> Any:
    cell: Any = WriteOnlyCell(sheet)
    cell.value = value.value if isinstance(value, Numeral) else value
    if isinstance(value, Numeral):
        cell.number_format = value.format
        cell.alignment = _FIGURE
    elif isinstance(value, str):
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
