"""Who has a page open on which several write: told to the others while the page is open, and forgotten then."""

from uuid import UUID

from eventstore.pool import Pool, outages

_MOST = 20  # pages of one account; the oldest give way
_GONE = "interval '45 seconds'"  # without a sign of life, as of a server that died


class Present:
    """The open pages in the database. Everything may raise `Unavailable`."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def stay(self, tab: UUID, account: UUID, office: str, stream: str, person: str) -> None:
        """Note that a page is open, or still is."""
        with outages():
            await self._pool.execute(
                "INSERT INTO access.present (tab, account, office, stream, person) VALUES ($1, $2, $3, $4, $5)"
                " ON CONFLICT (tab) DO UPDATE SET seen_at = clock_timestamp()",
                *(tab, account, office, stream, person),
            )
            await self._pool.execute(
                f"DELETE FROM access.present WHERE seen_at < clock_timestamp() - {_GONE} OR tab IN"  # noqa: S608
                " (SELECT tab FROM access.present WHERE account = $1 ORDER BY seen_at DESC OFFSET $2)",
                *(account, _MOST),
            )

    async def leave(self, tab: UUID) -> None:
        """Forget a page."""
        with outages():
            await self._pool.execute("DELETE FROM access.present WHERE tab = $1", tab)

    async def others(self, account: UUID, office: str, stream: str) -> list[str]:
        """Return the ids of the persons of other accounts who have such a page open, each once."""
        with outages():
            rows = await self._pool.fetch(
                f"SELECT DISTINCT person FROM access.present WHERE office = $1 AND stream = $2 AND account <> $3"  # noqa: S608
                f" AND seen_at >= clock_timestamp() - {_GONE} ORDER BY person",
                *(office, stream, account),
            )
        return [row["person"] for row in rows]
