"""What surrounds every answer: its headers and cookies, HEAD answered as GET, and one line of the log."""

import logging
import time
import uuid
from datetime import UTC, datetime
from typing import Any, TypedDict

from opentelemetry.trace import SpanKind
from starlette.datastructures import Headers as RequestHeaders
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.negotiate import LANGUAGE_COOKIE, SITE
from api.http.problems import Problem
from eventstore.telemetry import TRACER, caused_by

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "object-src 'none'",
    )
)


# What a page may show is for its reader alone, and for now: a route that knows better says so itself.
_HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "cache-control": "no-store",
}


# Their addresses are secrets: no page is told that one was come from.
_UNTOLD = ("/invitations/",)
_YEAR = 365 * 24 * 60 * 60


class Headers:
    """Adds the headers to what has none of its own."""

    def __init__(self, app: ASGIApp, secure: bool) -> None:
        self.app = app
        self.headers = dict(_HEADERS)
        if secure:
            self.headers["strict-transport-security"] = f"max-age={_YEAR}; includeSubDomains"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, adding to the first message of the answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if scope["path"].startswith(_UNTOLD):
                    headers["referrer-policy"] = "no-referrer"
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, sending)


class Cookies:
    """Writes the cookies: the session's opaque token, and the language."""

    def __init__(self, secure: bool) -> None:
        self.secure = secure
        self._prefix = SITE if secure else ""
        self.session = f"{self._prefix}paraf"

    def sign_in(self, response: Response, token: str, seconds: int) -> None:
        """Give the token. Lax: a link in a mail finds the person signed in, a form of another site does not."""
        response.set_cookie(
            self.session, token, max_age=seconds, path="/", httponly=True, samesite="lax", secure=self.secure
        )

    def sign_out(self, response: Response) -> None:
        """Take the token back."""
        response.delete_cookie(self.session, path="/", httponly=True, samesite="lax", secure=self.secure)

    def language(self, response: Response, language: str) -> None:
        """Remember the language."""
        name = f"{self._prefix}{LANGUAGE_COOKIE}"
        response.set_cookie(name, language, max_age=_YEAR, path="/", httponly=True, samesite="lax", secure=self.secure)


class HeadAsGet:
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

        caller = caused_by(RequestHeaders(scope=scope).get("traceparent", ""))
        with TRACER.start_as_current_span(scope["method"], caller, SpanKind.SERVER) as span:
            try:
                await self.app(scope, receive, sending)
            finally:
                route = getattr(scope.get("route"), "path", "-")
                span.update_name(f"{scope['method']} {route}")
                span.set_attributes({"http.response.status_code": status, "paraf.request": state["request_id"]})
                _told(f"{scope['method']} {route} {status}", status, state, time.perf_counter() - began)


def _told(what: str, status: int, state: dict[str, Any], seconds: float) -> None:
    error: Exception | None = state.get("error")
    told = {"request": state["request_id"], "ms": round(seconds * 1000, 1), **state.get("noted", {})}
    if "command" in state:
        told["command"] = state["command"]
    _LOG.log(logging.ERROR if error else _LEVELS.get(status, logging.INFO), what, exc_info=error, extra=told)


class Trouble(TypedDict):
    """An outcome that was not known: when, of which request, and the kinds of error that it came from."""

    at: datetime
    request: str
    cause: str


def request_id(request: Request) -> str:
    """Return what the request is called in the log; empty where nobody keeps one."""
    return str(getattr(request.state, "request_id", ""))


def note_problem(request: Request, problem: Problem, error: Exception, person: str) -> None:
    """Let the request's line say why it was refused and to whom; of a fault of ours, all that is known."""
    noted = {"code": problem.code, "person": person}
    if problem.status == 500:
        request.state.error = error
    elif problem.unknown:
        noted["cause"] = " from ".join(f"{type(e).__name__}: {e}" for e in _chain(error))
    if problem.unknown:
        kinds = " from ".join(type(e).__name__ for e in _chain(error))  # what they say is for the log alone
        trouble: Trouble = {"at": datetime.now(UTC), "request": request_id(request), "cause": kinds}
        request.app.state.troubles.append(trouble)
    request.state.noted = {name: value for name, value in noted.items() if value}


def _chain(error: BaseException | None) -> list[BaseException]:
    return [] if error is None else [error, *_chain(error.__cause__)]
