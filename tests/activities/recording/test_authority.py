"""Who acts is decided where it is recorded, on the office as it is at that position."""

import asyncio
from datetime import UTC, datetime

import msgspec
import pytest

from activities.recording.recorder import PlanStream, Recorder, Request
from activities.recording.states import States
from domain.events import CommandRefused
from domain.kernel.actor import Actor, Capacity, Role, system
from domain.office.commands import OpenOffice, RevokeRole, SetRoute
from domain.office.events import RoleRevoked, RouteSet
from domain.office.state import STREAM
from domain.plan.basis import basis_of
from domain.plan.events import CommentMade, PlanDrafted
from domain.plan.state import stream_of
from domain.route.route import Step, StepAct
from eventstore.codec import decode
from eventstore.store import Store
from tests.admitted import admit
from tests.domain.office.office_life import DRAFTER, SECRETARY
from tests.domain.quarter.life import PARTS, begin
from tests.planned import plan_signed
from tests.workflows.scene import WITA, Scene, new_office

ENDED = datetime(2026, 2, 3, 4, tzinfo=UTC)


@pytest.fixture
async def scene(store: Store) -> Scene:
    """An office with a plan; nothing here goes through Temporal."""
    scene = Scene(store, plans=None)  # type: ignore[arg-type]
    await scene.open_office()
    await scene.recorder.record(scene.request(scene.drafting()))
    return scene


def revoking(scene: Scene, role: Role) -> Request:
    """The request of the administrator to end the role of whoever holds it."""
    by, person = scene.person(Role.ADMINISTRATOR), scene.person(role).person
    return scene.request(RevokeRole(by=by, at=ENDED, person=person, role=role, reason=""))


async def test_who_lost_a_role_a_moment_ago_is_told_by_whom_and_when(scene: Scene, store: Store) -> None:
    """Fault 4: the right was read before, so a role revoked at position 13 gave a paraf at 14."""
    here, elsewhere = Recorder(States(store)), Recorder(States(store))
    assert (await here.record(scene.request(scene.remarking("c1")))).receipt.events
    assert (await elsewhere.record(revoking(scene, Role.DRAFTER))).receipt.events
    refused = (await here.record(scene.request(scene.remarking("c2")))).receipt.refusal
    assert refused is not None
    assert (refused.code, refused.params) == (
        "role-ended",
        {"name": "Asih", "role": "drafter", "at": ENDED.isoformat()},
    )


async def test_a_role_that_ends_while_its_holder_acts_has_one_lawful_outcome(scene: Scene, store: Store) -> None:
    """Fault 4: whichever is recorded first holds, and the other knows of it."""
    recorders = [Recorder(States(store)) for _ in range(8)]
    for recorder in recorders:
        await recorder.office(scene.office)
    asked = [scene.request(scene.remarking(f"c{n}")) for n in range(len(recorders))]
    acting = [recorder.record(request) for recorder, request in zip(recorders, asked, strict=True)]
    answers = await asyncio.gather(
        *acting[:4], Recorder(States(store)).record(revoking(scene, Role.DRAFTER)), *acting[4:]
    )
    assert len(answers) == len(asked) + 1
    entries = [(entry.position, decode(entry.body)) for entry in await store.log(scene.office)]
    [end] = [position for position, event in entries if isinstance(event, RoleRevoked)]
    made = [position for position, event in entries if isinstance(event, CommentMade)]
    refused = [position for position, event in entries if isinstance(event, CommandRefused)]
    assert all(position < end for position in made)
    assert all(position > end for position in refused)
    assert len(made) + len(refused) == len(asked)


async def test_an_official_of_another_office_is_nobody_here(scene: Scene, store: Store) -> None:
    """Fault 4: the rules look at the role alone, and a Secretary of another office has it."""
    await scene.recorder.record(scene.request(scene.submitting()))
    stranger = Actor("lain", "Lain", Role.SECRETARY, "Sekretaris", Capacity.DEFINITIVE, "kantor-lain")
    returning = msgspec.structs.replace(scene.returning("secretary-review", Role.SECRETARY), by=stranger)
    for command in (returning, msgspec.structs.replace(returning, by=system("kantor-lain"))):
        refused = (await scene.recorder.record(scene.request(command))).receipt.refusal
        assert refused is not None
        assert refused.code == "not-your-role"


