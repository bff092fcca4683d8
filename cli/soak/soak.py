"""`paraf soak`: a throwaway installation under many hands and accidents, and the proof that it kept its word."""

import asyncio
import json
from contextlib import AsyncExitStack
from pathlib import Path
from random import Random

from rich.markup import escape

from cli.console import Failed, complain, out, say, shown, step
from cli.demo import throwaway
from cli.embedded.process import free_port
from cli.parts import store
from cli.settings import read_settings
from cli.soak.accidents import befall
from cli.soak.ledger import Ledger
from cli.soak.offices import offices
from cli.soak.outcome import Outcome
from cli.soak.people import Actor, seconds
from cli.soak.proof import proven
from cli.soak.year import SoakYear, year
from cli.system import System
from cli.trial import inside, load_sample
from examples.official import StoryFailed

_OFFICES, _HANDS = 2, 4  # hands in each office
_YEAR = 120.0  # seconds from which on the sample lives its year meanwhile
_LONGEST = 120.0  # seconds that what was begun may take to be answered after the end


async def soak(length: float, seed: int, folder: Path | None) -> bool:
    """Soak for so many seconds, tell what came of it, and return whether all holds. Raises `Failed`."""
    dice, ledger = _dice(seed), Ledger()
    with throwaway() as data:
        environment = {"PARAF_DATA": str(data), "PARAF_PORT": str(free_port()), "PARAF_TRIAL": "1"}
        async with System(read_settings(environment)) as system:
            settings = system.settings
            async with AsyncExitStack() as stack:
                services = await stack.enter_async_context(inside(settings))
                sample = await load_sample(services, settings, plan=False) if length >= _YEAR else ()
                made = await stack.enter_async_context(offices(services, settings.base_url, _OFFICES))
                with step(f"Soaking for {length:.0f} s (seed {seed})"):
                    clock = seconds()
                    hands: list[Actor | SoakYear] = [
                        Actor(office, n, ledger, _dice(dice.getrandbits(64)), clock)
                        for office in made
                        for n in range(_HANDS)
                    ]
                    if sample:  # signed in before anything befalls
                        lived = year(settings.base_url, sample, ledger, _dice(dice.getrandbits(64)), clock)
                        hands.append(await stack.enter_async_context(lived))
                    accidents = asyncio.create_task(befall(system, _dice(dice.getrandbits(64)), clock, length))
                    try:
                        async with asyncio.timeout(length + _LONGEST):
                            await asyncio.gather(*(hand.act_until(length) for hand in hands))
                    except TimeoutError:
                        raise Failed("What was asked was not answered long after the end.") from None
                    except StoryFailed as why:
                        raise Failed(f"The year could not be lived: {why}") from None
                    happened = await accidents
            if settings.migration_url is None:
                raise Failed("There is no database of our own.")
            async with store(settings, 2) as opened:
                with step("Proving that all that was acknowledged is recorded, once"):
                    faults = await proven(opened, settings.migration_url, ledger)
    return _told(Outcome(seed, length, ledger, happened, faults), folder)


def _dice(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - chance that comes back, not secrets


def _told(outcome: Outcome, folder: Path | None) -> bool:
    figures = outcome.figures()
    for name, figure in figures.items():
        if name != "faults":
            out.print(f"  {name}: {escape(json.dumps(figure))}", highlight=False)
    for fault in outcome.faults:
        complain(fault)
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "soak.json").write_text(json.dumps(figures, indent=1) + "\n")
        (folder / "soak.svg").write_text(outcome.picture())
        say(f"  {shown(folder / 'soak.json')}, {shown(folder / 'soak.svg')}")
    say("Nothing lost, nothing twice." if outcome.holds else f"WRONG: {len(outcome.faults)} faults, named above.")
    return outcome.holds
