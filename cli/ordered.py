"""Runs a command's work to its end, in order."""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Coroutine
from typing import TYPE_CHECKING, Any, TypeVar

from cli.settings import read_settings

if TYPE_CHECKING:
    from api.services import Services

T = TypeVar("T")


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run to the end; an order to stop is Ctrl-C, wherever it comes from, so that every server is stopped in order."""
    return asyncio.run(_stoppable(work))


def within(work: "Callable[[Services], Awaitable[T]]") -> T:
    """Run what works with the use cases of the API over the database alone."""

    async def inside() -> T:
        from cli.recorded import opened

        async with opened(read_settings()) as services:
            return await work(services)

    return run(inside())


async def _stoppable(work: Coroutine[Any, Any, T]) -> T:
    task = asyncio.create_task(work)
    loop = asyncio.get_running_loop()
    told = False

    def stop() -> None:
        nonlocal told
        told = True
        task.cancel()

    # Not by way of SIGINT: a shell that starts us in the background has it ignored.
    for signum in (signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(signum, stop)
    try:
        return await task
    except asyncio.CancelledError:
        if told:
            raise KeyboardInterrupt from None
        raise
    finally:
        for signum in (signal.SIGTERM, signal.SIGHUP):
            loop.remove_signal_handler(signum)
