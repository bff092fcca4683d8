"""HEAD for whatever answers GET (RFC 9110, 9.3.2): the same answer without its body."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Head:
    """Asks as GET, and sends on the beginning alone."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                await send(message)
                await send({"type": "http.response.body"})
            elif message.get("more_body"):
                raise OSError("nobody listens to the rest")  # a stream would never end by itself

        asked = {**scope, "method": "GET"}
        try:
            await self.app(asked, receive, sending)
        finally:
            scope["route"] = asked.get("route")
