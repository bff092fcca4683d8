"""The whole database as files and back: a copy of one instant, verified when it is restored."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import file_digest, sha256
from io import BufferedWriter
from pathlib import Path

import asyncpg
import msgspec

from audit.judge import Verdict
from audit.verify import verify
from eventstore.errors import MigrationError, StoreError
from eventstore.migrate import numbered, recorded
from eventstore.pool import open_pool, outages
from eventstore.roles import OWNER
from eventstore.snapshot import Snapshot
from eventstore.store import Store

SCHEMAS = ("paraf", "access")
FORMAT = 1
MANIFEST = "manifest.json"


class StoredTable(msgspec.Struct, frozen=True):
    """A table and the columns that are stored, not computed."""

    schema: str
    name: str
    columns: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.schema}.{self.name}"


async def tables(connection: asyncpg.Connection) -> list[StoredTable]:
    """Return every table but the migrations', each behind those it refers to."""
    rows = await connection.fetch(
        "SELECT c.oid, n.nspname, c.relname, array_agg(a.attname::text ORDER BY a.attnum) AS columns"
        " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid"
        " WHERE n.nspname = ANY ($1) AND c.relkind = 'r' AND (n.nspname, c.relname) <> ('paraf', 'migrations')"
        " AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''"
        " GROUP BY 1, 2, 3 ORDER BY 2, 3",
        SCHEMAS,
    )
    found = {row["oid"]: StoredTable(row["nspname"], row["relname"], tuple(row["columns"])) for row in rows}
    refers: dict[int, set[int]] = {oid: set() for oid in found}
    for child, parent in await connection.fetch(
        "SELECT conrelid, confrelid FROM pg_constraint WHERE contype = 'f' AND conrelid <> confrelid"
    ):
        if child in found and parent in found:
            refers[child].add(parent)
    ordered: list[StoredTable] = []
    while refers:
        free = [oid for oid, parents in refers.items() if not parents & refers.keys()]
        if not free:
            raise ValueError(f"tables refer to each other in a circle: {sorted(str(found[oid]) for oid in refers)}")
        for oid in free:
            del refers[oid]
            ordered.append(found[oid])
    return ordered


async def filled(connection: asyncpg.Connection, several: list[StoredTable]) -> list[StoredTable]:
    """Return the tables that are not empty."""
    return [t for t in several if await connection.fetchval(f"SELECT EXISTS (SELECT FROM {t.schema}.{t.name})")]  # noqa: S608


class BackupError(StoreError):
    """The place is taken, the files are not those that were written, or the database is not one to restore into."""


class Copy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One table's file, in PostgreSQL's text format of COPY."""

    table: str
    columns: tuple[str, ...]
    rows: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is in a backup; `heads` are `OFFICE:POSITION:HASH`, worth keeping elsewhere."""

    format: int
    taken_at: datetime
    migrations: dict[str, str]
    copies: tuple[Copy, ...]
    heads: tuple[str, ...]


async def connect(migration_url: str) -> asyncpg.Connection:
    """Connect as the owner of the tables."""
    return await asyncpg.connect(
        migration_url, server_settings={"application_name": "paraf backup", "role": OWNER, "timezone": "UTC"}
    )


async def backup(migration_url: str, folder: Path) -> Manifest:
    """Write a backup into `folder`, which must not be there yet, readable for its owner alone.

    Nobody has to stop writing. Raises `BackupError` or `Unavailable`; then there is no `folder`.
    """
    partial = _begin(folder)
    try:
        with outages():
            connection = await connect(migration_url)
            try:
                async with connection.transaction(isolation="repeatable_read", readonly=True):
                    manifest = await _copy_out(connection, partial)
            finally:
                await connection.close()
        _end(partial, folder, manifest)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    return manifest


