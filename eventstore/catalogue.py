"""The catalogue of the database beside what a fresh migration makes: which guard is not as it was put up."""

from functools import cache

import asyncpg

from eventstore.migrate import FILES, current
from eventstore.roles import MIGRATION, OWNER, RUNTIME

# Of a fresh migration, one thing a line: what it is called, and what it is.
MADE = FILES / "catalogue.txt"
BETWEEN = " = "
_SCHEMAS = ("paraf", "access")

Connection = asyncpg.Connection | asyncpg.pool.PoolConnectionProxy


async def loosened(connection: "Connection") -> list[str]:
    """Return, in sentences, what is not as the schema makes it; none where all of it is."""
    if not await current(connection):
        return ["the schema is not that of this version (paraf migrate)"]
    made, there = _made(), await catalogue(connection)
    return [
        *(f"{name} is gone" for name in made.keys() - there.keys()),
        *(f"{name} was added" for name in there.keys() - made.keys()),
        *(f"{name} is not as it was made" for name in made.keys() & there.keys() if made[name] != there[name]),
    ]


async def catalogue(connection: "Connection") -> dict[str, str]:
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
    return {name: told for name, _, told in lines}
