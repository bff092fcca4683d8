"""APIs that are killed at a chosen call, one after the other: `python -m tests.api.dying_api ...`.

Arguments: database URL, Temporal's address and namespace. Each line on its input names a call of the services and
whether the API dies `before` or `after` it, such as `imports.files.claim after`; its output is the port, then how it
ended.
"""

import asyncio
import os
import signal
import sys
from functools import partial
from operator import attrgetter
from typing import Any

from api.services import build_services
from eventstore.pool import open_pool
from eventstore.store import Store
from tests.api.house import KEYS, serving
from workflows.client import Plans
from workflows.plugin import connect


def _say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


async def _fatal(whole: Any, when: str, *args: Any, **named: Any) -> None:
    """Do as the call does, and die."""
    if when == "after":
        await whole(*args, **named)
    os.kill(os.getpid(), signal.SIGKILL)


async def _serve(url: str, address: str, namespace: str, call: str, when: str) -> None:
    store = Store(await open_pool(url))
    client = await connect(KEYS, target_host=address, namespace=namespace)
    services = build_services(store, Plans(client, store))
    holder, _, name = call.rpartition(".")
    of = attrgetter(holder)(services)
    setattr(of, name, partial(_fatal, getattr(of, name), when))
    async with serving(services) as base_url:
        _say(base_url)
        await asyncio.Event().wait()


def _main(url: str, address: str, namespace: str) -> None:
    """Each API is a child of its own: what it needs is imported once."""
    for line in sys.stdin:
        call, when = line.split()
        child = os.fork()
        if not child:
            asyncio.run(_serve(url, address, namespace, call, when))
        _say(str(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])))


if __name__ == "__main__":
    _main(*sys.argv[1:])
