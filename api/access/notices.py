"""What happened, as each person is told of it: read, unread, and never lost."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec

from domain.notice.notice import Told
from eventstore.pool import Pool, outages

_LISTED = """
SELECT n.happening, n.read_at, h.office, h.position, h.at, h.said FROM access.notices n
JOIN access.happenings h ON h.id = n.happening
WHERE n.person = $1 AND n.home = ANY ($2::text[]) AND ($3::uuid IS NULL OR n.happening < $3)
AND (NOT $4 OR n.read_at IS NULL) ORDER BY n.happening DESC LIMIT $5
"""
_READ = """
UPDATE access.notices SET read_at = clock_timestamp()
WHERE person = $1 AND home = ANY ($2::text[]) AND happening <= $3 AND read_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class NoticeRecord:
    """What somebody is told; `position` is where it stands in the office's log, if it does."""

    id: UUID
    office: str
    position: int | None
    at: datetime
    told: Told
    read_at: datetime | None


class Notices:
    """The notices in the database. Everything may raise `Unavailable`.

    A person is told by the offices in which their account acts.
    """

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def of(
        self, person: str, offices: Collection[str], limit: int, *, before: UUID | None = None, unread: bool = False
    ) -> list[NoticeRecord]:
        """Return the newest, or those before one; all, or those that are not read."""
        with outages():
            rows = await self._pool.fetch(_LISTED, person, list(offices), before, unread, limit)
        return [
            NoticeRecord(
                row["happening"],
                row["office"],
                row["position"],
                row["at"],
                msgspec.json.decode(row["said"], type=Told),
                row["read_at"],
            )
            for row in rows
        ]

    async def unread(self, person: str, offices: Collection[str]) -> int:
        """Return how many are not read."""
        with outages():
            count: int = await self._pool.fetchval(
                "SELECT count(*) FROM access.notices WHERE person = $1 AND home = ANY ($2::text[]) AND read_at IS NULL",
                *(person, list(offices)),
            )
        return count

    async def read(self, person: str, offices: Collection[str], upto: UUID) -> None:
        """Say that the person read what they were told up to this one."""
        with outages():
            await self._pool.execute(_READ, person, list(offices), upto)
