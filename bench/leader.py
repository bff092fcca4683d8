"""The leader's page of a year with 500 indicators, from request to last byte, beside its own time at the database."""

import gc
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from statistics import median
from typing import Any, cast

import httpx
from starlette.types import Receive, Scope, Send

from activities.recording.recorder import Recorder
from activities.recording.states import States
from api.app import create_app
from api.services import Services, build_services
from bench import large
from bench.measure import Measure
from bench.servers import database, installed, temporal
from domain.kernel.actor import Role, system
from domain.office.commands import GrantRole, RegisterPerson
from domain.office.state import STREAM
from eventstore.pool import Pool, open_pool
from eventstore.store import Store
from workflows.client import Plans

_WARM, _MANY, _FEW = 10, 200, 5
_LEADER = "ketua"
_LAST = 4  # quarter
_QUERIES = frozenset({"execute", "fetch", "fetchrow", "fetchval"})
_PAGE = f"/offices/{large.OFFICE}/plans/rkt-{large.YEAR}/year"


class _Timed:
    """A pool that notes how many milliseconds each query takes, from asking for a connection to giving it back."""

    def __init__(self, pool: Pool) -> None:
        self.taken: list[float] = []
        self._pool = pool

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._pool, name)
        return self._timed(found) if name in _QUERIES else found

    def _timed(self, ask: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def timed(*arguments: Any) -> Any:
            began = time.perf_counter()
            try:
                return await ask(*arguments)
            finally:
                self.taken.append((time.perf_counter() - began) * 1000)

        return timed


async def measure() -> list[Measure]:
    """Return what the page takes of a process that has shown it before, of one that has not, and after a correction."""
    async with database() as url, temporal() as server:
        pool = await open_pool(url)
        recorder = Recorder(States(Store(pool)))
        at = await _year(recorder)
        gc.freeze()  # as a process does that has started: whoever serves the year has not recorded it all
        timed = _Timed(pool)
        store = Store(cast(Pool, timed))
        plans = Plans(await installed(server), store)
        services = build_services(store, plans)
        token = await services.sessions.open(await services.accounts.create(_LEADER, _LEADER, home=large.OFFICE))
        cold = [(await _taken(build_services(store, plans), token, timed.taken, 1))[0] for _ in range(_FEW)]
        warm = (await _taken(services, token, timed.taken, _WARM + _MANY))[_WARM:]
        changed = []
        for number in range(_FEW):
            await large.do(recorder, large.corrected(number, at), large.stream(_LAST), f"correct-{number}")
            changed += await _taken(services, token, timed.taken, 1)
        await plans.close()
        await store.close()
        await pool.close()
    return [
        _measure(warm, "shown before"),
        _measure(changed, "a figure corrected since", 8),
        _measure(cold, "of a process that has just started"),
    ]


async def _year(recorder: Recorder) -> datetime:
    """Record a whole year, and return an instant at which its last quarter may be corrected."""
    last = await large.file_year(recorder)
    by, at = system(large.OFFICE), datetime(2030, 1, 2, tzinfo=UTC)
    person = RegisterPerson(by=by, at=at, person=_LEADER, name="Ketua (contoh)")
    await large.do(recorder, person, STREAM, "person")
    await large.do(recorder, GrantRole(by=by, at=at, person=_LEADER, role=Role.CHAIR), STREAM, "role")
    return last


async def _taken(services: Services, token: str, asked: list[float], times: int) -> list[tuple[float, float, int]]:
    """Return of each request its milliseconds, those at the database, and its queries."""
    found = []
    application = create_app(services)

    async def timed(scope: Scope, receive: Receive, send: Send) -> None:
        # Without what a browser does: build a request, unpack an answer.
        asked.clear()
        began = time.perf_counter()
        await application(scope, receive, send)
        found.append(((time.perf_counter() - began) * 1000, sum(asked), len(asked)))

    browser = httpx.AsyncClient(
        transport=httpx.ASGITransport(timed),
        base_url="http://localhost",
        headers={"Accept": "text/html"},
        cookies={"paraf": token},
    )
    async with browser:
        for _ in range(times):
            (await browser.get(_PAGE)).raise_for_status()
    return found


def _measure(found: list[tuple[float, float, int]], when: str, aim: float | None = None) -> Measure:
    whole, queries = (median(one[n] for one in found) for n in (0, 1))
    note = f"{large.INDICATORS} indicators; {found[-1][2]} queries"
    return Measure("the leader's page", whole, "its time at the database", queries, "ms", when, note, aim)
