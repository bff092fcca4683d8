"""Rows that are there already, such as a quarter's indicators, found again in a table with what it says of each."""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher

import msgspec
from msgspec import structs

from domain.sheet.heads import Becomes, LineTaken, Taken, assigned, counted, folded
from domain.sheet.laid import Left, Piece
from domain.sheet.mapping import Mapping as Taking
from domain.sheet.mapping import TableTaken, segments
from domain.sheet.outline import CODED, COUNT, MARKED, TOTAL
from domain.sheet.table import Source, SourceCell, SourceTable, TableLine
from domain.sheet.words import NUMBERS


class ListedColumn(msgspec.Struct, frozen=True):
    """A column that a list may have, and the words over it; one without a key is known to say nothing."""

    key: str
    heads: tuple[str, ...]


class Known(msgspec.Struct, frozen=True):
    """A row that is there: found by its id, by one of its codes, or by its words."""

    id: str
    text: str
    codes: tuple[str, ...] = ()


class Listed(msgspec.Struct, frozen=True):
    """The rows that a table may list; `becomes` is what its column of words is called by, `heads` the words over it."""

    key: str
    becomes: Becomes
    heads: tuple[str, ...]
    columns: tuple[ListedColumn, ...]
    rows: tuple[Known, ...]


class FoundLine(msgspec.Struct, frozen=True):
    """A line that lists a row: `row` is its id, empty where none is found; then `like` is one of nearly its words."""

    line: int
    place: str
    text: str
    row: str
    like: str
    cells: Mapping[str, Piece]


class Found(msgspec.Struct, frozen=True):
    """What a table lists, and what of it says nothing."""

    lines: tuple[FoundLine, ...]
    left: tuple[Left, ...]


_QUARTER = re.compile(
    r"(?:s\.?[/.]?d\.? *)?\b(?:tw|triwulan|kuartal|quarter|q)[ .-]*(?P<number>iv|iii|ii|i|[1-4])\b", re.IGNORECASE
)
_UNTIL = re.compile(r"\b(?:s[/.] ?d|sd|sampai|hingga|kumulatif|until)\b", re.IGNORECASE)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_QUARTERS = tuple(f"{word} {number}" for word in ("triwulan", "tw") for number in (*_ROMAN, 1, 2, 3, 4))
_IDS = ("id", "kode", "code", "kunci")
_LIKE = 0.8  # of the letters of two wordings, how much of them is the same


def proposed(source: Source, lists: Sequence[Listed], quarter: int | None) -> Taking:
    """Return which tables list which rows, by their headings; of columns for each quarter those of this one, if one."""
    words = {folded(word) for each in lists for word in _words(each)} | {*_QUARTERS, *_IDS, "sasaran", "target"}
    taken = []
    for n, table in enumerate(source.tables):
        for band, until in segments(table, words):
            said = structs.replace(band, heads=tuple((c, _of_quarter(head, quarter)) for c, head in band.heads))
            offers = [(each.key, assigned(said, _vocabulary(each))) for each in lists]
            key, columns = max(offers, key=lambda offer: _worth(offer[1]))
            worth = _worth(columns)
            taken.append(TableTaken(n, band, until, key if worth else "", columns))
    return Taking(tuple(taken))


def _words(listed: Listed) -> Iterator[str]:
    yield from (*listed.heads, *NUMBERS)
    for column in listed.columns:
        yield from column.heads


def _vocabulary(listed: Listed) -> list[tuple[str, tuple[Becomes, str]]]:
    known = [(head, (listed.becomes, "")) for head in listed.heads]
    for column in listed.columns:
        becomes = Becomes.COLUMN if column.key else Becomes.NOTHING
        known += [(head, (becomes, column.key)) for head in column.heads]
    known += [(word, (Becomes.NUMBER, "")) for word in (*_IDS, *NUMBERS)]
    return [(folded(word), meaning) for word, meaning in known]


def _of_quarter(head: str, quarter: int | None) -> str:
    """Return the heading without the quarter that is meant; of another quarter, or up to one, it says nothing here."""
    if quarter is None:
        return head
    found = _QUARTER.search(head)
    if _UNTIL.search(head) or (
        found and _ROMAN.get(found["number"].lower(), found["number"]) not in (quarter, str(quarter))
    ):
        return ""
    return _QUARTER.sub(" ", head).strip() or head


def _worth(columns: Sequence[Taken]) -> int:
    """How much of a list the columns make: nothing, where they name no rows or say nothing of them."""
    becomes = [each.becomes for each in columns]
    names = {Becomes.INDICATOR, Becomes.PROGRAMME, Becomes.NUMBER} & set(becomes)
    return becomes.count(Becomes.COLUMN) * 2 + len(names) if names and Becomes.COLUMN in becomes else 0


