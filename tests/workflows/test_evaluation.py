"""A year of quarters, on a Temporal whose time the tests move."""

from collections.abc import AsyncIterator

import pytest
from temporalio.testing import WorkflowEnvironment

from activities.windows import ended, window
from domain.actor import Role
from domain.year.figures import Figure
from domain.year.quarter import Quarter
from domain.year.quarter_events import FilingReminded, QuarterClosed
from domain.year.quarters import QUARTERS
from eventstore.store import Store
from tests.workflows.test_reminders import Time
from tests.workflows.year_scene import OWNERS, YearScene
from workflows.client import Plans, workflow_id
from workflows.worker import workers

PAST = 2023


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
    async with documents, plans:
        scene = YearScene(store, Plans(skipping.client, store), time.now.year + 1, clock=lambda: time.now)
        await scene.open_office()
        yield scene
        await scene.plans.close()


async def open_first(scene: YearScene, time: Time) -> Quarter:
    """Sign the action plan and let the first quarter's window come."""
    await scene.signed()
    office = await scene.recorder.office(scene.office)
    await time.skip(window(office, scene.year, 1).opens)
    return await scene.opened(1)


async def reminded(scene: YearScene, quarter: int = 1) -> list[str]:
    """Return the reminders that went out."""
    return [event.reminder for event in await scene.events(quarter, FilingReminded)]


async def test_a_whole_year_opens_and_closes_quarter_by_quarter(year: YearScene, time: Time) -> None:
    await year.signed()
    office = await year.recorder.office(year.office)
    for number in QUARTERS:
        planned = window(office, year.year, number)
        assert planned.opens == ended(office, year.year, number)
        await time.skip(planned.opens)
        quarter = await year.opened(number)
        assert (quarter.window.opens, quarter.window.closes) == (planned.opens, planned.closes)
        assert [e.quarter for e in quarter.lines["i1"].row.earlier] == list(range(1, number))
        await year.file(number, *OWNERS)
        await year.settle(number)
        await year.sign(number)
        await year.plans._client.get_workflow_handle(workflow_id(year.of(number))).result()
        assert not await reminded(year, number)
    closings = [event for n in QUARTERS for event in await year.events(n, QuarterClosed)]
    assert all(event.by.role is Role.SYSTEM and isinstance(event.figures[0], Figure) for event in closings)
    assert len(closings) == 4
