"""Reads the record again after every test that used a database: what was written must still be true."""

import asyncio
from collections.abc import AsyncIterator, Collection, Iterator

import asyncpg
import pytest

from audit.verify import verify
from domain.quarter.filing import Evidence
from eventstore.documents import EvidenceRow
from eventstore.errors import Fault
from eventstore.pool import open_pool
from eventstore.snapshot import Snapshot, snapshot

# Those that a word of the log names, and those that were sent as evidence.
_NAMED = """
SELECT digest, media_type, data, seal FROM paraf.documents WHERE digest IN (
    SELECT decode(found[1], 'hex')
      FROM paraf.events, regexp_matches(convert_from(body, 'UTF8'), '"([0-9a-f]{64})"', 'g') AS found
     WHERE office = $1
    UNION SELECT digest FROM paraf.evidence WHERE office = $1
    UNION SELECT document FROM paraf.prints WHERE office = $1)
"""


class OfOffice(Snapshot):
    """A record as far as it is one office's."""

    def __init__(self, connection: "asyncpg.Connection | asyncpg.pool.PoolConnectionProxy", office: str) -> None:
        super().__init__(connection)
        self._office = office

    async def offices(self) -> list[str]:
        """Return the office."""
        return [self._office]

    async def documents(self) -> AsyncIterator[tuple[bytes, str, bytes, bytes]]:
        """Yield the documents of the office."""
        for row in await self.connection.fetch(_NAMED, self._office):
            yield row[0], row[1], row[2], row[3]

    async def evidence(self) -> list[tuple[EvidenceRow, Evidence]]:
        """Return the evidence of the office."""
        return [sent for sent in await super().evidence() if sent[0].office == self._office]

    async def prints(self) -> list[tuple[str, bytes]]:
        """Return the prints of the office."""
        return [made for made in await super().prints() if made[0] == self._office]


async def check(url: str, office: str = "", *, let: Collection[str] = (), of: Collection[str] | None = None) -> None:
    """Fail unless the record behind the URL verifies: the whole of it, or as far as it is this office's.

    A breach of law is let pass where one of `let` says how, of the offices `of` (None: any).
    """
    pool = await open_pool(url, size=1)
    try:
        async with snapshot(pool) as now:
            report = await verify(OfOffice(now.connection, office) if office else now)
    finally:
        await pool.close()
    wrong = [
        f
        for f in report.findings
        if f.fault is not Fault.LAW or (of is not None and f.office not in of) or not any(how in f.how for how in let)
    ]
    assert not wrong, "\n".join(map(str, wrong))


@pytest.fixture
def falsified() -> None:
    """Say that this test falsifies the record, so that it is not verified afterwards."""


@pytest.fixture
def unlawful() -> None:
    """Say that this test records what no office allowed: then its bytes are verified, not its facts."""


@pytest.fixture
def unplanned() -> None:
    """Say that this test has a year without its plan: that no text was signed for it is not held against it."""


UNPLANNED = ("is for a text that was not signed", "against a text that no action plan is for")
_LET = {
    "unlawful": ("",),
    "unplanned": UNPLANNED,
}


@pytest.fixture(autouse=True)
def verified(request: pytest.FixtureRequest) -> Iterator[None]:
    """Re-verify the database of the test, unless it asks for `falsified`."""
    names = [name for name in ("database", "private_database") if name in request.fixturenames]
    databases = [request.getfixturevalue(name) for name in names]
    yield
    if "falsified" not in request.fixturenames:
        for database in databases:
            let = [how for name, hows in _LET.items() if name in request.fixturenames for how in hows]
            asyncio.run(check(database.url, let=let))
