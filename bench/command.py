"""A command end to end, from caller to recorded receipt, beside a Temporal update that does nothing."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from temporalio.client import Client

from activities.recording.recorder import Request
from bench.measure import Bare, Measure, bare_worker, median_ms, start_bare
from bench.replay import DRAFTER, OFFICE, open_office
from bench.servers import database, installed, temporal
from domain.plan.commands import DraftPlan, MakeComment, PlanCommand
from domain.route.route import default_route
from eventstore.codec import fingerprint
from eventstore.pool import open_pool
from eventstore.store import Store
from examples.banjarmasin import plan_text
from workflows.client import Plans
from workflows.worker import workers

_ROUNDS, _EACH, _MANY = 5, 48, 192
_PLANS = 16
_YEAR = 2030


async def measure() -> list[Measure]:
    """Return the latency of one command after the other, and the rate of commands of many plans at once."""
    async with database() as url, temporal() as server:
        client = await installed(server)
        pool = await open_pool(url, size=_PLANS)
        store = Store(pool)
        await open_office(store)
        documents, plans = workers(client, store)
        async with documents, plans, bare_worker(client):
            found = await _measured(client, store)
        await store.close()
        await pool.close()
    return found


async def _measured(client: Client, store: Store) -> list[Measure]:
    plans = Plans(client, store)
    handles = []
    for n in range(_PLANS):
        await plans.handle(_request(_draft(n), _stream(n), f"draft-{n}"))
        handles.append(await start_bare(client, n))

    async def command(number: int) -> None:
        plan = number % _PLANS
        comment = MakeComment(by=DRAFTER, at=_now(), comment=f"c{number}", row="", text="Mengapa?")
        receipt = await plans.handle(_request(comment, _stream(plan), f"c{number}"))
        if receipt.refusal is not None:
            raise RuntimeError(receipt.refusal)

    async def update(number: int) -> None:
        await handles[number % _PLANS].execute_update(Bare.handle, number)

    alone: tuple[list[float], list[float]] = ([], [])
    rates: tuple[list[float], list[float]] = ([], [])
    # By turns, so that both meet the same weather.
    for round_ in range(_ROUNDS):
        first = round_ * (_EACH + _MANY)
        for kind, act in enumerate((command, update)):
            alone[kind].append(await median_ms(act, range(first, first + _EACH)))
            many = range(first + _EACH, first + _EACH + _MANY)
            began = time.perf_counter()
            await asyncio.gather(*(_in_turn(act, many[n::_PLANS]) for n in range(_PLANS)))
            rates[kind].append(len(many) / (time.perf_counter() - began))
    slow, quick = (sorted(times)[_ROUNDS // 2] for times in alone)
    ours, theirs = (sorted(rate)[_ROUNDS // 2] for rate in rates)
    return [
        Measure("a command end to end", slow, "a bare Temporal update", quick, "ms", "alone", aim=1.4),
        Measure("commands", ours, "bare Temporal updates", theirs, "/s", f"{_PLANS} plans at once", aim=0.85),
    ]


async def _in_turn(act: Callable[[int], Awaitable[None]], numbers: range) -> None:
    for number in numbers:
        await act(number)


def _now() -> datetime:
    return datetime.now(UTC)


def _stream(plan: int) -> str:
    return f"plan/rkt-{_YEAR + plan}"


def _draft(plan: int) -> DraftPlan:
    return DraftPlan(
        by=DRAFTER,
        at=_now(),
        office=OFFICE,
        kind="rkt",
        year=_YEAR + plan,
        trial=True,
        route=default_route(),
        text=plan_text(),
    )


def _request(command: PlanCommand, stream: str, command_id: str) -> Request:
    told = fingerprint(OFFICE, command.by.person, command.by.role, "act", stream, command_id.encode())
    return Request(OFFICE, stream, command_id, told.hex(), command)
