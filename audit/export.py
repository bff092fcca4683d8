"""A log as a file that outlives the database: one JSON object a line, enough to verify the chain and fold the plan."""

from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import datetime
from itertools import count
from pathlib import Path

import msgspec

from eventstore.entry import Entry
from eventstore.errors import Corrupt, Fault
from eventstore.snapshot import snapshot
from eventstore.store import Store


class ExportedEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One entry; fingerprint and hash in hexadecimal, the body as the very bytes that were hashed."""

    office: str
    position: int
    stream: str
    version: int
    command_id: str
    fingerprint: str
    recorded_at: datetime
    tag: str
    body: msgspec.Raw
    hash: str


_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(ExportedEntry)


def line(entry: Entry) -> bytes:
    """Return the entry as one line, its end included."""
    exported = ExportedEntry(
        entry.office,
        entry.position,
        entry.stream,
        entry.version,
        entry.command_id,
        entry.fingerprint.hex(),
        entry.recorded_at,
        entry.tag,
        msgspec.Raw(entry.body),
        entry.hash.hex(),
    )
    return _ENCODER.encode(exported) + b"\n"


async def export(store: Store, office: str) -> AsyncIterator[bytes]:
    """Yield the office's whole log as lines, as it is at one instant."""
    async with snapshot(store.pool) as now:
        async for entries in now.entries(office):
            for entry in entries:
                yield line(entry)


class Export:
    """An exported log to be read, as often as needed."""

    def __init__(self, lines: Path | Iterable[bytes]) -> None:
        self._lines = lines if isinstance(lines, Path) else list(lines)

    def __iter__(self) -> Iterator[Entry]:
        """Yield its entries; raises `Corrupt` at a line that is none, or not spelled as `line` does."""
        if isinstance(self._lines, Path):
            with self._lines.open("rb") as file:
                yield from map(_entry, file, count(1))
        else:
            yield from map(_entry, self._lines, count(1))

    def stream(self, office: str, stream: str) -> Iterator[Entry]:
        """Yield the entries of one stream."""
        return (entry for entry in self if (entry.office, entry.stream) == (office, stream))


def _entry(raw: bytes, number: int) -> Entry:
    try:
        exported = _DECODER.decode(raw)
        fingerprint, entry_hash = bytes.fromhex(exported.fingerprint), bytes.fromhex(exported.hash)
    except (msgspec.MsgspecError, ValueError) as error:
        raise Corrupt("", 0, Fault.BODY, f"line {number} is no entry: {error}") from error
    entry = Entry(
        exported.office,
        exported.position,
        exported.stream,
        exported.version,
        exported.command_id,
        fingerprint,
        exported.recorded_at,
        exported.tag,
        bytes(exported.body),
        entry_hash,
    )
    # A line that says a thing twice is read in one way here and in another elsewhere.
    if line(entry) != raw.rstrip(b"\n") + b"\n":
        raise Corrupt(exported.office, exported.position, Fault.BODY, f"line {number} is not spelled as an export is")
    return entry
