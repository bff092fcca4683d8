"""A store on a fresh database; whatever a test wrote is verified after it."""

from collections.abc import AsyncIterator

import pytest

from eventstore.pool import open_pool
from eventstore.store import Store
from tests.check import falsified, verified
from tests.conftest import Database

__all__ = ["falsified", "verified"]


@pytest.fixture
async def store(database: Database) -> AsyncIterator[Store]:
    """A store of the runtime role, with a connection for each of 32 callers."""
    pool = await open_pool(database.url, size=32)
    store = Store(pool)
    yield store
    await store.close()
    await pool.close()
