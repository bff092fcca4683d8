"""Seconds from `kill -9` of a part, when nothing else happens, until a command that is sent then is answered."""

import asyncio
import statistics
import time
from collections.abc import Awaitable

from bench.measure import Measure
from cli.demo import throwaway
from cli.embedded.keeper import LONGEST_PAUSE, Keeper
from cli.embedded.process import free_port
from cli.settings import read_settings
from cli.soak.accidents import parts
from cli.soak.ledger import Ledger
from cli.soak.offices import SoakOffice, offices
from cli.soak.people import until_answered
from cli.system import System
from cli.trial import inside
from domain.kernel.actor import Role
from examples.banjarmasin import plan_text
from examples.official import JSON
from views.text import text_view

_TIMES = 3
_YEAR = 2020


async def measure() -> list[Measure]:
    """Kill each part some times; the reference is how long it takes to start again."""
    with throwaway() as data:
        environment = {"PARAF_DATA": str(data), "PARAF_PORT": str(free_port()), "PARAF_TRIAL": "1"}
        async with (
            System(read_settings(environment)) as system,
            inside(system.settings) as services,
            offices(services, system.settings.base_url, 1) as (office,),
        ):
            await _sent(office, "plans", {"kind": "rkt", "year": _YEAR, "text": text_view(plan_text())}, "draft")
            return [await _recovery(office, name, keeper) for name, keeper in parts(system).items()]


async def _recovery(office: SoakOffice, name: str, keeper: Keeper) -> Measure:
    answered, up = [], []
    for number in range(_TIMES):
        await asyncio.sleep(LONGEST_PAUSE)  # one that ends at once again is started later
        began = time.perf_counter()
        keeper.kill()
        starting = asyncio.create_task(_seconds(keeper.wait_up(), began))
        remark = {"row": "", "text": f"{name} {number}"}
        asked = _sent(office, f"plans/rkt-{_YEAR}/comments", remark, f"{name}-{number}")
        answered.append(await _seconds(asked, began))
        up.append(await starting)
    what = f"a command answered after kill -9 of {name}"
    return Measure(what, statistics.median(answered), "its start", statistics.median(up), "s")


async def _seconds(act: Awaitable[object], began: float) -> float:
    await act
    return time.perf_counter() - began


async def _sent(office: SoakOffice, path: str, body: object, key: str) -> None:
    client = office.people[Role.DRAFTER].client
    headers = {"Accept": JSON, "Idempotency-Key": key}
    where = f"/offices/{office.id}/{path}"
    answer = await until_answered(Ledger(), lambda: client.post(where, json=body, headers=headers))
    answer.raise_for_status()
