"""The whole database as files: a copy of one instant, every file with its digest."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from io import BufferedWriter
from pathlib import Path

import asyncpg
import msgspec

from audit.tables import Table, tables
from eventstore.errors import StoreError
from eventstore.migrate import recorded
from eventstore.pool import outages
from eventstore.roles import OWNER
from eventstore.snapshot import Snapshot

FORMAT = 1
MANIFEST = "manifest.json"


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


async def _copy_table(connection: asyncpg.Connection, table: Table, path: Path) -> Copy:
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
