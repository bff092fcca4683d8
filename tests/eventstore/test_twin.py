"""The database and Python spell hashes and seals alike."""

from datetime import UTC, datetime

import asyncpg
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eventstore.chain import document_seal, entry_hash, receipt_seal
from eventstore.entry import Entry, StoredReceipt
from tests.conftest import Database
from tests.eventstore.life import print_of

TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20)
NUMBERS = st.integers(1, 2**62)
HASHES = st.binary(min_size=32, max_size=32)
INSTANTS = st.datetimes(datetime(1970, 1, 1), datetime(9999, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


async def test_entries_hash_alike(database: Database) -> None:
    connection = await asyncpg.connect(database.superuser_url)
    try:
        for entry, previous in _examples():
            told = await connection.fetchval(
                "SELECT paraf.entry_hash($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                previous,
                *(getattr(entry, field) for field in Entry.__struct_fields__ if field != "hash"),
            )
            assert told == entry_hash(previous, entry)
            receipt = StoredReceipt(
                entry.office,
                entry.command_id,
                entry.stream,
                entry.fingerprint,
                entry.version if entry.version % 2 else None,
                entry.position,
                previous,
                entry.recorded_at,
                b"",
            )
            told = await connection.fetchval(
                "SELECT paraf.receipt_seal($1, $2, $3, $4, $5, $6, $7, $8)",
                *(getattr(receipt, field) for field in StoredReceipt.__struct_fields__ if field != "seal"),
            )
            assert told == receipt_seal(receipt)
            told = await connection.fetchval("SELECT paraf.document_seal($1, $2)", previous, entry.tag)
            assert told == document_seal(previous, entry.tag)
    finally:
        await connection.close()


def _examples() -> list[tuple[Entry, bytes]]:
    found: list[tuple[Entry, bytes]] = []

    @settings(database=None, suppress_health_check=list(HealthCheck))
    @given(
        st.builds(
            Entry,
            office=TEXTS,
            position=NUMBERS,
            stream=TEXTS,
            version=NUMBERS,
            command_id=TEXTS,
            fingerprint=HASHES,
            recorded_at=INSTANTS,
            tag=TEXTS,
            body=st.binary(max_size=200),
            hash=st.just(b""),
        ),
        HASHES,
    )
    def collect(entry: Entry, previous: bytes) -> None:
        found.append((entry, previous))

    collect()
    return [*found, (found[0][0], print_of("previous"))]
