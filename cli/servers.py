"""Where a command finds PostgreSQL and Temporal: yours, a running `paraf up`'s, or its own while it runs."""

import base64
import json
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

from audit.rebuild import rebuild
from cli.console import Failed, shown, step
from cli.embedded.keeper import Say, silent
from cli.embedded.postgres import EmbeddedPostgres
from cli.embedded.postgres_home import write_private
from cli.embedded.process import Lock, Taken
from cli.embedded.temporal import EmbeddedTemporal
from cli.settings import Settings
from cli.values import PayloadKey, payload_keys
from eventstore.migrate import bootstrap, migrate
from workflows.names import ATTRIBUTES

URLS = ("database_url", "migration_url", "superuser_url")


@asynccontextmanager
async def database(settings: Settings, say: Say = silent, *, make: bool = False) -> AsyncIterator[Settings]:
    """Yield settings that name a running database; `make` makes an embedded one where there is none."""
    if settings.database_url:
        yield settings
        return
    if not make and not (settings.data / "postgres").exists():
        raise Failed(
            f"There is no data in {shown(settings.data)}, and PARAF_DATABASE_URL is not set. "
            "Set PARAF_DATA or PARAF_DATABASE_URL, or begin with: paraf up"
        )
    server = EmbeddedPostgres(settings.data, say=say)
    try:
        with step("Starting PostgreSQL"):
            await server.start()
    except Taken:
        yield running(settings)
        return
    try:
        yield embedded(settings, server)
    finally:
        await server.stop()


@asynccontextmanager
async def both(settings: Settings, say: Say = silent) -> AsyncIterator[Settings]:
    """Yield settings that name a running database and a running Temporal."""
    async with database(settings, say) as settings:
        if settings.temporal:
            yield known_keys(settings)
            return
        server = EmbeddedTemporal(settings.data, attributes=ATTRIBUTES, say=say)
        try:
            with step("Starting Temporal"):
                await server.start()
        except Taken:
            yield with_keys(running(settings))
            return
        try:
            yield with_keys(at_temporal(settings, server))
        finally:
            await server.stop()


def embedded(settings: Settings, server: EmbeddedPostgres) -> Settings:
    """Return the settings with the embedded server's URLs."""
    return replace(
        settings,
        database_url=server.runtime_url(),
        migration_url=server.migration_url(),
        superuser_url=server.superuser_url,
    )


def at_temporal(settings: Settings, server: EmbeddedTemporal) -> Settings:
    """Return the settings with the embedded server's address."""
    return replace(settings, temporal={"target_host": server.address, "namespace": server.namespace})


def with_keys(settings: Settings) -> Settings:
    """Return the settings with payload keys: those given, or one that is made once and kept with the data."""
    if settings.payload_keys:
        return settings
    kept = keys_file(settings.data)
    if not kept.exists():
        key = PayloadKey("k1", secrets.token_bytes(32))
        write_private(kept, f"{key.id}:{base64.b64encode(key.key).decode()}\n")
    return replace(settings, payload_keys=payload_keys(kept.read_text().strip()))


def known_keys(settings: Settings) -> Settings:
    """Return the settings with the payload keys that the other parts have too. Raises `Failed`."""
    if not settings.payload_keys and not keys_file(settings.data).exists():
        raise Failed("Set PARAF_PAYLOAD_KEYS, to the same for every part of the installation.")
    return with_keys(settings)


def keys_file(data: Path) -> Path:
    """Return where the payload keys of an installation are kept that was given none."""
    return data / "secrets" / "payload-keys"


async def prepare(settings: Settings) -> list[str]:
    """Make roles and database where we may, run what migrations are missing, and return their names.

    Where any ran, the read models are made again. Raises `Corrupt` where a log makes none; the schema is there then.
    """
    if settings.migration_url is None:
        raise Failed("Set PARAF_MIGRATION_URL: the schema is changed by the role paraf_migration.")
    if settings.superuser_url is not None:
        if settings.database_url is None:
            raise Failed("Set PARAF_DATABASE_URL: its password is given to the role paraf_runtime.")
        runtime, migration = (_parts(url) for url in (settings.database_url, settings.migration_url))
        await bootstrap(settings.superuser_url, migration[1], runtime[0], migration[0])
    ran = await migrate(settings.migration_url)
    if ran:
        # What has changed may make other rows of the same events.
        await rebuild(settings.migration_url)
    return ran


def _parts(url: str) -> tuple[str, str]:
    """Return the password and the database of a URL."""
    parts = urlsplit(url)
    database = unquote(parts.path.lstrip("/"))
    if not parts.password or not database:
        raise Failed("To make the roles, PARAF_DATABASE_URL and PARAF_MIGRATION_URL must name password and database.")
    return unquote(parts.password), database


def running_file(data: Path) -> Path:
    """Return where `paraf up` says how to reach its servers."""
    return data / "run" / "servers.json"


def remember(data: Path, postgres: EmbeddedPostgres | None, temporal: EmbeddedTemporal | None) -> None:
    """Let other commands on the same data find the embedded servers of this process."""
    found: dict[str, object] = {}
    if postgres is not None:
        urls = (postgres.runtime_url(), postgres.migration_url(), postgres.superuser_url)
        found |= dict(zip(URLS, urls, strict=True))
    if temporal is not None:
        found["temporal"] = {"target_host": temporal.address, "namespace": temporal.namespace}
    write_private(running_file(data), json.dumps(found) + "\n")


def running(settings: Settings) -> Settings:
    """Return the settings with the embedded servers of the `paraf up` that is running on the same data."""
    try:
        return replace(settings, **json.loads(running_file(settings.data).read_text()))
    except (OSError, ValueError, TypeError):
        raise Failed(
            f"Another paraf is using {shown(settings.data)} and has not finished starting. Try again in a moment."
        ) from None


def up_lock(data: Path) -> Lock:
    """Return the lock that a running `paraf up` holds."""
    return Lock(
        data / "up.lock",
        f"paraf is already running on {shown(data)} (process {{pid}}). Stop it, or set PARAF_DATA to another folder.",
    )


def is_up(data: Path) -> bool:
    """Say whether a `paraf up` is running on the data."""
    if not (data / "up.lock").exists():
        return False
    try:
        with up_lock(data):
            return False
    except Taken:
        return True
