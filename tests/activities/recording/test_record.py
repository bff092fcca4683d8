"""The only writer: once, decided on what is recorded, refusals included."""

import asyncio

import msgspec
import pytest

from activities.recording.recorder import Recorder
from activities.recording.states import States
from domain.events import CommandRefused
from domain.kernel.actor import Role
from domain.office.commands import DescribeOffice
from domain.office.state import STREAM
from domain.plan.events import CommentMade
from domain.plan.state import Phase
from eventstore.codec import decode
from eventstore.entry import REFUSALS
from eventstore.errors import CommandIdReused
from eventstore.store import Store
from eventstore.views import PLAN
from tests.workflows.scene import WITA, Scene
from views.plan import plan_json


@pytest.fixture
async def scene(store: Store) -> Scene:
    """An office; nothing here goes through Temporal."""
    scene = Scene(store, plans=None)  # type: ignore[arg-type]
    await scene.open_office()
    return scene


async def test_a_command_is_recorded_once_and_answered_for_ever(scene: Scene) -> None:
    request = scene.request(scene.drafting())
    first = await scene.recorder.record(request)
    await scene.recorder.record(scene.request(scene.submitting()))
    again = await scene.recorder.record(request)
    assert again.receipt == first.receipt
    assert first.waiting is not None
    assert first.waiting.phase == Phase.DRAFTING
    # What waits is told as it is now, not as it was then.
    assert again.waiting is not None
    assert again.waiting.phase == Phase.REVIEW
    assert again.waiting.render


async def test_copies_of_a_command_that_race_get_equal_receipts(scene: Scene) -> None:
    await scene.recorder.record(scene.request(scene.drafting()))
    request = scene.request(scene.remarking("c1"))
    answers = await asyncio.gather(*(Recorder(States(scene.store)).record(request) for _ in range(16)))
    assert all(answer == answers[0] for answer in answers)
    assert len(await scene.events(CommentMade)) == 1


async def test_commands_that_race_are_each_decided_on_what_came_before(scene: Scene) -> None:
    await scene.recorder.record(scene.request(scene.drafting()))
    requests = [scene.request(scene.editing(f"RENCANA {n}", 1)) for n in range(8)]
    answers = await asyncio.gather(*(Recorder(States(scene.store)).record(request) for request in requests))
    refused = [a.receipt.refusal.code for a in answers if a.receipt.refusal is not None]
    assert refused == ["text-changed"] * 7


async def test_a_refusal_is_recorded_with_who_what_and_why(scene: Scene) -> None:
    recorded = await scene.recorder.record(scene.request(scene.submitting()))
    no = recorded.receipt.refusal
    assert no is not None
    assert (no.by, no.act, no.stream, no.code) == (
        scene.person(Role.DRAFTER),
        "submit-plan",
        scene.of.stream,
        "plan-absent",
    )
    [entry] = await scene.store.read(scene.office, REFUSALS)
    assert decode(entry.body) == no
    assert isinstance(no, CommandRefused)


async def test_what_cannot_be_read_is_a_refusal_too(scene: Scene) -> None:
    recorded = await scene.recorder.record(scene.request(scene.drafting(scene.editing("a\0b", 0).text)))
    assert recorded.receipt.refusal is not None
    assert recorded.receipt.refusal.code == "forbidden-character"
    assert (await scene.plan()).phase is Phase.ABSENT


async def test_the_read_model_is_stored_with_the_events(scene: Scene) -> None:
    await scene.recorder.record(scene.request(scene.drafting()))
    assert await scene.store.view(scene.office, PLAN, f"rkt-{scene.year}") == plan_json(await scene.plan())


async def test_a_command_of_an_office_is_recorded_and_waits_for_nothing(scene: Scene) -> None:
    opened = await scene.recorder.office(scene.office)
    by, at = scene.person(Role.DRAFTER), scene.clock()
    refused = scene.request(DescribeOffice(by=by, at=at, name="Lain", address="", time_zone=WITA, titles=()))
    recorded = await scene.recorder.record(refused)
    assert recorded.waiting is None
    assert recorded.receipt.stream == STREAM
    assert recorded.receipt.refusal is not None
    assert await scene.recorder.office(scene.office) == opened


async def test_an_id_that_was_used_for_another_command_is_refused(scene: Scene) -> None:
    await scene.recorder.record(scene.request(scene.drafting(), "once"))
    with pytest.raises(CommandIdReused):
        await scene.recorder.record(scene.request(scene.submitting(), "once"))


async def test_a_command_asked_of_another_stream_is_no_command(scene: Scene) -> None:
    draft = scene.request(scene.drafting())
    for wrong in (
        msgspec.structs.replace(draft, stream="plan/rkt-1999"),
        msgspec.structs.replace(draft, office="kantor-lain"),
        msgspec.structs.replace(draft, stream=STREAM),
        msgspec.structs.replace(scene.request(scene.submitting()), stream=STREAM),
        msgspec.structs.replace(scene.request(scene.submitting()), stream=REFUSALS),
    ):
        with pytest.raises(ValueError, match="a command for"):
            await scene.recorder.record(wrong)
