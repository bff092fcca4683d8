"""The year on paper, as it was asked for: which part of which edition became which document."""

from collections.abc import Iterable
from dataclasses import dataclass

from eventstore.pool import Pool, outages


@dataclass(frozen=True)
class Print:
    """A part that was asked for: `document` is the SHA-256 (hex) of what it became, None while there is nothing.

    `failed`: it cannot be printed.
    """

    part: str
    document: str | None
    failed: bool

    @property
    def settled(self) -> bool:
        """Return whether nothing more will come of it."""
        return self.failed or self.document is not None


@dataclass(frozen=True)
class Unfinished:
    """An edition of a plan's year with parts that are still to be printed, as the log was at `position`."""

    office: str
    plan: str
    edition: str
    position: int
    parts: tuple[str, ...]


class Prints:
    """Remembers what was asked for and printed, in the store's database. Every method raises `Unavailable`."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def ask(self, office: str, plan: str, edition: str, position: int, parts: Iterable[str]) -> None:
        """Ask for parts; those that were asked for before stay as they are."""
        with outages():
            await self._pool.execute(
                "INSERT INTO paraf.prints (office, plan, edition, position, part)"
                " SELECT $1, $2, $3, $4, unnest($5::text[]) ON CONFLICT DO NOTHING",
                *(office, plan, edition, position, list(parts)),
            )

    async def of(self, office: str, plan: str, edition: str) -> dict[str, Print]:
        """Return the parts of an edition that were asked for, by their names."""
        with outages():
            rows = await self._pool.fetch(
                "SELECT part, encode(document, 'hex'), failed FROM paraf.prints"
                " WHERE office = $1 AND plan = $2 AND edition = $3",
                *(office, plan, edition),
            )
        return {row[0]: Print(*row) for row in rows}

    async def settle(self, office: str, plan: str, edition: str, part: str, document: str | None) -> None:
        """Note what a part became, once; None: it cannot be printed."""
        with outages():
            await self._pool.execute(
                "SELECT paraf.settle_print($1, $2, $3, $4, decode($5, 'hex'))", office, plan, edition, part, document
            )

    async def has(self, office: str, plan: str, document: str) -> bool:
        """Return whether the document is one of the plan's year, of whatever edition."""
        with outages():
            known: bool = await self._pool.fetchval(
                "SELECT EXISTS (SELECT FROM paraf.prints"
                " WHERE office = $1 AND plan = $2 AND encode(document, 'hex') = $3)",
                *(office, plan, document),
            )
        return known

    async def unfinished(self) -> list[Unfinished]:
        """Return what was asked for and is neither printed nor given up."""
        with outages():
            rows = await self._pool.fetch(
                "SELECT office, plan, edition, position, array_agg(part) FROM paraf.prints"
                " WHERE document IS NULL AND NOT failed GROUP BY office, plan, edition, position"
                ' ORDER BY office COLLATE "C", plan COLLATE "C", edition'
            )
        return [Unfinished(row[0], row[1], row[2], row[3], tuple(row[4])) for row in rows]
