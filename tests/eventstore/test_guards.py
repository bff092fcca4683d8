"""Nobody who runs the system can change what is recorded."""

from hashlib import sha256

import asyncpg
import pytest

from domain.quarter.filing import Evidence
from eventstore.append import Append
from eventstore.documents import EvidenceRow, EvidenceStore
from eventstore.errors import CommandIdReused
from eventstore.pool import open_pool
from eventstore.roles import MIGRATION, OWNER, RUNTIME
from eventstore.store import Store
from tests.conftest import Database
from tests.domain.office.office_life import OFFICE
from tests.eventstore.life import note, print_of

ROW = EvidenceRow(OFFICE, "quarter/rkt-2024-q1", "i1")
FILE = Evidence(sha256(b"bukti").hexdigest(), "bukti.txt", "text/plain", 5)

TABLES = ("events", "receipts", "documents", "evidence")
ATTACKS = [
    *(f"UPDATE paraf.{table} SET seal = seal" for table in ("receipts", "documents")),
    "UPDATE paraf.events SET body = body",
    "UPDATE paraf.evidence SET name = name",
    "INSERT INTO paraf.evidence SELECT * FROM paraf.evidence",
    "UPDATE paraf.heads SET position = 0",
    "UPDATE paraf.views SET body = ''",
    "UPDATE paraf.prints SET document = sha256('')",
    "INSERT INTO paraf.prints (office, plan, edition, part, position, document) VALUES ('o', 'p', '', 'a', 1, '')",
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
        updates = (
            *("events SET body = body", "receipts SET seal = seal", "documents SET seal = seal"),
            "evidence SET name = name",
        )
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
        assert {door["name"] for door in doors} == {"append", "put_document", "put_evidence", "settle_print"}
        assert not any(door["login"] for door in doors)
        assert all(door["config"] == ["search_path=pg_catalog, pg_temp"] for door in doors)
        allowed = await connection.fetch(
            "SELECT proname FROM pg_proc WHERE pronamespace = 'paraf'::regnamespace"
            f" AND has_function_privilege('{RUNTIME}', oid, 'EXECUTE')"
        )
        assert {row["proname"] for row in allowed} == {
            "append",
            "append_group",
            "put_document",
            "put_evidence",
            "settle_print",
        }
    finally:
        await connection.close()


# What a caller could put in the way of names that the one door does not qualify.
BAIT = """
    CREATE TEMPORARY TABLE heads (LIKE paraf.heads); CREATE TEMPORARY TABLE events (LIKE paraf.events);
    CREATE TEMPORARY TABLE receipts (LIKE paraf.receipts); CREATE TEMPORARY TABLE views (LIKE paraf.views);
    CREATE TEMPORARY TABLE documents (LIKE paraf.documents); CREATE TEMPORARY TABLE evidence (LIKE paraf.evidence);
    CREATE DOMAIN pg_temp.int AS pg_catalog.int2;
    CREATE FUNCTION public.sha256(bytea) RETURNS bytea LANGUAGE sql AS $$ SELECT decode(repeat('ff', 32), 'hex') $$;
    CREATE FUNCTION public.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS $$ SELECT 'epoch'::timestamptz $$;
    CREATE FUNCTION public.always(bytea, bytea) RETURNS boolean LANGUAGE sql AS $$ SELECT false $$;
    CREATE OPERATOR public.<> (LEFTARG = bytea, RIGHTARG = bytea, FUNCTION = public.always);
    CREATE FUNCTION public.cardinality(text[]) RETURNS integer LANGUAGE sql AS $$ SELECT 0 $$;
    SET search_path = public, pg_temp, paraf, pg_catalog
"""


@pytest.mark.usefixtures("falsified")  # the bait is beside the schema
async def test_the_one_door_is_not_misled_by_what_its_caller_puts_in_the_way(store: Store, database: Database) -> None:
    first = await store.append(note(1, 0))
    async with asyncpg.create_pool(database.superuser_url, min_size=1, max_size=1) as superuser:
        await superuser.execute(f'GRANT TEMPORARY ON DATABASE "{database.name}" TO {RUNTIME}')
        await superuser.execute(f"GRANT USAGE, CREATE ON SCHEMA public TO {RUNTIME}")
    hostile = await open_pool(database.url, size=1)
    try:
        await hostile.execute(BAIT)
        assert await hostile.fetchval("SELECT sha256('')") == b"\xff" * 32  # the bait is in the way of others
        misled = Store(hostile)
        second = await misled.append(note(2, 1))
        with pytest.raises(CommandIdReused):
            await misled.append(Append(OFFICE, "notes", second.command_id, print_of("x"), 2, ()))
        digest = await misled.put_document(b"%PDF-", "application/pdf")
        assert await EvidenceStore(hostile).put(ROW, "oka", FILE, b"bukti")
        await misled.close()
        for table in (*TABLES, "heads", "views"):
            assert await hostile.fetchval(f"SELECT count(*) FROM pg_temp.{table}") == 0
    finally:
        await hostile.close()
    assert [entry.position for entry in await store.log(OFFICE)] == [1, 2]
    assert second.recorded_at >= first.recorded_at
    assert await store.document(digest) == ("application/pdf", b"%PDF-")
    assert (await EvidenceStore(store.pool).of(ROW))[FILE.digest].evidence == FILE
