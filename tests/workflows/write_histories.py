"""Plays plans on servers of its own and keeps their Temporal histories: `python -m tests.workflows.write_histories`.

Files that are there are left alone: they are what workflows under way look like, and each new version of the workflow
must replay them. A version that does something new gets new files beside them, under the next number.
"""

import asyncio
import json
import shutil
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import msgspec
from temporalio.client import Client, WorkflowUpdateFailedError

from cli.embedded.postgres import EmbeddedPostgres
from cli.embedded.temporal import EmbeddedTemporal
from domain.kernel.actor import Role
from eventstore.pool import open_pool
from eventstore.store import Store
from tests.conftest import prepare, throwaway
from tests.workflows import amending
from tests.workflows.conftest import KEYS
from tests.workflows.scene import POLICY, Scene
from workflows.client import Plans, workflow_id
from workflows.names import ATTRIBUTES, nudge
from workflows.plan import PlanWorkflow
from workflows.plugin import connect
from workflows.turns import _LONG
from workflows.worker import workers

HISTORIES = Path(__file__).parents[1] / "histories"
VERSION = 4


async def signed(scene: Scene) -> None:
    """Drafted, refused, returned, corrected and signed, in a year that is over."""
    scene.year = 2020
    await scene.submitted()
    await scene.plans.handle(scene.request(scene.editing("TERLAMBAT", 7)))  # refused
    await scene.endorse("secretary-review")
    await scene.ask(scene.remarking("c1", Role.CHAIR))
    await scene.ask(scene.returning("chair-review", Role.CHAIR))
    await scene.ask(scene.settling("c1"))
    await scene.ask(scene.editing("RENCANA KINERJA TAHUNAN", 1))
    await scene.ask(scene.submitting(2))
    await scene.endorse("secretary-review", "chair-review", "secretary-sign", "chair-sign")
    await scene.plans.close()
    await _client(scene).get_workflow_handle(workflow_id(scene.of)).result()


async def reminded(scene: Scene) -> None:
    """Dated, and reminded of at once, since its times are long past; then it waits."""
    await scene.recorder.record(scene.request(scene.policy(POLICY)))
    now = scene.clock()
    scene.clock = lambda: now - timedelta(days=30)
    await scene.submitted()
    await scene.reminded("escalation")
    scene.clock = lambda: now
    await scene.endorse("secretary-review")
    await scene.until(lambda plan: "chair-review" in plan.due)


async def renewed(scene: Scene) -> None:
    """Ended for a new run, since a command failed; nudged before."""
    await scene.submitted()
    await scene.plans.nudge(scene.of.office, scene.of.stream)
    await scene.plans.close()
    await scene.endorse("secretary-review")
    broken = msgspec.structs.replace(scene.request(scene.remarking("c1")), fingerprint="no fingerprint")
    handle = _client(scene).get_workflow_handle(workflow_id(scene.of))
    with suppress(WorkflowUpdateFailedError):
        await handle.execute_update(PlanWorkflow.handle, broken, id=broken.command_id)


async def rejected(scene: Scene) -> None:
    """Rejected, so that it ends."""
    await scene.submitted()
    await scene.ask(scene.rejecting("secretary-review", Role.SECRETARY))
    await _client(scene).get_workflow_handle(workflow_id(scene.of)).result()


async def nudged(scene: Scene, times: int) -> None:
    """Let the plan look into the store so often, one look after the other, without a command."""
    handle = _client(scene).get_workflow_handle(workflow_id(scene.of))
    for _ in range(times):
        await nudge(_client(scene), scene.of, timedelta(seconds=10))
        await handle.query(PlanWorkflow.waiting)


async def waited(scene: Scene) -> None:
    """Ended for a new run, since it waited for so long."""
    await scene.ask(scene.drafting())
    await nudged(scene, _LONG // 4)


async def amended(scene: Scene) -> None:
    """Begun after its last signature, with an amendment, whose last signature it waits after."""
    await amending.signed(scene)
    await amending.amended(scene)
    await scene.until(lambda plan: plan.document is not None)


LIVES: dict[str, Callable[[Scene], Awaitable[None]]] = {
    life.__name__: life for life in (signed, reminded, renewed, rejected, waited, amended)
}


def _client(scene: Scene) -> Client:
    return scene.plans._client


async def main() -> None:
    """Write the files that are missing."""
    missing = {
        path: life for name, life in LIVES.items() if not (path := HISTORIES / f"{name}-{VERSION}.json").exists()
    }
    data = throwaway()
    async with EmbeddedPostgres(data) as postgres, EmbeddedTemporal(data, attributes=ATTRIBUTES) as temporal:
        pool = await open_pool((await prepare(postgres, "histories")).url)
        # The name of the machine is nobody's business.
        client = await connect(KEYS, target_host=temporal.address, namespace=temporal.namespace, identity="paraf")
        store = Store(pool)
        documents, plans = workers(client, store)
        async with documents, plans:
            for path, life in missing.items():
                scene = Scene(store, Plans(client, store), office=f"kantor-{life.__name__}")
                await scene.open_office()
                await life(scene)
                await scene.plans.close()
                runs = [run async for run in client.list_workflows(f"WorkflowId = '{workflow_id(scene.of)}'")]
                first = min(runs, key=lambda run: run.start_time)
                history = await client.get_workflow_handle(first.id, run_id=first.run_id).fetch_history()
                path.write_text(json.dumps(history.to_json_dict(), indent=1) + "\n")
                sys.stdout.write(f"{path.name}: {len(history.events)} events\n")
        await pool.close()
    shutil.rmtree(data)


if __name__ == "__main__":
    asyncio.run(main())
