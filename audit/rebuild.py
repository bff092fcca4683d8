"""What a stream's entries make, and every read model made again from them."""

from collections.abc import Iterator

import asyncpg
import msgspec

from domain.events import Event
from domain.kernel.source import FileSource
from domain.plan.events import AmendmentBegun, AmendmentStated
from domain.quarter.events import RealisationCorrected, RealisationFiled
from domain.quarter.filing import Evidence
from eventstore.codec import decode
from eventstore.entry import Entry
from eventstore.errors import Corrupt, Fault, Foreign
from eventstore.pool import outages
from eventstore.replay import kind_of
from eventstore.roles import OWNER
from eventstore.snapshot import Snapshot
from eventstore.views import AnyState, View, rows


def event_of(entry: Entry) -> Event:
    """Return what the entry says, or raise `Corrupt` where it is no event of ours."""
    try:
        return decode(entry.body)
    except Foreign as error:
        raise Corrupt(entry.office, entry.position, Fault.BODY, str(error)) from error


def filed_evidence(event: Event) -> tuple[str, tuple[Evidence, ...]]:
    """Return the row that the event files, and the files that it names."""
    match event:
        case RealisationFiled(filing=filing) | RealisationCorrected(new=filing):
            return event.indicator, filing.evidence
    return "", ()


def basis_file(event: Event) -> str:
    """Return the file (SHA-256) of the document by which the event amends a plan; empty where there is none."""
    match event:
        case AmendmentBegun(amendment=amendment) | AmendmentStated(new=amendment):
            return amendment.basis.file
    return ""


def source_file(event: Event) -> str:
    """Return the file (SHA-256) that what is recorded came from; empty where it came from none."""
    source = getattr(event, "source", None)
    return source.file if isinstance(source, FileSource) else ""


class Made:
    """The states of one office's streams, and the entry that each was made by last."""

    def __init__(self) -> None:
        self.states: dict[str, AnyState] = {}
        self.last: dict[str, Entry] = {}

    def take(self, entry: Entry, event: Event) -> None:
        """Go one entry further, or raise `Corrupt` where the event makes no sense in its stream.

        Who holds the runtime role's password can append such a one: then `evolve` fails, as it never does on our own.
        """
        kind = kind_of(entry.stream)
        if kind is None:
            return
        try:
            self.states[entry.stream] = kind.evolve(self.states.get(entry.stream, kind.empty), event)
        except Exception as error:
            raise senseless(entry) from error
        self.last[entry.stream] = entry

    def rows(self) -> Iterator[tuple[Entry, View]]:
        """Yield the rows of the read models, each with the entry that made it."""
        for stream, state in sorted(self.states.items()):
            entry = self.last[stream]
            try:
                made = rows(entry.office, stream, state)
            except Exception as error:
                raise senseless(entry) from error
            yield from ((entry, row) for row in made)


def senseless(entry: Entry) -> Corrupt:
    """Return what is wrong with an entry whose event could not follow what was there."""
    how = f"{entry.tag} makes no sense in {entry.stream} after what was there"
    return Corrupt(entry.office, entry.position, Fault.BODY, how)


class Rebuilt(msgspec.Struct, frozen=True):
    """How many rows there are, how many of them had to be written, and how many came from no events."""

    offices: int
    rows: int
    written: int
    removed: int


async def rebuild(migration_url: str) -> Rebuilt:
    """Write what differs, as the migration role, one office at a time; its writers wait meanwhile, others do not.

    Raises `Corrupt` where a log holds what makes no read model.
    """
    rows = written = removed = 0
    with outages():
        connection = await asyncpg.connect(migration_url, server_settings={"role": OWNER, "timezone": "UTC"})
        try:
            now = Snapshot(connection)
            offices = await now.offices()
            for office in offices:
                async with connection.transaction():
                    await connection.execute("SELECT 1 FROM paraf.heads WHERE office = $1 FOR UPDATE", office)
                    stored, made = await now.views(office), await _made(now, office)
                    stale = {(v.kind, v.key) for v in stored} - {(v.kind, v.key) for v in made}
                    await _write(connection, office, made - stored, stale)
                rows += len(made)
                written += len(made - stored)
                removed += len(stale)
        finally:
            await connection.close()
    return Rebuilt(len(offices), rows, written, removed)


async def _made(now: Snapshot, office: str) -> set[View]:
    made = Made()
    async for entries in now.entries(office):
        for entry in entries:
            made.take(entry, event_of(entry))
    return {row for _, row in made.rows()}


async def _write(
    connection: asyncpg.Connection, office: str, differing: set[View], stale: set[tuple[str, str]]
) -> None:
    await connection.executemany(
        "DELETE FROM paraf.views WHERE office = $1 AND kind = $2 AND key = $3",
        [(office, kind, key) for kind, key in stale],
    )
    await connection.executemany(
        "INSERT INTO paraf.views VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (office, kind, key) DO UPDATE SET body = excluded.body",
        [(office, view.kind, view.key, view.body) for view in differing],
    )
