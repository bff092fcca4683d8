"""The tables of a file as they stand there: each cell with its words, its place, and how it looks."""

import msgspec

MOST_LINES, MOST_COLUMNS, MOST_CELLS = 5_000, 100, 60_000
MOST_WORDS = 8_000  # characters of a cell
MOST_TEXT = 4_000_000  # characters of all cells


class SourceCell(msgspec.Struct, frozen=True, omit_defaults=True):
    """A cell: `column` counts from 0, `place` is what the file calls it (`B7`, `halaman 2, tabel 1, baris 4`).

    It covers so many `lines` and `columns`. `number` says that the file holds a figure and not words, which are then
    as the file shows it, separated the Indonesian way. `unread` names why its words could not be had.
    """

    column: int
    text: str
    place: str
    lines: int = 1
    columns: int = 1
    bold: bool = False
    indent: int = 0
    number: bool = False
    unread: str = ""


class TableLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """A line of a table by its number there, from 1; cells that hold nothing are left out."""

    number: int
    cells: tuple[SourceCell, ...]
    hidden: bool = False

    def at(self, column: int) -> SourceCell | None:
        """Return the cell of a column that begins in this line, if it holds anything."""
        return next((cell for cell in self.cells if cell.column == column), None)

    @property
    def words(self) -> tuple[str, ...]:
        """Return what its cells say, in small letters."""
        return tuple(" ".join(cell.text.split()).casefold() for cell in self.cells)


class SourceTable(msgspec.Struct, frozen=True):
    """A sheet of a workbook, or a table of a document, by its name."""

    name: str
    lines: tuple[TableLine, ...]


class Source(msgspec.Struct, frozen=True):
    """Everything that was found in a file; `left` says what of it no table holds, such as a picture of a page.

    A file that is a `plan` as we send it ourselves, in JSON, has no tables.
    """

    tables: tuple[SourceTable, ...]
    left: tuple[str, ...] = ()
    plan: str = ""
