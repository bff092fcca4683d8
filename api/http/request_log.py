"""One line of the log for each request: who could read it learns nothing that opens a door."""

import logging
import time
import uuid

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.problems import Problem

_LOG = logging.getLogger("paraf.access")
_GONE = 499  # as other servers call it: nobody waits for the answer
_LEVELS = {403: logging.WARNING, 500: logging.ERROR, 503: logging.WARNING}


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
        state = scope.setdefault("state", {})
        state["request_id"] = uuid.uuid4().hex[:16]
        began, status = time.perf_counter(), _GONE

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["x-request-id"] = state["request_id"]
            await send(message)

        try:
            await self.app(scope, receive, sending)
        finally:
            error: Exception | None = state.get("error")
            _LOG.log(
                logging.ERROR if error else _LEVELS.get(status, logging.INFO),
                "%s %s %s",
                *(scope["method"], getattr(scope.get("route"), "path", "-"), status),
                exc_info=error,
                extra={
                    "request": state["request_id"],
                    "ms": round((time.perf_counter() - began) * 1000, 1),
                    **state.get("told", {}),
                },
            )


def request_id(request: Request) -> str:
    """Return what the request is called in the log; empty where nobody keeps one."""
    return str(getattr(request.state, "request_id", ""))


def tell(request: Request, problem: Problem, error: Exception, person: str) -> None:
    """Let the request's line say why it was refused and to whom; of a fault of ours, all that is known."""
    told = {"code": problem.code, "person": person}
    if problem.status == 500:
        request.state.error = error
    elif problem.unknown:
        told["cause"] = " from ".join(f"{type(e).__name__}: {e}" for e in _chain(error))
    request.state.told = {name: value for name, value in told.items() if value}


def _chain(error: BaseException | None) -> list[BaseException]:
    return [] if error is None else [error, *_chain(error.__cause__)]
