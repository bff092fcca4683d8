"""Nobody who runs the system can change what is recorded."""

import asyncpg
import pytest

from eventstore.roles import MIGRATION, OWNER, RUNTIME
from eventstore.store import Store
from tests.conftest import Database
from tests.eventstore.life import note

TABLES = ("events", "receipts", "documents")
ATTACKS = [
    *(f"UPDATE paraf.{table} SET seal = seal" for table in ("receipts", "documents")),
    "UPDATE paraf.events SET body = body",
    "UPDATE paraf.heads SET position = 0",
    "UPDATE paraf.views SET body = ''",
    *(f"DELETE FROM paraf.{table}" for table in (*TABLES, "heads", "views", "migrations")),
    *(f"TRUNCATE paraf.{table} CASCADE" for table in TABLES),
    *(f"ALTER TABLE paraf.{table} DISABLE TRIGGER ALL" for table in TABLES),
    *(f"DROP TABLE paraf.{table} CASCADE" for table in TABLES),
    "INSERT INTO paraf.events SELECT * FROM paraf.events",
    "INSERT INTO paraf.heads VALUES ('x', 0, '', now())",
    "SET session_replication_role = replica",
    f"SET ROLE {OWNER}",
    f"SET ROLE {MIGRATION}",
    "ALTER TABLE paraf.events OWNER TO CURRENT_USER",
    "CREATE OR REPLACE FUNCTION paraf.frozen() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
    "ALTER FUNCTION paraf.frozen() RENAME TO thawed",
    "CREATE TABLE paraf.mine ()",
    "CREATE TABLE public.mine ()",
    "CREATE SCHEMA mine",
    "CREATE TEMPORARY TABLE mine ()",
    "COPY paraf.events FROM PROGRAM 'true'",
    "SELECT paraf.frozen()",
    "SELECT paraf.entry_hash('', '', 1, '', 1, '', '', now(), '', '')",
    "DO $$ BEGIN EXECUTE 'DELETE FROM paraf.events'; END $$",
]


async def test_the_runtime_role_is_refused_every_attack(store: Store) -> None:
    await store.append(note(1, 0))
    succeeded = []
    for attack in ATTACKS:
        try:
            await store.pool.execute(attack)
        except asyncpg.InsufficientPrivilegeError:
            continue
        succeeded.append(attack)
    assert succeeded == []


@pytest.mark.parametrize("mode", ["origin", "replica"])
async def test_accidents_of_an_owner_are_stopped_in_replica_mode_too(
    store: Store, database: Database, mode: str
) -> None:
    await store.append(note(1, 0))
    connection = await asyncpg.connect(database.superuser_url)
    try:
        await connection.execute(f"SET session_replication_role = {mode}")
        updates = ("events SET body = body", "receipts SET seal = seal", "documents SET seal = seal")
        for accident in (
            *(f"UPDATE paraf.{update}" for update in updates),
            *(f"DELETE FROM paraf.{table}" for table in TABLES),
            *(f"TRUNCATE paraf.{table} CASCADE" for table in TABLES),
        ):
            with pytest.raises(asyncpg.PostgresError, match="append-only"):
                await connection.execute(accident)
    finally:
        await connection.close()


async def test_nothing_is_granted_to_public(database: Database) -> None:
    connection = await asyncpg.connect(database.superuser_url)
    try:
        open_to_all = await connection.fetch(
            """
            WITH home AS (SELECT oid FROM pg_namespace WHERE nspname IN ('paraf', 'access', 'public')),
            object AS (
                SELECT oid::regclass::text AS name, relacl AS acl FROM pg_class WHERE relnamespace IN (TABLE home)
                UNION ALL
                SELECT oid::regprocedure::text, coalesce(proacl, acldefault('f', proowner))
                  FROM pg_proc WHERE pronamespace IN (TABLE home)
                UNION ALL
                SELECT nspname, nspacl FROM pg_namespace WHERE oid IN (TABLE home)
                UNION ALL
                SELECT datname, coalesce(datacl, acldefault('d', datdba))
                  FROM pg_database WHERE datname = current_database()
            )
            SELECT name, privilege_type FROM object, aclexplode(acl) WHERE grantee = 0
            """
        )
        assert open_to_all == []
    finally:
        await connection.close()


async def test_the_one_door_belongs_to_nobody_who_can_log_in_and_looks_nowhere_else(database: Database) -> None:
    connection = await asyncpg.connect(database.superuser_url)
    try:
        doors = await connection.fetch(
            "SELECT p.proname AS name, r.rolcanlogin AS login, p.proconfig AS config FROM pg_proc p"
            " JOIN pg_roles r ON r.oid = p.proowner WHERE p.prosecdef AND p.pronamespace = 'paraf'::regnamespace"
        )
        assert {door["name"] for door in doors} == {"append", "put_document"}
        assert not any(door["login"] for door in doors)
        assert all(door["config"] == ["search_path=pg_catalog, pg_temp"] for door in doors)
        allowed = await connection.fetch(
            "SELECT proname FROM pg_proc WHERE pronamespace = 'paraf'::regnamespace"
            f" AND has_function_privilege('{RUNTIME}', oid, 'EXECUTE')"
        )
        assert {row["proname"] for row in allowed} == {"append", "put_document"}
    finally:
        await connection.close()
