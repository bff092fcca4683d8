"""Ends what would never end by itself when the API is told to stop: streams of events."""

import asyncio

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Streams:
    """Tells a stream that its reader has gone, and its reader that it has ended; the reader then asks again.

    Every other request ends by itself.
    """

    def __init__(self, app: ASGIApp, stop: asyncio.Event) -> None:
        self._app = app
        self._stop = stop

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        streaming, ended = False, False

        async def sending(message: Message) -> None:
            nonlocal streaming, ended
            if message["type"] == "http.response.start":
                kind = Headers(raw=message["headers"]).get("content-type", "")
                streaming = kind.startswith("text/event-stream")
            elif not message.get("more_body", False):
                ended = True
            await send(message)

        async def receiving() -> Message:
            arriving = asyncio.ensure_future(receive())
            stopped = asyncio.ensure_future(self._stop.wait())
            try:
                await asyncio.wait((arriving, stopped), return_when=asyncio.FIRST_COMPLETED)
                if not arriving.done() and streaming:
                    return {"type": "http.disconnect"}
                return await arriving
            finally:
                arriving.cancel()
                stopped.cancel()

        await self._app(scope, receiving, sending)
        if streaming and not ended:
            await send({"type": "http.response.body", "body": b"", "more_body": False})
