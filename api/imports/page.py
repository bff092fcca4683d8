"""The page on which a file is sent, and what its tables become is shown and corrected."""

from collections.abc import Iterator
from dataclasses import dataclass

from api.http.address import plan_path
from api.http.frame import Frame
from api.http.html import page
from api.http.problems import Problem
from api.imports.filled import Filled
from api.imports.sent import ImportFile, Preview
from api.words import names
from api.words.words import Words
from domain.kernel.errors import N_
from domain.kind.kind import Kind, PartKind, RowKind
from domain.office.state import Office
from domain.plan.state import Plan
from domain.sheet.heads import Becomes
from domain.sheet.laid import Laid
from domain.sheet.mapping import TableTaken
from domain.sheet.table import SourceTable, TableLine

_SHOWN = 200  # lines of a table that are shown; all of them are taken
_WHY = {
    "note": N_("stands between the rows"),
    "total": N_("a total, which is added up from the rows"),
    "column": N_("its column becomes nothing"),
    "rowless": N_("there is no row for it in this line"),
    "formula": N_("a formula that the file does not show the value of"),
    "skipped": N_("you say that the line is no row"),
}
_BECOMES = {
    Becomes.NOTHING: N_("nothing"),
    Becomes.NUMBER: N_("the row's number or code"),
    Becomes.OUTLINE: N_("goals and indicators below each other"),
}


@dataclass(frozen=True)
class ShownLine:
    """A line of the file, and what it becomes; `cells` by column: the words, whether they are left, and how wide."""

    number: int
    cells: tuple[tuple[str, bool, int], ...]
    becomes: tuple[str, ...]
    said: str


@dataclass(frozen=True)
class ShownTable:
    """A table with its headings; `columns` are the heading, what it becomes, and what it could become."""

    n: int
    name: str
    part: str
    parts: tuple[tuple[str, str], ...]
    columns: tuple[tuple[int, str, str], ...]
    options: tuple[tuple[str, str], ...]
    levels: tuple[tuple[str, str], ...]
    lines: tuple[ShownLine, ...]
    more: int


def import_page(
    frame: Frame,
    office: Office,
    plan: Plan,
    kind: Kind,
    sent: ImportFile | None,
    found: tuple[Preview, Filled] | None,
    problem: Problem | None,
) -> str:
    """Return the page; without a file that was sent, it asks for one."""
    words = frame.words
    preview, filled = found if found is not None else (None, None)
    return page(
        frame,
        "imports/import.html",
        office=office,
        plan=plan,
        base=plan_path(office, plan.key),
        problem=problem,
        sent=sent,
        tables=list(_tables(words, kind, plan.year, sent, preview)) if sent and preview else [],
        left=[(each, words(_WHY[each.why])) for each in preview.left] if preview else [],
        outside=preview.outside if preview else (),
        joined=[piece for laid in preview.parts.values() for each in laid for piece in each.joined] if preview else [],
        filled=filled,
        counts=_counts(preview) if preview else {},
        said_once={
            name: [(answer, words(text)) for answer, text in answers] for name, answers in names.SAID_ONCE.items()
        },
    )


def _counts(preview: Preview) -> dict[str, int]:
    rows = [row.kind for laid in preview.parts.values() for each in laid for row in each.rows]
    return {kind.value: rows.count(kind) for kind in RowKind}


def _tables(words: Words, kind: Kind, year: int, sent: ImportFile, preview: Preview) -> Iterator[ShownTable]:
    parts = (("", words("is not taken")), *((part.key, f"{part.key} {part.heading}".strip()) for part in kind.parts))
    waiting = {key: list(laid) for key, laid in preview.parts.items()}
    for n, taken in enumerate(sent.mapping.tables):
        part = kind.part(taken.part)
        laid = waiting[taken.part].pop(0) if part is not None and waiting.get(taken.part) else Laid((), ())
        table = sent.source.tables[taken.table]
        lines = [line for line in table.lines if taken.band.last < line.number < taken.until]
        becomes = {
            each.column: f"{each.becomes}:{each.key}" if each.key else str(each.becomes) for each in taken.columns
        }
        levels = _levels(words, part)
        yield ShownTable(
            n,
            table.name or sent.name,
            taken.part,
            tuple(parts),
            tuple((column, head, becomes.get(column, "nothing")) for column, head in taken.band.heads),
            tuple(_options(words, part or kind.parts[0], year)),
            (("", words("as it looks")), ("nothing", words("no row")), *levels),
            tuple(_lines(words, part, taken, table, lines[:_SHOWN], laid)),
            max(0, len(lines) - _SHOWN),
        )


def _spelled(becomes: Becomes, key: str) -> str:
    return f"{becomes}:{key}" if key else str(becomes)


def _levels(words: Words, part: PartKind | None) -> tuple[tuple[str, str], ...]:
    return tuple((f"level:{n}", level.name or words("Goal")) for n, level in enumerate(part.levels if part else ()))


def _options(words: Words, part: PartKind, year: int) -> Iterator[tuple[str, str]]:
    yield from ((str(becomes), words(text)) for becomes, text in _BECOMES.items())
    yield from _levels(words, part)
    yield "indicator", part.indicator_head
    yield "target", part.target_head.replace("{year}", str(year))
    if part.budget is not None:
        yield "programme", part.budget.head
        yield "allotted", part.budget.money_head
    called = {RowKind.GOAL: words("Goal"), RowKind.INDICATOR: "", RowKind.PROGRAMME: words("Programme")}
    for column in part.columns:
        of = called[column.on]
        yield f"column:{column.on}.{column.key}", column.head_in(year) + (f" ({of})" if of else "")


def _lines(
    words: Words, part: PartKind | None, taken: TableTaken, table: SourceTable, lines: list[TableLine], laid: Laid
) -> Iterator[ShownLine]:
    made: dict[str, list[str]] = {}
    depth: dict[str, int] = {}
    for row in laid.rows:
        depth[row.id] = depth.get(row.parent, -1) + 1
        made.setdefault(row.text.place, []).append(_called(words, part, row.kind, depth[row.id]))
    left = {(each.place, each.text) for each in laid.left}
    said = {each.line: _spelled(each.becomes, each.key) for each in taken.lines}
    width = [column for column, _ in taken.band.heads]
    for line in lines:
        by_column = {cell.column: cell for cell in line.cells}
        cells = []
        for column in dict.fromkeys([*width, *by_column]):
            cell = by_column.get(column)
            cells.append((cell.text, (cell.place, cell.text) in left, cell.columns) if cell else ("", False, 1))
        places = dict.fromkeys(cell.place for cell in line.cells)
        becomes = tuple(called for place in places for called in made.get(place, ()))
        yield ShownLine(line.number, tuple(cells), becomes, said.get(line.number, ""))


def _called(words: Words, part: PartKind | None, kind: RowKind, depth: int) -> str:
    match kind:
        case RowKind.GOAL:
            return (part.levels[depth].name if part and depth < len(part.levels) else "") or words("Goal")
        case RowKind.INDICATOR:
            return words("Indicator")
        case RowKind.PROGRAMME:
            return words("Programme")
