"""A recorded command beside a bare insert, each its own commit: by so many writers, on one log and on their own."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from hashlib import sha256
from statistics import median

from bench.measure import Measure
from bench.servers import database
from domain.kernel.actor import Actor, Capacity, Role
from domain.plan.events import CommentMade
from eventstore.append import Append
from eventstore.codec import encode
from eventstore.pool import open_pool
from eventstore.store import Store
from eventstore.views import View

_ROUNDS = 5
_WRITERS = ((1, 400, 0.5), (8, 1200, 0.6), (32, 1600, 0.9))  # so many, writing so many in all; the aim
_OFFICE = "kantor-ukur"
_OFFICIAL = Actor("sekretaris", "Sekretaris (contoh)", Role.SECRETARY, "Sekretaris", Capacity.DEFINITIVE, _OFFICE)
_SAID = CommentMade(
    by=_OFFICIAL, at=datetime(2024, 1, 8, tzinfo=UTC), comment="c1", row="a-i08", version=1, text="Mengapa? " * 30
)
_BODY = encode(_SAID)  # of some 500 bytes; the row of a read model is as long
_TABLE = "CREATE TABLE access.bare (id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY, body bytea NOT NULL)"
_INSERT = "INSERT INTO access.bare (body) VALUES ($1)"
Write = Callable[[int, int], Awaitable[object]]


async def measure() -> list[Measure]:
    """Return the rates of commands on one log and on separate logs, each beside that of as many bare inserts."""
    async with database(_TABLE) as url:
        pool = await open_pool(url, size=max(writers for writers, *_ in _WRITERS))
        store = Store(pool)
        found = [measured for each in _WRITERS for measured in await _measured(store, *each)]
        await store.close()
        await pool.close()
    return found


async def _measured(store: Store, writers: int, many: int, aim: float) -> list[Measure]:
    rates: dict[str, list[float]] = {"one": [], "own": [], "bare": []}

    def on(office: Callable[[int], str], round_: int) -> Write:
        async def write(writer: int, number: int) -> None:
            stream = f"notes-{writers}-{round_}-{writer}"
            await store.append(_command(office(writer), stream, number))

        return write

    async def insert(_writer: int, _number: int) -> None:
        await store.pool.execute(_INSERT, _BODY)

    for round_ in range(_ROUNDS):  # by turns, so that all meet the same weather
        rates["one"].append(await _rate(on(lambda _: _OFFICE, round_), writers, many))
        rates["own"].append(await _rate(on(lambda writer: f"{_OFFICE}-{writer}", round_), writers, many))
        rates["bare"].append(await _rate(insert, writers, many))
    one, own, bare = (median(rates[kind]) for kind in ("one", "own", "bare"))
    many_writers = f"{writers} writer{'s' if writers > 1 else ''}"
    return [
        Measure("commands on one log", one, "bare inserts", bare, "/s", many_writers, aim=aim),
        Measure("commands on separate logs", own, "bare inserts", bare, "/s", many_writers, aim=aim),
    ]


async def _rate(write: Write, writers: int, many: int) -> float:
    async def one_after_the_other(writer: int) -> None:
        for number in range(many // writers):
            await write(writer, number)

    began = time.perf_counter()
    await asyncio.gather(*map(one_after_the_other, range(writers)))
    return many / (time.perf_counter() - began)


def _command(office: str, stream: str, number: int) -> Append:
    name = f"{stream}-{number}"
    row = View("summary", stream, _BODY)
    return Append(office, stream, name, sha256(name.encode()).digest(), number, (_SAID,), views=(row,))
