"""The whole system as child processes under one supervisor."""

import asyncio
import os
import signal
import ssl
import sys
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import replace

import httpx
from temporalio.service import RPCError

from cli.console import note, step
from cli.embedded.keeper import POLL, Child, Keeper
from cli.embedded.postgres import EmbeddedPostgres
from cli.embedded.process import NotReady, Taken, end, is_free, read_pid
from cli.embedded.temporal import EmbeddedTemporal, is_polled
from cli.servers import at_temporal, embedded, prepare, remember, running_file, up_lock, with_keys
from cli.settings import Settings, spelled
from workflows.names import ATTRIBUTES, PLANS

_NO_CERTIFICATES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
_START = 60.0  # seconds until API, database and Temporal must all answer
_STOP = 15.0  # seconds for a part to stop in order; more than the API gives its requests


class System:
    """Database, Temporal, worker and API; `async with` starts them in this order and stops them in the reverse one."""

    def __init__(self, settings: Settings) -> None:
        self.settings = replace(settings, data=settings.data.absolute())
        self.postgres: EmbeddedPostgres | None = None
        self.temporal: EmbeddedTemporal | None = None
        self.keepers: dict[str, Keeper] = {}  # of worker and API
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

    async def _start(self) -> None:
        data = self.settings.data
        data.mkdir(mode=0o711, parents=True, exist_ok=True)
        self._stack.enter_context(up_lock(data))
        for name in ("api", "worker"):
            if (orphan := read_pid(data / "run" / f"{name}.pid")) is not None:
                # Left by a supervisor that was killed; it may still have the port.
                note(f"{name}: ending process {orphan}, left over from before")
                await asyncio.to_thread(end, orphan, signal.SIGTERM, _STOP)
        if not is_free(self.settings.port, self.settings.host):
            raise Taken(
                f"Port {self.settings.port} is taken by another program. Choose another: "
                f"PARAF_PORT={self.settings.port + 1}"
            )
        await self._start_servers()
        with step("Bringing the schema up to date"):
            await prepare(self.settings)
        self.settings = with_keys(self.settings)
        with step("Starting worker and API"):
            worker, api = self._keeper("worker", self._worker_answers), self._keeper("api", self._api_lives)
            await _together(worker.start(), api.start())
            await self._until_ready(api)

    async def _start_servers(self) -> None:
        settings = self.settings
        if settings.database_url is None:
            self.postgres = EmbeddedPostgres(settings.data, say=note)
            with step("Starting PostgreSQL"):
                await self._stack.enter_async_context(self.postgres)
            self.settings = embedded(self.settings, self.postgres)
        if not settings.temporal:
            self.temporal = EmbeddedTemporal(settings.data, attributes=ATTRIBUTES, say=note)
            with step("Starting Temporal"):
                await self._stack.enter_async_context(self.temporal)
            self.settings = at_temporal(self.settings, self.temporal)
        remember(settings.data, self.postgres, self.temporal)
        self._stack.callback(running_file(settings.data).unlink, missing_ok=True)

    def _keeper(self, name: str, ready: Callable[[int], Awaitable[bool]]) -> Keeper:
        keeper = Keeper(
            Child(
                name=name,
                argv=[sys.executable, "-m", "paraf", name],
                home=self.settings.data,
                ready=ready,
                env=self._environment(name),
                start_limit=_START,
                stop_limit=_STOP,
            ),
            note,
        )
        self._stack.push_async_callback(keeper.stop)
        self.keepers[name] = keeper
        return keeper

    def _environment(self, name: str) -> Mapping[str, str]:
        given = {name: value for name, value in os.environ.items() if not name.startswith("PARAF_")}
        if self.temporal is not None:
            # No profile of the person at the terminal leads to a server of ours.
            given = {name: value for name, value in given.items() if not name.startswith("TEMPORAL_")}
            given |= {
                "TEMPORAL_ADDRESS": self.temporal.address,
                "TEMPORAL_NAMESPACE": self.temporal.namespace,
                "TEMPORAL_CONFIG_FILE": os.devnull,
            }
        # The owner's password stays here.
        child = replace(self.settings, superuser_url=None, migration_url=None)
        if name == "worker" and child.metrics:
            host, _, port = child.metrics.rpartition(":")
            child = replace(child, metrics=f"{host}:{int(port) + 1}")
        return given | spelled(child) | {"PYTHONUNBUFFERED": "1"}

    async def _worker_answers(self, pid: int) -> bool:
        try:
            return await is_polled(self.settings.temporal, PLANS, pid)
        except (RPCError, RuntimeError):  # Temporal itself is coming back
            return False

    async def _api_lives(self, _: int) -> bool:
        return await self._says("/livez")

    async def _until_ready(self, api: Keeper) -> None:
        """Database and Temporal may be somebody else's: an API that cannot reach them lives, but is of no use yet."""
        deadline = asyncio.get_running_loop().time() + _START
        while not await self._says("/readyz"):
            if asyncio.get_running_loop().time() > deadline:
                raise NotReady(
                    f"The API does not reach database and Temporal; see {api.child.log}, or ask: paraf doctor"
                )
            await asyncio.sleep(POLL)

    async def _says(self, path: str) -> bool:
        try:
            # On loopback, without TLS: the certificates that a client would read take longer than all else.
            async with httpx.AsyncClient(timeout=5, trust_env=False, verify=_NO_CERTIFICATES) as client:
                return (await client.get(f"{self.settings.address}{path}")).is_success
        except httpx.TransportError:
            return False


async def _together(*starts: Awaitable[None]) -> None:
    """Wait for all, and raise what the first of them raised when the others have ended."""
    results = await asyncio.gather(*starts, return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException):
            raise result
