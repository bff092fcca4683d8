"""Tables in plain text: values apart by a separator, and what a spreadsheet puts on the clipboard."""

import csv
import io
import re
from collections.abc import Iterable, Iterator

from domain.sheet.table import MOST_COLUMNS, MOST_LINES, Source, SourceCell, SourceTable, TableLine

_SEPARATORS = "\t;,|"
_SAMPLE = 50  # lines by which the separator is judged
_MARKUP = re.compile(r"</?(?:b|i|u|strong|em)>|\*\*", re.IGNORECASE)  # as tables in text files have it


def read_plain(data: bytes) -> Source:
    """Return the one table of a CSV or TSV file. Raises UnicodeDecodeError."""
    text = _decoded(data)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    return Source(tuple(table for table in (SourceTable("", tuple(lined(rows))),) if table.lines))


def lined(rows: Iterable[Iterable[str]]) -> Iterator[TableLine]:
    """Yield the lines of a table of words alone; their places are called as in a spreadsheet."""
    count = 0
    for number, row in enumerate(rows, 1):
        cells = [
            SourceCell(
                column,
                text.strip(),
                f"{letters(column)}{number}",
                bold=text != typed,
                indent=len(text) - len(text.lstrip(" ")),
            )
            for column, typed in enumerate(row)
            if (text := _MARKUP.sub("", typed)).strip() and column <= MOST_COLUMNS
        ]
        if cells:
            yield TableLine(number, tuple(cells))
            count += 1
        if count > MOST_LINES:
            return


def letters(column: int) -> str:
    """Return how a spreadsheet calls a column that is counted from 0."""
    before, last = divmod(column, 26)
    return (letters(before - 1) if before else "") + chr(ord("A") + last)


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252")  # what Excel writes where nobody says otherwise


def _separator(text: str) -> str:
    """Return the separator that cuts the first lines into equally many pieces, the most of them."""
    head = text.splitlines()[:_SAMPLE]

    def cut(separator: str) -> tuple[int, int]:
        counts = [len(row) for row in csv.reader(head, delimiter=separator) if len(row) > 1]  # a title is in one piece
        usual = max(set(counts), key=counts.count, default=1)
        return (counts.count(usual), usual)

    return max(_SEPARATORS, key=cut)
