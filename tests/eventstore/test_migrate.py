"""Each numbered schema file runs once, as it was written; a function runs again when its text changes."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from hashlib import sha256
from pathlib import Path

import asyncpg
import pytest

from audit.backup import backup, connect, restore
from audit.judge import Verdict
from audit.verify import verify
from cli.embedded.postgres import EmbeddedPostgres
from eventstore.append import Append
from eventstore.errors import MigrationError
from eventstore.migrate import FILES, bootstrap, migrate, numbered, recorded
from eventstore.pool import open_pool
from eventstore.roles import scram
from eventstore.store import Store
from tests.conftest import Database, urls
from tests.domain.office.office_life import OFFICE
from tests.eventstore.life import print_of, remark

TABLES = sorted(path.name for path in (FILES / "tables").iterdir())
FUNCTIONS = {f"functions/{path.name}" for path in (FILES / "functions").iterdir()}
EARLIER = (
    Path(__file__).parent / "earlier"
)  # of the files that ran before the functions stood apart, those that changed


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """The schema's files, to be changed."""
    return shutil.copytree(FILES, tmp_path / "schema")


@pytest.fixture
async def bare(shared_postgres: EmbeddedPostgres) -> AsyncIterator[Database]:
    """A database that was never migrated."""
    name = "bare"
    passwords = shared_postgres.passwords
    await bootstrap(shared_postgres.superuser_url, name, passwords.runtime, passwords.migration)
    yield urls(shared_postgres, name)
    connection = await asyncpg.connect(shared_postgres.superuser_url)
    await connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
    await connection.close()


async def install_earlier(database: Database, upto: str = "018") -> None:
    """Do as migrating did before the functions stood apart, up to a file's number."""
    scripts = {path.name: path.read_bytes() for folder in (FILES / "tables", EARLIER) for path in folder.glob("0*.sql")}
    connection = await connect(database.migration_url)
    try:
        await connection.execute(
            "CREATE SCHEMA paraf; CREATE TABLE paraf.migrations (name text PRIMARY KEY, checksum text NOT NULL,"
            " applied_at timestamptz NOT NULL DEFAULT clock_timestamp())"
        )
        for name, script in sorted(scripts.items()):
            if name < upto:
                await connection.execute(script.decode())
                checksum = sha256(script).hexdigest()
                await connection.execute("INSERT INTO paraf.migrations VALUES ($1, $2)", name, checksum)
    finally:
        await connection.close()


async def ran_in(database: Database) -> dict[str, str]:
    """Return what is recorded of the schema's files."""
    connection = await connect(database.migration_url)
    try:
        return await recorded(connection)
    finally:
        await connection.close()


async def write_earlier(url: str) -> None:
    """Append as the version of then did, which compared no clocks."""
    connection = await asyncpg.connect(url)
    try:
        asked = Append(OFFICE, "notes", "note-earlier", print_of("earlier"), 0, (remark(1),))
        numbers = ", ".join(f"${n}" for n in range(1, 14))
        await connection.fetchrow(f"SELECT paraf.append({numbers})", *asked.arguments())
    finally:
        await connection.close()


async def write(url: str) -> Verdict:
    """Append to the log behind the URL, and read all of it again."""
    pool = await open_pool(url, size=1)
    try:
        store = Store(pool)
        past = await store.read(OFFICE, "notes")
        name = f"note-{len(past)}"
        await store.append(Append(OFFICE, "notes", name, print_of(name), len(past), (remark(1),)))
        return await verify(store)
    finally:
        await pool.close()


async def test_two_at_once_run_each_file_once(shared_postgres: EmbeddedPostgres) -> None:
    passwords = shared_postgres.passwords
    try:
        both = (
            bootstrap(shared_postgres.superuser_url, 'two at "once"', passwords.runtime, passwords.migration)
            for _ in range(2)
        )
        first, second = await asyncio.gather(*both)
        assert first == second
        ran = sorted(await asyncio.gather(migrate(first.migration), migrate(first.migration)))
        assert (ran[0], ran[1][: len(TABLES)], set(ran[1][len(TABLES) :])) == ([], TABLES, FUNCTIONS)
        assert await migrate(first.migration) == []
    finally:
        connection = await asyncpg.connect(shared_postgres.superuser_url)
        await connection.execute('DROP DATABASE IF EXISTS "two at ""once"""')
        await connection.close()


@pytest.mark.parametrize("upto", ["013", "016", "018"])
async def test_an_installation_from_before_the_functions_stood_apart_goes_on(bare: Database, upto: str) -> None:
    await install_earlier(bare, upto)
    if upto == "018":
        await write_earlier(bare.url)
    before = await ran_in(bare)
    ran = await migrate(bare.migration_url)
    assert set(ran) == {name for name in TABLES if name >= upto} | FUNCTIONS
    assert await migrate(bare.migration_url) == []
    assert (await write(bare.url)).findings == ()
    after = await ran_in(bare)
    assert before.items() <= after.items()  # what was recorded stays as it was
    assert numbered(after) == set(TABLES)