def found(table: SourceTable, taken: TableTaken, listed: Listed) -> Found:
    """Return what the lines of a table say of the rows; a line may be said to be of a row, or of none."""
    finding = _Finding(taken.columns, listed)
    said = {each.line: each for each in taken.lines}
    lines = [taken.band.of(line) for line in table.lines]
    heads = {line.words for line in lines if taken.band.first <= line.number <= taken.band.last}
    for line in lines:
        if taken.band.last < line.number < taken.until and line.words not in heads and not counted(line):
            finding.take(line, said.get(line.number))
    return Found(tuple(finding.lines), tuple(finding.left))


class _Finding:
    """One pass over the lines of a table."""

    def __init__(self, columns: Sequence[Taken], listed: Listed) -> None:
        self.lines: list[FoundLine] = []
        self.left: list[Left] = []
        self._taken = {each.column: each for each in columns}
        self._listed = listed
        self._ids = {row.id for row in listed.rows}
        self._codes = _once((code.casefold(), row.id) for row in listed.rows for code in (row.id, *row.codes))
        self._texts = _once((_plain(row.text), row.id) for row in listed.rows)

    def take(self, line: TableLine, said: LineTaken | None) -> None:
        """Read a line, as what somebody says that it is."""
        cells: dict[str, SourceCell] = {}
        name: SourceCell | None = None
        marks: list[SourceCell] = []
        if line.hidden or (said is not None and said.becomes is Becomes.NOTHING):
            self.left += [Left(cell.text, cell.place, "hidden" if line.hidden else "skipped") for cell in line.cells]
            return
        if any(TOTAL.fullmatch(cell.text.strip()) for cell in line.cells):
            self.left += [Left(cell.text, cell.place, "total") for cell in line.cells]
            return
        for cell in line.cells:
            taken = self._taken.get(cell.column, Taken(cell.column, Becomes.NOTHING))
            names = taken.becomes is Becomes.NUMBER and cell.text.strip() in self._ids  # as in our own lists, hidden
            if cell.unread and not names:
                self.left.append(Left(cell.text, cell.place, cell.unread))
            elif taken.becomes is self._listed.becomes:
                name = cell
            elif taken.becomes is Becomes.NUMBER:
                marks.append(cell)
            elif taken.becomes is Becomes.COLUMN:
                cells[taken.key] = cell
            elif cell.column in self._taken or not COUNT.fullmatch(cell.text.strip()):
                self.left.append(Left(cell.text, cell.place, "column"))
        self._line(line, said, name, marks, cells)

    def _line(
        self,
        line: TableLine,
        said: LineTaken | None,
        name: SourceCell | None,
        marks: Sequence[SourceCell],
        cells: Mapping[str, SourceCell],
    ) -> None:
        row = said.key if said is not None and said.key in self._ids else self._row(name, marks)
        at = name or next(iter(marks), None)
        if at is None or not (cells or row):
            spare = [*([name] if name else []), *marks, *cells.values()]
            self.left += [Left(cell.text, cell.place, "rowless" if cells else "note") for cell in spare]
            return
        like = "" if row or name is None else self._like(name.text)
        pieces = {key: Piece(cell.text, cell.place, cell.number) for key, cell in cells.items()}
        text = " ".join(at.text.split())
        self.lines.append(FoundLine(line.number, at.place, text, row, like, pieces))

    def _row(self, name: SourceCell | None, marks: Sequence[SourceCell]) -> str:
        """Return the row of an id, else of the words, else of a code; none where they speak of several."""
        for mark in marks:
            if mark.text.strip() in self._ids:
                return mark.text.strip()
        if name is not None and (row := self._texts.get(_plain(name.text))):
            return row
        coded = CODED.fullmatch(" ".join(name.text.split())) if name is not None else None
        codes = [*(mark.text.strip() for mark in marks), *([coded["code"]] if coded else [])]
        # A number that only counts is no code beside words that are none of ours.
        return next(
            (row for code in codes if not COUNT.fullmatch(code) if (row := self._codes.get(code.casefold()))), ""
        )

    def _like(self, text: str) -> str:
        alike = [
            (SequenceMatcher(None, _plain(text), words, autojunk=False).ratio(), row)
            for words, row in self._texts.items()
        ]
        best = max(alike, default=(0.0, ""))
        return best[1] if best[0] >= _LIKE else ""


def _plain(text: str) -> str:
    """Return a wording as it is compared: without the number before it, in small letters."""
    text = " ".join(text.split())
    coded = CODED.fullmatch(text) or MARKED.fullmatch(text)
    return " ".join(re.sub(r"[^\w%]+", " ", (coded["rest"] if coded else text).casefold()).split())


def _once(pairs: Iterator[tuple[str, str]]) -> dict[str, str]:
    """Return what names one row only."""
    named: dict[str, set[str]] = {}
    for name, row in pairs:
        named.setdefault(name, set()).add(row)
    return {name: rows.pop() for name, rows in named.items() if name and len(rows) == 1}
