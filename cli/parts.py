"""What API and worker start with: settings that are enough, a log, an order to stop, a database that may be away."""

import asyncio
import contextlib
import logging
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any, TypeVar

from temporalio.client import Client
from temporalio.runtime import (
    LogForwardingConfig,
    LoggingConfig,
    MetricBuffer,
    Runtime,
    TelemetryConfig,
    TelemetryFilter,
)
from temporalio.service import RPCError

from cli.console import Failed
from cli.logs import log_to_stderr
from cli.servers import is_up, known_keys, running
from cli.settings import Settings
from eventstore.errors import MigrationError, Unavailable
from eventstore.migrate import Reader, unfitting
from eventstore.pool import open_pool, outages
from eventstore.store import Store
from workflows.plugin import connect
from workflows.wire import unopened

AWAY = (Unavailable, RPCError, RuntimeError, OSError)  # of these the SDK says RuntimeError when it cannot connect
_PAUSE = 1.0  # seconds between two attempts
_LONGEST = 15.0  # seconds that stopping may take; whatever runs containers kills after some more
_PATIENCE = 5.0  # seconds for connections to be given back at the end
_LOG = logging.getLogger(__name__)

T = TypeVar("T")


def part(name: str, settings: Settings) -> Settings:
    """Begin the log, and return settings that name servers and keys; those of a running `paraf up` where none are set.

    Raises `Failed`.
    """
    if (not settings.database_url or not settings.temporal) and is_up(settings.data):
        found = running(settings)
        settings = replace(
            settings,
            database_url=settings.database_url or found.database_url,
            temporal=settings.temporal or found.temporal,
        )
    wanted = {"PARAF_DATABASE_URL": settings.database_url, "TEMPORAL_ADDRESS": settings.temporal}
    if missing := [name for name, given in wanted.items() if not given]:
        raise Failed(f"Set {' and '.join(missing)}; or run the whole system, on servers of its own: paraf up")
    settings = known_keys(settings)
    log_to_stderr(name, settings.log_level, settings.secrets())
    return settings


def stop_ordered() -> asyncio.Event:
    """Return what is set when this process is told to stop, once; told again, it stops at once.

    What has not ended in time by then is left: whoever does not answer us any more is not waited for.
    """
    stop, loop = asyncio.Event(), asyncio.get_running_loop()

    def ordered() -> None:
        if stop.is_set():
            raise SystemExit(130)
        _LOG.info("stopping")
        stop.set()
        loop.call_later(_LONGEST, _leave)

    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(signum, ordered)
    return stop


def _leave() -> None:
    _LOG.error("not over after %.0f s: left where it is; whoever comes next goes on with it", _LONGEST)
    sys.stderr.flush()
    os._exit(1)


async def patiently(what: str, stop: asyncio.Event, attempt: Callable[[], Awaitable[T]]) -> T | None:
    """Return what the attempt returns, however long it takes to be possible; None where we are told to stop first."""
    reason = ""
    while not stop.is_set():
        try:
            return await attempt()
        except AWAY as error:
            if reason != (reason := f"{type(error).__name__}: {error}"):
                _LOG.warning("waiting for %s: %s", what, reason)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), _PAUSE)
    return None


async def fitting(connection: Reader) -> None:
    """Raise `Failed` unless the database's schema is that of this version."""
    try:
        missing = await unfitting(connection)
    except MigrationError as error:
        raise Failed(f"The database belongs to a newer version of paraf; start that one. ({error})") from None
    if missing:
        what = ", ".join(missing)
        raise Failed(f"The database's schema is not of this version; run: paraf migrate. (Not there: {what})")


async def fitting_store(opened: Store) -> None:
    """Do as `fitting`; raises `Unavailable` where the database is away."""
    with outages():
        async with opened.pool.acquire() as connection:
            await fitting(connection)


@asynccontextmanager
async def store(settings: Settings, size: int) -> AsyncIterator[Store]:
    """Yield the store, whether the database answers or not."""
    pool = await open_pool(str(settings.database_url), size=size, lazy=True, pooled=settings.database_pooled)
    opened = Store(pool, settings.drift, listens=not settings.database_pooled)
    try:
        yield opened
    finally:
        await opened.close()
        try:
            await asyncio.wait_for(pool.close(), _PATIENCE)
        except (TimeoutError, OSError):
            pool.terminate()


async def with_every_key(client: Client) -> None:
    """Say in the log where what waits in Temporal is sealed with a key that this part does not have."""
    if why := await unopened(client):
        _LOG.error("PARAF_PAYLOAD_KEYS lacks a key, and until it is there what waits does not go on: %s", why)


@asynccontextmanager
async def observed(name: str, settings: Settings) -> AsyncIterator[dict[str, Any]]:
    """Measure and trace the part where its settings ask for it; give what `temporal` takes for that."""
    if not (settings.metrics or settings.traces):
        yield {}
        return
    try:
        from cli.telemetry import telemetry
    except ImportError as error:
        raise Failed(f"PARAF_METRICS and PARAF_TRACES need what `paraf[telemetry]` installs ({error}).") from None
    async with telemetry(name, settings) as more:
        yield more


async def temporal(settings: Settings, **more: Any) -> Client:
    """Connect to Temporal as every part does; `lazy=True` connects at the first use."""
    keys = {key.id: key.key for key in settings.payload_keys}
    return await connect(keys, sandboxed=False, **{"runtime": runtime(), **settings.temporal, **more})


def runtime(metrics: MetricBuffer | None = None) -> Runtime:
    """The SDK's native part, whose log joins ours: by default it has lines of its own on standard output."""
    forwarding = LogForwardingConfig(logging.getLogger("temporalio.core"), append_target_to_name=False)
    telemetry = TelemetryFilter(core_level="WARN", other_level="ERROR")
    logging_ = LoggingConfig(filter=telemetry, forwarding=forwarding)
    return Runtime(telemetry=TelemetryConfig(logging=logging_, metrics=metrics))