async def test_a_backup_of_an_installation_that_went_on_is_restored_into_a_new_one(
    bare: Database, database: Database, tmp_path: Path
) -> None:
    await install_earlier(bare)
    await write_earlier(bare.url)
    await migrate(bare.migration_url)
    manifest = await backup(bare.migration_url, tmp_path / "b")
    assert manifest.migrations.keys() == {*TABLES, *FUNCTIONS, *(path.name for path in EARLIER.iterdir())}
    assert (await restore(tmp_path / "b", database.migration_url)).ok


async def test_a_numbered_file_that_changed_after_it_ran_is_refused(database: Database, files: Path) -> None:
    (files / "tables" / TABLES[2]).write_text("SELECT 1")
    with pytest.raises(MigrationError, match=f"{TABLES[2]} was changed after it ran"):
        await migrate(database.migration_url, files)


async def test_a_function_whose_text_changed_runs_again(database: Database, files: Path) -> None:
    guard = files / "functions" / "frozen.sql"
    guard.write_text(guard.read_text().replace("is append-only", "is only added to"))
    assert await migrate(database.migration_url, files) == ["functions/frozen.sql"]
    assert await migrate(database.migration_url, files) == []
    connection = await asyncpg.connect(database.superuser_url)
    with pytest.raises(asyncpg.PostgresError, match=r"paraf\.events is only added to"):
        await connection.execute("DELETE FROM paraf.events")
    await connection.close()
    assert await migrate(database.migration_url) == ["functions/frozen.sql"]


@pytest.mark.parametrize("name", [f"tables/{TABLES[-1]}", "functions/append.sql"])
async def test_a_database_newer_than_the_files_is_refused(database: Database, files: Path, name: str) -> None:
    (files / name).unlink()
    with pytest.raises(MigrationError, match=f"{name.removeprefix('tables/')}, which these files do not have"):
        await migrate(database.migration_url, files)


@pytest.mark.usefixtures("falsified")  # a schema with a file more
async def test_a_file_that_fails_leaves_nothing_and_is_named(database: Database, files: Path) -> None:
    half = files / "tables" / "998_half.sql"
    half.write_text("CREATE TABLE paraf.half (); SELECT 1 / 0;")
    with pytest.raises(MigrationError, match=r"998_half\.sql: division by zero"):
        await migrate(database.migration_url, files)
    half.write_text("CREATE TABLE paraf.half ();")
    assert await migrate(database.migration_url, files) == ["998_half.sql"]


def test_a_password_that_the_protocol_would_rewrite_is_refused() -> None:
    assert scram("correct horse").startswith("SCRAM-SHA-256$")
    for password in ("", "kata\nsandi", "rahasía"):
        with pytest.raises(ValueError, match="printable ASCII"):
            scram(password)


async def test_an_account_from_before_is_at_home_where_its_person_holds_a_role(bare: Database) -> None:
    """Existing accounts go on (fault 1): at home where a role is held first, and a member wherever else one is held."""
    await install_earlier(bare, "018")
    facts = {
        "satu": [("person-registered", "budi", ""), ("person-registered", "siti", "")],
        "dua": [
            *(("person-registered", "budi", ""), ("role-granted", "budi", "chair")),
            *(("person-registered", "ani", ""), ("role-granted", "ani", "auditor")),
        ],
        "tiga": [
            *(("person-registered", "budi", ""), ("role-granted", "budi", "auditor")),
            *(("person-registered", "ani", ""), ("role-granted", "ani", "chair"), ("role-revoked", "ani", "chair")),
        ],
    }
    connection = await connect(bare.migration_url)
    try:
        for office, events in facts.items():
            await connection.execute("INSERT INTO paraf.heads VALUES ($1, $2, sha256(''), now())", office, len(events))
            for n, (tag, person, role) in enumerate(events, 1):
                body = f'{{"type":"{tag}","person":"{person}","role":"{role}"}}'.encode()
                await connection.execute(
                    "INSERT INTO paraf.events VALUES ($1, $2, 'office', $2, $3, sha256(''), clock_timestamp(), $4, $5,"
                    " sha256(''))",
                    *(office, n, f"c-{n}", tag, body),
                )
        for person in ("budi", "siti", "ani", "rina"):
            await connection.execute("INSERT INTO access.accounts (username, person) VALUES ($1, $1)", person)
        await migrate(bare.migration_url)
        rows = await connection.fetch("SELECT person, home, offices FROM access.known")
        assert {row["person"]: (row["home"], row["offices"]) for row in rows} == {
            "budi": ("dua", ["dua", "tiga"]),
            "siti": ("satu", ["satu"]),
            "ani": ("dua", ["dua"]),
            "rina": (None, []),
        }
    finally:
        await connection.close()
