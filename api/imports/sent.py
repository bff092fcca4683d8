"""A file that was sent and read: what it is taken for, and what whoever sent it corrects."""

from abc import ABC, abstractmethod
from collections.abc import Mapping as Fields
from uuid import UUID

import msgspec
from msgspec import structs

from api.http.problems import Problem
from api.http.reading import Fields as FormFields
from api.imports.given import Given
from domain.sheet.heads import Becomes, LineTaken, Taken
from domain.sheet.laid import Left
from domain.sheet.mapping import Mapping, TableTaken, outside
from domain.sheet.table import Source

_DIGITS = 9  # of the number of a line


class Said(msgspec.Struct, frozen=True):
    """What a file is taken for; `numbers` and `money` are said once for all of it."""

    mapping: Mapping
    numbers: str = ""
    money: str = ""


class ImportFile(msgspec.Struct, frozen=True):
    """A file with its tables."""

    file: UUID
    name: str
    source: Source
    said: Said

    @property
    def mapping(self) -> Mapping:
        """Return what its tables are taken for."""
        return self.said.mapping

    @property
    def outside(self) -> tuple[Left, ...]:
        """Return what stands below no headings."""
        return tuple(outside(self.source, self.mapping))


class Becoming(ABC):
    """What the rows of a file become on a page of ours: `here` is where it is sent to, `editor` where it is typed."""

    here: str
    editor: str
    family: str  # of files: two that have the same headings are alike within it

    @abstractmethod
    def guess(self, source: Source) -> Mapping:
        """Return what the file most probably is."""

    @abstractmethod
    def preview(self, sent: ImportFile) -> object:
        """Return what it becomes, as JSON has it."""

    @abstractmethod
    def page(self, sent: ImportFile | None, problem: Problem | None) -> str:
        """Return the page that shows what it becomes; without a file, that asks for one."""

    @abstractmethod
    def typing(self, sent: ImportFile) -> tuple[FormFields, Given]:
        """Return the fields of the editor's form as if its rows had been typed there. Raises Refused."""

    def given(self, sent: ImportFile) -> Given | None:
        """Return what of it can be recorded from the page itself; None for nothing."""
        return None


def corrected(sent: ImportFile, typed: Fields[str, str]) -> Said:
    """Return what the form says that the file is taken for."""
    tables = []
    for n, table in enumerate(sent.mapping.tables):
        columns = tuple(_column(each, typed.get(f"column-{n}-{each.column}")) for each in table.columns)
        lines = tuple(
            LineTaken(int(line), Becomes(becomes), key)
            for name, value in typed.items()
            if value
            and name.startswith(f"line-{n}-")
            and (line := name.removeprefix(f"line-{n}-")).isdecimal()
            and len(line) < _DIGITS
            for becomes, _, key in [value.partition(":")]
            if becomes in list(Becomes)
        )
        part = typed.get(f"part-{n}", table.part)
        tables.append(structs.replace(table, part=part, columns=columns, lines=lines))
    return Said(Mapping(tuple(tables)), typed.get("numbers", ""), typed.get("money", ""))


def _column(taken: Taken, said: str | None) -> Taken:
    becomes, _, key = (said or "").partition(":")
    return Taken(taken.column, Becomes(becomes), key) if becomes in list(Becomes) else taken


def as_before(guess: Mapping, before: tuple[TableTaken, ...]) -> Mapping:
    """Return the guess as somebody corrected it for a file of the same shape."""
    return Mapping(
        tuple(
            structs.replace(table, part=known.part, columns=known.columns)
            for table, known in zip(guess.tables, before, strict=True)
        )
    )
