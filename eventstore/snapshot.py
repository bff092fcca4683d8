"""The whole record as it was at one instant, while others go on writing: for those who verify, back up and export."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from domain.quarter.filing import Evidence
from eventstore.documents import EvidenceRow
from eventstore.entry import Entry, Head, StoredReceipt
from eventstore.pool import Pool, outages
from eventstore.views import View

_ENTRY = "office, position, stream, version, command_id, fingerprint, recorded_at, tag, body, hash"
_RECEIPT = "office, command_id, stream, fingerprint, first, last, head, recorded_at, seal"
_BATCH = 2000


class Snapshot:
    """Reads within one transaction; nothing here changes between two reads."""

    def __init__(self, connection: "asyncpg.Connection | asyncpg.pool.PoolConnectionProxy") -> None:
        self.connection = connection

    async def heads(self) -> dict[str, Head]:
        """Return each office's head as it is stored."""
        rows = await self.connection.fetch("SELECT office, position, hash, recorded_at FROM paraf.heads")
        return {row[0]: Head(row[1], row[2], row[3]) for row in rows}

    async def offices(self) -> list[str]:
        """Return every office that anything is kept of."""
        rows = await self.connection.fetch(
            "SELECT office FROM paraf.heads UNION SELECT office FROM paraf.events"
            " UNION SELECT office FROM paraf.receipts UNION SELECT office FROM paraf.views"
        )
        return sorted(row[0] for row in rows)

    async def entries(self, office: str) -> AsyncIterator[list[Entry]]:
        """Yield the office's log, a batch at a time."""
        after = 0
        while True:
            rows = await self.connection.fetch(
                f"SELECT {_ENTRY} FROM paraf.events WHERE office = $1 AND position > $2"  # noqa: S608
                " ORDER BY position LIMIT $3",
                *(office, after, _BATCH),
            )
            if rows:
                yield [Entry(*row) for row in rows]
                after = rows[-1]["position"]
            if len(rows) < _BATCH:
                return

    async def streams(self, office: str) -> list[str]:
        """Return the office's streams."""
        rows = await self.connection.fetch("SELECT DISTINCT stream FROM paraf.events WHERE office = $1", office)
        return sorted(row[0] for row in rows)

    async def stream(self, office: str, stream: str) -> list[Entry]:
        """Return one stream."""
        rows = await self.connection.fetch(
            f"SELECT {_ENTRY} FROM paraf.events WHERE office = $1 AND stream = $2 ORDER BY version",  # noqa: S608
            *(office, stream),
        )
        return [Entry(*row) for row in rows]

    async def receipts(self, office: str) -> list[StoredReceipt]:
        """Return the office's receipts as they are stored."""
        rows = await self.connection.fetch(f"SELECT {_RECEIPT} FROM paraf.receipts WHERE office = $1", office)  # noqa: S608
        return [StoredReceipt(*row) for row in rows]

    async def views(self, office: str) -> set[View]:
        """Return the office's read-model rows."""
        rows = await self.connection.fetch("SELECT kind, key, body FROM paraf.views WHERE office = $1", office)
        return {View(*row) for row in rows}

    async def documents(self) -> AsyncIterator[tuple[bytes, str, bytes, bytes]]:
        """Yield digest, media type, bytes and seal of each document."""
        digests = await self.connection.fetch("SELECT digest FROM paraf.documents ORDER BY digest")
        for (digest,) in digests:
            row = await self.connection.fetchrow(
                "SELECT digest, media_type, data, seal FROM paraf.documents WHERE digest = $1", digest
            )
            if row is not None:
                yield row[0], row[1], row[2], row[3]

    async def evidence(self) -> list[tuple[EvidenceRow, Evidence]]:
        """Return all evidence that was sent, and for which row."""
        rows = await self.connection.fetch(
            "SELECT office, stream, indicator, digest, name, media_type, size FROM paraf.evidence"
            " ORDER BY office, stream, indicator, sent"
        )
        return [(EvidenceRow(*row[:3]), Evidence(row[3].hex(), *row[4:])) for row in rows]

    async def prints(self) -> list[tuple[str, bytes]]:
        """Return office and digest of what the years were printed as."""
        rows = await self.connection.fetch(
            "SELECT DISTINCT office, document FROM paraf.prints WHERE document IS NOT NULL ORDER BY 1, 2"
        )
        return [(row[0], row[1]) for row in rows]


@asynccontextmanager
async def snapshot(pool: Pool) -> AsyncIterator[Snapshot]:
    """Open a snapshot for as long as it is needed."""
    with outages():
        async with (
            pool.acquire() as connection,
            connection.transaction(isolation="repeatable_read", readonly=True),
        ):
            yield Snapshot(connection)
