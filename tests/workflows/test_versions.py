"""In production a run stays with the version of the workers that began it, and each new run goes to the newest."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from temporalio.api.workflowservice.v1 import SetWorkerDeploymentCurrentVersionRequest
from temporalio.client import Client
from temporalio.service import RPCError

from cli.embedded.temporal import EmbeddedTemporal
from eventstore.store import Store
from tests.workflows.conftest import KEYS
from tests.workflows.scene import Scene
from workflows.client import Plans, workflow_id
from workflows.names import ATTRIBUTES, DEPLOYMENT
from workflows.plugin import connect
from workflows.worker import workers


@asynccontextmanager
async def version(client: Client, store: Store, build: str) -> AsyncIterator[None]:
    """Workers of a version, which all that begins goes to from now on."""
    documents, plans = workers(client, store, version=build)
    async with documents, plans:
        request = SetWorkerDeploymentCurrentVersionRequest(
            namespace=client.namespace, deployment_name=DEPLOYMENT, build_id=build, allow_no_pollers=True
        )
        async with asyncio.timeout(120):
            while True:
                try:
                    await client.workflow_service.set_worker_deployment_current_version(request)
                    break
                except RPCError:
                    continue  # the server hears of the workers a moment later
        yield


async def test_a_run_stays_with_its_version_and_the_next_goes_to_the_newest(data: Path, store: Store) -> None:
    """Fault 12: a worker of another version replayed what it had not begun."""
    async with EmbeddedTemporal(data, attributes=ATTRIBUTES) as server:
        client = await connect(KEYS, target_host=server.address, namespace=server.namespace)
        await _moves_on(client, store)


async def _moves_on(client: Client, store: Store) -> None:
    scene = Scene(store, Plans(client, store, patience=30))
    await scene.open_office()
    handle = client.get_workflow_handle(workflow_id(scene.of))

    async def began_by() -> str:
        raw = (await handle.describe()).raw_description.workflow_execution_info
        return raw.versioning_info.deployment_version.build_id

    async def moved() -> bool:
        """Look for a while without asking: a run that is asked while it ends has to end again, maybe for ever."""
        for _ in range(100):
            if await began_by() == "two":
                return True
        return False

    async with version(client, store, "one"):
        await scene.ask(scene.drafting())
        first = (await handle.describe()).run_id
        assert await began_by() == "one"
        async with version(client, store, "two"):
            await scene.ask(scene.submitting())
            async with asyncio.timeout(120):
                while not await moved():
                    await scene.plans.nudge(scene.of.office, scene.of.stream)
                    await scene.plans.close()
            assert (await handle.describe()).run_id != first
            await scene.endorse("secretary-review")
    await scene.plans.close()
