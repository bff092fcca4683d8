"""What one office has that cannot be read is that office's trouble, and nobody else's."""

import logging

import asyncpg
import pytest
from temporalio.client import Client

from eventstore.store import Store
from tests.conftest import Database
from tests.workflows.scene import Scene
from workflows.attributes import register
from workflows.client import Plans, workflow_id
from workflows.reconcile import reconcile


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
    superuser = await asyncpg.connect(database.superuser_url)
    await superuser.execute(
        "UPDATE paraf.views SET body = '{\"phase\":\"drafting\"}' WHERE office = $1 AND kind = 'summary'", broken.office
    )
    await superuser.close()
    with caplog.at_level(logging.ERROR):
        assert await reconcile(client, store) == [workflow_id(whole.of)]
    assert broken.office in caplog.text
    assert "paraf rebuild" in caplog.text
