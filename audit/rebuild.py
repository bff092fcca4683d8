"""Makes every read model again from the events."""

import asyncpg
import msgspec

from audit.made import Made, event_of
from eventstore.outage import outages
from eventstore.roles import OWNER
from eventstore.snapshot import Snapshot
from eventstore.views import View


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
