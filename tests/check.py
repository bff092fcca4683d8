"""Reads the whole record again after every test that used a database: what was written must still be true."""

from collections.abc import AsyncIterator

import pytest

from audit.verify import verify
from eventstore.pool import open_pool
from eventstore.store import Store


async def check(url: str) -> None:
    """Fail unless the whole record behind the URL verifies."""
    pool = await open_pool(url, size=1)
    try:
        report = await verify(Store(pool))
    finally:
        await pool.close()
    assert report.ok, "\n".join(map(str, report.findings))


@pytest.fixture(autouse=True)
async def verified(request: pytest.FixtureRequest) -> AsyncIterator[None]:
    """Re-verify the database of the test; one that falsifies the record says `@pytest.mark.falsifies`."""
    wanted = {"database", "private_database"} & set(request.fixturenames)
    databases = [request.getfixturevalue(name) for name in wanted]
    yield
    if request.node.get_closest_marker("falsifies") is None:
        for database in databases:
            await check(database.url)
