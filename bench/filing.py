"""A figure filed among 500 indicators, from caller to recorded receipt, beside a Temporal update that does nothing."""

import time
from datetime import datetime
from statistics import median

from temporalio.client import Client

from activities.recording.recorder import Recorder
from activities.recording.states import States
from bench import large
from bench.measure import Bare, Measure, bare_worker, start_bare
from bench.servers import database, installed, temporal
from eventstore.pool import open_pool
from eventstore.store import Store
from workflows.client import Plans
from workflows.worker import workers

_MANY, _WARM = 400, 40
_QUARTER = 4  # with three quarters before it in every row


async def measure() -> list[Measure]:
    """Return the latency of filings, one after the other."""
    async with database() as url, temporal() as server:
        client = await installed(server)
        pool = await open_pool(url)
        store = Store(pool)
        recorder = Recorder(States(store))
        await large.open_office(recorder)
        at = await large.open_quarter(recorder, _QUARTER)
        documents, plans = workers(client, store)
        async with documents, plans, bare_worker(client):
            found = await _measured(client, Plans(client, store), at)
        await store.close()
        await pool.close()
    return [found]


async def _measured(client: Client, plans: Plans, at: datetime) -> Measure:
    handle = await start_bare(client, 0)

    async def file(number: int) -> None:
        command = large.filed(number, at)
        receipt = await plans.handle(large.request(command, large.stream(_QUARTER), f"file-{number}"))
        if receipt.refusal is not None:
            raise RuntimeError(receipt.refusal)

    async def update(number: int) -> None:
        await handle.execute_update(Bare.handle, number)

    taken: tuple[list[float], list[float]] = ([], [])
    for number in range(_MANY):
        # By turns, so that both meet the same weather.
        for kind, act in enumerate((file, update)):
            began = time.perf_counter()
            await act(number)
            taken[kind].append((time.perf_counter() - began) * 1000)
    slow, quick = (median(times[_WARM:]) for times in taken)
    return Measure("a figure filed", slow, "a bare Temporal update", quick, "ms", f"{large.INDICATORS} indicators")
