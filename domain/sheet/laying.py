"""The rows of a plan that a table becomes: each cell with its place there, and what was not read."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from domain.kind.kind import Numbering, PartKind, RowKind
from domain.sheet.heads import Band, Becomes, LineTaken, Taken, column_of, counted, depth_of
from domain.sheet.laid import Laid, LaidRow, Left, Piece
from domain.sheet.lines import apart
from domain.sheet.outline import CODED, COUNT, FOOTNOTE, MARKED, MONEY, NOTE, TOTAL, look
from domain.sheet.table import SourceCell, SourceTable, TableLine

_EXAMPLES = ("contoh", "example")  # as our own workbooks mark the line that shows how
_WORDED = (Becomes.LEVEL, Becomes.OUTLINE, Becomes.INDICATOR, Becomes.PROGRAMME)


def laid(
    table: SourceTable,
    band: Band,
    until: int,
    taken: Sequence[Taken],
    part: PartKind,
    prefix: str = "r",
    said: Sequence[LineTaken] = (),
) -> Laid:
    """Return the rows between the headings and line `until`, where the columns become what `taken` says.

    `said` are lines of which somebody says what they are; `prefix` begins the ids of the rows.
    """
    laying = _Laying(part, taken, prefix)
    told = {each.line: each for each in said}
    lines = [band.of(line) for line in table.lines]
    heads = {line.words for line in lines if band.first <= line.number <= band.last}
    for line in chain.from_iterable(apart(each, taken) for each in lines):
        if band.last < line.number < until:
            if line.number in told:
                laying.take(line, told[line.number])
            elif line.words in heads or counted(line):
                laying.overleaf = True  # the headings again, on the next page
            elif line.hidden or not (laying.overleaf and laying.goes_on(line)):
                laying.take(line)
    return Laid(tuple(each.row() for each in laying.rows), tuple(laying.left), tuple(laying.joined))


@dataclass
class _Open:
    """A row while its lines are read."""

    id: str
    kind: RowKind
    parent: str
    text: Piece
    figure: Piece | None = None
    cells: dict[str, Piece] = field(default_factory=dict)

    def row(self) -> LaidRow:
        return LaidRow(self.id, self.kind, self.parent, self.text, self.figure, self.cells)


class _Laying:
    """One pass over the lines of a table."""

    def __init__(self, part: PartKind, taken: Sequence[Taken], prefix: str) -> None:
        self.rows: list[_Open] = []
        self.left: list[Left] = []
        self.joined: list[Piece] = []
        self.overleaf = False
        self._part = part
        self._prefix = prefix
        self._taken = {each.column: each for each in taken}
        self._levels = [each for each in taken if each.becomes is Becomes.LEVEL]
        self._goals: dict[int, _Open] = {}  # the one that is open at each depth
        self._paths: dict[tuple[str, ...], _Open] = {}
        self._programmes: dict[int, _Open] = {}
        self._looks: dict[RowKind, list[tuple[str, ...]]] = {RowKind.GOAL: [], RowKind.PROGRAMME: []}
        self._said: int | None = None  # how deep somebody says that the goal of this line stands
        self._made: dict[int, _Open] = {}  # goals of this line, by the column of their words

    def goes_on(self, line: TableLine) -> bool:
        """Whether the first line of a page only ends the words of the row before; then it is read."""
        self.overleaf = False
        said = {self._taken.get(c.column, Taken(c.column, Becomes.NOTHING)).becomes: c for c in line.cells}
        last = next((row for row in reversed(self.rows) if row.kind is RowKind.INDICATOR), None)
        if last is None or last.figure is None or not set(said) <= {Becomes.LEVEL, Becomes.OUTLINE, Becomes.INDICATOR}:
            return False
        goal = said.get(Becomes.LEVEL)
        if Becomes.INDICATOR not in said or (goal is not None and not goal.text[:1].islower()):
            return False
        held = {Becomes.LEVEL: self._goals[max(self._goals)] if self._goals else None, Becomes.INDICATOR: last}
        for becomes, cell in said.items():
            if (row := held.get(becomes)) is not None:
                row.text = Piece(f"{row.text.text} {' '.join(cell.text.split())}", row.text.place)
                self.joined.append(Piece(cell.text, cell.place))
        return True

    def take(self, line: TableLine, said: LineTaken | None = None) -> None:
        """Read a line, as what somebody says that it is."""
        if line.hidden or (said is not None and said.becomes is Becomes.NOTHING):
            self._leave_line(line, "hidden" if line.hidden else "skipped")
            return
        cells: dict[Becomes, list[tuple[SourceCell, Taken]]] = {}
        for cell in line.cells:
            taken = self._taken.get(cell.column, Taken(cell.column, Becomes.NOTHING))
            if cell.unread:
                self._leave(cell, cell.unread)
            else:
                cells.setdefault(taken.becomes, []).append((cell, taken))
        if said is not None:
            self._said = depth_of(said)
        if any(cell.text.strip().casefold() in _EXAMPLES for cell, _ in cells.get(Becomes.NUMBER, ())):
            self._leave_line(line, "example")
            return
        worded = [cell for cell in line.cells if re.search(r"[^\W\d_]", MONEY.sub("", cell.text))]
        if worded and TOTAL.fullmatch(worded[0].text) and len(worded) == 1:
            self._leave_line(line, "total")
            return
        if said is None and len(line.cells) == 1 and self._heads(line.cells[0]):
            numbered = bool(MARKED.fullmatch(line.cells[0].text.strip()))
            self._made = {}
            self._goal_at(self._by_number(numbered) if len(self._levels) == 1 else 0, line.cells[0])
            return
        if said is None and len(line.cells) == 1 and self._is_note(line.cells[0]):
            self._leave(line.cells[0], "note")
            return
        self._made = {}
        made = {
            RowKind.GOAL: self._goal(cells),
            RowKind.INDICATOR: self._new_indicator(cells),
            RowKind.PROGRAMME: self._programme(cells),
        }
        self._fill(cells, made)
        self._said = None
        for cell, _ in cells.get(Becomes.NOTHING, ()):
            # Under no heading rows are counted.
            if cell.column in self._taken or not COUNT.fullmatch(cell.text.strip()):
                self._leave(cell, "column")

    def _is_note(self, cell: SourceCell) -> bool:
        """Whether a cell that is alone in its line is no row; one over the whole table may head the rows below."""
        if (NOTE if cell.columns > 1 else FOOTNOTE).match(cell.text.strip()):
            return True
        return self._becomes(cell) not in _WORDED and bool(re.search(r"[^\W\d_]", cell.text))

    def _heads(self, cell: SourceCell) -> bool:
        """Whether it is a goal that heads the rows below: numbered where numbers stand, or bold over the columns."""
        text = cell.text.strip()
        wide = cell.columns > 1 and cell.columns * 2 >= len(self._taken)
        numbered = MARKED.fullmatch(text) is not None and (wide or self._becomes(cell) is Becomes.NUMBER)
        return bool(self._levels) and (numbered or (wide and cell.bold)) and not NOTE.match(text)

    def _becomes(self, cell: SourceCell) -> Becomes:
        return self._taken.get(cell.column, Taken(cell.column, Becomes.NOTHING)).becomes

    def _leave_line(self, line: TableLine, why: str) -> None:
        for cell in line.cells:
            self._leave(cell, why)

    def _leave(self, cell: SourceCell, why: str) -> None:
        self.left.append(Left(cell.text, cell.place, why))

    def _goal(self, cells: Mapping[Becomes, Sequence[tuple[SourceCell, Taken]]]) -> _Open | None:
        made = None
        levels = cells.get(Becomes.LEVEL, ())
        for cell, taken in sorted(levels, key=lambda each: depth_of(each[1])):
            depth = depth_of(taken) if len(self._levels) > 1 else self._by_number(bool(cells.get(Becomes.NUMBER)))
            made = self._goal_at(depth if self._said is None else self._said, cell) or made
        if Becomes.TARGET not in cells or self._said is not None:
            for cell, _ in cells.get(Becomes.OUTLINE, ()):
                depth = self._depth(cell, RowKind.GOAL, len(self._part.levels), self._marked(cells, RowKind.GOAL))
                made = self._goal_at(depth if self._said is None else self._said, cell) or made
        return made

    def _by_number(self, numbered: bool) -> int:
        """Return how deep a goal stands where one column holds all levels: some of them are numbered, some are not."""
        counts = [level.numbering is not Numbering.NONE for level in self._part.levels]
        if len(set(counts)) > 1:
            return counts.index(numbered)
        return depth_of(self._levels[0])

    def _goal_at(self, depth: int, cell: SourceCell) -> _Open | None:
        """Open the goal that a cell says, unless it is open: what is written on every line is one."""
        code, text = self._parted(cell.text, RowKind.GOAL, depth)
        above = [self._goals[n] for n in sorted(self._goals) if n < depth]
        path = (*(each.id for each in above), code, text)
        self._goals = {
            n: goal for n, goal in self._goals.items() if n < depth or (n == depth and goal.text.text == text)
        }
        same = self._goals.get(depth) or self._paths.get(path)
        if same is not None:
            self._goals[depth] = same
            return None
        made = self._open(RowKind.GOAL, above[-1].id if above else "", text, cell, code)
        self._goals = {**{n: g for n, g in self._goals.items() if n < depth}, depth: made}
        self._paths[path] = made
        self._made[cell.column] = made
        return made

    def _new_indicator(self, cells: Mapping[Becomes, Sequence[tuple[SourceCell, Taken]]]) -> _Open | None:
        outlined = Becomes.TARGET in cells and self._said is None
        said = cells.get(Becomes.INDICATOR) or (cells.get(Becomes.OUTLINE) if outlined else None)
        if not said:
            return None
        cell, _ = said[0]
        goal = self._goals[max(self._goals)].id if self._goals else ""
        code, text = self._parted(cell.text, RowKind.INDICATOR, 0)
        return self._open(RowKind.INDICATOR, goal, text, cell, code)

    def _programme(self, cells: Mapping[Becomes, Sequence[tuple[SourceCell, Taken]]]) -> _Open | None:
        said = cells.get(Becomes.PROGRAMME)
        if not said or self._part.budget is None:
            return None
        cell, _ = said[0]
        levels = max(1, len(self._part.budget.levels))
        depth = (
            self._depth(cell, RowKind.PROGRAMME, levels, self._marked(cells, RowKind.PROGRAMME)) if levels > 1 else 0
        )
        code, text = self._parted(cell.text, RowKind.PROGRAMME, depth)
        above = [self._programmes[n] for n in sorted(self._programmes) if n < depth]
        made = self._open(RowKind.PROGRAMME, above[-1].id if above else "", text, cell, code)
        self._programmes = {**{n: p for n, p in self._programmes.items() if n < depth}, depth: made}
        return made

    def _open(self, kind: RowKind, parent: str, text: str, cell: SourceCell, code: str) -> _Open:
        made = _Open(f"{self._prefix}{len(self.rows) + 1}", kind, parent, Piece(text, cell.place))
        holder = self._code_column(kind)
        if code and holder:
            made.cells[holder] = Piece(code, cell.place)
        self.rows.append(made)
        return made

    def _fill(
        self, cells: Mapping[Becomes, Sequence[tuple[SourceCell, Taken]]], made: Mapping[RowKind, _Open | None]
    ) -> None:
        for becomes, kind in ((Becomes.TARGET, RowKind.INDICATOR), (Becomes.ALLOTTED, RowKind.PROGRAMME)):
            for cell, _ in cells.get(becomes, ()):
                row = made[kind]
                if row is None or row.figure is not None:
                    self._leave(cell, "rowless")
                else:
                    row.figure = Piece(cell.text, cell.place, cell.number)
        for cell, taken in cells.get(Becomes.COLUMN, ()):
            column = column_of(self._part, taken.key)
            row = self._beside(cell) if column is not None and column.on is RowKind.GOAL else None
            row = made[column.on] if column is not None and column.on is not RowKind.GOAL else row
            if column is None or row is None:
                self._leave(cell, "rowless")
                continue
            before = row.cells.get(column.key)
            joined = f"{before.text}.{cell.text}" if before is not None else cell.text
            row.cells[column.key] = Piece(joined, before.place if before is not None else cell.place, cell.number)
        for cell, _ in cells.get(Becomes.NUMBER, ()):
            if not COUNT.fullmatch(cell.text.strip()):
                row = next((each for each in made.values() if each is not None), None)
                holder = self._code_column(row.kind) if row is not None else ""
                if row is not None and holder and holder not in row.cells:
                    row.cells[holder] = Piece(cell.text.strip(), cell.place)
                else:
                    self._leave(cell, "column")

    def _beside(self, cell: SourceCell) -> _Open | None:
        """Return the goal of this line that a cell stands in front of, else the last one before it."""
        levels = sorted(column for column, taken in self._taken.items() if taken.becomes is Becomes.LEVEL)
        ahead = [column for column in levels if column > cell.column]
        behind = [column for column in self._made if column < cell.column]
        return self._made.get(ahead[0]) if ahead else self._made[max(behind)] if behind else None

    def _code_column(self, kind: RowKind) -> str:
        return next((column.key for column in self._part.on(kind) if column.holds == "code"), "")

    def _parted(self, text: str, kind: RowKind, depth: int) -> tuple[str, str]:
        """Return the code that words begin with, where the kind has a column for it, and the words without a number
        that the kind counts itself.
        """
        text = " ".join(text.split())
        if self._code_column(kind) and (coded := CODED.fullmatch(text)):
            return coded["code"], coded["rest"]
        levels = self._part.levels
        numbered = kind is RowKind.GOAL and depth < len(levels) and levels[depth].numbering is not Numbering.NONE
        if numbered and (marked := MARKED.fullmatch(text)):
            return "", marked["rest"]
        return "", text

    def _marked(self, cells: Mapping[Becomes, Sequence[tuple[SourceCell, Taken]]], kind: RowKind) -> str:
        """Return the number or code of a line that has a column of its own."""
        coded = f"{kind}.{self._code_column(kind)}"
        own = [cell for cell, taken in cells.get(Becomes.COLUMN, ()) if taken.key == coded]
        return ".".join(cell.text for cell in own) or "".join(cell.text for cell, _ in cells.get(Becomes.NUMBER, ()))

    def _depth(self, cell: SourceCell, kind: RowKind, levels: int, mark: str) -> int:
        """Return how deep a row of an outline stands, by its look: what looked so before is as deep as it was."""
        looks, seen = self._looks[kind], look(cell, mark)
        if seen not in looks:
            if len(looks) < levels:
                looks.append(seen)
            else:
                return levels - 1
        return looks.index(seen)
