"""Reads the whole record again after every test that used a database: what was written must still be true."""

import asyncio
from collections.abc import Iterator

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


@pytest.fixture
def falsified() -> None:
    """Say that this test falsifies the record, so that it is not verified afterwards."""


@pytest.fixture(autouse=True)
def verified(request: pytest.FixtureRequest) -> Iterator[None]:
    """Re-verify the database of the test, unless it asks for `falsified`."""
    names = [name for name in ("database", "private_database") if name in request.fixturenames]
    databases = [request.getfixturevalue(name) for name in names]
    yield
    if "falsified" not in request.fixturenames:
        for database in databases:
            asyncio.run(check(database.url))
