"""Which column of a table becomes what: its headings held against those of a kind of plan and the words of custom."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from enum import StrEnum

import msgspec
from msgspec import structs

from domain.kind.kind import Column, Holds, Kind, PartKind, RowKind
from domain.sheet.table import MOST_COLUMNS, SourceTable, TableLine
from domain.sheet.words import GOALS, INDICATORS, MONEY, NUMBERS, OUTLINES, PROGRAMMES, SYNONYMS, TARGETS


class Becomes(StrEnum):
    """What the cells of a column become; of a `level` and a `column` the `key` says which."""

    NOTHING = "nothing"
    NUMBER = "number"  # counted again by the kind, or the row's code
    LEVEL = "level"  # the wording of goals, `key` is how deep, from 0
    OUTLINE = "outline"  # goals and indicators below each other, told apart by their look
    INDICATOR = "indicator"
    TARGET = "target"
    PROGRAMME = "programme"
    ALLOTTED = "allotted"
    COLUMN = "column"  # of the kind, of the rows that it stands on


class Taken(msgspec.Struct, frozen=True):
    """What a column of the table (`column`, from 0) becomes."""

    column: int
    becomes: Becomes
    key: str = ""


class LineTaken(msgspec.Struct, frozen=True):
    """What a person says of a line by its number: it is no row, or a row of goals at `key` levels of depth."""

    line: int
    becomes: Becomes
    key: str = ""


def depth_of(taken: Taken | LineTaken) -> int:
    """Return how deep the goals stand that it says; at the top where it says nothing of it."""
    return int(taken.key) if re.fullmatch("[0-9]{1,2}", taken.key) else 0


class Band(msgspec.Struct, frozen=True, omit_defaults=True):
    """The headings of a table: lines `first` to `last` by their numbers, and the words over each column.

    Where another table stands beside it, `own` are the first and the last column that are its own.
    """

    first: int
    last: int
    heads: tuple[tuple[int, str], ...]
    own: tuple[int, ...] = ()

    def of(self, line: TableLine) -> TableLine:
        """Return what of a line is its own."""
        if not self.own:
            return line
        cells = tuple(cell for cell in line.cells if self.own[0] <= cell.column <= self.own[-1])
        return structs.replace(line, cells=cells)


_ALIKE = 0.82  # of two headings, how much of them is the same
_COUNTED = re.compile(r"\(?\d{1,2}(?:[=:x+/]\(?\d{1,2}\)?)*\)?|[=:x+/]")  # the line below the headings: (1) (2) (3)
_MOST_HEADS = 4  # lines of headings
_BESIDE = 2  # tables, and words of headings, at the least


def folded(text: str) -> str:
    """Return a heading as it is compared: in small letters, without marks, years and what stands in brackets."""
    bare = re.sub(r"\([^()]*\)", " ", text) if re.sub(r"\([^()]*\)", "", text).strip() else text
    return " ".join(re.sub(r"[^\w/%]+", " ", bare.casefold()).split())


def words_of(kind: Kind, year: int) -> frozenset[str]:
    """Return every heading that means something in any part of a kind."""
    return frozenset(word for part in kind.parts for word, _ in vocabulary(part, year))


def bands(table: SourceTable, known: Collection[str]) -> Iterator[Band]:
    """Yield where headings stand in a table: at its top, after a title, and again where another table begins.

    `known` are the words that a heading may be, folded.
    """
    lines, past = list(table.lines), 0
    for n, line in enumerate(lines):
        if line.number <= past or sum(_means(cell.text, known) for cell in line.cells) < 2 or _figures(line):
            continue
        line = _widened(line, lines[n + 1] if n + 1 < len(lines) else line)
        last = line.number + max(cell.lines for cell in line.cells) - 1
        grouped = any(cell.columns > 1 for cell in line.cells)
        below = [each for each in lines[n + 1 : n + _MOST_HEADS] if each.number <= last or grouped]
        heads, end = _joined(line, below, last)
        rest = [each for each in lines if each.number > end]
        while rest and counted(rest[0]):
            end = rest.pop(0).number
        yield from _beside(Band(line.number, end, heads), lines, known)
        past = end


def _beside(band: Band, lines: Sequence[TableLine], known: Collection[str]) -> Iterator[Band]:
    """Yield the headings of each of several tables that stand beside each other, a column apart that is empty."""
    filled = {cell.column + n for line in lines for cell in line.cells for n in range(cell.columns)
              if line.number >= band.first and cell.columns * 2 < len(band.heads)}  # fmt: skip
    groups: list[list[tuple[int, str]]] = []
    for column, head in band.heads:
        apart = not groups or any(n not in filled for n in range(groups[-1][-1][0] + 1, column))
        groups.append([(column, head)]) if apart else groups[-1].append((column, head))
    if len(groups) < _BESIDE or any(sum(_means(head, known) for _, head in group) < _BESIDE for group in groups):
        yield band
        return
    for n, group in enumerate(groups):
        until = groups[n + 1][0][0] - 1 if n + 1 < len(groups) else MOST_COLUMNS
        yield Band(band.first, band.last, tuple(group), (group[0][0] if n else 0, until))


def _means(text: str, known: Collection[str]) -> bool:
    words = folded(text)
    return words in known or any(_near(words, each) for each in known if len(each) > 3)


def _near(one: str, other: str) -> bool:
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE


def _figures(line: TableLine) -> bool:
    """Whether a line holds figures, which headings do not; years may stand in one."""
    return any(cell.number and not re.fullmatch(r"(?:19|20)\d\d", cell.text) for cell in line.cells)


def counted(line: TableLine) -> bool:
    """Whether a line only counts the columns."""
    pieces = [piece for cell in line.cells for piece in cell.text.split()]
    return len(pieces) > 1 and all(_COUNTED.fullmatch(piece) for piece in pieces)


def _widened(top: TableLine, below: TableLine) -> TableLine:
    """Return the headings with those over several columns as wide as they are meant, where nobody merged the cells."""
    heads, under = {cell.column for cell in top.cells}, {cell.column for cell in below.cells}
    if below is top or _figures(below) or counted(below) or any(cell.columns > 1 for cell in top.cells):
        return top
    cells = []
    for cell in top.cells:
        wide = 1
        while cell.column in under and cell.column + wide in under - heads:
            wide += 1
        cells.append(structs.replace(cell, columns=wide))
    # Every cell of the line below stands under one of several columns; else it is a row.
    covered = {cell.column + n for cell in cells if cell.columns > 1 for n in range(cell.columns)}
    return TableLine(top.number, tuple(cells)) if under <= covered else top


def _joined(top: TableLine, below: list[TableLine], last: int) -> tuple[tuple[tuple[int, str], ...], int]:
    """Return the words over each column, those above before those below, and the last line that has some."""
    words: dict[int, list[str]] = {}
    open_: dict[int, bool] = {}
    for cell in top.cells:
        for column in range(cell.column, cell.column + cell.columns):
            words[column] = [cell.text]
            open_[column] = cell.columns > 1 or cell.lines == 1
    end = last
    for line in below:
        under = [cell for cell in line.cells if words.get(cell.column) and _under(top, cell.column)]
        if not under or len(under) < len(line.cells) or counted(line):
            break
        for cell in under:
            for column in range(cell.column, cell.column + cell.columns):
                words.setdefault(column, []).append(cell.text)
        end = max(end, line.number + max(cell.lines for cell in under) - 1)
    return tuple((column, " ".join(" ".join(told).split())) for column, told in sorted(words.items())), end


def _under(top: TableLine, column: int) -> bool:
    """Whether a cell of the first line stands over several columns there."""
    return any(cell.columns > 1 and cell.column <= column < cell.column + cell.columns for cell in top.cells)


def vocabulary(part: PartKind, year: int) -> list[tuple[str, tuple[Becomes, str]]]:
    """Return the headings that mean something in a part of a kind, the kind's own words first."""
    deepest = len(part.levels) - 1
    own: list[tuple[str, tuple[Becomes, str]]] = [
        *((level.name, (Becomes.LEVEL, str(n))) for n, level in enumerate(part.levels) if level.name),
        (part.indicator_head, (Becomes.INDICATOR, "")),
        (part.target_head.replace("{year}", str(year)), (Becomes.TARGET, "")),
        *((each, (Becomes.COLUMN, _key(column))) for column in part.columns for each in _called(column, year)),
    ]
    if part.budget is not None:
        own += [(part.budget.head, (Becomes.PROGRAMME, "")), (part.budget.money_head, (Becomes.ALLOTTED, ""))]
        own += [(name, (Becomes.PROGRAMME, "")) for name in part.budget.levels]
    custom: list[tuple[Iterable[str], tuple[Becomes, str]]] = [
        (NUMBERS, (Becomes.NUMBER, "")),
        (INDICATORS, (Becomes.INDICATOR, "")),
        ((*TARGETS, f"target {year}", f"target tahun {year}", str(year)), (Becomes.TARGET, "")),
        (GOALS, (Becomes.LEVEL, str(deepest))),
        (OUTLINES, (Becomes.OUTLINE, "")),
    ]
    if part.budget is not None:
        custom += [(PROGRAMMES, (Becomes.PROGRAMME, "")), (MONEY, (Becomes.ALLOTTED, ""))]
    found = [(folded(words), meaning) for words, meaning in own]
    found += [(folded(word), meaning) for words, meaning in custom for word in words]
    return [(words, meaning) for words, meaning in found if words]


