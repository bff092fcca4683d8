"""One plugin for API, worker, command line and replayer, so that none of them talks to Temporal in another way."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from temporalio.client import Client
from temporalio.plugin import SimplePlugin
from temporalio.worker import UnsandboxedWorkflowRunner, WorkerConfig, WorkflowRunner
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

from workflows.interceptors import Failures, Heartbeat
from workflows.wire import data_converter

# The domain's purity is guarded by the import contract; within the sandbox msgspec would meet a proxied datetime.
_PASSED_THROUGH = (
    *("domain", "views", "eventstore", "activities"),
    *("msgspec", "asyncpg", "typst", "holidays", "babel", "jinja2"),
)


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


async def connect(keys: Mapping[str, bytes], *, sandboxed: bool = True, **config: Any) -> Client:
    """Connect with what the SDK's own `TEMPORAL_*` say: `target_host`, `namespace`, `api_key`, `tls`."""
    return await Client.connect(**config, plugins=[ParafPlugin(keys, sandboxed=sandboxed)])
