"""What was backed up comes back, all of it and as it was, or nothing does."""

import asyncio
import shutil
import stat
from collections.abc import Callable
from hashlib import sha256
from itertools import count
from pathlib import Path

import asyncpg
import msgspec
import pytest

from audit.backup import MANIFEST, SCHEMAS, BackupError, Manifest, backup, read, restore, tables
from eventstore.errors import Fault, Unavailable
from eventstore.migrate import FILES, migrate
from eventstore.store import Store
from tests.audit.conftest import owner
from tests.conftest import Database
from tests.domain.office.office_life import OFFICE
from tests.eventstore.life import note

ACCESS = r"""
    INSERT INTO access.accounts (username, person, email)
        VALUES ('dewi', 'dewi', E'a\\b\t@example.org'), ('sari', 'sari', NULL);
    INSERT INTO access.sessions (hash, account) SELECT sha256('s'), id FROM access.accounts WHERE person = 'dewi';
    INSERT INTO access.unsaved
        SELECT id, 'rkt-2024', '\x00ff0a5c', E'a reason\nin two lines', now() FROM access.accounts;
    INSERT INTO access.bootstrap (hash, account) SELECT sha256('b'), id FROM access.accounts WHERE person = 'sari';
"""


def names(folder: Path) -> list[str]:
    """Return what is in the folder."""
    return [path.name for path in folder.iterdir()]


async def contents(database: Database) -> dict[str, list[bytes]]:
    """Return every row of every table, in the bytes in which PostgreSQL sends them."""
    found: dict[str, list[bytes]] = {}
    async with owner(database) as connection:
        for table in await tables(connection):
            rows = await connection.fetch(f"SELECT record_send(t) FROM {table} t ORDER BY 1")
            found[str(table)] = [row[0] for row in rows]
    return found


async def test_every_table_comes_back_byte_for_byte(
    record: Store, database: Database, empty: Database, tmp_path: Path
) -> None:
    async with owner(database) as connection:
        await connection.execute(ACCESS)
    manifest = await backup(database.migration_url, tmp_path / "b")
    report = await restore(tmp_path / "b", empty.migration_url)
    assert report.ok
    before = await contents(database)
    assert await contents(empty) == before
    assert {copy.table: copy.rows for copy in manifest.copies} == {table: len(rows) for table, rows in before.items()}
    assert {"paraf.events", "paraf.documents", "access.accounts", "access.unsaved"} <= {
        t for t, r in before.items() if r
    }
    assert list(manifest.heads) == [f"{office}:{await record.head(office)}" for office in (OFFICE, "other-office")]
    # The copy goes on where the original stopped.
    again = await backup(empty.migration_url, tmp_path / "again")
    assert [(copy.table, copy.sha256) for copy in again.copies] == [
        (copy.table, copy.sha256) for copy in manifest.copies
    ]


async def test_a_backup_is_of_one_instant_while_everybody_writes(
    store: Store, database: Database, empty: Database, tmp_path: Path
) -> None:
    await store.append(note(0, 0))
    done = asyncio.Event()

    async def write(stream: str, office: str) -> None:
        for version in count():
            await store.append(note(version, version, stream=stream, office=office))
            await store.put_document(f"{stream} {version}".encode(), "application/pdf")
            if done.is_set() and version:
                return

    async with asyncio.TaskGroup() as group:
        for n in range(4):
            group.create_task(write(f"s{n}", ("one", "two")[n % 2]))
        manifest = await backup(database.migration_url, tmp_path / "b")
        done.set()
    report = await restore(tmp_path / "b", empty.migration_url)
    assert report.ok
    assert tuple(f"{office.office}:{office.head}" for office in report.offices) == manifest.heads
    for office in report.offices:
        log = await store.log(office.office, office.head.position - 1, 1)
        assert log[0].hash == office.head.hash  # what came back is a beginning of what was written


async def test_a_backup_is_its_owners_alone(record: Store, database: Database, tmp_path: Path) -> None:
    await backup(database.migration_url, tmp_path / "deep" / "b")
    assert stat.S_IMODE((tmp_path / "deep" / "b").stat().st_mode) == 0o700
    files = list((tmp_path / "deep" / "b").iterdir())
    assert len(files) > 10
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


async def test_a_database_with_anything_in_it_is_not_restored_into(
    record: Store, database: Database, empty: Database, tmp_path: Path
) -> None:
    await backup(database.migration_url, tmp_path / "b")
    with pytest.raises(BackupError, match=r"not empty: .*paraf\.events"):
        await restore(tmp_path / "b", database.migration_url)
    async with owner(empty) as connection:
        await connection.execute("INSERT INTO access.accounts (username, person) VALUES ('sari', 'sari')")
    with pytest.raises(BackupError, match=r"not empty: access\.accounts$"):
        await restore(tmp_path / "b", empty.migration_url)


async def test_a_place_that_is_taken_is_left_as_it_is(record: Store, database: Database, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="is there already"):
        await backup(database.migration_url, tmp_path)
    (tmp_path / "file").write_text("mine")
    with pytest.raises(BackupError, match="cannot be written"):
        await backup(database.migration_url, tmp_path / "file" / "b")
    assert names(tmp_path) == ["file"]


