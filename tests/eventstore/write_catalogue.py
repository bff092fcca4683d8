"""Writes what a fresh migration makes: `python -m tests.eventstore.write_catalogue`, after a change of the schema."""

import asyncio

import asyncpg

from cli.embedded.postgres import EmbeddedPostgres
from eventstore.migrate import BETWEEN, MADE, catalogue
from tests.conftest import prepare, throwaway


async def fresh(url: str) -> str:
    """Return the catalogue behind the URL, as the file has it."""
    connection = await asyncpg.connect(url)
    try:
        async with connection.transaction():
            found = await catalogue(connection)
    finally:
        await connection.close()
    return "".join(f"{name}{BETWEEN}{told}\n" for name, told in found.items())


async def write() -> None:
    """Migrate a database that is thrown away."""
    async with EmbeddedPostgres(throwaway(), durable=False) as server:
        MADE.write_text(await fresh((await prepare(server, "paraf")).url))


if __name__ == "__main__":
    asyncio.run(write())
