"""Evidence as it was sent: stored bytes, and the row of a quarter that they were sent for."""

from dataclasses import dataclass
from datetime import datetime

from domain.quarter.filing import Evidence
from eventstore.errors import StoreError
from eventstore.pool import Pool, outages

MOST_SENT = 200  # files for one row, those included that no filing took up: what is stored is never deleted


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A row of a quarter: office, stream, indicator."""

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
