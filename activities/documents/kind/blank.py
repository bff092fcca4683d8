"""A kind of plan as an empty workbook: its levels and columns, choices as lists, an example, and what is meant."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from activities.documents.sheets import SheetColumn, csv_table, plain
from domain.kind.kind import Column, Holds, Kind, Numbering, PartKind, RowKind

EXAMPLE = "contoh"  # in the column of numbers: a line that becomes nothing
_ROWS = 500  # that a list of choices is offered in
_LONGEST_LIST = 250  # characters of choices that Excel takes
_HOLDS = {
    Holds.TEXT: ("Kata-kata.", "Contoh isian"),
    Holds.CODE: ("Kode, seperti 1.02.01.", "1.02.01"),
    Holds.MEASURE: ("Angka seperti target, dengan satuannya: 75%, 12 dokumen.", "75%"),
    Holds.MONEY: ("Rupiah penuh: Rp 30.275.016.000.", "Rp 12.500.000"),
    Holds.WEIGHT: ("Bobot dalam persen: 25%.", "25%"),
    Holds.CHOICE: ("Salah satu pilihan.", ""),
}


@dataclass(frozen=True)
class _Head:
    """A column with what stands in it, an example, and what may be chosen."""

    words: str
    means: str
    example: str
    choices: tuple[str, ...] = ()
    wide: bool = False


def blank_xlsx(kind: Kind, year: int) -> bytes:
    """Return the workbook: a sheet for each table, and one that explains. Blocks."""
    book = Workbook()
    book.remove(book.worksheets[0])
    told: list[tuple[str, ...]] = []
    for name, heads in _tables(kind, year):
        sheet = book.create_sheet(name)
        sheet.append([plain(head.words) for head in heads])
        sheet.append([plain(head.example) or None for head in heads])
        _lay_out(sheet, heads)
        told += [(), (f"Lembar {name}",), *((head.words, head.means) for head in heads)]
    _explain(book, kind, year, told)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def blank_csv(kind: Kind, year: int) -> bytes:
    """Return its tables below each other as CSV, each under its name."""
    tables = list(_tables(kind, year))
    width = max(len(heads) for _, heads in tables)
    rows: list[tuple[str, ...]] = []
    for name, heads in tables:
        for line in ([name], [head.words for head in heads], [head.example for head in heads], []):
            rows.append(tuple(str(plain(text)) for text in [*line, *([""] * (width - len(line)))]))
    first, *others = rows
    return csv_table([SheetColumn(text, 0) for text in first], others)


def _tables(kind: Kind, year: int) -> Iterator[tuple[str, tuple[_Head, ...]]]:
    for part in kind.parts:
        of = f" {part.key}" if len(kind.parts) > 1 else ""
        yield f"Bagian{of}", tuple(_goals(part, year))
        if part.budget is not None:
            yield f"Anggaran{of}", tuple(_programmes(part, year))


def _goals(part: PartKind, year: int) -> Iterator[_Head]:
    before, ahead, behind = part.layout()
    yield _Head("No", "Nomor urut; boleh kosong. Baris bertulisan “contoh” tidak diambil.", EXAMPLE)
    for n, level in enumerate(part.levels):
        yield from _columns(before if n == len(part.levels) - 1 else (), year)
        name = level.name or "Sasaran"
        counted = "" if level.numbering is Numbering.NONE else " Nomornya dihitung sendiri."
        again = "Sama dengan baris di atasnya bila tidak berganti; boleh dikosongkan atau digabung."
        yield _Head(name, f"Rumusan {name}. {again}{counted}", f"Contoh rumusan {name}", wide=True)
    yield _Head(
        part.indicator_head, "Rumusan indikator, satu baris satu indikator.", "Contoh rumusan indikator", wide=True
    )
    yield from _columns(ahead, year)
    target = part.target_head.replace("{year}", str(year))
    yield _Head(target, "Target seperti tercetak: 75%, 12 dokumen, Baik, 3,5–4.", "75%")
    yield from _columns([column for column in behind if column.on is RowKind.INDICATOR], year)
    yield from _columns([column for column in behind if column.on is RowKind.GOAL], year)


def _programmes(part: PartKind, year: int) -> Iterator[_Head]:
    if part.budget is None:
        return
    codes, before, behind = part.budget_layout()
    levels = " › ".join(part.budget.levels)
    deep = f" Tingkatnya ({levels}) dikenali dari kode atau inden." if len(part.budget.levels) > 1 else ""
    yield _Head("No", "Nomor urut; boleh kosong. Baris bertulisan “contoh” tidak diambil.", EXAMPLE)
    yield from _columns(codes, year)
    yield _Head(part.budget.head, f"Nama program atau kegiatan.{deep}", "Contoh nama program", wide=True)
    yield from _columns(before, year)
    yield _Head(part.budget.money_head, _HOLDS[Holds.MONEY][0], _HOLDS[Holds.MONEY][1])
    yield from _columns(behind, year)


def _columns(columns: Sequence[Column], year: int) -> Iterator[_Head]:
    for column in columns:
        means, example = _HOLDS[column.holds]
        if column.choices:
            means, example = f"{means} {'; '.join(column.choices)}", column.choices[0]
        yield _Head(column.head_in(year), means, example, column.choices, column.holds is Holds.TEXT)


def _lay_out(sheet: Any, heads: Sequence[_Head]) -> None:
    sheet.freeze_panes = "A2"
    for n, head in enumerate(heads, 1):
        letter = get_column_letter(n)
        sheet.column_dimensions[letter].width = 8 if n == 1 else 45 if head.wide else 18
        sheet.cell(1, n).font, sheet.cell(1, n).alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
        sheet.cell(2, n).font = Font(italic=True, color="00808080")
        for row in (1, 2):
            if isinstance(sheet.cell(row, n).value, str):
                sheet.cell(row, n).data_type = "s"
        listed = ",".join(head.choices)
        writable = not any("," in each or '"' in each for each in head.choices)  # Excel parts its list at commas
        if head.choices and writable and len(listed) <= _LONGEST_LIST:
            offered = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True)
            offered.add(f"{letter}2:{letter}{_ROWS}")
            sheet.add_data_validation(offered)


def _explain(book: Workbook, kind: Kind, year: int, told: Sequence[tuple[str, ...]]) -> None:
    sheet: Any = book.create_sheet("Petunjuk")
    for line in (
        (f"{kind.title} {year}",),
        ("Isi lembar lainnya, satu baris satu indikator atau program, lalu kirim berkas ini di “Baris dari berkas”.",),
        ("Tidak ada yang dicatat sebelum Anda melihat hasilnya di penyunting dan menyimpannya.",),
        *told,
    ):
        sheet.append([plain(text) for text in line])
    for letter, width in (("A", 36), ("B", 100)):
        sheet.column_dimensions[letter].width = width
    sheet["A1"].font = Font(bold=True)
