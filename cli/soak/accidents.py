"""Accidents: parts of the system killed, or stopped for a while, at random."""

import asyncio
import os
import signal
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

from cli.embedded.keeper import Keeper
from cli.system import System

_BETWEEN = (1.0, 5.0)  # seconds from one accident to the next
_FROZEN = (0.5, 4.0)  # seconds that a part stands still


@dataclass(frozen=True)
class Accident:
    """What befell which part; `at` on the soak's clock, in seconds."""

    at: float
    part: str
    killed: bool


def parts(system: System) -> Mapping[str, Keeper]:
    """Return the parts that can be killed."""
    found = dict(system.keepers)
    if system.temporal is not None:
        found["temporal"] = system.temporal.keeper
    if system.postgres is not None:
        found["postgres"] = system.postgres.keeper
    return found


async def befall(system: System, dice: Random, clock: Callable[[], float], end: float) -> list[Accident]:
    """Let accidents happen until the time is over, and return them when every part is up again."""
    keepers, happened = parts(system), []
    names = sorted(keepers)
    while clock() + _BETWEEN[0] < end:
        await asyncio.sleep(min(dice.uniform(*_BETWEEN), end - clock()))
        accident = Accident(clock(), dice.choice(names), dice.random() < 0.5)
        happened.append(accident)
        if accident.killed:
            keepers[accident.part].kill()
        else:
            await _freeze(keepers[accident.part].pid, dice.uniform(*_FROZEN))
        await keepers[accident.part].wait_up()
    return happened


async def _freeze(pid: int, seconds: float) -> None:
    """Stop a process, and let it go on."""
    os.kill(pid, signal.SIGSTOP)
    try:
        await asyncio.sleep(seconds)
    finally:
        os.kill(pid, signal.SIGCONT)
