"""The desk, a plan and its history where there are ever more plans, and ever more refused attempts at another."""

import asyncio
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from statistics import median

import httpx

from api.app import create_app
from api.services import Services, build_services
from bench.measure import Measure
from bench.replay import DRAFTER, OFFICE, open_office
from bench.servers import database, installed, temporal
from domain.events import refusal
from domain.kernel.errors import Refused
from domain.plan.commands import DraftPlan
from domain.plan.rules import decide
from domain.plan.state import Plan, PlanEvent, stream_of
from domain.route.route import default_route
from eventstore.append import Append
from eventstore.pool import open_pool
from eventstore.store import Store
from eventstore.views import views
from examples.banjarmasin import plan_text
from workflows.client import Plans

_PLANS, _REFUSALS = (10, 1000, 10_000), 20_000
_YEARS = range(2030, 2040)  # of each office
_WRITERS, _ROUNDS, _WARM, _AIM = 64, 60, 5, 2.0
_AT = datetime(2029, 1, 8, tzinfo=UTC)
_TEXT, _ROUTE = plan_text(), default_route()
_OURS = f"/offices/{OFFICE}/plans/rkt-{_YEARS[0]}"
_ADDRESSES = {"the desk": "/", "a plan": _OURS, "its history": f"{_OURS}/history"}
Times = Mapping[str, float]


async def measure() -> list[Measure]:
    """Return each page with the most plans, and with the refusals too, beside that with the fewest plans."""
    async with database() as url, temporal() as server:
        pool = await open_pool(url, size=8)
        store = Store(pool)
        await open_office(store)
        plans = Plans(await installed(server), store)
        services = build_services(store, plans)
        account = await services.accounts.create(DRAFTER.person, DRAFTER.person, home=OFFICE)
        token = await services.sessions.open(account)
        found: dict[int, Times] = {}
        there = 0
        for many in _PLANS:
            await _written([_begun(number) for number in range(there, many)], store)
            there = many
            found[many] = await _taken(services, token)
        seen = len(_begun(1).events)
        await _written([_refused(number, seen) for number in range(_REFUSALS)], store)
        refused = await _taken(services, token)
        await plans.close()
        await store.close()
        await pool.close()
    few, *more = _PLANS
    return [
        *(_measure(page, found[many], found[few], f"{many} plans") for many in more for page in _ADDRESSES),
        *(_measure(page, refused, found[few], f"{more[-1]} plans, {_REFUSALS} refusals") for page in _ADDRESSES),
    ]


def _measure(page: str, times: Times, beside: Times, case: str) -> Measure:
    return Measure(page, times[page], f"with {_PLANS[0]} plans", beside[page], "ms", case, aim=_AIM)


async def _written(commands: list[Append], store: Store) -> None:
    async def each(writer: int) -> None:
        for command in commands[writer::_WRITERS]:
            await store.append(command)

    await asyncio.gather(*map(each, range(_WRITERS)))


def _begun(number: int) -> Append:
    other, year = divmod(number, len(_YEARS))
    office = OFFICE if other == 0 else f"{OFFICE}-{other}"
    stream, events = stream_of("rkt", _YEARS[year]), _drafted(office, _YEARS[year])
    return Append(office, stream, "begin-" + stream, _print(stream), 0, events, views=views(office, stream, events))


def _drafted(office: str, year: int) -> tuple[PlanEvent, ...]:
    command = DraftPlan(by=DRAFTER, at=_AT, office=office, kind="rkt", year=year, trial=True, route=_ROUTE, text=_TEXT)
    return tuple(decide(command, Plan()))


def _refused(number: int, seen: int) -> Append:
    stream = stream_of("rkt", _YEARS[1])
    no = refusal(DRAFTER, _AT, stream, "give-paraf", Refused("wrong-phase", "The plan is still being written."))
    return Append(OFFICE, stream, f"refused-{number}", _print(str(number)), seen, (), no)


def _print(name: str) -> bytes:
    return sha256(name.encode()).digest()


async def _taken(services: Services, token: str) -> Times:
    """Return how many milliseconds each page takes; by turns, so that all meet the same weather."""
    taken: dict[str, list[float]] = {page: [] for page in _ADDRESSES}
    browser = httpx.AsyncClient(
        transport=httpx.ASGITransport(create_app(services)),
        base_url="http://localhost",
        headers={"Accept": "text/html"},
        cookies={"paraf": token},
    )
    async with browser:
        for _ in range(_WARM + _ROUNDS):
            for page, address in _ADDRESSES.items():
                began = time.perf_counter()
                (await browser.get(address)).raise_for_status()
                taken[page].append((time.perf_counter() - began) * 1000)
    return {page: median(times[_WARM:]) for page, times in taken.items()}
