"""Each schema file runs once, as it was written."""

import asyncio
from pathlib import Path

import asyncpg
import pytest

from cli.embedded.postgres import EmbeddedPostgres
from eventstore.errors import MigrationError
from eventstore.migrate import FILES, bootstrap, migrate
from eventstore.roles import scram
from tests.conftest import Database

NAMES = sorted(path.name for path in FILES.glob("*.sql"))


async def test_two_at_once_run_each_file_once(shared_postgres: EmbeddedPostgres) -> None:
    passwords = shared_postgres.passwords
    try:
        both = (
            bootstrap(shared_postgres.superuser_url, 'two at "once"', passwords.runtime, passwords.migration)
            for _ in range(2)
        )
        first, second = await asyncio.gather(*both)
        assert first == second
        ran = await asyncio.gather(migrate(first.migration), migrate(first.migration))
        assert sorted(ran) == [[], NAMES]
        assert await migrate(first.migration) == []
    finally:
        connection = await asyncpg.connect(shared_postgres.superuser_url)
        await connection.execute('DROP DATABASE IF EXISTS "two at ""once"""')
        await connection.close()


async def test_a_file_that_changed_after_it_ran_is_refused(database: Database, tmp_path: Path) -> None:
    for name in NAMES:
        (tmp_path / name).write_bytes((FILES / name).read_bytes())
    (tmp_path / NAMES[2]).write_text("SELECT 1")
    with pytest.raises(MigrationError, match=f"{NAMES[2]} was changed after it ran"):
        await migrate(database.migration_url, tmp_path)


async def test_a_database_newer_than_the_files_is_refused(database: Database, tmp_path: Path) -> None:
    for name in NAMES[:-1]:
        (tmp_path / name).write_bytes((FILES / name).read_bytes())
    with pytest.raises(MigrationError, match=f"{NAMES[-1]}, which these files do not have"):
        await migrate(database.migration_url, tmp_path)


async def test_a_file_that_fails_leaves_nothing_and_is_named(database: Database, tmp_path: Path) -> None:
    for name in NAMES:
        (tmp_path / name).write_bytes((FILES / name).read_bytes())
    (tmp_path / "998_half.sql").write_text("CREATE TABLE paraf.half (); SELECT 1 / 0;")
    with pytest.raises(MigrationError, match=r"998_half\.sql: division by zero"):
        await migrate(database.migration_url, tmp_path)
    (tmp_path / "998_half.sql").write_text("CREATE TABLE paraf.half ();")
    assert await migrate(database.migration_url, tmp_path) == ["998_half.sql"]


def test_a_password_that_the_protocol_would_rewrite_is_refused() -> None:
    assert scram("correct horse").startswith("SCRAM-SHA-256$")
    for password in ("", "kata\nsandi", "rahasía"):
        with pytest.raises(ValueError, match="printable ASCII"):
            scram(password)
