"""What a quarter asks for, as a workbook to fill in: its rows by ids that are hidden, with what is filed already."""

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from activities.documents.sheets import plain
from activities.documents.words import aim_words
from domain.kernel.numbers import spell_rupiah, typed
from domain.measure.derivation import spell_reading
from domain.quarter.line import Line
from domain.quarter.lists import FILED, SPENT
from domain.quarter.state import Quarter

_WORDED = ("explanation", "justification", "obstacles", "follow_up", "follow_up_answer", "reason")
_OF_ROW = ("Id", "Indikator Kinerja", "Target", "Triwulan sebelumnya")
_OF_MONEY = ("Id", "Program/Kegiatan", "Pagu")


def filing_xlsx(quarter: Quarter, rows: Iterable[str], fields: Callable[[Line], Mapping[str, str]]) -> bytes:
    """Return the workbook of these rows and of all programmes; `fields` are what is filed of a line. Blocks."""
    book = Workbook()
    book.remove(book.worksheets[0])
    columns = [column for column in FILED if column.key]
    table = []
    for key in rows:
        line = quarter.lines[key]
        policy, target, previous = line.row.policy, line.row.target, line.row.previous
        aim = aim_words(target, policy)
        before = spell_reading(previous.reading) if previous is not None else ""
        filed = fields(line)
        table.append([key, line.row.indicator.text, aim, before, *(filed.get(column.key, "") for column in columns)])
    heads = [*_OF_ROW, *(column.heads[0].capitalize() for column in columns)]
    wide = [False, True, False, False, *(column.key in _WORDED for column in columns)]
    _sheet(book, "Indikator", heads, table, wide)
    money = [
        [key, of.of.programme.text, spell_rupiah(of.of.allotted), "" if of.realised is None else typed(of.realised), ""]
        for key, of in quarter.budget.items()
    ]
    if money:
        spent = [column.heads[0].capitalize() for column in SPENT if column.key]
        _sheet(book, "Anggaran", [*_OF_MONEY, *spent], money, [False, True, False, False, True])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(
    book: Workbook, name: str, heads: Sequence[str], rows: Iterable[Sequence[str]], wide: Sequence[bool]
) -> None:
    sheet: Any = book.create_sheet(name)
    for line in (heads, *rows):
        sheet.append([plain(text) for text in line])
        for cell in sheet[sheet.max_row]:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if isinstance(cell.value, str):
                cell.data_type = "s"
    for n, spread in enumerate(wide, 1):
        sheet.column_dimensions[get_column_letter(n)].width = 45 if spread else 18
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.column_dimensions["A"].hidden = True  # by it the row is found again, however its wording is changed here
    sheet.freeze_panes = "C2"
