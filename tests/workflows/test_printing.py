"""Workers and Temporal are lost while a year is printed: every part is there in the end, and each of them once."""

import signal
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from temporalio.client import Client

from activities.documents.year.editions import YearEdition, read_year, sheet, whole
from cli.embedded.temporal import EmbeddedTemporal
from eventstore.documents import Prints
from eventstore.store import Store
from tests.activities.documents.year.test_activity import Year, year
from tests.conftest import Database
from tests.domain.office.office_life import OFFICE
from tests.workflows.conftest import KEYS
from tests.workflows.test_loss import dying
from workflows.names import ATTRIBUTES, register
from workflows.plugin import connect
from workflows.printing import begin_printing, printing_id
from workflows.reconcile import reconcile
from workflows.wire import Seal
from workflows.worker import workers

__all__ = ["year"]

PLAN = "rkt-2024"
PATIENCE = timedelta(seconds=10)


async def asked(year: Year) -> tuple[YearEdition, frozenset[str]]:
    """Ask for every part of a year, and for the sheets one by one; return which they are."""
    await year.settled()
    record = await read_year(year.store, OFFICE, PLAN)
    assert record is not None
    of = YearEdition(OFFICE, PLAN, record.edition, record.newest.position)
    parts = (*whole(record.indicators), *map(sheet, record.indicators))
    await Prints(year.store.pool, Seal(KEYS)).ask(OFFICE, PLAN, of.edition, of.position, parts)
    return of, frozenset(parts)


async def settled(store: Store, of: YearEdition) -> dict[str, str]:
    """The parts that became a document, with its digest."""
    found = await Prints(store.pool, Seal(KEYS)).of(of.office, of.plan, of.edition)
    return {part: each.document for part, each in found.items() if each.document is not None}


async def stored(store: Store) -> int:
    """How many documents there are."""
    count: int = await store.pool.fetchval("SELECT count(*) FROM paraf.documents")
    return count


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_worker_that_dies_in_the_middle_leaves_the_rest_to_another(
    year: Year, client: Client, database: Database, temporal: EmbeddedTemporal, when: str
) -> None:
    await register(client)
    of, parts = await asked(year)
    before = await stored(year.store)
    async with dying(database, temporal, when, "document 2") as process:
        await begin_printing(client, of, PATIENCE)
        assert await process.wait() == -signal.SIGKILL
    first = await settled(year.store, of)
    assert (len(first), await stored(year.store) - before) == (1, 1 + (when == "after"))
    documents, plans = workers(client, year.store)
    async with documents, plans:
        await client.get_workflow_handle(printing_id(of)).result()
    found = await settled(year.store, of)
    assert found.keys() == parts
    assert first.items() <= found.items()
    assert len(set(found.values())) == len(parts) == await stored(year.store) - before


@pytest.fixture
async def fragile(data: Path) -> AsyncIterator[EmbeddedTemporal]:
    """A Temporal of its own, started as an installation starts it."""
    async with EmbeddedTemporal(data, attributes=ATTRIBUTES) as server:
        yield server


async def test_all_of_temporal_is_lost_and_what_was_asked_for_is_printed(fragile: EmbeddedTemporal, year: Year) -> None:
    client = await connect(KEYS, target_host=fragile.address, namespace=fragile.namespace)
    of, parts = await asked(year)
    await begin_printing(client, of, PATIENCE)
    await fragile.wipe()
    documents, plans = workers(client, year.store)
    async with documents, plans:
        await reconcile(client, year.store)
        await client.get_workflow_handle(printing_id(of)).result()
        found = await settled(year.store, of)
        assert found.keys() == parts
        await fragile.wipe()
        # Nothing of it is left to do.
        await reconcile(client, year.store)
        assert (await client.count_workflows("WorkflowType = 'year-print'")).count == 0
    assert await settled(year.store, of) == found
