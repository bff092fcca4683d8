"""What cannot be read stops its own stream, which waits to be told better, and nobody else's."""

import asyncio
import logging

import pytest
from temporalio.client import Client, WorkflowExecutionStatus

from activities.recording.recorder import PlanStream
from eventstore.store import Store
from tests.audit.conftest import owner, unguarded
from tests.conftest import Database
from tests.domain.quarter.life import begin
from tests.workflows.scene import YEAR, Scene
from tests.workflows.year_scene import YearScene
from workflows.client import Plans, Unknown, workflow_id
from workflows.names import NUDGE, register
from workflows.reconcile import reconcile
from workflows.worker import workers


@pytest.mark.usefixtures("falsified")
async def test_a_read_model_in_an_old_spelling_stops_no_other_office(
    client: Client, store: Store, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """Fault 9: one such row ended the worker of every office at each start."""
    await register(client)
    plans = Plans(client, store)
    broken, whole = sorted((Scene(store, plans), Scene(store, plans)), key=lambda scene: scene.office)
    for scene in (broken, whole):
        await scene.open_office()
        await scene.recorder.record(scene.request(scene.drafting()))
    async with owner(database) as superuser:
        row = b'{"phase":"drafting"}'
        await superuser.execute(
            "UPDATE paraf.views SET body = $2 WHERE office = $1 AND kind = 'summary'", broken.office, row
        )
    with caplog.at_level(logging.ERROR):
        assert await reconcile(client, store) == [workflow_id(whole.of)]
    assert broken.office in caplog.text
    assert "paraf rebuild" in caplog.text


async def spoil(database: Database, of: PlanStream, right: bytes, wrong: bytes) -> None:
    """Rewrite the stream's entries, as only a superuser can."""
    async with owner(database) as superuser, superuser.transaction(), unguarded(superuser):
        done = await superuser.execute(
            "UPDATE paraf.events SET body = decode(replace(encode(body, 'hex'), $3, $4), 'hex')"
            " WHERE office = $1 AND stream = $2",
            *(of.office, of.stream, right.hex(), wrong.hex()),
        )
    assert done != "UPDATE 0"


@pytest.mark.parametrize(
    ("stream", "broken"),
    [
        (f"plan/rkt-{YEAR}", f"plan/rkt-{YEAR}"),
        (f"action/rkt-{YEAR}", f"action/rkt-{YEAR}"),
        (f"quarter/rkt-{YEAR}-q1", f"action/rkt-{YEAR}"),
    ],
)
async def test_a_stream_with_an_event_that_cannot_be_read_waits_until_it_can(
    client: Client, store: Store, database: Database, stream: str, broken: str
) -> None:
    """Fault 10: it was retried for ever in turn, or failed the workflow, or began run after run, by the activity."""
    await register(client)
    scene = Scene(store, Plans(client, store))
    year = YearScene(store, scene.plans, YEAR, office=scene.office)
    await scene.open_office()
    if broken == scene.of.stream:
        await scene.recorder.record(scene.request(scene.drafting()))
    else:
        await year.planned()
        beginning = begin(year.person("dewi"), at=scene.clock(), office=scene.office, year=YEAR)
        assert (await scene.recorder.record(year.request(year.action_of.stream, beginning))).receipt.events
    spoiled, of = PlanStream(scene.office, broken), PlanStream(scene.office, stream)
    await spoil(database, spoiled, b'"by":', b'"be":')
    documents, plans = workers(client, store)
    handle = client.get_workflow_handle(workflow_id(of))
    async with documents, plans:
        asked = scene.request(scene.remarking("c1")) if stream == broken == scene.of.stream else None
        if asked is not None:
            with pytest.raises(Unknown):
                await scene.plans.handle(asked)
        await scene.plans.nudge(of.office, of.stream)
        await scene.plans.close()
        assert await handle.query("waiting") is None
        assert (await handle.describe()).status is WorkflowExecutionStatus.RUNNING
        await spoil(database, spoiled, b'"be":', b'"by":')
        await handle.signal(NUDGE)
        async with asyncio.timeout(10):
            while await handle.query("waiting") is None:
                pass
        if asked is not None:
            assert (await scene.plans.handle(asked)).events
