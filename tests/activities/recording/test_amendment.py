"""Whether Plt. and Plh. sign an amendment is what the office says on the day it is sent, told where it is recorded."""

from datetime import UTC, date, datetime

import msgspec
import pytest

from domain.kernel.actor import Capacity, Role, system
from domain.office.commands import SetActingPolicy, SetPaperPolicy
from domain.office.events import ActingPolicy
from domain.office.papers import PaperPolicy, YearPaper
from domain.plan.commands import PlanCommand
from domain.plan.events import PlanSubmitted
from domain.route.messages import Endorse
from eventstore.entry import Receipt
from eventstore.store import Store
from tests.admitted import admit
from tests.domain.plan.amended import aimed
from tests.workflows.amending import begin, edit, printing, reason, signed
from tests.workflows.scene import Scene

CIRCULAR = "SE BKN 2/SE/VII/2019"


@pytest.fixture
async def scene(store: Store) -> Scene:
    """An office with a signed plan; nothing here goes through Temporal."""
    scene = Scene(store, plans=None)  # type: ignore[arg-type]
    await scene.open_office()
    await signed(scene)
    return scene


async def ask(scene: Scene, command: PlanCommand) -> Receipt:
    """Record the command."""
    return (await scene.recorder.record(scene.request(command))).receipt


async def sent(scene: Scene) -> None:
    """Send an amendment of part A."""
    for command in (begin(scene), await edit(scene)):
        assert (await ask(scene, command)).refusal is None
    assert (await ask(scene, await reason(scene))).refusal is None
    claimed = msgspec.structs.replace(scene.submitting(2), acting="whatever a client might say")
    assert (await ask(scene, claimed)).refusal is None


def policy(scene: Scene, refused: bool, since: date) -> SetActingPolicy:
    """The command that sets the policy of the office."""
    said = ActingPolicy(since, refused, CIRCULAR)
    return SetActingPolicy(by=system(scene.office), at=datetime(2020, 1, 1, tzinfo=UTC), policy=said)


@pytest.mark.parametrize(
    ("refused", "since", "acting"),
    [(True, date(2020, 1, 1), CIRCULAR), (False, date(2020, 1, 1), ""), (True, date(2999, 1, 1), "")],
)
async def test_the_rule_of_the_day_of_sending_is_recorded_with_it(
    scene: Scene, refused: bool, since: date, acting: str
) -> None:
    assert (await scene.recorder.record(scene.request(policy(scene, refused, since)))).receipt.refusal is None
    await sent(scene)
    first, amended = await scene.events(PlanSubmitted)
    assert (first.acting, amended.acting) == ("", acting)
    assert amended.steps == ("secretary-review", "chair-review", "chair-sign")


async def test_an_amendment_begins_while_its_plan_holds_which_the_office_says(scene: Scene) -> None:
    later = msgspec.structs.replace(begin(scene), effective=date(scene.year + 2, 8, 1), holds=9)
    refused = (await ask(scene, later)).refusal
    assert refused is not None
    assert (refused.code, refused.params["day"]) == ("effective-late", f"{scene.year}-12-31")
    papers = PaperPolicy(date(2020, 12, 31), (YearPaper("rkt", holds=3),), "SK 5/2020 (contoh)")
    said = SetPaperPolicy(by=system(scene.office), at=datetime(2020, 1, 1, tzinfo=UTC), policy=papers)
    assert (await scene.recorder.record(scene.request(said))).receipt.refusal is None
    assert (await ask(scene, later)).refusal is None


async def test_who_acts_is_refused_by_the_appointment_of_that_day_and_told_the_circular(scene: Scene) -> None:
    acting = msgspec.structs.replace(
        scene.person(Role.CHAIR), person="budi", name="Budi", capacity=Capacity.PLH, decree="SK 2/2020 (contoh)"
    )
    await admit(scene.recorder, scene.office, acting)
    assert (await scene.recorder.record(scene.request(policy(scene, True, date(2020, 1, 1))))).receipt.refusal is None
    await sent(scene)
    assert (await ask(scene, await printing(scene))).refusal is None
    for step in ("secretary-review", "chair-review"):
        assert (await ask(scene, await scene.endorsing(step))).refusal is None
    command = await scene.endorsing("chair-sign")
    assert isinstance(command, Endorse)
    # Whatever the command says of the capacity: it is read from the office where the act is recorded.
    claims = msgspec.structs.replace(acting, capacity=Capacity.DEFINITIVE)
    no = (await ask(scene, msgspec.structs.replace(command, by=claims))).refusal
    assert no is not None
    assert (no.code, no.params["citation"]) == ("acting-amendment", CIRCULAR)
    assert (await ask(scene, command)).refusal is None
    held = (await scene.plan()).in_force
    assert held is not None
    assert held.text == aimed(80)
