"""Tables of a file as the page shows them: each column and line with what it becomes, and what it could become."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from api.words.words import Words
from domain.kernel.errors import N_
from domain.sheet.heads import Becomes
from domain.sheet.laid import Left
from domain.sheet.mapping import TableTaken
from domain.sheet.table import SourceCell, SourceTable, TableLine

_SHOWN = 200  # lines of a table that are shown; all of them are taken
_WHY = {
    "outside": N_("stands outside of the tables"),
    "note": N_("stands between the rows"),
    "total": N_("a total, which is added up from the rows"),
    "column": N_("its column becomes nothing"),
    "rowless": N_("there is no row for it in this line"),
    "formula": N_("a formula that the file does not show the value of"),
    "hidden": N_("hidden in the file"),
    "example": N_("an example"),
    "skipped": N_("you say that the line is no row"),
    "part": N_("the plan has no such part"),
    "cover": N_("the file is a plan of another kind or year"),
    "link": N_("links to other plans are made on their own page"),
}
Option = tuple[str, str]


@dataclass(frozen=True)
class ShownLine:
    """A line of the file, and what it becomes; `cells` by column: the words, whether they are left, and how wide."""

    number: int
    cells: tuple[tuple[str, bool, int], ...]
    becomes: tuple[str, ...]
    said: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class ShownTable:
    """A table with its headings; `columns` are the heading, what it becomes, and what it could become."""

    n: int
    name: str
    part: str
    parts: tuple[Option, ...]
    columns: tuple[tuple[int, str, str], ...]
    options: tuple[Option, ...]
    lines: tuple[ShownLine, ...]
    more: int


def shown_table(
    words: Words,
    n: int,
    name: str,
    taken: TableTaken,
    table: SourceTable,
    parts: Sequence[Option],
    options: Sequence[Option],
    made: Mapping[str, Sequence[str]],
    could: Callable[[TableLine], Sequence[Option]],
    left: Collection[Left],
) -> ShownTable:
    """Return a table; `made` says what each place of it became, `could` what somebody may say that a line is."""
    lines = [taken.band.of(line) for line in table.lines if taken.band.last < line.number < taken.until]
    unread = {(each.place, each.text) for each in left}
    said = {each.line: spelled(each.becomes, each.key) for each in taken.lines}
    width = [column for column, _ in taken.band.heads]
    of = {each.column: spelled(each.becomes, each.key) for each in taken.columns}
    always = (("", words("as it looks")), ("nothing", words("no row")))

    def is_left(cell: SourceCell) -> bool:
        """Of one line that holds several rows, what is left is told in pieces."""
        pieces = {(cell.place, text) for text in cell.text.splitlines()}
        return (cell.place, cell.text) in unread or (bool(pieces) and pieces <= unread)

    def line_shown(line: TableLine) -> ShownLine:
        by_column = {cell.column: cell for cell in line.cells}
        cells = []
        for column in dict.fromkeys([*width, *by_column]):
            cell = by_column.get(column)
            cells.append((cell.text, is_left(cell), cell.columns) if cell else ("", False, 1))
        places = dict.fromkeys(cell.place for cell in line.cells)
        becomes = tuple(called for place in places for called in made.get(place, ()))
        return ShownLine(line.number, tuple(cells), becomes, said.get(line.number, ""), (*always, *could(line)))

    return ShownTable(
        n,
        table.name or name,
        taken.part,
        tuple(parts),
        tuple((column, head, of.get(column, "nothing")) for column, head in taken.band.heads),
        tuple(options),
        tuple(map(line_shown, lines[:_SHOWN])),
        max(0, len(lines) - _SHOWN),
    )


def spelled(becomes: Becomes, key: str) -> str:
    """Return what the form calls it."""
    return f"{becomes}:{key}" if key else str(becomes)


def unread(words: Words, left: Sequence[Left]) -> list[tuple[Left, str]]:
    """Return what becomes nothing, with why."""
    return [(each, words(_WHY[each.why])) for each in left]
