"""What a process remembers of a stream is never taken for what is recorded."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from activities.recording.recorder import Recorder
from activities.recording.states import PLAN, QUARTER, States
from cli.embedded.postgres import EmbeddedPostgres
from domain.plan.state import Plan
from eventstore.pool import open_pool
from eventstore.store import Store
from tests.conftest import fresh
from tests.workflows.scene import POLICY, Scene


@asynccontextmanager
async def restored(server: EmbeddedPostgres, template: str) -> AsyncIterator[Store]:
    """Another database, in which the same office wrote something else."""
    async with fresh(server, template) as database:
        pool = await open_pool(database.url, size=2)
        yield Store(pool)
        await pool.close()


@pytest.fixture
async def scene(store: Store) -> Scene:
    """An office; nothing here goes through Temporal."""
    scene = Scene(store, plans=None)  # type: ignore[arg-type]
    await scene.open_office()
    await scene.recorder.record(scene.request(scene.drafting()))
    return scene


async def test_what_another_process_recorded_is_read_on(scene: Scene, store: Store) -> None:
    states, of = States(store), scene.of
    first = await states.of(PLAN, of.office, of.stream)
    assert await states.of(PLAN, of.office, of.stream) == first
    await Recorder(States(store)).record(scene.request(scene.remarking("c1")))
    now = await states.of(PLAN, of.office, of.stream)
    assert (now.version, list(now.state.comments)) == (first.version + 1, ["c1"])
    assert now.hash == (await store.read(of.office, of.stream))[-1].hash


async def test_what_was_recorded_just_now_is_remembered_as_it_would_be_read(scene: Scene, store: Store) -> None:
    recorder, of = Recorder(States(store)), scene.of
    for command in (scene.remarking("c1"), scene.submitting(), scene.submitting()):
        await recorder.record(scene.request(command))
        assert await recorder.plan(of) == await Recorder(States(store)).plan(of)


async def test_a_stream_that_is_not_there_is_empty_until_it_is(scene: Scene, store: Store) -> None:
    states = States(store)
    assert await states.of(QUARTER, scene.office, "quarter/rkt-2024-q1") == await states.of(
        QUARTER, "nobody", "quarter/x"
    )
    assert (await states.of(PLAN, scene.office, "plan/rkt-1999")).state == Plan()


@pytest.mark.parametrize("looked", [True, False])
@pytest.mark.parametrize("remarks", [0, 1, 2])
async def test_another_database_under_the_same_names_is_read_from_its_beginning(
    scene: Scene, store: Store, shared_postgres: EmbeddedPostgres, template: str, remarks: int, looked: bool
) -> None:
    recorder, of, pool = Recorder(States(store)), scene.of, store.pool
    await recorder.record(scene.request(scene.remarking("before")))
    assert list((await recorder.plan(of)).comments) == ["before"]
    async with restored(shared_postgres, template) as other:
        past = Scene(other, plans=None, office=scene.office)  # type: ignore[arg-type]
        await past.open_office()
        await past.recorder.record(past.request(past.drafting()))
        for n in range(remarks):
            await past.recorder.record(past.request(past.remarking(f"other-{n}")))
        store.pool = other.pool
        try:
            there = [f"other-{n}" for n in range(remarks)]
            if looked:
                assert list((await recorder.plan(of)).comments) == there
            recorded = await recorder.record(scene.request(scene.remarking("after")))
            assert recorded.receipt.refusal is None
            assert list((await recorder.plan(of)).comments) == [*there, "after"]
        finally:
            store.pool = pool


async def test_the_offices_of_another_database_are_those_that_it_has(
    scene: Scene, store: Store, shared_postgres: EmbeddedPostgres, template: str
) -> None:
    states, pool = States(store), store.pool
    assert [office.id for office in await states.offices()] == [scene.office]
    async with restored(shared_postgres, template) as other:
        store.pool = other.pool
        try:
            assert await states.offices() == []
            past = Scene(other, plans=None, office=scene.office)  # type: ignore[arg-type]
            await past.open_office(POLICY)
            assert [office.policies for office in await states.offices()] == [(POLICY,)]
        finally:
            store.pool = pool
