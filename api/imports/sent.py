"""A file that was sent to become rows: kept for whoever sent it, with what it is taken for and what they corrected."""

import zlib
from collections.abc import Mapping as Fields

import msgspec
from msgspec import structs

from api.http.address import plan_path
from api.http.visit import Visit, account_id
from domain.kind.kind import Kind
from domain.sheet.heads import Becomes, LineTaken, Taken
from domain.sheet.laid import Laid, Left
from domain.sheet.mapping import Mapping, TableTaken
from domain.sheet.table import Source

_DIGITS = 9  # of the number of a line
_KEPT = "import"  # why it is kept beside what is typed, within the same bounds


class ImportFile(msgspec.Struct, frozen=True):
    """A file that was sent, and what it is taken for; `numbers` and `money` are said once for all of it."""

    name: str
    source: Source
    mapping: Mapping
    numbers: str = ""
    money: str = ""


class Preview(msgspec.Struct, frozen=True):
    """What a file becomes: how it is taken, its rows by part, and everything of it that becomes nothing."""

    name: str
    mapping: Mapping
    parts: dict[str, tuple[Laid, ...]]
    left: tuple[Left, ...]
    outside: tuple[str, ...]


def corrected(sent: ImportFile, typed: Fields[str, str]) -> ImportFile:
    """Return the file as the form says that it is taken."""
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
    answers = {name: typed.get(name, "") for name in ("numbers", "money")}
    return structs.replace(sent, mapping=Mapping(tuple(tables)), **answers)


def _column(taken: Taken, said: str | None) -> Taken:
    becomes, _, key = (said or "").partition(":")
    return Taken(taken.column, Becomes(becomes), key) if becomes in list(Becomes) else taken


def place(visit: Visit) -> str:
    """Return under which name the file for a plan is kept."""
    return f"{plan_path(visit.office, visit.plan)}/import"


async def keep(visit: Visit, sent: ImportFile) -> None:
    """Keep the file, in place of one that was sent before."""
    body = zlib.compress(msgspec.json.encode(sent))
    await visit.services.unsaved.keep(account_id(visit), place(visit), body, _KEPT)


async def find(visit: Visit) -> ImportFile | None:
    """Return the file that was sent last for the plan."""
    found = await visit.services.unsaved.find(account_id(visit), place(visit))
    if found is None or found.reason != _KEPT:
        return None
    return msgspec.json.decode(zlib.decompress(found.body), type=ImportFile)


def _of_shape(visit: Visit, kind: Kind, mapping: Mapping) -> str:
    return f"{visit.office.id} import {kind.code} {mapping.shape}"


async def remember(visit: Visit, kind: Kind, mapping: Mapping) -> None:
    """Keep what the columns of a file became, for the next one of its shape."""
    body = zlib.compress(msgspec.json.encode(mapping))
    await visit.services.unsaved.keep(account_id(visit), _of_shape(visit, kind, mapping), body, _KEPT)


async def remembered(visit: Visit, kind: Kind, guess: Mapping) -> Mapping:
    """Return the guess as somebody corrected it for a file of the same shape before."""
    found = await visit.services.unsaved.find(account_id(visit), _of_shape(visit, kind, guess))
    if found is None:
        return guess
    before = msgspec.json.decode(zlib.decompress(found.body), type=Mapping)
    return Mapping(_as_before(guess, before.tables))


def _as_before(guess: Mapping, before: tuple[TableTaken, ...]) -> tuple[TableTaken, ...]:
    return tuple(
        structs.replace(table, part=known.part, columns=known.columns)
        for table, known in zip(guess.tables, before, strict=True)
    )
