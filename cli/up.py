"""`paraf up`: the whole system as child processes under one supervisor, until it is told to stop."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import replace

import httpx

from cli.console import complain, out, shown, step
from cli.embedded.errors import Taken
from cli.embedded.keeper import Child, Keeper
from cli.embedded.ports import is_free
from cli.embedded.postgres import EmbeddedPostgres
from cli.embedded.temporal import EmbeddedTemporal, is_polled
from cli.servers import (
    at_temporal,
    attributes,
    embedded,
    prepare,
    remember,
    running_file,
    up_lock,
    with_keys,
)
from cli.settings import Settings, spelled

TASK_QUEUE = "paraf"


async def up(settings: Settings) -> None:
    """Start everything, say where it is, and keep it running."""
    async with System(settings) as system:
        system.greet()
        await asyncio.Event().wait()


class System:
    """Database, Temporal, worker and API; `async with` starts them in this order and stops them in the reverse one."""

    def __init__(self, settings: Settings) -> None:
        self.settings = replace(settings, data=settings.data.absolute())
        self.postgres: EmbeddedPostgres | None = None
        self.temporal: EmbeddedTemporal | None = None
        self.worker: Keeper | None = None
        self.api: Keeper | None = None
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> "System":
        try:
            await self._start()
        except BaseException:
            await self._stack.aclose()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        with step("Stopping"):
            await self._stack.aclose()

    def greet(self) -> None:
        """Say where to go."""
        out.print()
        out.print(f"  paraf is running at [bold]{self.settings.base_url}[/bold]")
        out.print(f"  [dim]data and logs: {shown(self.settings.data)}; stop with Ctrl-C[/dim]")
        out.print()

    async def _start(self) -> None:
        data = self.settings.data
        data.mkdir(mode=0o711, parents=True, exist_ok=True)
        self._stack.enter_context(up_lock(data))
        if not is_free(self.settings.port, self.settings.host):
            raise Taken(
                f"Port {self.settings.port} is taken by another program. Choose another: "
                f"PARAF_PORT={self.settings.port + 1}"
            )
        await self._start_servers()
        with step("Bringing the schema up to date"):
            await prepare(self.settings)
        self.settings = with_keys(self.settings)
        with step("Starting the worker"):
            self.worker = await self._keep("worker", self._worker_answers)
        with step("Starting the API"):
            self.api = await self._keep("api", self._api_answers)

    async def _start_servers(self) -> None:
        settings = self.settings
        if settings.database_url is None:
            self.postgres = EmbeddedPostgres(settings.data, say=complain)
            with step("Starting PostgreSQL"):
                await self._stack.enter_async_context(self.postgres)
            self.settings = embedded(self.settings, self.postgres)
        if not settings.temporal:
            self.temporal = EmbeddedTemporal(settings.data, attributes=attributes(), say=complain)
            with step("Starting Temporal"):
                await self._stack.enter_async_context(self.temporal)
            self.settings = at_temporal(self.settings, self.temporal)
        remember(settings.data, self.postgres, self.temporal)
        self._stack.callback(running_file(settings.data).unlink, missing_ok=True)

    async def _keep(self, name: str, ready: Callable[[int], Awaitable[bool]]) -> Keeper:
        keeper = Keeper(
            Child(
                name=name,
                argv=[sys.executable, "-m", "cli.main", name],
                home=self.settings.data,
                ready=ready,
                env=self._environment(),
                stop_limit=15.0,
            ),
            complain,
        )
        await keeper.start()
        self._stack.push_async_callback(keeper.stop)
        return keeper

    def _environment(self) -> Mapping[str, str]:
        given = {name: value for name, value in os.environ.items() if not name.startswith("PARAF_")}
        if self.temporal is not None:
            given |= {"TEMPORAL_ADDRESS": self.temporal.address, "TEMPORAL_NAMESPACE": self.temporal.namespace}
        # The owner's password stays here.
        told = replace(self.settings, superuser_url=None, migration_url=None)
        return given | spelled(told) | {"PYTHONUNBUFFERED": "1"}

    async def _worker_answers(self, pid: int) -> bool:
        return await is_polled(self.settings.temporal, TASK_QUEUE, pid)

    async def _api_answers(self, _: int) -> bool:
        try:
            async with httpx.AsyncClient(timeout=5) as client:
                return (await client.get(f"{self.settings.address}/readyz")).status_code == httpx.codes.OK
        except httpx.TransportError:
            return False