def _key(column: Column) -> str:
    return f"{column.on}.{column.key}"


def column_of(part: PartKind, key: str) -> Column | None:
    """Return the column of a kind that a `Taken` names."""
    on, _, name = key.partition(".")
    return part.column(name, RowKind(on)) if on in list(RowKind) else None


_CUSTOM: Mapping[Holds, tuple[str, ...]] = {Holds.WEIGHT: ("bobot", "weight"), Holds.CODE: ("kode", "code")}


def _called(column: Column, year: int) -> Iterator[str]:
    yield column.head_in(year)
    yield from _CUSTOM.get(column.holds, ())
    yield from (word for words in SYNONYMS if folded(column.head) in words for word in words)
    if column.year is not None:
        yield from (f"{word} {year + column.year}" for word in ("target", "realisasi", "capaian", "tahun", "kondisi"))


def guessed(band: Band, part: PartKind, year: int) -> tuple[Taken, ...]:
    """Return what the columns under the headings most probably become; what nobody knows becomes nothing."""
    heads = {column: folded(head) for column, head in band.heads}
    known = vocabulary(part, year)
    spoken = {becomes for words in heads.values() for word, (becomes, _) in known if word == words}
    # A table is one of programmes or one of goals with their indicators: which, its plainest headings say.
    of_programmes = Becomes.PROGRAMME in spoken and Becomes.INDICATOR not in spoken

    def again(taken: Taken) -> bool:  # there may be a code beside each level, or one for each digit
        held = column_of(part, taken.key) if taken.becomes is Becomes.COLUMN else None
        return held is not None and held.holds is Holds.CODE

    return assigned(band, known, lambda becomes, key: _fits(becomes, key, of_programmes), again)