async def test_what_is_recorded_of_somebody_is_what_the_office_says(scene: Scene) -> None:
    forged = msgspec.structs.replace(
        scene.person(Role.CHAIR), name="Orang Lain", position="Menteri", capacity=Capacity.PLT, office="kantor-lain"
    )
    remark = msgspec.structs.replace(scene.remarking("c1"), by=forged)
    assert (await scene.recorder.record(scene.request(remark))).receipt.events
    [made] = await scene.events(CommentMade)
    assert made.by == scene.person(Role.CHAIR)


async def test_only_who_administers_an_office_opens_another(scene: Scene, store: Store) -> None:
    for role, opens in ((Role.ADMINISTRATOR, True), (Role.DRAFTER, False)):
        office = new_office()
        by = msgspec.structs.replace(scene.person(role), role=Role.ADMINISTRATOR)
        command = OpenOffice(by=by, at=ENDED, office=office, name="Kantor Lain", address="", time_zone=WITA, titles=())
        request = Request(office, STREAM, "open", "01" * 32, command)
        assert bool((await Recorder(States(store)).record(request)).receipt.events) is opens


ALONE = (Step("only", 1, Role.CHAIR, StepAct.SIGN, "A"), Step("other", 1, Role.CHAIR, StepAct.SIGN, "B"))


@pytest.mark.parametrize("at_once", [True, False])
async def test_a_plan_takes_the_route_that_the_office_has_where_it_is_recorded(store: Store, at_once: bool) -> None:
    """Fault 4: the route was read in the API, and one that was set meanwhile was passed over."""
    scene = Scene(store, plans=None)  # type: ignore[arg-type]
    await scene.open_office()
    here, elsewhere = Recorder(States(store)), Recorder(States(store))
    await here.office(scene.office)
    setting = scene.request(SetRoute(by=scene.person(Role.ADMINISTRATOR), at=ENDED, kind="rkt", steps=ALONE))
    drafting = here.record(scene.request(scene.drafting()))
    if at_once:
        await asyncio.gather(drafting, elsewhere.record(setting))
    else:
        await elsewhere.record(setting)
        await drafting
    entries = [(entry.position, decode(entry.body)) for entry in await store.log(scene.office)]
    [(began, route)] = [(position, event.route) for position, event in entries if isinstance(event, PlanDrafted)]
    [ruled] = [position for position, event in entries if isinstance(event, RouteSet)]
    assert (route == ALONE) is (ruled < began)


async def test_an_action_plan_begins_with_what_office_and_plan_say_where_it_is_recorded(store: Store) -> None:
    """Fault 4: route and text were read in the API and believed where they were recorded."""
    office, here, elsewhere = new_office(), Recorder(States(store)), Recorder(States(store))
    await admit(here, office, DRAFTER, SECRETARY)
    begun = begin(office=office)
    of = f"action/{stream_of('rkt', 2024).removeprefix('plan/')}"

    def request(name: str) -> Request:
        return Request(office, of, name, "01" * 32, begun)

    early = (await here.record(request("early"))).receipt.refusal
    assert early is not None
    assert early.code == "plan-unsigned"
    await plan_signed(elsewhere, office, 2024, PARTS, DRAFTER, SECRETARY)
    route = (Step("chair", 1, Role.CHAIR, StepAct.SIGN),)
    setting = SetRoute(by=system(office), at=ENDED, kind="action/rkt", steps=route)
    assert (await elsewhere.record(Request(office, STREAM, "route", "02" * 32, setting))).receipt.events
    assert (await here.record(request("now"))).receipt.events
    action, plan = await here.action(office, of), await here.plan(PlanStream(office, stream_of("rkt", 2024)))
    assert action.route == route
    assert action.basis == basis_of(plan) != begun.basis
