"""A year with 500 indicators on paper, from the request to its last document, beside typesetting alone."""

import asyncio
import resource
import time
from datetime import timedelta

from temporalio.client import Client

from activities.documents.press import Press
from activities.documents.year.editions import (
    YearEdition,
    YearRecord,
    held,
    read_year,
    render_year_table,
    table_paper,
    whole,
)
from activities.recording.recorder import Recorder
from activities.recording.states import States
from bench import large
from bench.measure import Measure
from bench.servers import database, installed, temporal
from eventstore.documents import Prints
from eventstore.pool import open_pool
from eventstore.store import Store
from workflows.names import register
from workflows.printing import begin_printing, printing_id
from workflows.wire import seal_of
from workflows.worker import workers

_PLAN = f"rkt-{large.YEAR}"


async def measure() -> list[Measure]:
    """Return how long all documents of a year take, with the most memory that worker and typesetting had."""
    async with database() as url, temporal() as server:
        client = await installed(server)
        await register(client)
        pool = await open_pool(url)
        store = Store(pool)
        record = await _filed(store)
        documents, plans = workers(client, store)
        async with documents, plans:
            printed = await _printed(client, store, record)
        own, typst = (
            resource.getrusage(who).ru_maxrss >> 10 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        )
        alone = await _alone(store, record)
        await store.close()
        await pool.close()
    parts = len(whole(record.indicators))
    note = f"{large.INDICATORS} indicators, {parts} documents; worker {own} MiB, typst {typst} MiB at most"
    return [Measure("a year printed", printed, "its typesetting alone", alone, "s", note=note)]


async def _filed(store: Store) -> YearRecord:
    await large.file_year(Recorder(States(store)))
    record = await read_year(store, large.OFFICE, _PLAN)
    if record is None:
        raise RuntimeError("no quarter was opened")
    return record


async def _printed(client: Client, store: Store, record: YearRecord) -> float:
    of = YearEdition(large.OFFICE, _PLAN, record.edition, record.newest.position)
    began = time.perf_counter()
    await Prints(store.pool, seal_of(client)).ask(of.office, of.plan, of.edition, of.position, whole(record.indicators))
    await begin_printing(client, of, timedelta(seconds=10))
    await client.get_workflow_handle(printing_id(of)).result()
    taken = time.perf_counter() - began
    found = await Prints(store.pool, seal_of(client)).of(of.office, of.plan, of.edition)
    if any(each.document is None for each in found.values()):
        raise RuntimeError("a part was not printed")
    return taken


async def _alone(store: Store, record: YearRecord) -> float:
    at = await Press(store).office(large.OFFICE, record.newest)
    began = time.perf_counter()
    for part in whole(record.indicators):
        await asyncio.to_thread(render_year_table, table_paper(record, at, held(part, record.indicators)))
    return time.perf_counter() - began
