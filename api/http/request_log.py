"""One line of the log for each request: who could read it learns nothing that opens a door."""

import logging
import time
import uuid

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LOG = logging.getLogger("paraf.access")


class RequestLog:
    """Gives each request an id, and tells of it when it has been answered.

    The route's template is told, never the address: an address can hold a secret.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on and tell."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id, began, status = uuid.uuid4().hex[:16], time.perf_counter(), 500

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["x-request-id"] = request_id
            await send(message)

        try:
            await self.app(scope, receive, sending)
        finally:
            route = getattr(scope.get("route"), "path", "-")
            _LOG.info(
                "%s %s %s",
                scope["method"],
                route,
                status,
                extra={"request": request_id, "ms": round((time.perf_counter() - began) * 1000, 1)},
            )
