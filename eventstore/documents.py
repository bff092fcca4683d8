"""Files beside the log: evidence as it was sent, and which part of the year on paper became which document."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Protocol

from asyncpg import Record

from domain.kernel.message import canonical
from domain.quarter.filing import Evidence
from eventstore.errors import StoreError
from eventstore.pool import Pool, outages

MOST_SENT = 200  # files for one row, those included that no filing took up: what is stored is never deleted


AMENDMENT = "amendment"  # stands for the indicator in the stream of a plan
IMPORTED = "import"  # and this for files that something came from, in that of a plan or a quarter


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """What files are sent for: office, stream, and the indicator of a quarter's row, or `AMENDMENT` of a plan."""

    office: str
    stream: str
    indicator: str


@dataclass(frozen=True, slots=True)
class SentEvidence:
    """A file, the person who sent it, and when."""

    evidence: Evidence
    person: str
    sent_at: datetime


class EvidenceStore:
    """The files in the database. Everything may raise `Unavailable`."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def put(self, row: EvidenceRow, person: str, evidence: Evidence, data: bytes) -> bool:
        """Store the file and for what it was sent, together; False, and nothing, where `MOST_SENT` were sent before."""
        with outages():
            digest: bytes | None = await self._pool.fetchval(
                "SELECT paraf.put_evidence($1, $2, $3, $4, $5, $6, $7, $8)",
                *(row.office, row.stream, row.indicator, person),
                *(evidence.name, evidence.media_type, data, MOST_SENT),
            )
        if digest is not None and digest.hex() != evidence.digest:
            raise StoreError(f"these bytes have the digest {digest.hex()}, not {evidence.digest}")
        return digest is not None

    async def of(self, row: EvidenceRow) -> dict[str, SentEvidence]:
        """Return what was sent for the row, by digest; of a file that was sent again, the last."""
        with outages():
            rows = await self._pool.fetch(
                "SELECT digest, name, media_type, size, person, sent_at FROM paraf.evidence"
                " WHERE office = $1 AND stream = $2 AND indicator = $3 ORDER BY sent",
                *(row.office, row.stream, row.indicator),
            )
        return {
            digest.hex(): SentEvidence(Evidence(digest.hex(), name, media_type, size), person, sent_at)
            for digest, name, media_type, size, person, sent_at in rows
        }


_EDITION = itemgetter("office", "plan", "edition", "position")
_PRINT = "office, plan, edition, position, part, encode(document, 'hex') AS document, failed, mark"


@dataclass(frozen=True)
class Print:
    """A part that was asked for: `document` is the SHA-256 (hex) of what it became, None while there is nothing.

    `failed`: it cannot be printed.
    """

    part: str
    document: str | None
    failed: bool

    @property
    def settled(self) -> bool:
        """Return whether nothing more will come of it."""
        return self.failed or self.document is not None


@dataclass(frozen=True)
class Unfinished:
    """An edition of a plan's year with parts that are still to be printed, as the log was at `position`."""

    office: str
    plan: str
    edition: str
    position: int
    parts: tuple[str, ...]


class Marking(Protocol):
    """Tells what we said ourselves from what somebody else put into the database."""

    def mark(self, said: bytes) -> bytes:
        """Return a mark for it."""

    def marks(self, said: bytes, mark: bytes) -> bool:
        """Return whether the mark is one of ours, for this."""


class Prints:
    """Remembers what was asked for and printed, in the store's database. Every method raises `Unavailable`.

    What a part became is believed by its mark alone: without it, nothing was printed.
    """

    def __init__(self, pool: Pool, marking: Marking) -> None:
        self._pool = pool
        self._marking = marking

    async def ask(self, office: str, plan: str, edition: str, position: int, parts: Iterable[str]) -> None:
        """Ask for parts; those that were asked for before stay as they are."""
        with outages():
            await self._pool.execute(
                "INSERT INTO paraf.prints (office, plan, edition, position, part)"
                " SELECT $1, $2, $3, $4, unnest($5::text[]) ON CONFLICT DO NOTHING",
                *(office, plan, edition, position, list(parts)),
            )

    async def of(self, office: str, plan: str, edition: str) -> dict[str, Print]:
        """Return the parts of an edition that were asked for, by their names."""
        with outages():
            rows = await self._pool.fetch(
                f"SELECT {_PRINT} FROM paraf.prints WHERE office = $1 AND plan = $2 AND edition = $3",  # noqa: S608
                *(office, plan, edition),
            )
        return {row["part"]: self._print(row) for row in rows}

    async def settle(self, office: str, plan: str, edition: str, part: str, document: str | None) -> None:
        """Note what a part became; None: it cannot be printed."""
        mark = self._marking.mark(_said(office, plan, edition, part, document))
        with outages():
            await self._pool.execute(
                "SELECT paraf.settle_print($1, $2, $3, $4, decode($5, 'hex'), $6)",
                *(office, plan, edition, part, document, mark),
            )

    async def has(self, office: str, plan: str, document: str) -> bool:
        """Return whether the document is one of the plan's year, of whatever edition."""
        with outages():
            rows = await self._pool.fetch(
                f"SELECT {_PRINT} FROM paraf.prints"  # noqa: S608
                " WHERE office = $1 AND plan = $2 AND encode(document, 'hex') = $3",
                *(office, plan, document),
            )
        return any(self._print(row).document for row in rows)

    async def unfinished(self) -> list[Unfinished]:
        """Return what was asked for and is neither printed nor given up."""
        with outages():
            rows = await self._pool.fetch(
                f"SELECT {_PRINT} FROM paraf.prints"  # noqa: S608
                ' ORDER BY office COLLATE "C", plan COLLATE "C", edition, position, part COLLATE "C"'
            )
        left = (row for row in rows if not self._print(row).settled)
        return [
            Unfinished(office, plan, edition, position, tuple(row["part"] for row in parts))
            for (office, plan, edition, position), parts in groupby(left, _EDITION)
        ]

    def _print(self, row: Record) -> Print:
        part, document, mark = row["part"], row["document"], row["mark"] or b""
        said = _said(row["office"], row["plan"], row["edition"], part, document)
        ours = self._marking.marks(said, mark)
        return Print(part, document if ours else None, ours and row["failed"])


def _said(*what: str | None) -> bytes:
    return canonical(what)
