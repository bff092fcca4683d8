"""Brings the schema up to date: numbered SQL files, each run once and remembered with its checksum."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import asyncpg

from eventstore.errors import MigrationError
from eventstore.outage import outages
from eventstore.roles import OWNER, bootstrap

__all__ = ["bootstrap", "migrate"]

FILES = Path(__file__).parent / "schema"

_REMEMBERED = """
CREATE SCHEMA IF NOT EXISTS paraf;
CREATE TABLE IF NOT EXISTS paraf.migrations (
    name       text        PRIMARY KEY,
    checksum   text        NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
)
"""


async def migrate(url: str, files: Path = FILES) -> list[str]:
    """Run what has not run yet, as the migration role, and return its names.

    Raises `MigrationError` where a file changed after it ran, or the database knows a file that we do not;
    `Unavailable` where there is no database.
    """
    scripts = _scripts(files)
    with outages():
        connection = await asyncpg.connect(
            url, server_settings={"application_name": "paraf migrate", "timezone": "UTC"}
        )
    try:
        # Two migrations started at once: the second finds nothing left to do.
        await connection.execute("SELECT pg_advisory_lock(hashtext('paraf migrate'))")
        await connection.execute(f"SET ROLE {OWNER}")
        return await _run(connection, scripts)
    finally:
        await connection.close()


def _scripts(files: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(files.glob("[0-9][0-9][0-9]_*.sql"))}


async def _run(connection: asyncpg.Connection, scripts: Mapping[str, bytes]) -> list[str]:
    await connection.execute(_REMEMBERED)
    rows = await connection.fetch("SELECT name, checksum FROM paraf.migrations")
    remembered: dict[str, str] = {row["name"]: row["checksum"] for row in rows}
    for name, checksum in remembered.items():
        if name not in scripts:
            raise MigrationError(
                f"the database has run {name}, which these files do not have: it is newer than they are"
            )
        if sha256(scripts[name]).hexdigest() != checksum:
            raise MigrationError(f"{name} was changed after it ran; write a new file instead")
    ran = []
    for name, script in scripts.items():
        if name in remembered:
            continue
        try:
            async with connection.transaction():
                await connection.execute(script.decode())
                await connection.execute(
                    "INSERT INTO paraf.migrations (name, checksum) VALUES ($1, $2)",
                    *(name, sha256(script).hexdigest()),
                )
        except asyncpg.PostgresError as error:
            raise MigrationError(f"{name}: {error}") from error
        ran.append(name)
    return ran
