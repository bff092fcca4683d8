"""The schema: numbered files, each run once, functions, run again when changed; and what is not as they made it."""

import re
from collections.abc import Mapping
from functools import cache
from graphlib import TopologicalSorter
from hashlib import sha256
from pathlib import Path

import asyncpg
from asyncpg.pool import PoolConnectionProxy

from eventstore.errors import MigrationError
from eventstore.pool import outages
from eventstore.roles import MIGRATION, OWNER, RUNTIME, bootstrap

__all__ = ["bootstrap", "migrate"]
Reader = asyncpg.Connection | PoolConnectionProxy
FILES = Path(__file__).parent / "schema"
_REMEMBERED = """
CREATE SCHEMA IF NOT EXISTS paraf;
CREATE TABLE IF NOT EXISTS paraf.migrations (
    name       text        PRIMARY KEY,
    checksum   text        NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
)
"""
_REMEMBER = """
INSERT INTO paraf.migrations (name, checksum) VALUES ($1, $2)
    ON CONFLICT (name) DO UPDATE SET checksum = excluded.checksum, applied_at = clock_timestamp()
"""
_FUNCTIONS = "functions/"  # in front of their names in `paraf.migrations`; a numbered file stands there as it is
# Of a fresh migration, one thing a line: what it is called, and what it is.
MADE = FILES / "catalogue.txt"
BETWEEN = " = "
_SCHEMAS = ("paraf", "access")


async def migrate(url: str, files: Path = FILES) -> list[str]:
    """Run what has not run yet, as the migration role, and return its names.

    Raises `MigrationError` where a numbered file changed after it ran, or the database knows a file that we do not;
    `Unavailable` where there is no database.
    """
    with outages():
        connection = await asyncpg.connect(
            url, server_settings={"application_name": "paraf migrate", "timezone": "UTC"}
        )
    try:
        # Two migrations started at once: the second finds nothing left to do.
        await connection.execute("SELECT pg_advisory_lock(hashtext('paraf migrate'))")
        await connection.execute(f"SET ROLE {OWNER}")
        await connection.execute(_REMEMBERED)
        return [*await _make_tables(connection, files), *await _make_functions(connection, files)]
    finally:
        await connection.close()


def numbered(recorded: Mapping[str, str], files: Path = FILES) -> set[str]:
    """Return which of the numbered files have run where this is recorded; raises `MigrationError` as `migrate` does."""
    scripts, ran = _tables(files), set()
    for name, checksum in recorded.items():
        if name.startswith(_FUNCTIONS):
            continue
        if name in scripts and checksum == _checksum(scripts[name]):
            ran.add(name)
        elif (checksum, name) in _earlier(files):
            ran |= {name} & scripts.keys()
        elif name in scripts:
            raise MigrationError(f"{name} was changed after it ran; write a new file instead")
        else:
            raise _newer(name)
    return ran


async def current(connection: Reader, files: Path = FILES) -> bool:
    """Return whether all of the files have run as they are, and no others."""
    try:
        return not await unfitting(connection, files)
    except MigrationError:
        return False


async def unfitting(connection: Reader, files: Path = FILES) -> list[str]:
    """Return which files have not run, or not as they are now; for any role that reads the log.

    Raises `MigrationError` where the database is newer than the files.
    """
    try:
        past = await recorded(connection)
    except (asyncpg.UndefinedTableError, asyncpg.InvalidSchemaNameError, asyncpg.InsufficientPrivilegeError):
        past = {}  # of before these files could be read by others
    ran, functions = numbered(past, files), _functions(files)
    if newer := [name for name in past if name.startswith(_FUNCTIONS) and name not in functions]:
        raise _newer(newer[0])
    missing = [name for name in _tables(files) if name not in ran]
    return missing + [name for name, script in functions.items() if past.get(name) != _checksum(script)]


async def recorded(connection: Reader) -> dict[str, str]:
    """Return the checksums of the schema files that have run."""
    rows = await connection.fetch("SELECT name, checksum FROM paraf.migrations ORDER BY name")
    return {row["name"]: row["checksum"] for row in rows}


async def _make_tables(connection: asyncpg.Connection, files: Path) -> list[str]:
    ran = numbered(await recorded(connection), files)
    missing = {name: script for name, script in _tables(files).items() if name not in ran}
    for name, script in missing.items():
        await _run(connection, name, script)
    return list(missing)


async def _make_functions(connection: asyncpg.Connection, files: Path) -> list[str]:
    """A function whose arguments change is dropped, and one that goes also forgotten, by a numbered file."""
    scripts, past = _functions(files), await recorded(connection)
    for name in past:
        if name.startswith(_FUNCTIONS) and name not in scripts:
            raise _newer(name)
    changed = {name: script for name, script in scripts.items() if past.get(name) != _checksum(script)}
    for name, script in changed.items():
        await _run(connection, name, script)
    return list(changed)


async def _run(connection: asyncpg.Connection, name: str, script: bytes) -> None:
    try:
        async with connection.transaction():
            await connection.execute(script.decode())
            await connection.execute(_REMEMBER, name, _checksum(script))
    except asyncpg.PostgresError as error:
        raise MigrationError(f"{name}: {error}") from error


def _tables(files: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((files / "tables").glob("[0-9][0-9][0-9]_*.sql"))}


def _functions(files: Path) -> dict[str, bytes]:
    """Return the functions' files, each behind those whose functions it names."""
    scripts = {f"{_FUNCTIONS}{path.name}": path.read_bytes() for path in sorted((files / "functions").glob("*.sql"))}
    made = {name: re.findall(rb"FUNCTION (paraf\.\w+\()", script)[0] for name, script in scripts.items()}
    needs = {
        name: {other for other in scripts if made[other] in script and made[other] != made[name]}
        for name, script in scripts.items()
    }
    return {name: scripts[name] for name in TopologicalSorter(needs).static_order()}


def _earlier(files: Path) -> set[tuple[str, str]]:
    """Return checksum and name of what ran before the functions stood apart: tables and functions in one order."""
    return {(checksum, name) for checksum, name in map(str.split, (files / "earlier.sha256").read_text().splitlines())}


def _checksum(script: bytes) -> str:
    return sha256(script).hexdigest()


def _newer(name: str) -> MigrationError:
    return MigrationError(f"the database has run {name}, which these files do not have: it is newer than they are")


async def loosened(connection: "Reader") -> list[str]:
    """Return, in sentences, what is not as the schema makes it; none where all of it is."""
    if not await current(connection):
        return ["the schema is not that of this version (paraf migrate)"]
    made, there = _made(), await catalogue(connection)
    return [
        *(f"{name} is gone" for name in made.keys() - there.keys()),
        *(f"{name} was added" for name in there.keys() - made.keys()),
        *(f"{name} is not as it was made" for name in made.keys() & there.keys() if made[name] != there[name]),
    ]


async def catalogue(connection: "Reader") -> dict[str, str]:
    """Return what there is, by name: relations, constraints, triggers, functions, grants, roles."""
    # What is asked of the catalogue is answered by the catalogue, whatever the role was told to look into first.
    await connection.execute("SET LOCAL search_path TO pg_catalog")
    rows = await connection.fetch(_query(), _SCHEMAS, [OWNER, RUNTIME, MIGRATION])
    return dict(sorted((row[0], row[1]) for row in rows))


@cache
def _query() -> str:
    return (FILES / "catalogue.sql").read_text()


@cache
def _made() -> dict[str, str]:
    lines = (line.partition(BETWEEN) for line in MADE.read_text().splitlines())
    return {name: made for name, _, made in lines}
