"""Who holds a position is asked of the office as recorded, of their own where another office is signed for."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest

from activities.recording.recorder import Recorder, Request
from activities.recording.states import States
from domain.events import CommandRefused
from domain.kernel.actor import Actor, Capacity, Role, system
from domain.office.commands import Appoint, EndAppointment, NamePosition, OfficeCommand, RegisterPerson, SetRoute
from domain.office.events import AppointmentEnded
from domain.office.state import STREAM
from domain.plan.commands import MakeComment
from domain.plan.events import CommentMade, PlanDrafted
from domain.route.route import Route, Step, StepAct
from eventstore.codec import decode
from eventstore.store import Store
from tests.workflows.scene import Scene

BEGAN = datetime(2020, 1, 1, tzinfo=UTC)
ENDED = datetime(2026, 2, 3, 4, tzinfo=UTC)
ROUTE: Route = (
    Step("kabid", 1, Role.OFFICIAL, StepAct.SIGN, "B", "kabid"),
    Step("direktur", 2, Role.OFFICIAL, StepAct.SIGN, "A", "kabid"),
)


async def held(scene: Scene, *more: OfficeCommand) -> None:
    """Name a position in the office of a scene, and give it to somebody who has no role."""
    by = system(scene.office)
    for command in (
        NamePosition(by=by, at=BEGAN, position="kabid", title="Kepala Bidang", several=False),
        RegisterPerson(by=by, at=BEGAN, person="bima", name="Bima Contoh"),
        Appoint(
            by=by, at=BEGAN, appointment="b", person="bima", position="", role=None, capacity=Capacity.PLT,
            decree="SK 7", since=date(2020, 1, 1), until=None, position_key="kabid",
        ),
        *more,
    ):  # fmt: skip
        receipt = (await scene.recorder.record(scene.request(command))).receipt
        assert receipt.refusal is None, receipt.refusal


def routed(scene: Scene, route: Route) -> SetRoute:
    return SetRoute(by=system(scene.office), at=BEGAN, kind="rkt", steps=route)


def bima(office: str) -> Actor:
    """As the API names them: what they hold is said where it is recorded."""
    return Actor("bima", "Bima Contoh", Role.OFFICIAL, "", Capacity.DEFINITIVE, office, "", "kabid")


def remarking(scene: Scene, key: str, office: str) -> Request:
    return scene.request(MakeComment(by=bima(office), at=scene.clock(), comment=key, row="", text="Mengapa?"))


def ending(scene: Scene) -> Request:
    by, last = scene.person(Role.ADMINISTRATOR), (scene.clock() - timedelta(days=3)).date()
    return scene.request(EndAppointment(by=by, at=ENDED, appointment="b", until=last, decree="SK 8"))


@pytest.fixture
async def scene(store: Store) -> Scene:
    scene = Scene(store, plans=None)  # type: ignore[arg-type]
    await scene.open_office()
    await held(scene, routed(scene, ROUTE))
    receipt = (await scene.recorder.record(scene.request(scene.drafting()))).receipt
    assert receipt.refusal is None, receipt.refusal
    return scene


async def test_the_actor_is_recorded_with_key_title_and_capacity(scene: Scene, store: Store) -> None:
    recorded = await scene.recorder.record(remarking(scene, "c1", scene.office))
    [made] = recorded.receipt.events
    assert isinstance(made, CommentMade)
    by = made.by
    assert (by.position_key, by.position, by.capacity, by.decree) == ("kabid", "Kepala Bidang", Capacity.PLT, "SK 7")
    assert not by.authority
    [drafted] = [e for e in map(decode, [x.body for x in await store.log(scene.office)]) if isinstance(e, PlanDrafted)]
    assert [step.title for step in drafted.route] == ["Kepala Bidang", "Kepala Bidang"]


async def test_a_position_that_ends_while_its_holder_acts_has_one_lawful_outcome(scene: Scene, store: Store) -> None:
    recorders = [Recorder(States(store)) for _ in range(8)]
    for recorder in recorders:
        await recorder.office(scene.office)
    acting = [r.record(remarking(scene, f"c{n}", scene.office)) for n, r in enumerate(recorders)]
    await asyncio.gather(*acting[:4], Recorder(States(store)).record(ending(scene)), *acting[4:])
    entries = [(entry.position, decode(entry.body)) for entry in await store.log(scene.office)]
    [end] = [position for position, event in entries if isinstance(event, AppointmentEnded)]
    refused = [(position, event) for position, event in entries if isinstance(event, CommandRefused)]
    assert all(position < end for position, event in entries if isinstance(event, CommentMade))
    assert all(position > end for position, _ in refused)
    assert {event.code for _, event in refused} <= {"position-ended"}
    after = (await Recorder(States(store)).record(remarking(scene, "late", scene.office))).receipt.refusal
    assert after is not None
    assert (after.code, after.params["name"], after.params["at"]) == ("position-ended", "Asih", ENDED.isoformat())


async def test_an_official_of_another_office_names_what_was_known_of_them(scene: Scene, store: Store) -> None:
    other = Scene(store, plans=None)  # type: ignore[arg-type]
    await other.open_office()
    step = Step("bima", 1, Role.OFFICIAL, StepAct.SIGN, "A", "kabid", scene.office)
    beside = Step("kabid", 1, Role.OFFICIAL, StepAct.SIGN, "B", "kabid")
    await held(other, routed(other, (step, beside)))
    await other.recorder.record(other.request(other.drafting()))
    stranger = (await other.recorder.record(remarking(other, "c0", "tidak-ada"))).receipt.refusal
    assert stranger is not None
    recorded = await other.recorder.record(remarking(other, "c1", scene.office))
    [made] = recorded.receipt.events
    head = (await store.read(scene.office, STREAM))[-1]
    assert isinstance(made, CommentMade)
    assert (made.by.office, made.by.authority) == (scene.office, head.hash.hex())
    await scene.recorder.record(ending(scene))
    ended = (await other.recorder.record(remarking(other, "c2", scene.office))).receipt.refusal
    assert ended is not None
    assert ended.code == "position-ended"
