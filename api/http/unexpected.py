"""How long somebody waits for an answer, and the problem that they get where none came."""

import asyncio
from collections.abc import Awaitable
from typing import Any, TypeVar

from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.answers import problem_answer
from eventstore.errors import Unavailable

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


class Unexpected:
    """The innermost layer: no error leaves it, so what the others add is on every answer, and it is logged once."""

    def __init__(self, app: ASGIApp, patience: float) -> None:
        """A read that has not begun to be answered after `patience` seconds has no answer."""
        self.app = app
        self.patience = patience

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; where nothing was sent yet, send the problem."""
        begun = asyncio.Event()

        async def sending(message: Message) -> None:
            begun.set()
            await send(message)

        try:
            if scope["type"] == "http" and scope["method"] == "GET":
                await self._read(scope, receive, sending, begun)
            else:
                await self.app(scope, receive, sending)
        except ClientDisconnect:
            return  # nobody is there to be answered, and nothing is wrong here
        except Exception as error:
            if scope["type"] != "http":
                raise
            request = Request(scope, receive)
            answer = await problem_answer(request, error)
            if not begun.is_set():
                await answer(scope, receive, send)

    async def _read(self, scope: Scope, receive: Receive, send: Send, begun: asyncio.Event) -> None:
        answering = asyncio.ensure_future(self.app(scope, receive, send))
        beginning = asyncio.create_task(begun.wait())
        try:
            await asyncio.wait({answering, beginning}, timeout=self.patience, return_when=asyncio.FIRST_COMPLETED)
            if not (answering.done() or begun.is_set()):
                raise Unavailable(f"no answer in {self.patience:g} seconds")
            await answering
        finally:
            beginning.cancel()
            let_go(answering)
