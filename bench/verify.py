"""A whole record verified, bytes and facts, beside SHA-256 over the bytes of its entries."""

import time
from hashlib import sha256
from statistics import median

from audit.verify import verify
from bench.measure import Measure
from bench.replay import written
from bench.servers import database
from eventstore.pool import open_pool
from eventstore.store import Store

_ROUNDS, _EVENTS, _PAGE = 3, 100_000, 1000
_AIM = 40


async def measure() -> list[Measure]:
    """Return what an entry costs to verify, in processor time of this process and the database's alike."""
    taken, beside = [], []
    async with database() as url:
        pool = await open_pool(url)
        store = Store(pool)
        office = await written(store, _EVENTS)
        for _ in range(_ROUNDS):
            began = time.perf_counter()
            report = await verify(store)
            taken.append(time.perf_counter() - began)
            if not report.ok:
                raise ValueError(str(report.findings[0]))
            beside.append(await _hashed(store, office))
        await store.close()
        await pool.close()
    entries = report.offices[0].entries
    cost, bytes_ = (median(times) / entries * 1e6 for times in (taken, beside))
    return [
        Measure("an entry verified", cost, "SHA-256 of its bytes", bytes_, "µs", note=f"{entries} entries"),
        Measure("an entry verified", cost, f"{_AIM} µs", _AIM, "µs", note="bytes and facts, on one core", aim=1),
    ]


async def _hashed(store: Store, office: str) -> float:
    after, took = 0, 0.0
    while entries := await store.log(office, after, _PAGE):
        began = time.perf_counter()
        for entry in entries:
            sha256(entry.body).digest()
        took += time.perf_counter() - began
        after = entries[-1].position
    return took
