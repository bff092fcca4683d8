"""What worker and client share: the connection, and what surrounds every activity."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from temporalio import activity
from temporalio.client import Client, Plugin
from temporalio.exceptions import ApplicationError, FailureError
from temporalio.plugin import SimplePlugin
from temporalio.service import RPCError
from temporalio.worker import (
    ActivityInboundInterceptor,
    ExecuteActivityInput,
    Interceptor,
    UnsandboxedWorkflowRunner,
    WorkerConfig,
    WorkflowRunner,
)
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

from eventstore.errors import Unavailable
from workflows.wire import data_converter

# The database, a machine or a server that is away or too busy (every error of SMTP is an OSError), Temporal itself; and
# what says of itself whether it may be tried again.
_CURABLE = (Unavailable, OSError, RPCError, FailureError)
_INTERVAL = 1.0  # seconds
# The domain's purity is guarded by the import contract; within the sandbox msgspec would meet a proxied datetime.
_PASSED_THROUGH = (
    *("domain", "views", "eventstore", "activities"),
    *("msgspec", "asyncpg", "typst", "holidays", "babel", "jinja2", "httpx"),
)


class Failures(Interceptor):
    """Ends an activity for good on what no retry can cure: it would hold up its whole stream for ever."""

    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:
        """See base class."""
        return _Failing(next)


class _Failing(ActivityInboundInterceptor):
    async def execute_activity(self, input: ExecuteActivityInput) -> Any:
        try:
            return await super().execute_activity(input)
        except _CURABLE:
            raise
        except Exception as error:
            raise ApplicationError(str(error), type=type(error).__name__, non_retryable=True) from error


class Heartbeat(Interceptor):
    """Lets every scheduled activity's heart beat while it runs."""

    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:
        """See base class."""
        return _Beating(next)


class _Beating(ActivityInboundInterceptor):
    async def execute_activity(self, input: ExecuteActivityInput) -> Any:
        if activity.info().is_local:
            return await super().execute_activity(input)
        beating = asyncio.create_task(_beat())
        try:
            return await super().execute_activity(input)
        finally:
            beating.cancel()


async def _beat() -> None:
    while True:
        activity.heartbeat()
        await asyncio.sleep(_INTERVAL)


class ParafPlugin(SimplePlugin):
    """Converter, sandbox and time-outs of everybody who connects."""

    def __init__(self, keys: Mapping[str, bytes], *, sandboxed: bool = True) -> None:
        """Take the keys by their id: the first seals, all open.

        An installation is not `sandboxed`: what the sandbox would find is found before, and it takes its time.
        """
        super().__init__(
            "paraf",
            data_converter=data_converter(keys),
            workflow_runner=_sandbox() if sandboxed else UnsandboxedWorkflowRunner(),
            interceptors=[Heartbeat(), Failures()],
        )

    def configure_worker(self, config: WorkerConfig) -> WorkerConfig:
        """See base class."""
        # With the default of 10 seconds, a plan whose worker was killed answers only after that.
        config["sticky_queue_schedule_to_start_timeout"] = timedelta(seconds=1.5)
        return super().configure_worker(config)


def _sandbox() -> WorkflowRunner:
    return SandboxedWorkflowRunner(SandboxRestrictions.default.with_passthrough_modules(*_PASSED_THROUGH))


async def connect(
    keys: Mapping[str, bytes], *, sandboxed: bool = True, plugins: Sequence[Plugin] = (), **config: Any
) -> Client:
    """Connect with what the SDK's own `TEMPORAL_*` say: `target_host`, `namespace`, `api_key`, `tls`."""
    return await Client.connect(**config, plugins=[*plugins, ParafPlugin(keys, sandboxed=sandboxed)])
