"""Every bit of an exported log, and every column of the record's tables: whatever was altered is found."""

import random
from collections.abc import Iterable

import asyncpg
import pytest

from audit.export import Export, export
from audit.verify import verify
from eventstore.errors import Fault
from eventstore.snapshot import Snapshot
from eventstore.store import Store
from tests.audit.conftest import owner, unguarded
from tests.conftest import Database
from tests.domain.office.office_life import OFFICE

_BITS = 5000  # of a larger log; every one of a small one
_COLUMNS = """
SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod)
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
 WHERE c.relnamespace = 'paraf'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
 ORDER BY 1, a.attnum
"""
_OTHERWISE = {
    "text": "{0} || 'x'",
    "bigint": "{0} + 1000",
    "bytea": "set_byte({0}, 0, get_byte({0}, 0) # 1)",
    "timestamp with time zone": "{0} + interval '1 microsecond'",
    "boolean": "NOT {0}",
}
_CHECKS = "SELECT conname FROM pg_constraint WHERE conrelid = ('paraf.' || $1)::regclass AND contype = 'c'"
# What docs/verifying.md says is not judged; of `evidence` and `prints` see test_evidence.py and the year's prints.
_UNJUDGED = {("migrations", "applied_at")}
_JUDGED = ("documents", "events", "heads", "migrations", "receipts", "views")


async def _lines(store: Store, office: str) -> list[bytes]:
    return [line async for line in export(store, office)]


async def _ok(lines: Iterable[bytes]) -> bool:
    return (await verify(Export(lines))).ok


def _flipped(lines: list[bytes], bit: int) -> list[bytes]:
    raw = bytearray(b"".join(lines))
    raw[bit // 8] ^= 1 << bit % 8
    return bytes(raw).splitlines(keepends=True)


@pytest.mark.usefixtures("unlawful")  # the notes are of no office: only bytes are judged here
async def test_every_bit_of_a_small_log_counts(record: Store) -> None:
    lines = await _lines(record, "other-office")
    assert [f for f in (await verify(Export(lines))).findings if f.fault is not Fault.LAW] == []
    passed = []
    for bit in range(8 * sum(map(len, lines))):
        report = await verify(Export(_flipped(lines, bit)))
        if not [finding for finding in report.findings if finding.fault is not Fault.LAW]:
            passed.append(bit)
    assert passed == []


async def test_random_bits_of_a_larger_log_count(record: Store) -> None:
    lines, dice = await _lines(record, OFFICE), random.Random(1)
    assert await _ok(lines)
    size = 8 * sum(map(len, lines))
    bits = dice.sample(range(size), _BITS)
    assert [bit for bit in bits if await _ok(_flipped(lines, bit))] == []


async def test_an_entry_that_is_dropped_swapped_or_doubled_is_missed(record: Store) -> None:
    lines = await _lines(record, OFFICE)
    for n in range(len(lines)):
        without = [*lines[:n], *lines[n + 1 :]]
        if n < len(lines) - 1:  # only a head kept elsewhere tells of an end that was cut off
            assert not await _ok(without), n
            assert not await _ok([*lines[:n], lines[n + 1], lines[n], *lines[n + 2 :]]), n
        assert not await _ok([*lines[: n + 1], *lines[n:]]), n
    head = f"{OFFICE}:{await record.head(OFFICE)}"
    assert (await verify(Export(lines), head)).ok
    assert not (await verify(Export(lines[:-1]), head)).ok


async def test_every_column_of_the_record_is_judged(record: Store, database: Database) -> None:
    missed = set()
    async with owner(database) as connection:
        for table, column, kind in await connection.fetch(_COLUMNS):
            if table in _JUDGED and not await _found(connection, table, column, _OTHERWISE[kind].format(column)):
                missed.add((table, column))
    assert missed == _UNJUDGED


async def test_every_table_is_judged_or_named(record: Store, database: Database) -> None:
    async with owner(database) as connection:
        tables = {row["relname"] for row in await connection.fetch(_COLUMNS)}
    assert tables - set(_JUDGED) == {"evidence", "prints"}


async def _found(connection: asyncpg.Connection, table: str, column: str, otherwise: str) -> bool:
    """Alter one row with every right there is, and return whether that is named; then it is as it was."""
    attempt = connection.transaction()
    await attempt.start()
    try:
        for check in await connection.fetch(_CHECKS, table):
            await connection.execute(f"ALTER TABLE paraf.{table} DROP CONSTRAINT {check['conname']}")
        async with unguarded(connection):
            done = await connection.execute(
                f"UPDATE paraf.{table} SET {column} = {otherwise} WHERE ctid ="
                f" (SELECT min(ctid) FROM paraf.{table} WHERE {column} IS NOT NULL)"
            )
            assert done == "UPDATE 1", (table, column)
        return any(
            finding.fault is not Fault.GUARD or "schema" in finding.how
            for finding in (await verify(Snapshot(connection))).findings
        )
    finally:
        await attempt.rollback()