def assigned(
    band: Band,
    known: Sequence[tuple[str, tuple[Becomes, str]]],
    fits: Callable[[Becomes, str], bool] = lambda *_: True,
    again: Callable[[Taken], bool] = lambda taken: taken.becomes is Becomes.NOTHING,
) -> tuple[Taken, ...]:
    """Return what each column becomes by the words that its heading is likest to, the surest first.

    Nothing is said of two columns, unless it may be said `again`.
    """
    offers: list[tuple[float, int, int, Taken]] = []
    for column, head in band.heads:
        for rank, (word, (becomes, key)) in enumerate(known):
            sure = _sureness(head, word)
            if sure >= _ALIKE - 0.05 and fits(becomes, key):
                offers.append((-sure, rank, column, Taken(column, becomes, key)))
    taken: dict[int, Taken] = {}
    used: set[tuple[Becomes, str]] = set()
    for _, _, column, offer in sorted(offers, key=lambda each: each[:3]):
        if column not in taken and (again(offer) or (offer.becomes, offer.key) not in used):
            taken[column] = offer
            used.add((offer.becomes, offer.key))
    return tuple(taken.get(column, Taken(column, Becomes.NOTHING)) for column, _ in band.heads)


def _sureness(head: str, word: str) -> float:
    """How surely a heading is that word, from 0 to 1."""
    words = folded(head)
    if word in (words, folded(head.casefold())):
        return 1.0
    if len(word) > 3 and folded(head.rsplit(" ", 1)[-1]) == word:
        return 0.9
    return SequenceMatcher(None, words, word, autojunk=False).ratio() - 0.05


def _fits(becomes: Becomes, key: str, of_programmes: bool) -> bool:
    """Whether it stands in such a table."""
    if becomes is Becomes.COLUMN:
        return key.startswith(f"{RowKind.PROGRAMME}.") is of_programmes
    alone = (Becomes.PROGRAMME, Becomes.ALLOTTED)
    return becomes in (Becomes.NUMBER, *alone) if of_programmes else becomes not in alone
