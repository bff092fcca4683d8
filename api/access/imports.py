"""Files of one account whose tables become typing, while they are read, looked at and taken; and their shapes."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from eventstore.pool import Pool, outages

_MOST, _MOST_SHAPES = 8, 100  # of one account; the oldest give way
_LEASE = "interval '10 seconds'"  # without a sign of life, as of a server that died
_OF = "account = $1 AND page = $2"


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file for a page: `source` once it is read, or `refused`; `mapping` once it was looked at."""

    file: UUID
    name: str
    size: int
    sent_at: datetime
    source: bytes | None
    mapping: bytes | None
    refused: bytes | None

    @property
    def read(self) -> bool:
        """Return whether nothing more will come of it."""
        return self.source is not None or self.refused is not None


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that is to be read now."""

    file: UUID
    name: str
    content: bytes


class Imports:
    """The files in the database. Everything may raise `Unavailable`."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def put(self, account: UUID, page: str, name: str, content: bytes) -> None:
        """Keep a file, in place of one that was sent for the page before."""
        with outages():
            await self._pool.execute(
                "INSERT INTO access.imports (account, page, name, content) VALUES ($1, $2, $3, $4)"
                " ON CONFLICT (account, page) DO UPDATE SET file = excluded.file, name = excluded.name,"
                " content = excluded.content, source = NULL, mapping = NULL, refused = NULL, given = NULL,"
                " reading_until = NULL, sent_at = excluded.sent_at",
                *(account, page, name, content),
            )
            await self._pool.execute(
                "DELETE FROM access.imports WHERE account = $1 AND page IN"
                " (SELECT page FROM access.imports WHERE account = $1 ORDER BY sent_at DESC OFFSET $2)",
                *(account, _MOST),
            )

    async def find(self, account: UUID, page: str) -> SentFile | None:
        """Return the file that was sent last for the page."""
        with outages():
            row = await self._pool.fetchrow(
                "SELECT file, name, octet_length(content), sent_at, source, mapping, refused"  # noqa: S608
                f" FROM access.imports WHERE {_OF}",
                *(account, page),
            )
        return SentFile(*row) if row else None

    async def given(self, account: UUID, page: str) -> tuple[UUID, str, bytes] | None:
        """Return what of the page's file was put where, with the file's id and name."""
        with outages():
            row = await self._pool.fetchrow(
                f"SELECT file, name, given FROM access.imports WHERE {_OF} AND given IS NOT NULL",  # noqa: S608
                *(account, page),
            )
        return tuple(row) if row else None

    async def content(self, account: UUID, page: str, file: UUID) -> bytes | None:
        """Return the file as it was sent."""
        with outages():
            found: bytes | None = await self._pool.fetchval(
                f"SELECT content FROM access.imports WHERE {_OF} AND file = $3",  # noqa: S608
                *(account, page, file),
            )
        return found

    async def claim(self, account: UUID, page: str) -> Unread | None:
        """Return the file where nobody reads it and nothing came of it yet; from now on it is the caller's to read."""
        with outages():
            row = await self._pool.fetchrow(
                f"UPDATE access.imports SET reading_until = clock_timestamp() + {_LEASE}"  # noqa: S608
                f" WHERE {_OF} AND source IS NULL AND refused IS NULL"
                " AND coalesce(reading_until < clock_timestamp(), true) RETURNING file, name, content",
                *(account, page),
            )
        return Unread(*row) if row else None

    async def renew(self, account: UUID, page: str, file: UUID) -> bool:
        """Say that it is still being read; False where nobody wants it any more."""
        with outages():
            kept: bool | None = await self._pool.fetchval(
                f"UPDATE access.imports SET reading_until = clock_timestamp() + {_LEASE}"  # noqa: S608
                f" WHERE {_OF} AND file = $3 RETURNING true",
                *(account, page, file),
            )
        return bool(kept)

    async def note(
        self,
        account: UUID,
        page: str,
        file: UUID,
        *,
        source: bytes | None = None,
        mapping: bytes | None = None,
        refused: bytes | None = None,
        given: bytes | None = None,
    ) -> None:
        """Note what came of the file; nothing, where another one was sent meanwhile."""
        with outages():
            await self._pool.execute(
                "UPDATE access.imports SET source = coalesce($4, source), mapping = coalesce($5, mapping),"  # noqa: S608
                " refused = coalesce($6, refused), given = coalesce($7, given), reading_until = NULL"
                f" WHERE {_OF} AND file = $3",
                *(account, page, file, source, mapping, refused, given),
            )

    async def settle(self, account: UUID, page: str) -> None:
        """Note that what was put somewhere from the page's file is recorded; what is typed later is not of it."""
        with outages():
            await self._pool.execute(f"UPDATE access.imports SET given = NULL WHERE {_OF}", account, page)  # noqa: S608

    async def release(self, account: UUID, page: str, file: UUID) -> None:
        """Let somebody else read it."""
        await self.note(account, page, file)

    async def drop(self, account: UUID, page: str) -> None:
        """Forget the file; whoever reads it stops."""
        with outages():
            await self._pool.execute(f"DELETE FROM access.imports WHERE {_OF}", account, page)  # noqa: S608

    async def remember(self, account: UUID, shape: str, mapping: bytes) -> None:
        """Keep what a shape of file was taken for."""
        with outages():
            await self._pool.execute(
                "INSERT INTO access.import_shapes (account, shape, mapping) VALUES ($1, $2, $3)"
                " ON CONFLICT (account, shape) DO UPDATE SET mapping = excluded.mapping, used_at = excluded.used_at",
                *(account, shape, mapping),
            )
            await self._pool.execute(
                "DELETE FROM access.import_shapes WHERE account = $1 AND shape IN"
                " (SELECT shape FROM access.import_shapes WHERE account = $1 ORDER BY used_at DESC OFFSET $2)",
                *(account, _MOST_SHAPES),
            )

    async def remembered(self, account: UUID, shape: str) -> bytes | None:
        """Return what a file of the shape was taken for before."""
        with outages():
            found: bytes | None = await self._pool.fetchval(
                "SELECT mapping FROM access.import_shapes WHERE account = $1 AND shape = $2", account, shape
            )
        return found
