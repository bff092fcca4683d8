"""The tables of a database, as the database itself describes them."""

import asyncpg
import msgspec

SCHEMAS = ("paraf", "access")


class Table(msgspec.Struct, frozen=True):
    """A table and the columns that are stored, not computed."""

    schema: str
    name: str
    columns: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.schema}.{self.name}"


async def tables(connection: asyncpg.Connection) -> list[Table]:
    """Return every table but the migrations', each behind those it refers to."""
    rows = await connection.fetch(
        "SELECT c.oid, n.nspname, c.relname, array_agg(a.attname::text ORDER BY a.attnum) AS columns"
        " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid"
        " WHERE n.nspname = ANY ($1) AND c.relkind = 'r' AND (n.nspname, c.relname) <> ('paraf', 'migrations')"
        " AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''"
        " GROUP BY 1, 2, 3 ORDER BY 2, 3",
        SCHEMAS,
    )
    found = {row["oid"]: Table(row["nspname"], row["relname"], tuple(row["columns"])) for row in rows}
    refers: dict[int, set[int]] = {oid: set() for oid in found}
    for child, parent in await connection.fetch(
        "SELECT conrelid, confrelid FROM pg_constraint WHERE contype = 'f' AND conrelid <> confrelid"
    ):
        if child in found and parent in found:
            refers[child].add(parent)
    ordered: list[Table] = []
    while refers:
        free = [oid for oid, parents in refers.items() if not parents & refers.keys()]
        if not free:
            raise ValueError(f"tables refer to each other in a circle: {sorted(str(found[oid]) for oid in refers)}")
        for oid in free:
            del refers[oid]
            ordered.append(found[oid])
    return ordered


async def filled(connection: asyncpg.Connection, several: list[Table]) -> list[Table]:
    """Return the tables that are not empty."""
    return [t for t in several if await connection.fetchval(f"SELECT EXISTS (SELECT FROM {t.schema}.{t.name})")]  # noqa: S608
