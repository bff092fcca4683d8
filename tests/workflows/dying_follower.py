"""A follower in a process of its own that is killed: `python -m tests.workflows.dying_follower URL before|after`.

It dies before what it found is written down, or after that and before anything of it is begun.
"""

import asyncio
import os
import signal
import sys

from activities.notices.follower import Follower, Words
from activities.recording.states import States
from eventstore.pool import open_pool
from eventstore.store import Store


class DyingStates(States):
    """Kills its process when an office is asked for: what is told is known then, and not written."""

    async def of(self, *_: object) -> None:  # type: ignore[override]
        """Die."""
        os.kill(os.getpid(), signal.SIGKILL)


async def _killed(_: Words) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


async def _main(url: str, when: str) -> None:
    store = Store(await open_pool(url))
    states = DyingStates(store) if when == "before" else States(store)
    await Follower(states, _killed).look()


if __name__ == "__main__":
    asyncio.run(_main(*sys.argv[1:]))