def _begin(folder: Path) -> Path:
    if folder.exists():
        raise BackupError(f"{folder} is there already: a backup is never written over")
    # Renamed when complete, so that half a backup is never taken for one.
    partial = folder.with_name(f"{folder.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    with _writing(partial):
        folder.parent.mkdir(parents=True, exist_ok=True)
        partial.mkdir(mode=0o700)
    return partial


def _end(partial: Path, folder: Path, manifest: Manifest) -> None:
    with _open(partial / MANIFEST) as file:
        file.write(msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n")
        _finish(file, partial)
    partial.rename(folder)


async def _copy_out(connection: asyncpg.Connection, folder: Path) -> Manifest:
    taken_at: datetime = await connection.fetchval("SELECT now()")
    copies = [await _copy_table(connection, table, folder / f"{table}.copy") for table in await tables(connection)]
    heads = await Snapshot(connection).heads()
    return Manifest(
        FORMAT,
        taken_at,
        await recorded(connection),
        tuple(copies),
        tuple(f"{office}:{head}" for office, head in sorted(heads.items()) if head.position),
    )


async def _copy_table(connection: asyncpg.Connection, table: StoredTable, path: Path) -> Copy:
    digest = sha256()
    with _open(path) as file:

        async def keep(data: bytes) -> None:
            digest.update(data)
            with _writing(path):
                file.write(data)

        done = await connection.copy_from_table(
            table.name, schema_name=table.schema, columns=table.columns, output=keep, timeout=3600
        )
        _finish(file, path)
    return Copy(str(table), table.columns, int(done.split()[-1]), digest.hexdigest())


def _open(path: Path) -> BufferedWriter:
    with _writing(path):
        return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _finish(file: BufferedWriter, path: Path) -> None:
    with _writing(path):
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    """A full disk is not a database that went away."""
    try:
        yield
    except OSError as error:
        raise BackupError(f"{path} cannot be written: {error}") from error


async def restore(folder: Path, migration_url: str) -> Verdict:
    """Fill the migrated, empty database, all of it or nothing, and verify it against the heads of the backup.

    Raises `BackupError` where the files are not those that were written, or the database is not empty or of another
    schema.
    """
    manifest = read(folder)
    with outages():
        connection = await connect(migration_url)
        try:
            async with connection.transaction():
                await _copy_in(connection, folder, manifest)
        finally:
            await connection.close()
    pool = await open_pool(migration_url, size=1, role=OWNER)
    try:
        return await verify(Store(pool), *manifest.heads)
    finally:
        await pool.close()


def read(folder: Path) -> Manifest:
    """Return the manifest of a backup whose files are all as they were written."""
    try:
        manifest = msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
    except (OSError, msgspec.MsgspecError) as error:
        raise BackupError(f"{folder} is no backup: {error}") from error
    if manifest.format != FORMAT:
        raise BackupError(f"{folder} has format {manifest.format}; this reads format {FORMAT}")
    for copy in manifest.copies:
        try:
            with (folder / f"{copy.table}.copy").open("rb") as file:
                found = file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise BackupError(f"{folder} is not whole: {error}") from error
        if found != copy.sha256:
            raise BackupError(f"{copy.table}.copy is not the file that was written")
    return manifest


async def _copy_in(connection: asyncpg.Connection, folder: Path, manifest: Manifest) -> None:
    try:
        same = numbered(manifest.migrations) == numbered(await recorded(connection))
    except MigrationError:
        same = False
    if not same:
        raise BackupError("the backup is of another schema: migrate the database with the version that made the backup")
    several = await tables(connection)
    if {str(table): table.columns for table in several} != {copy.table: copy.columns for copy in manifest.copies}:
        raise BackupError("the backup does not hold the tables of this schema")
    if taken := await filled(connection, several):
        raise BackupError(f"the database is not empty: {', '.join(map(str, taken))}")
    copies = {copy.table: copy for copy in manifest.copies}
    for table in several:
        await _fill(connection, table, copies[str(table)], folder)


async def _fill(connection: asyncpg.Connection, table: StoredTable, copy: Copy, folder: Path) -> None:
    with (folder / f"{copy.table}.copy").open("rb") as source:
        done = await connection.copy_to_table(
            table.name, schema_name=table.schema, columns=copy.columns, source=source, timeout=3600
        )
    if int(done.split()[-1]) != copy.rows:
        raise BackupError(f"{copy.table} has {copy.rows} rows, but {done.split()[-1]} came in")
