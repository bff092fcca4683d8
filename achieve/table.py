"""A printed table: the rows of a CSV file, each with its line; one that cannot be read stops no other."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from domain.kernel.characters import clean
from domain.kernel.errors import N_, PlanError, Unreadable

PUBLISHED = "published"

_CELL_END = {delimiter: re.compile(f"[{delimiter}\n]") for delimiter in ",;"}
_SPACES = re.compile("[ \t]*")


@dataclass(frozen=True)
class Columns:
    """What a header has to name, and what it may; of a row the `filled` cells are not empty."""

    required: tuple[str, ...]
    optional: tuple[str, ...]
    filled: tuple[str, ...]

    @property
    def known(self) -> tuple[str, ...]:
        """Every column that means something."""
        return (*self.required, *self.optional)


_INPUTS = ("indicator", "direction", "target", "realisation")
ACHIEVEMENTS = Columns(_INPUTS, (PUBLISHED,), _INPUTS)
CELLS = Columns(("text",), ("kind", "indicator"), ())


@dataclass(frozen=True)
class PrintedRow:
    """The cells of a line by column, or the error that stands in their place; `cells` then holds what is certain."""

    line: int
    cells: Mapping[str, str]
    error: PlanError | None = None


@dataclass(frozen=True)
class Table:
    """The rows in their order; `headings` as they are printed, `unread` are columns that mean nothing here."""

    rows: tuple[PrintedRow, ...]
    columns: tuple[str, ...]
    headings: tuple[str, ...]
    unread: tuple[str, ...]


def read_table(text: str, wanted: Columns) -> Table:
    """Read a header and its rows; raises Unreadable for a header that is not one.

    A heading may say behind its name, in brackets, what its figures are in: *target (Rp juta)*.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    known = ", ".join(wanted.required)
    start, line = 0, 1
    while text.startswith("\n", start):  # blank lines above the header
        start, line = start + 1, line + 1
    header_line = text[start:].partition("\n")[0]
    if not header_line.strip():
        raise Unreadable("table-empty", "The file is empty; its first line names the columns: {known}.", known=known)
    delimiter = ";" if ";" in _unquoted(header_line) else ","
    header = line
    cells, start, line = _record(text, start, line, delimiter)
    columns = _columns(cells, header, wanted)
    rows = tuple(_rows(text, start, line, delimiter, columns, wanted.filled))
    return Table(rows, columns, tuple(cells), tuple(name for name in columns if name and name not in wanted.known))


def _unquoted(line: str) -> str:
    return re.sub(r'"[^"]*"', "", line)


def _columns(cells: list[str], line: int, wanted: Columns) -> tuple[str, ...]:
    headed = (" ".join(clean(cell).split()).casefold() for cell in cells)
    columns = tuple(bare if (bare := cell.partition("(")[0].rstrip()) in wanted.known else cell for cell in headed)
    missing = [name for name in wanted.required if name not in columns]
    if missing:
        message = N_(
            "Line {line} does not name the column {missing}; the columns are {known}, separated by “,” or “;”."
        )
        named = {"line": str(line), "missing": ", ".join(missing), "known": ", ".join(wanted.required)}
        raise Unreadable("column-missing", message, missing[0], **named)
    for name in wanted.known:
        if columns.count(name) > 1:
            message = N_("Line {line} names the column {name} twice.")
            raise Unreadable("column-twice", message, name, line=str(line), name=name)
    return columns


def _rows(
    text: str, start: int, line: int, delimiter: str, columns: tuple[str, ...], filled: tuple[str, ...]
) -> Iterator[PrintedRow]:
    while start < len(text):
        if text.startswith("\n", start):
            start, line = start + 1, line + 1
            continue
        try:
            cells, after, next_line = _record(text, start, line, delimiter)
        except Unreadable as error:
            # Whatever the quote was meant to hold, the next line begins anew.
            yield PrintedRow(line, {}, error)
            end = text.find("\n", start)
            start, line = (end + 1 if end >= 0 else len(text)), line + 1
            continue
        yield _row(line, cells, columns, delimiter, filled)
        start, line = after, next_line


def _row(line: int, cells: list[str], columns: tuple[str, ...], delimiter: str, filled: tuple[str, ...]) -> PrintedRow:
    found = dict(zip(columns, cells, strict=False))
    counts = {"found": str(len(cells)), "expected": str(len(columns))}
    if len(cells) > len(columns):
        message = N_("The row has {found} cells, the header {expected}.")
        if delimiter == ",":
            message = N_("The row has {found} cells, the header {expected}; put a value with a comma in quotes.")
        certain = {name: found[name] for name in ("indicator",) if name in found}
        return PrintedRow(line, certain, Unreadable("cells-too-many", message, "", **counts))
    if len(cells) < len(columns):
        message = N_("The row has {found} cells, the header {expected}; the first that is missing is {column}.")
        column = columns[len(cells)]
        error = Unreadable("cells-too-few", message, column, column=column, **counts)
        return PrintedRow(line, found, error)
    for name in filled:
        if not found[name].strip():
            return PrintedRow(line, found, Unreadable("cell-empty", "The cell is empty.", name))
    return PrintedRow(line, found)


def _record(text: str, start: int, line: int, delimiter: str) -> tuple[list[str], int, int]:
    """Return the cells of the record at `start`, where the next one begins, and its line (RFC 4180)."""
    cells: list[str] = []
    at = start
    while True:
        opening = _after_spaces(text, at)
        if text.startswith('"', opening):
            cell, at = _quoted(text, opening + 1, delimiter)
        else:
            end = _CELL_END[delimiter].search(text, at)
            after = end.start() if end is not None else len(text)
            cell, at = text[at:after].strip(" \t"), after
        cells.append(cell)
        if at >= len(text) or text[at] == "\n":
            return cells, at + 1, line + 1 + text.count("\n", start, at)
        at += 1


def _quoted(text: str, at: int, delimiter: str) -> tuple[str, int]:
    """Return what stands between the quotes, doubled ones being one, and where the cell ends."""
    pieces: list[str] = []
    while True:
        closing = text.find('"', at)
        if closing < 0:
            raise Unreadable("quote-open", "A quoted cell is not closed.")
        pieces.append(text[at:closing])
        if not text.startswith('"', closing + 1):
            break
        pieces.append('"')
        at = closing + 2
    end = _after_spaces(text, closing + 1)
    if end < len(text) and text[end] not in (delimiter, "\n"):
        raise Unreadable("quote-inside", "Something follows the closing quote of a cell; a quote inside is doubled.")
    return "".join(pieces), end


def _after_spaces(text: str, at: int) -> int:
    found = _SPACES.match(text, at)
    return found.end() if found is not None else at
