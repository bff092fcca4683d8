"""Evidence that a fact names is read again like every other document, and comes back with a backup."""

from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest

from audit.backup import backup, restore
from audit.judge import Verdict
from audit.verify import verify
from domain.kernel.streams import quarter_stream
from domain.quarter.events import QuarterEvent
from eventstore.append import Append
from eventstore.documents import AMENDMENT, EvidenceRow, EvidenceStore
from eventstore.errors import Fault
from eventstore.pool import open_pool
from eventstore.snapshot import Snapshot
from eventstore.store import Store
from eventstore.views import views
from tests.audit.conftest import owner, unguarded
from tests.conftest import Database
from tests.domain.office.office_life import OFFICE, signed
from tests.domain.plan import amended
from tests.domain.quarter.life import EVIDENCE, EVIDENCE_BYTES, opened, report
from tests.eventstore.life import print_of

STREAM = quarter_stream("rkt", 2024, 1)
pytestmark = pytest.mark.usefixtures("unlawful")
ROW = EvidenceRow(OFFICE, STREAM, "i1")


@pytest.fixture
async def filed(store: Store) -> Store:
    """A quarter with a row that names a file."""
    past = opened().past
    told = opened().done(report("i1")).past
    await store.append(_append("opened", 0, told[: len(past)], past))
    assert await EvidenceStore(store.pool).put(ROW, "oka", EVIDENCE, EVIDENCE_BYTES)
    await store.append(_append("filed", len(past), told[len(past) :], told))
    return store


def _append(name: str, expected: int, new: Sequence[QuarterEvent], every: Sequence[QuarterEvent]) -> Append:
    made = views(OFFICE, STREAM, every)
    return Append(OFFICE, STREAM, name, print_of(name), expected, tuple(new), views=made)


def _faults(report: Verdict) -> set[Fault]:
    """Return what is wrong beside that no office opened the quarter."""
    return {finding.fault for finding in report.findings} - {Fault.LAW}


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM paraf.documents",
        "ALTER TABLE paraf.documents DROP CONSTRAINT documents_check; UPDATE paraf.documents SET data = 'x'",
    ],
)
async def test_evidence_that_is_not_what_was_filed_is_found(filed: Store, database: Database, sql: str) -> None:
    assert _faults(await verify(filed)) == set()
    async with owner(database) as connection:
        attempt = connection.transaction()
        await attempt.start()
        async with unguarded(connection):
            await connection.execute(sql)
        report = await verify(Snapshot(connection))
        await attempt.rollback()
    assert _faults(report) - {Fault.GUARD} == {Fault.DOCUMENT}
    assert any(EVIDENCE.digest in f.how and f.position == 2 for f in report.findings)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE paraf.evidence SET media_type = 'text/html'",
        "UPDATE paraf.evidence SET name = 'other.pdf'",
        "UPDATE paraf.evidence SET indicator = 'i2'",
        "UPDATE paraf.evidence SET stream = 'quarter/rkt-2024-q2'",
        "DELETE FROM paraf.evidence",
    ],
)
async def test_what_is_kept_of_evidence_is_what_was_filed(filed: Store, database: Database, sql: str) -> None:
    """Whoever may do everything changes what stands beside the bytes, which are still those that were sent."""
    async with owner(database) as connection:
        attempt = connection.transaction()
        await attempt.start()
        async with unguarded(connection):
            await connection.execute(sql)
        report = await verify(Snapshot(connection))
        await attempt.rollback()
    (named,) = (f for f in report.findings if f.fault is Fault.DOCUMENT)
    assert (named.position, named.how) == (2, f"evidence {EVIDENCE.digest} is not kept as it was filed for i1")


async def test_the_same_bytes_may_be_sent_under_another_name_and_type(filed: Store) -> None:
    other = msgspec.structs.replace(EVIDENCE, name="rekap.txt", media_type="text/plain")
    assert await EvidenceStore(filed.pool).put(ROW, "oka", other, EVIDENCE_BYTES)
    assert _faults(await verify(filed)) == set()


async def test_evidence_comes_back_with_a_backup(
    filed: Store, database: Database, empty: Database, tmp_path: Path
) -> None:
    await backup(database.migration_url, tmp_path / "b")
    assert _faults(await restore(tmp_path / "b", empty.migration_url)) == set()
    pool = await open_pool(empty.url, size=1)
    try:
        assert (await EvidenceStore(pool).of(ROW))[EVIDENCE.digest].evidence == EVIDENCE
        assert await Store(pool).document(EVIDENCE.digest) == (EVIDENCE.media_type, EVIDENCE_BYTES)
    finally:
        await pool.close()


async def test_the_file_of_a_basis_document_is_kept_as_it_was_sent(store: Store) -> None:
    stream = "plan/rkt-2024"
    begun = amended.begin()
    basis = msgspec.structs.replace(begun.basis, file=EVIDENCE.digest, name=EVIDENCE.name)
    past = tuple(signed().when(msgspec.structs.replace(begun, basis=basis)).events)  # the plan itself is left out
    made = views(OFFICE, stream, past)
    await store.append(Append(OFFICE, stream, "amended", print_of("amended"), 0, past, views=made))
    wrong = f"basis document {EVIDENCE.digest} is not kept as it was sent"
    assert wrong in {finding.how for finding in (await verify(store)).findings}
    row = EvidenceRow(OFFICE, stream, AMENDMENT)
    assert await EvidenceStore(store.pool).put(row, "dewi", EVIDENCE, EVIDENCE_BYTES)
    assert wrong not in {finding.how for finding in (await verify(store)).findings}
