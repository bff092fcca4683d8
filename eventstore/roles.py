"""What only a superuser can do, once: the roles, the database, and who may come in."""

import base64
import hashlib
import hmac
import os
from dataclasses import dataclass
from urllib.parse import quote, urlsplit, urlunsplit

import asyncpg

from eventstore.pool import LIMITS, outages

OWNER, RUNTIME, MIGRATION = "paraf_owner", "paraf_runtime", "paraf_migration"
_ITERATIONS = 4096


@dataclass(frozen=True, slots=True)
class Urls:
    """How the two roles that may log in reach the database."""

    runtime: str
    migration: str


async def bootstrap(superuser_url: str, database: str, runtime_password: str, migration_password: str) -> Urls:
    """Make the roles and the database where they are missing, set passwords and limits; may be run again.

    Roles belong to the whole PostgreSQL cluster: its paraf databases share them and their passwords. Raises
    `Unavailable` where there is no cluster.
    """
    with outages():
        connection = await asyncpg.connect(superuser_url)
    try:
        # Another bootstrap of this cluster may run at the same time.
        await connection.execute("SELECT pg_advisory_lock(hashtext('paraf bootstrap'))")
        for role, login in ((OWNER, "NOLOGIN"), (RUNTIME, "LOGIN"), (MIGRATION, "LOGIN")):
            if not await connection.fetchval("SELECT true FROM pg_roles WHERE rolname = $1", role):
                await connection.execute(f"CREATE ROLE {role} {login} NOINHERIT")
        for role, password in ((RUNTIME, runtime_password), (MIGRATION, migration_password)):
            await connection.execute(f"ALTER ROLE {role} PASSWORD '{scram(password)}'")
        for name, limit in LIMITS.items():
            await connection.execute(f"ALTER ROLE {RUNTIME} SET {name} = '{limit}'")
        await connection.execute(f"GRANT {OWNER} TO {MIGRATION} WITH INHERIT FALSE, SET TRUE")
        if not await connection.fetchval("SELECT true FROM pg_database WHERE datname = $1", database):
            await connection.execute(
                f"CREATE DATABASE {_quoted(database)} TEMPLATE template0 ENCODING 'UTF8'"
                " LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'"
            )
        await connection.execute(
            f"REVOKE ALL ON DATABASE {_quoted(database)} FROM PUBLIC;"
            f"GRANT CONNECT ON DATABASE {_quoted(database)} TO {RUNTIME}, {MIGRATION};"
            f"GRANT CREATE ON DATABASE {_quoted(database)} TO {OWNER}"
        )
    finally:
        await connection.close()
    inside = await asyncpg.connect(superuser_url, database=database)
    try:
        await inside.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
    finally:
        await inside.close()
    return Urls(
        _url(superuser_url, RUNTIME, runtime_password, database),
        _url(superuser_url, MIGRATION, migration_password, database),
    )


def scram(password: str) -> str:
    """Return the SCRAM-SHA-256 verifier, so that no server log ever sees the password (RFC 5803)."""
    if not password.isascii() or not password.isprintable() or not password:
        raise ValueError("a password of a database role is printable ASCII")
    salt = os.urandom(16)
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, _ITERATIONS)
    stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server = hmac.digest(salted, b"Server Key", "sha256")
    spelled = [base64.b64encode(part).decode() for part in (salt, stored, server)]
    return f"SCRAM-SHA-256${_ITERATIONS}:{spelled[0]}${spelled[1]}:{spelled[2]}"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _url(superuser_url: str, user: str, password: str, database: str) -> str:
    parts = urlsplit(superuser_url)
    where = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{user}:{quote(password, safe='')}@{where}", path=f"/{quote(database)}"))
