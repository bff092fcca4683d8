"""The guards of the record, as the schema files put them up, and what has become of them."""

import re
from functools import cache

import asyncpg

from eventstore.migrate import FILES
from eventstore.roles import OWNER, RUNTIME

_FROZEN = ("documents", "events", "evidence", "receipts")
_WRITTEN = (*_FROZEN, "heads", "views")
_PINNED = ["search_path=pg_catalog, pg_temp"]
_FUNCTION = re.compile(
    r"^CREATE (?:OR REPLACE )?FUNCTION paraf\.(\w+)\((?:(?!^CREATE ).)*?AS \$\$(.*?)\$\$", re.DOTALL | re.MULTILINE
)

# Before update, delete and truncate, once a statement, whatever the row, in replica mode too.
_TRIGGERS = """
SELECT t.name FROM unnest($1::text[]) AS t (name) WHERE NOT EXISTS (
    SELECT FROM pg_trigger g WHERE g.tgrelid = to_regclass('paraf.' || t.name) AND g.tgname = 'frozen'
       AND g.tgenabled = 'A' AND g.tgtype = 2 | 8 | 16 | 32 AND g.tgqual IS NULL
       AND g.tgfoid = to_regprocedure('paraf.frozen()'))
"""
_FUNCTIONS = """
SELECT p.proname, p.prosrc, p.proconfig, p.prosecdef, r.rolcanlogin FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner
 WHERE p.pronamespace = 'paraf'::regnamespace AND p.prosqlbody IS NULL
"""
_OPEN = """
SELECT t.name FROM unnest($1::text[]) AS t (name)
 WHERE has_table_privilege($2::text, 'paraf.' || t.name, 'INSERT, UPDATE, DELETE, TRUNCATE, TRIGGER')
    OR has_any_column_privilege($2::text, 'paraf.' || t.name, 'INSERT, UPDATE')
"""


async def loosened(connection: "asyncpg.Connection | asyncpg.pool.PoolConnectionProxy") -> list[str]:
    """Return, in sentences, which guards are not as they were put up; none where all of them are."""
    found = [f"paraf.{row[0]}: its trigger is off" for row in await connection.fetch(_TRIGGERS, _FROZEN)]
    there = {row["proname"]: row for row in await connection.fetch(_FUNCTIONS)}
    for name, body in _bodies().items():
        if name not in there or there[name]["prosrc"] != body or there[name]["proconfig"] != _PINNED:
            found.append(f"paraf.{name}: the function is not the one that was installed")
    found += [f"paraf.{name}: its owner can log in" for name, row in there.items() if row["rolcanlogin"]]
    if await connection.fetchval("SELECT pg_has_role($1::text, $2::text, 'MEMBER')", RUNTIME, OWNER):
        return [*found, "the runtime role can become the owner of the record"]
    return found + [
        f"paraf.{row[0]}: the runtime role may change it" for row in await connection.fetch(_OPEN, _WRITTEN, RUNTIME)
    ]


@cache
def _bodies() -> dict[str, str]:
    """Each function's text, by name."""
    files = (FILES / "functions").glob("*.sql")
    return {name: body for path in files for name, body in _FUNCTION.findall(path.read_text())}
