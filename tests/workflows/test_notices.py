"""Words go out through a real Temporal, and whoever dies on the way loses none and sends none twice."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.testing import WorkflowEnvironment

from activities.notices.follower import Follower
from activities.recording.states import States
from activities.reminders.post import Post
from activities.webhooks.reach import Reach
from activities.webhooks.webhooks import Webhooks
from cli.embedded.temporal import EmbeddedTemporal
from domain.kernel.actor import Role
from domain.notice.notice import Happening
from eventstore.store import Store
from tests.activities.reminders.letterbox import Letterbox, listening
from tests.activities.webhooks.receiver import Receiver, receiving, verified
from tests.conftest import Database
from tests.workflows.conftest import KEYS
from tests.workflows.scene import PEOPLE, Scene
from tests.workflows.test_loss import dying
from tests.workflows.test_reminders import Time
from workflows.names import register
from workflows.notices import Outbox
from workflows.wire import Seal
from workflows.worker import run_worker, workers

INSIDE = Reach(private=True, plain=True)


@pytest.fixture
async def noticed(store: Store) -> Scene:
    """A plan in review without a worker, and people with addresses."""
    scene = Scene(store, plans=None)  # type: ignore[arg-type]
    await scene.open_office()
    for person in PEOPLE.values():
        await store.pool.execute(
            "INSERT INTO access.accounts (username, person, home, email) VALUES ($1, $1, $2, $1 || '@example.go.id')",
            *(person, scene.office),
        )
    await scene.recorder.record(scene.request(scene.drafting()))
    await scene.recorder.record(scene.request(scene.submitting()))
    return scene


@pytest.fixture
def receiver() -> Receiver:
    """Takes everything."""
    return Receiver()


@pytest.fixture
async def secret(noticed: Scene, store: Store, receiver: Receiver) -> AsyncIterator[str]:
    """That of a webhook which leads to the receiver."""
    async with receiving(receiver) as url:
        _, secret = await Webhooks(store.pool, Seal(KEYS), INSIDE).make(noticed.office, url, list(Happening), "asih")
        yield secret


async def settled(client: Client, store: Store) -> None:
    """Wait until the runs of all letters and deliveries are over."""
    letters = await store.pool.fetch("SELECT DISTINCT letter FROM access.notices WHERE letter IS NOT NULL")
    deliveries = await store.pool.fetch("SELECT id FROM access.deliveries")
    runs = [f"letter/{row['letter']}" for row in letters] + [f"delivery/{row['id']}" for row in deliveries]
    async with asyncio.timeout(60):
        for run in runs:
            await client.get_workflow_handle(run).result()
    assert not await store.pool.fetchval("SELECT count(*) FROM access.notices WHERE mail = 'waits'")
    assert not await store.pool.fetchval("SELECT count(*) FROM access.deliveries WHERE state = 'waits'")


async def test_what_happens_is_mailed_and_delivered_by_the_worker_alone(
    noticed: Scene, client: Client, store: Store, receiver: Receiver, secret: str
) -> None:
    letterbox, stop, up = Letterbox(), asyncio.Event(), asyncio.Event()
    async with listening(letterbox, "127.0.0.1") as port:
        post = Post(f"smtp://127.0.0.1:{port}", "paraf@example.go.id", "https://paraf.example")
        working = asyncio.create_task(
            run_worker(client, store, post, reach=INSIDE, stop=stop, ready=lambda _: up.set())
        )
        await up.wait()
        await noticed.recorder.record(noticed.request(noticed.returning("secretary-review", Role.SECRETARY)))
        await letterbox.until(1)
        await receiver.until(1)
        await settled(client, store)
        stop.set()
        await working
    assert [letter["To"] for letter in letterbox.letters] == ["dewi@example.go.id"]
    [(headers, body)] = receiver.got
    assert verified(secret, headers, body)


async def test_a_full_mailbox_keeps_nobody_else_from_theirs(noticed: Scene, client: Client, store: Store) -> None:
    letterbox = Letterbox()
    letterbox.refused["dewi@example.go.id"] = "452 full"
    await store.pool.execute("""UPDATE access.accounts SET hears = '{"remark": "mail"}'""")
    await noticed.recorder.record(noticed.request(noticed.returning("secretary-review", Role.SECRETARY)))
    await noticed.recorder.record(noticed.request(noticed.submitting()))
    await noticed.recorder.record(noticed.request(noticed.remarking("c1")))
    await register(client)
    await Follower(States(store), Outbox(client).send).look()
    async with listening(letterbox, "127.0.0.1") as port:
        post = Post(f"smtp://127.0.0.1:{port}", "paraf@example.go.id", "https://paraf.example")
        documents, plans = workers(client, store, post, reach=INSIDE)
        async with documents, plans:
            await letterbox.until(1)
            letterbox.refused.clear()
            await letterbox.until(2)
            await settled(client, store)
    assert [letter["To"] for letter in letterbox.letters] == ["sari@example.go.id", "dewi@example.go.id"]


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_follower_that_is_killed_loses_nothing_and_tells_nothing_twice(
    noticed: Scene, client: Client, store: Store, database: Database, receiver: Receiver, secret: str, when: str
) -> None:
    await noticed.recorder.record(noticed.request(noticed.returning("secretary-review", Role.SECRETARY)))
    program = (sys.executable, "-m", "tests.workflows.dying_follower", database.url, when)
    process = await asyncio.create_subprocess_exec(*program, cwd=Path(__file__).parents[2])
    assert await process.wait() == -signal.SIGKILL
    assert await store.pool.fetchval("SELECT count(*) FROM access.deliveries") == (when == "after")
    stop, up = asyncio.Event(), asyncio.Event()
    working = asyncio.create_task(run_worker(client, store, reach=INSIDE, stop=stop, ready=lambda _: up.set()))
    await receiver.until(1)
    await settled(client, store)
    stop.set()
    await working
    assert len(receiver.got) == 1
    assert await store.pool.fetchval("SELECT count(*) FROM access.notices") == 1


async def test_a_worker_that_is_killed_while_it_delivers_sends_the_same_again(
    noticed: Scene,
    client: Client,
    store: Store,
    database: Database,
    temporal: EmbeddedTemporal,
    receiver: Receiver,
    secret: str,
) -> None:
    receiver.hangs = True
    await register(client)
    await noticed.recorder.record(noticed.request(noticed.returning("secretary-review", Role.SECRETARY)))
    async with dying(database, temporal, "before", "nothing") as process:
        await Follower(States(store), Outbox(client).send).look()
        await receiver.until(1)
        process.kill()
        assert await process.wait() == -signal.SIGKILL
    receiver.hangs = False
    documents, plans = workers(client, store, reach=INSIDE)
    async with documents, plans:
        await receiver.until(2)
        await settled(client, store)
    (first, one), (second, other) = receiver.got
    assert first["webhook-id"] == second["webhook-id"]
    assert one == other
    assert verified(secret, second, other)


async def test_what_is_sent_again_does_not_wait_for_the_run_that_it_has(
    noticed: Scene, client: Client, store: Store, receiver: Receiver, secret: str
) -> None:
    receiver.status = 503
    await register(client)
    await noticed.recorder.record(noticed.request(noticed.returning("secretary-review", Role.SECRETARY)))
    documents, plans = workers(client, store, reach=INSIDE)
    async with documents, plans:
        outbox = Outbox(client)
        await Follower(States(store), outbox.send).look()
        await receiver.until(1)
        key = str(await store.pool.fetchval("SELECT id FROM access.deliveries"))
        first = await client.get_workflow_handle(f"delivery/{key}").describe()
        await outbox.again(key)
        receiver.status = 204
        await settled(client, store)
        before = await client.get_workflow_handle(first.id, run_id=first.run_id).describe()
        assert before.status is WorkflowExecutionStatus.TERMINATED


async def test_no_secret_and_no_address_is_in_any_history(
    noticed: Scene, client: Client, store: Store, receiver: Receiver, secret: str
) -> None:
    await noticed.recorder.record(noticed.request(noticed.returning("secretary-review", Role.SECRETARY)))
    await register(client)
    documents, plans = workers(client, store, reach=INSIDE)
    async with documents, plans:
        await Follower(States(store), Outbox(client).send).look()
        await receiver.until(1)
        await settled(client, store)
    key = str(await store.pool.fetchval("SELECT id FROM access.deliveries"))
    histories = [client.get_workflow_handle(f"delivery/{key}")]
    letter = await store.pool.fetchval("SELECT letter FROM access.notices")
    histories.append(client.get_workflow_handle(f"letter/{letter}"))
    for handle in histories:
        async for event in handle.fetch_history_events():
            codec = client.data_converter.payload_codec
            assert codec is not None
            started = event.workflow_execution_started_event_attributes
            said = [payload.data for payload in await codec.decode(list(started.input.payloads))]
            assert secret.removeprefix("whsec_").encode() not in b"".join(said)
            assert b"@" not in b"".join(said)


async def test_the_mail_of_the_day_waits_for_its_hour_and_tells_all_that_came_until_then(
    noticed: Scene, store: Store, skipping: WorkflowEnvironment, time: Time
) -> None:
    letterbox = Letterbox()
    follower = Follower(States(store), Outbox(skipping.client).send)
    for key in ("c1", "c2"):
        await noticed.recorder.record(noticed.request(noticed.remarking(key, Role.SECRETARY)))
        await follower.look()
    [letter] = await store.pool.fetch("SELECT DISTINCT letter, due FROM access.notices")
    async with listening(letterbox, "127.0.0.1") as port:
        post = Post(f"smtp://127.0.0.1:{port}", "paraf@example.go.id", "https://paraf.example")
        documents, plans = workers(skipping.client, store, post)
        async with documents, plans:
            await Outbox(skipping.client).resume(store)  # it is on its way: nothing begins twice
            assert not letterbox.letters
            await time.skip(letter["due"])
            await skipping.client.get_workflow_handle(f"letter/{letter['letter']}").result()
    assert [each["Subject"] for each in letterbox.letters] == ["Kabar hari ini (2)"]


async def test_a_letter_of_tomorrow_is_begun_once_and_waits_in_temporal(
    noticed: Scene, client: Client, store: Store
) -> None:
    outbox = Outbox(client)
    await noticed.recorder.record(noticed.request(noticed.remarking("c1", Role.SECRETARY)))
    await Follower(States(store), outbox.send).look()
    key = await store.pool.fetchval("SELECT letter FROM access.notices")
    begun = await client.get_workflow_handle(f"letter/{key}").describe()
    await outbox.resume(store)
    again = await client.get_workflow_handle(f"letter/{key}").describe()
    assert (again.status, again.run_id) == (WorkflowExecutionStatus.RUNNING, begun.run_id)
