"""What nobody expected, or waits for in vain: answered like any other problem, within what surrounds an answer."""

import asyncio

from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.answers import problem_answer
from api.http.patience import let_go
from eventstore.errors import Unavailable


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