async def test_what_a_broken_backup_left_is_never_taken_for_one(
    record: Store, database: Database, tmp_path: Path
) -> None:
    (tmp_path / "b.partial").mkdir()
    (tmp_path / "b.partial" / "paraf.events.copy").write_text("half")
    with pytest.raises(BackupError, match="is no backup"):
        read(tmp_path / "b.partial")
    await backup(database.migration_url, tmp_path / "b")
    assert names(tmp_path) == ["b"]
    read(tmp_path / "b")


async def test_a_database_that_went_away_leaves_no_backup(private_database: Database, tmp_path: Path) -> None:
    await private_database.server.stop()
    with pytest.raises(Unavailable):
        await backup(private_database.migration_url, tmp_path / "b")
    assert names(tmp_path) == []
    await private_database.server.start()


async def test_the_runtime_role_can_neither(record: Store, database: Database, tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="permission denied"):
        await backup(database.url, tmp_path / "b")
    await backup(database.migration_url, tmp_path / "b")
    with pytest.raises(Unavailable, match="permission denied"):
        await restore(tmp_path / "b", database.url)


def _edit(folder: Path) -> None:
    file = folder / "paraf.events.copy"
    file.write_bytes(file.read_bytes().replace(b"\t", b" ", 1))


def _told(folder: Path, change: Callable[[Manifest], Manifest]) -> None:
    manifest = msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
    (folder / MANIFEST).write_bytes(msgspec.json.encode(change(manifest)))


TAMPERED: dict[str, tuple[Callable[[Path], object], str]] = {
    "a file was edited": (_edit, r"paraf\.events\.copy is not the file that was written"),
    "a file is missing": (lambda b: (b / "paraf.heads.copy").unlink(), "is not whole"),
    "there is no manifest": (lambda b: (b / MANIFEST).unlink(), "is no backup"),
    "the manifest is cut": (lambda b: (b / MANIFEST).write_text('{"format":1'), "is no backup"),
    "another format": (lambda b: _told(b, lambda m: msgspec.structs.replace(m, format=2)), "has format 2"),
    "a table is not told of": (
        lambda b: _told(b, lambda m: msgspec.structs.replace(m, copies=m.copies[1:])),
        "does not hold the tables",
    ),
    "another schema": (lambda b: _told(b, lambda m: msgspec.structs.replace(m, migrations={})), "of another schema"),
    "rows are missing": (
        lambda b: _told(
            b,
            lambda m: msgspec.structs.replace(
                m, copies=tuple(msgspec.structs.replace(copy, rows=copy.rows + 1) for copy in m.copies)
            ),
        ),
        "rows, but",
    ),
}


@pytest.mark.parametrize("case", TAMPERED)
async def test_a_backup_that_is_not_as_it_was_written_is_refused_whole(
    record: Store, database: Database, empty: Database, tmp_path: Path, case: str
) -> None:
    await backup(database.migration_url, tmp_path / "b")
    tamper, said = TAMPERED[case]
    tamper(tmp_path / "b")
    with pytest.raises(BackupError, match=said):
        await restore(tmp_path / "b", empty.migration_url)
    assert not any((await contents(empty)).values())


@pytest.mark.usefixtures("falsified")
async def test_who_falsifies_a_backup_and_its_manifest_is_found_by_the_verification(
    record: Store, database: Database, empty: Database, tmp_path: Path
) -> None:
    folder = tmp_path / "b"
    await backup(database.migration_url, folder)
    file = folder / "paraf.events.copy"
    falsified = file.read_bytes().replace(b"Why only 75%?".hex().encode(), b"Why only 15%?".hex().encode(), 1)
    assert falsified != file.read_bytes()
    file.write_bytes(falsified)

    def resealed(manifest: Manifest) -> Manifest:
        return msgspec.structs.replace(
            manifest,
            copies=tuple(
                msgspec.structs.replace(copy, sha256=sha256(falsified).hexdigest())
                if copy.table == "paraf.events"
                else copy
                for copy in manifest.copies
            ),
        )

    _told(folder, resealed)
    report = await restore(folder, empty.migration_url)
    found = [(finding.office, finding.position, finding.fault) for finding in report.findings]
    assert found == [(OFFICE, 21, Fault.CONTENT), (OFFICE, 23, Fault.CUT)]  # the backup's head was not reached


async def test_a_backup_is_restored_into_its_own_schema_only(
    record: Store, database: Database, empty: Database, tmp_path: Path
) -> None:
    await backup(database.migration_url, tmp_path / "b")
    schema = tmp_path / "schema"
    shutil.copytree(FILES, schema)
    (schema / "tables" / "999_later.sql").write_text("CREATE TABLE access.later (n int);")
    assert await migrate(empty.migration_url, schema) == ["999_later.sql"]
    with pytest.raises(BackupError, match="of another schema"):
        await restore(tmp_path / "b", empty.migration_url)


async def test_nothing_counts_by_itself_that_a_restore_would_set_back(database: Database) -> None:
    connection = await asyncpg.connect(database.superuser_url)
    try:
        found = await connection.fetch("SELECT sequencename FROM pg_sequences WHERE schemaname = ANY ($1)", SCHEMAS)
        assert found == []
    finally:
        await connection.close()
