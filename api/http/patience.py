"""How long somebody waits for an answer: what takes longer is let go, and not waited for while it cleans up."""

import asyncio
from collections.abc import Awaitable
from typing import Any, TypeVar

T = TypeVar("T")

READ = 30.0  # seconds for whatever is only read
_LEFT: set["asyncio.Future[Any]"] = set()  # what was let go and has not ended yet


async def within(seconds: float, work: Awaitable[T]) -> T:
    """Return what the work gives. Raises TimeoutError after so many seconds, also where it does not stop at once."""
    asked = asyncio.ensure_future(work)
    try:
        await asyncio.wait({asked}, timeout=seconds)
        if not asked.done():
            raise TimeoutError(f"no answer in {seconds:g} seconds")
        return asked.result()
    finally:
        let_go(asked)


def let_go(work: "asyncio.Future[Any]") -> None:
    """Stop the work if it still goes on; nobody waits until it has stopped."""
    if not work.done():
        work.cancel()
        _LEFT.add(work)
        work.add_done_callback(_forget)


def _forget(work: "asyncio.Future[Any]") -> None:
    _LEFT.discard(work)
    if not work.cancelled():
        work.exception()  # nobody is there to be told
