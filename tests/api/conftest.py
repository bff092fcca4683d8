"""The running application that the tests of the API share, on servers of its own; each test has its own office."""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from cli.embedded.postgres import EmbeddedPostgres
from cli.embedded.temporal import EmbeddedTemporal
from tests.api.house import House, Kantor, running
from tests.check import UNPLANNED, check, falsified, unplanned, verified
from tests.conftest import Database, prepare, throwaway
from workflows.names import ATTRIBUTES

__all__ = ["falsified", "unplanned", "verified"]


@pytest.fixture(scope="package")
def api_data() -> Iterator[Path]:
    """The data of the application's own Temporal: its worker would take other tests' plans for its own."""
    folder = throwaway()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="package")
async def api_temporal(api_data: Path) -> AsyncIterator[EmbeddedTemporal]:
    """The Temporal of the application; not to be killed."""
    async with EmbeddedTemporal(api_data, attributes=ATTRIBUTES) as server:
        yield server


@pytest.fixture(scope="package")
async def api_database(shared_postgres: EmbeddedPostgres) -> Database:
    """The database of the application, on the shared server."""
    return await prepare(shared_postgres, "paraf_api")


@pytest.fixture(scope="package")
async def house(api_database: Database, api_temporal: EmbeddedTemporal) -> AsyncIterator[House]:
    """The application, serving; the whole record is read again afterwards."""
    temporal = {"target_host": api_temporal.address, "namespace": api_temporal.namespace}
    async with running(api_database.url, temporal, trial=True) as house:
        yield house
    await check(api_database.url, let=UNPLANNED, of=house.unplanned)


@pytest.fixture
async def office(house: House, api_database: Database, request: pytest.FixtureRequest) -> AsyncIterator[Kantor]:
    """A fresh office with its people; its record is read again afterwards."""
    # All tests come from one address, whose attempts would add up.
    await house.store.pool.execute("DELETE FROM access.attempts")
    office = await house.office()
    if "unplanned" in request.fixturenames:
        house.unplanned.add(office.id)
    yield office
    await check(api_database.url, office.id, let=UNPLANNED, of=house.unplanned)


@pytest.fixture(scope="module")
async def shared(house: House, api_database: Database) -> AsyncIterator[Kantor]:
    """An office that the tests of a file share, each reading it or taking what is its own; read again after them."""
    office = await house.office()
    yield office
    await check(api_database.url, office.id)
