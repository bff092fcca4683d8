"""Tables of a page of HTML: what many systems call an Excel export, and what a spreadsheet puts on the clipboard."""

from html.parser import HTMLParser

from activities.importing.plain import letters
from domain.sheet.table import MOST_COLUMNS, MOST_LINES, Source, SourceCell, SourceTable, TableLine

_BREAKS = ("br", "p", "div", "li")
_UNSAID = ("script", "style", "head")


def read_web(text: str) -> Source:
    """Return the tables that are in no other table."""
    parser = _Tables()
    parser.feed(text)
    parser.close()
    tables = (SourceTable(f"Tabel {n}", tuple(lines)) for n, lines in enumerate(parser.tables, 1))
    return Source(tuple(table for table in tables if table.lines))


class _Tables(HTMLParser):
    """Takes cells as they come; a table within a cell is part of its words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[TableLine]] = []
        self._depth = 0
        self._silent = 0
        self._number = 0
        self._cells: list[SourceCell] = []
        self._open: tuple[int, int, bool] | None = None  # lines, columns and weight of the cell that is read
        self._words = ""
        self._taken: dict[int, int] = {}  # columns that a cell of an earlier line covers, and how many lines more
        self._column = 0
        self._in_row = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in _UNSAID
        if tag == "table":
            self._depth += 1
            if self._depth == 1:
                self.tables.append([])
                self._number, self._taken = 0, {}
        elif tag == "tr" and self._depth == 1:
            self._end_row()
            self._number += 1
            self._column, self._in_row = 0, True
        elif tag in ("td", "th") and self._depth == 1:
            self._end_cell()
            said = dict(attrs)
            self._open = _span(said.get("rowspan")), _span(said.get("colspan")), tag == "th"
        elif tag in ("b", "strong") and self._open is not None and not self._words.strip():
            self._open = (*self._open[:2], True)
        elif tag in _BREAKS and self._words:
            self._words += "\n"

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in _UNSAID and self._silent > 0
        if tag in ("td", "th") and self._depth == 1:
            self._end_cell()
        elif tag == "tr" and self._depth == 1:
            self._end_row()
        elif tag == "table" and self._depth:
            if self._depth == 1:
                self._end_row()
            self._depth -= 1

    def handle_data(self, data: str) -> None:
        if self._open is not None and not self._silent:
            self._words += data

    def _end_cell(self) -> None:
        if self._open is None:
            return
        lines, columns, bold = self._open
        while self._taken.get(self._column, 0):
            self._column += 1
        text = "\n".join(line for each in self._words.splitlines() if (line := " ".join(each.split())))
        if text and self._column <= MOST_COLUMNS:
            place = f"Tabel {len(self.tables)}!{letters(self._column)}{self._number}"
            self._cells.append(SourceCell(self._column, text, place, lines, columns, bold))
        for column in range(self._column, self._column + columns):
            self._taken[column] = lines
        self._column += columns
        self._open, self._words = None, ""

    def _end_row(self) -> None:
        """End the row that is open; one may end by its own tag, and again where the next begins."""
        self._end_cell()
        if not self._in_row:
            return
        self._in_row = False
        if self._cells and self.tables and len(self.tables[-1]) <= MOST_LINES:
            self.tables[-1].append(TableLine(self._number, tuple(self._cells)))
        self._cells = []
        self._taken = {column: left - 1 for column, left in self._taken.items() if left > 1}


def _span(said: str | None) -> int:
    return min(int(said), 1000) if said and said.isdecimal() and int(said) > 0 else 1
