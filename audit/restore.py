"""A backup into an empty database, ending in a verification."""

from hashlib import file_digest
from pathlib import Path

import asyncpg
import msgspec

from audit.backup import FORMAT, MANIFEST, BackupError, Copy, Manifest, connect
from audit.report import Report
from audit.tables import Table, filled, tables
from audit.verify import verify
from eventstore.errors import MigrationError
from eventstore.migrate import numbered, recorded
from eventstore.pool import open_pool, outages
from eventstore.roles import OWNER
from eventstore.store import Store


async def restore(folder: Path, migration_url: str) -> Report:
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


async def _fill(connection: asyncpg.Connection, table: Table, copy: Copy, folder: Path) -> None:
    with (folder / f"{copy.table}.copy").open("rb") as source:
        done = await connection.copy_to_table(
            table.name, schema_name=table.schema, columns=copy.columns, source=source, timeout=3600
        )
    if int(done.split()[-1]) != copy.rows:
        raise BackupError(f"{copy.table} has {copy.rows} rows, but {done.split()[-1]} came in")
