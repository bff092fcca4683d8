"""What came from a file into a form: told again when it is recorded, where it still says what the file says."""

from collections.abc import Mapping
from hashlib import sha256

import msgspec

from api.http.visit import Visit, account_id
from api.imports.reader import unpacked
from domain.kernel.source import FileSource, SourcedCell
from domain.quarter.filing import Evidence
from eventstore.documents import IMPORTED, EvidenceRow

_OCTETS = "application/octet-stream"  # it is only ever saved, whatever it is


class GivenCell(msgspec.Struct, frozen=True):
    """A cell (`ROW.column`): what was put there, from which place, and how the file prints it."""

    cell: str
    typed: str
    place: str
    text: str


class Given(msgspec.Struct, frozen=True):
    """The cells that came from one file."""

    cells: tuple[GivenCell, ...]


async def source_of(visit: Visit, here: str, stream: str, typed: Mapping[str, str]) -> FileSource | None:
    """Return the file that was taken on a page for what is typed now, and keep it for the stream; None for none."""
    imports = visit.services.imports.files
    kept = await imports.given(account_id(visit), here)
    if kept is None:
        return None
    file, name, packed = kept
    given = unpacked(packed, Given)
    cells = [each for each in given.cells if typed.get(each.cell) == each.typed]
    content = await imports.content(account_id(visit), here, file) if cells else None
    if content is None:
        return None
    digest, row = sha256(content).hexdigest(), EvidenceRow(visit.office.id, stream, IMPORTED)
    if digest not in await visit.services.evidence.of(row):
        evidence = Evidence(digest, name, _OCTETS, len(content))
        if not await visit.services.evidence.put(row, visit.who.person, evidence, content):
            return None  # so many files were taken already: what is recorded names none that is not kept
    return FileSource(digest, name, tuple(map(_sourced, cells)))


def _sourced(given: GivenCell) -> SourcedCell:
    return SourcedCell(given.cell, given.place, "" if given.text == given.typed else given.text)


def of_row(source: FileSource | None, row: str) -> FileSource | None:
    """Return what of it is about a row, its cells by their columns."""
    return None if source is None else source.of(lambda cell: _column(row, cell))


def _column(row: str, cell: str) -> str:
    return cell.removeprefix(f"{row}.") if cell.startswith(f"{row}.") else ""
