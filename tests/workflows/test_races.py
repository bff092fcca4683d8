"""Many at once: one wins, and the others are told."""

import asyncio
from datetime import datetime

import msgspec

from domain.kernel.actor import Capacity, Role
from domain.plan.events import ParafGiven, PlanDrafted
from eventstore.entry import Receipt
from eventstore.store import Store
from tests.admitted import admit
from tests.workflows.scene import Scene
from workflows.client import Plans

ROUNDS = 50


async def test_of_two_officials_who_press_the_same_step_one_wins(scene: Scene) -> None:
    acting = msgspec.structs.replace(
        scene.person(Role.SECRETARY), person="budi", name="Budi", capacity=Capacity.PLH, decree="SK 2/2020 (contoh)"
    )
    await admit(scene.recorder, scene.office, acting)
    await scene.submitted()
    for round_ in range(1, ROUNDS + 1):
        command = await scene.endorsing("secretary-review")
        rival = msgspec.structs.replace(command, by=acting)
        answers = await asyncio.gather(*(scene.plans.handle(scene.request(each)) for each in (command, rival)))
        winner, loser = sorted(answers, key=lambda receipt: receipt.refusal is not None)
        assert [type(event) for event in winner.events] == [ParafGiven]
        assert loser.refusal is not None
        assert loser.refusal.code == "already-done"
        paraf = winner.events[0]
        assert isinstance(paraf, ParafGiven)
        assert loser.refusal.params["name"] == paraf.by.name
        assert datetime.fromisoformat(loser.refusal.params["at"]) == paraf.at
        assert loser.refusal.by.name != paraf.by.name
        if round_ < ROUNDS:
            await scene.ask(scene.returning("chair-review", Role.CHAIR))
            await scene.ask(scene.submitting())
    assert len(await scene.events(ParafGiven)) == ROUNDS


async def test_of_a_thousand_racing_creations_one_wins(scene: Scene, store: Store) -> None:
    patient = Plans(scene.plans._client, store, patience=120)
    requests = [scene.request(scene.drafting(), body=str(n)) for n in range(1000)]
    answers: list[Receipt] = await asyncio.gather(*(patient.handle(request) for request in requests))
    won = [receipt for receipt in answers if receipt.refusal is None]
    assert len(won) == 1
    assert {r.refusal.code for r in answers if r.refusal is not None} == {"plan-exists"}
    assert len(await scene.events(PlanDrafted)) == 1
