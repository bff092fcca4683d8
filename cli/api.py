"""`paraf api`: the application in this process, until it is told to stop; and `openapi`, its description."""

import asyncio
import contextlib
import errno
import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

import typer
import uvicorn
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from api.access.throttle import Throttle
from api.app import create_app, unserved
from api.http.openapi import description
from api.services import Services, build_services
from cli.console import Failed
from cli.parts import fitting_store, observed, part, patiently, stop_ordered, store, temporal, with_every_key
from cli.settings import Settings
from cli.trial import TrialAccounts, TrialDoor
from domain.kernel.message import canonical
from eventstore.errors import Unavailable
from workflows.client import Plans

_CONNECTIONS = 16  # to the database
_GRACE = 10  # seconds for requests that are under way when we stop
_BACKLOG = 2048  # connections that wait to be accepted
_SWEEP = 3600.0  # seconds between two sweeps of what has expired
_LOG = logging.getLogger(__name__)


class HttpConnection(H11Protocol):
    """Closes itself after it has been without a whole request for so long; bodies have limits of their own."""

    patience: ClassVar[float] = 30.0  # seconds
    _last: RequestResponseCycle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to look."""
        super().connection_made(transport)
        self._look_again()

    def _look_again(self) -> None:
        self._looking = self.loop.call_later(self.patience, self._look)

    def _look(self) -> None:
        served = self.cycle is not None and not self.cycle.response_complete
        if served or self.cycle is not self._last:
            self._last = self.cycle
            self._look_again()
        else:
            self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """Look no more."""
        self._looking.cancel()
        super().connection_lost(exc)


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


async def api(settings: Settings) -> None:
    """Serve; a database or Temporal that is away makes `/readyz` say so, and stops nobody."""
    settings = part("api", settings)
    stop = stop_ordered()
    listening = _listening(settings.host, settings.port)
    async with observed("api", settings) as more, store(settings, _CONNECTIONS) as opened:
        client = await temporal(settings, lazy=True, **more)
        plans = Plans(client, opened)
        services = build_services(
            opened,
            plans,
            trial=settings.trial,
            reach=settings.reach,
            largest_evidence=settings.evidence_megabytes * 1024 * 1024,
            base_url=settings.base_url,
            secure_cookies=settings.secure_cookies,
        )
        sweeping = asyncio.create_task(_sweep(services), name="paraf-sweep")
        comparing = asyncio.create_task(patiently("the database", stop, lambda: fitting_store(opened)))
        looking = asyncio.create_task(patiently("Temporal", stop, lambda: with_every_key(client)))
        comparing.add_done_callback(lambda done: stop.set() if not done.cancelled() and done.exception() else None)
        try:
            await _serve(_app(services, stop), settings, listening, stop)
            await looking
            await comparing  # says why, where we stop because of it
        finally:
            sweeping.cancel()
            await plans.close()
    _LOG.info("stopped")


def _app(services: Services, stop: asyncio.Event) -> ASGIApp:
    app = TrialDoor(create_app(services), TrialAccounts(services.store.pool), trial=services.trial)
    return Streams(app, stop)


async def _serve(app: ASGIApp, settings: Settings, listening: socket.socket, stop: asyncio.Event) -> None:
    config = uvicorn.Config(
        app,
        http=HttpConnection,
        log_config=None,
        access_log=False,  # the application writes its own, without addresses that could hold a secret
        server_header=False,
        proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=settings.proxies,
        backlog=_BACKLOG,
        timeout_graceful_shutdown=_GRACE,
    )
    server = _Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    stopped = asyncio.create_task(stop.wait())
    await asyncio.wait((serving, stopped), return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    server.should_exit = True
    await serving


class _Server(uvicorn.Server):
    """Leaves the signals to us."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _listening(host: str, port: int) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        bound = socket.create_server((host, port), family=family, backlog=_BACKLOG)
        # Named as TCP: else asyncio leaves small answers to Nagle, and each waits 40 ms for an acknowledgement.
        return socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP, fileno=bound.detach())
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise Failed(f"Port {port} is taken by another program. Choose another: PARAF_PORT={port + 1}") from None
        raise Failed(f"Nobody can listen on {host}:{port}: {error.strerror}.") from None


async def _sweep(services: Services) -> None:
    """Forget what has expired; it is refused anyway."""
    throttle = Throttle(services.store.pool)
    while True:
        with contextlib.suppress(Unavailable):
            await services.sessions.sweep()
            await throttle.sweep()
        await asyncio.sleep(_SWEEP)


def openapi(settings: Settings) -> None:
    """Print the description as this installation serves it; nothing is connected to."""
    typer.echo(canonical(description(unserved(), secure=settings.secure_cookies)).decode())
