"""Where in somebody's file stood what was recorded, and how it was printed there."""

import re
from collections.abc import Callable

import msgspec

from domain.kernel.characters import clean
from domain.kernel.errors import require
from domain.kernel.message import Message

_DIGEST = re.compile(r"[0-9a-f]{64}")
_LONGEST = 200  # characters of a name, or of a place


class SourcedCell(Message, frozen=True, omit_defaults=True, tag="sourced-cell"):
    """A cell by its column, and its place in the file (`Rencana!C12`); `text` is how it prints it, if otherwise."""

    cell: str
    place: str
    text: str = ""


class FileSource(Message, frozen=True, tag="file-source"):
    """A kept file by the SHA-256 of its bytes, the name it came with, and the cells that came from it."""

    file: str
    name: str
    cells: tuple[SourcedCell, ...]

    def of(self, wanted: Callable[[str], str]) -> "FileSource | None":
        """Return what of it is wanted, by the names that its cells then have; None for nothing."""
        cells = tuple(msgspec.structs.replace(each, cell=name) for each in self.cells if (name := wanted(each.cell)))
        return msgspec.structs.replace(self, cells=cells) if cells else None


def checked_source(source: FileSource | None) -> FileSource | None:
    """Return it, or raise Refused or Unreadable for what no file of ours is."""
    if source is None:
        return None
    known = _DIGEST.fullmatch(source.file) is not None and bool(source.name)
    short = all(len(text) <= _LONGEST for text in (source.name, *(cell.place for cell in source.cells)))
    require(known and short, "source-unclear", "A file that something came from has a digest, a name and places.")
    for text in (source.name, *(cell.text for cell in source.cells), *(cell.place for cell in source.cells)):
        clean(text, "source")
    return source
