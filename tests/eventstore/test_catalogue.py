"""What the schema makes is written down, and nothing beside it goes unnoticed."""

import asyncpg
import pytest

from eventstore.migrate import MADE, loosened
from tests.conftest import Database
from tests.eventstore.write_catalogue import fresh

# Each is a way around the one door, or around what stands behind it (fault 12).
WAYS = {
    "a function that acts with our rights": "CREATE FUNCTION paraf.back() RETURNS int SECURITY DEFINER LANGUAGE sql AS"
    " 'SELECT 1'",
    "one in public": "CREATE FUNCTION public.back() RETURNS int SECURITY DEFINER LANGUAGE sql AS 'SELECT 1'",
    "another hash": "CREATE OR REPLACE FUNCTION paraf.spelled(field bytea) RETURNS bytea LANGUAGE sql IMMUTABLE STRICT"
    " PARALLEL SAFE RETURN field",
    "another seal": "CREATE OR REPLACE FUNCTION paraf.document_seal(digest bytea, media_type text) RETURNS bytea"
    " LANGUAGE sql STABLE PARALLEL SAFE RETURN digest",
    "a superuser": "ALTER ROLE paraf_runtime SUPERUSER",
    "a role to become": "CREATE ROLE lent; GRANT lent TO paraf_runtime WITH INHERIT FALSE, SET TRUE",
    "writing all data": "GRANT pg_write_all_data TO paraf_runtime",
    "an own schema": "CREATE SCHEMA mine AUTHORIZATION paraf_runtime",
    "the schema itself": "ALTER SCHEMA access OWNER TO paraf_runtime",
    "making things": "GRANT CREATE ON SCHEMA paraf TO paraf_runtime",
    "temporary tables": "DO $$ BEGIN EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO paraf_runtime',"
    " current_database()); END $$",
    "a trigger more": "CREATE TRIGGER late AFTER INSERT ON paraf.events FOR EACH ROW EXECUTE FUNCTION paraf.frozen()",
    "a rule": "CREATE RULE none AS ON INSERT TO paraf.receipts DO INSTEAD NOTHING",
    "row security": "ALTER TABLE paraf.events ENABLE ROW LEVEL SECURITY",
    "a policy": "CREATE POLICY few ON paraf.events USING (false)",
    "a third reader": "CREATE ROLE third; GRANT SELECT ON paraf.events TO third",
    "everybody": "GRANT SELECT ON access.accounts TO PUBLIC",
    "a column": "GRANT UPDATE (body) ON paraf.events TO paraf_runtime",
    "a key": "ALTER TABLE paraf.receipts DROP CONSTRAINT receipts_pkey",
    "a check": "ALTER TABLE paraf.documents DROP CONSTRAINT documents_check",
    "a reference": "ALTER TABLE paraf.views DROP CONSTRAINT views_office_fkey",
    "what is lost in a crash": "ALTER TABLE paraf.prints SET UNLOGGED",
    "an owner": "ALTER TABLE paraf.views OWNER TO paraf_migration",
    "an heir": "CREATE TABLE public.heir () INHERITS (paraf.events)",
    "a default": "ALTER TABLE access.accounts ALTER created_at SET DEFAULT 'epoch'",
    "replica mode": "ALTER ROLE paraf_runtime SET session_replication_role = replica",
    "what comes later": "ALTER DEFAULT PRIVILEGES FOR ROLE paraf_owner GRANT ALL ON TABLES TO paraf_runtime",
    "what has run": "UPDATE paraf.migrations SET checksum = 'x' WHERE name = '002_log.sql'",
}


async def test_what_the_schema_makes_is_written_down(database: Database) -> None:
    written = MADE.read_text()
    assert await fresh(database.url) == written, "run: .venv/bin/python -m tests.eventstore.write_catalogue"
    assert await fresh(database.superuser_url) == written  # whoever asks


async def test_nothing_is_loose(database: Database) -> None:
    connection = await asyncpg.connect(database.url)
    async with connection.transaction(readonly=True):
        assert await loosened(connection) == []
    await connection.close()


@pytest.mark.usefixtures("falsified")
async def test_every_way_around_the_guards_is_seen(database: Database) -> None:
    """Fault 12 of the ways around."""
    connection = await asyncpg.connect(database.superuser_url)
    unseen = []
    try:
        for way, sql in WAYS.items():
            attempt = connection.transaction()
            await attempt.start()
            await connection.execute(sql)
            if not await loosened(connection):
                unseen.append(way)
            await attempt.rollback()
    finally:
        await connection.close()
    assert unseen == []
