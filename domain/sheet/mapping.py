"""What a file is taken for: which tables become which part of a plan, and what each of their columns becomes."""

import re
from collections.abc import Collection, Iterator, Sequence

import msgspec
from msgspec import structs

from domain.kernel.message import canonical, digest
from domain.kind.kind import Kind, PartKind
from domain.sheet.heads import Band, Becomes, LineTaken, Taken, bands, folded, guessed, words_of
from domain.sheet.laid import Laid, Left
from domain.sheet.laying import laid
from domain.sheet.table import Source, SourceTable


class TableTaken(msgspec.Struct, frozen=True):
    """The rows of a table (counted from 0) under its headings, up to line `until`, become rows of a part.

    A `part` that is empty takes nothing of them; `lines` are those of which somebody says what they are.
    """

    table: int
    band: Band
    until: int
    part: str
    columns: tuple[Taken, ...]
    lines: tuple[LineTaken, ...] = ()


class Mapping(msgspec.Struct, frozen=True):
    """Everything that is taken of a file."""

    tables: tuple[TableTaken, ...]

    @property
    def shape(self) -> str:
        """Return what files of the same shape have in common: their headings in their order."""
        return digest(canonical([[folded(head) for _, head in taken.band.heads] for taken in self.tables]))


def proposed(source: Source, kind: Kind, year: int) -> Mapping:
    """Return what the file most probably is: by its headings, and no table that says again what one before it says."""
    tables: list[TableTaken] = []
    said: set[tuple[str, str]] = set()
    for taken in _proposed(source, kind, year):
        part = kind.part(taken.part)
        rows = _rows(source, taken, part) if part is not None else set()
        again = bool(rows) and len(rows & said) * 5 >= len(rows) * 4
        said |= rows
        tables.append(structs.replace(taken, part="") if again else taken)
    return Mapping(tuple(tables))


def _rows(source: Source, taken: TableTaken, part: PartKind) -> set[tuple[str, str]]:
    made = laid(source.tables[taken.table], taken.band, taken.until, taken.columns, part)
    return {(row.kind.value, row.text.text) for row in made.rows}


def _proposed(source: Source, kind: Kind, year: int) -> Iterator[TableTaken]:
    words = words_of(kind, year)
    for n, table in enumerate(source.tables):
        for band, until in segments(table, words):
            named = [part for part in kind.parts if _names(part, table, band)]
            offers = [(part, guessed(band, part, year)) for part in named or kind.parts]
            worths = [(_worth(columns, band, part), part, columns) for part, columns in offers]
            worth, part, columns = max(worths, key=lambda each: each[0])
            yield TableTaken(n, band, until, part.key if worth else "", columns)


def _names(part: PartKind, table: SourceTable, band: Band) -> bool:
    """Whether the table, or the last line above its headings, is called by the part: *Bagian A*."""
    above = [line for line in table.lines if line.number < band.first][-1:]
    titles = [table.name, *(cell.text for line in above for cell in line.cells if len(line.cells) == 1)]
    called = re.compile(rf"(?:bagian|anggaran|lampiran|part)\s+{re.escape(part.key)}\b", re.IGNORECASE)
    return any(called.match(title.strip()) for title in titles)


def _worth(columns: Sequence[Taken], band: Band, part: PartKind) -> int:
    """How much of a plan the columns make, headings in the kind's own words twice: nothing, where they name no rows."""
    becomes = {each.becomes for each in columns}
    rows = becomes & {Becomes.INDICATOR, Becomes.OUTLINE, Becomes.PROGRAMME, Becomes.LEVEL}
    own = {folded(level.name) for level in part.levels}
    taken = sum(each.becomes is not Becomes.NOTHING for each in columns)
    return taken + sum(folded(head) in own for _, head in band.heads) if rows else 0


def parts_laid(source: Source, mapping: Mapping, kind: Kind) -> dict[str, list[Laid]]:
    """Return what each part becomes, table by table in their order; ids are different in all of them."""
    made: dict[str, list[Laid]] = {part.key: [] for part in kind.parts}
    for n, taken in enumerate(mapping.tables):
        part: PartKind | None = kind.part(taken.part)
        if part is not None and taken.table < len(source.tables):
            table = source.tables[taken.table]
            made[part.key].append(laid(table, taken.band, taken.until, taken.columns, part, f"t{n}-", taken.lines))
    return made


def outside(source: Source, mapping: Mapping) -> Iterator[Left]:
    """Yield the lines that stand below no headings: titles above them, and tables of something else."""
    for n, table in enumerate(source.tables):
        known = [(each.band.first, each.until) for each in mapping.tables if each.table == n]
        for line in table.lines:
            if not any(first <= line.number < until for first, until in known):
                yield Left(" · ".join(cell.text for cell in line.cells), line.cells[0].place, "outside")


def segments(table: SourceTable, words: Collection[str]) -> Iterator[tuple[Band, int]]:
    """Yield each headings with the line before which its rows end; headings that come again open nothing new."""
    kept: list[Band] = []
    for band in bands(table, words):
        if not kept or band.own or [folded(h) for _, h in band.heads] != [folded(h) for _, h in kept[-1].heads]:
            kept.append(band)
    last = table.lines[-1].number + 1 if table.lines else 0
    for n, band in enumerate(kept, 1):
        yield band, next((other.first for other in kept[n:] if other.first > band.first), last)
