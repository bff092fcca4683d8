"""Many at once: one wins, and the others are told."""

import asyncio
from datetime import datetime

import msgspec
from hypothesis import settings

from domain.kernel.actor import Capacity, Role, system
from domain.office.commands import GrantRole, RevokeRole
from domain.plan.events import ParafGiven, ParafVoided, PlanDrafted
from eventstore.entry import Receipt
from eventstore.store import Store
from tests.admitted import admit
from tests.workflows.scene import Scene
from workflows.client import Plans

ROUNDS = settings().max_examples  # 2000 with `--hypothesis-profile large`


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


async def test_of_an_edit_and_a_paraf_each_is_of_the_text_that_was_seen(scene: Scene) -> None:
    await scene.submitted()
    given = voided = refused = 0
    for round_ in range(ROUNDS):
        command = await scene.endorsing("secretary-review")
        edit = scene.editing(f"Judul {round_}", command.based_on)
        paraf, edited = await asyncio.gather(*(scene.plans.handle(scene.request(each)) for each in (command, edit)))
        assert edited.refusal is None, edited.refusal
        if paraf.refusal is None:  # it came first: the edit ends it by name
            given += 1
            assert paraf.last < (edited.first or 0)
            ended = [event for event in edited.events if isinstance(event, ParafVoided)]
            assert [event.official.person for event in ended] == ["sari"]
            voided += len(ended)
        else:
            refused += 1
            assert paraf.refusal.code in ("text-changed", "plan-drafting")
        await scene.ask(scene.submitting(command.based_on + 1))
    assert given + refused == ROUNDS
    assert len(await scene.events(ParafGiven)) == given == voided


async def test_of_a_role_that_is_taken_away_and_a_paraf_the_paraf_came_first_or_not_at_all(scene: Scene) -> None:
    await scene.submitted()
    by, given = system(scene.office), 0
    for round_ in range(ROUNDS):
        command = await scene.endorsing("secretary-review")
        taken = RevokeRole(by=by, at=scene.clock(), person="sari", role=Role.SECRETARY, reason="Pindah (contoh)")
        paraf, revoked = await asyncio.gather(
            scene.plans.handle(scene.request(command)), scene.recorder.recorded(scene.request(taken, body=str(round_)))
        )
        assert revoked.receipt.refusal is None, revoked.receipt.refusal
        if paraf.refusal is None:
            given += 1
            assert paraf.last < (revoked.receipt.first or 0)
        else:
            assert paraf.refusal.code == "role-ended"
            assert paraf.refusal.params["name"] == by.name
        again = GrantRole(by=by, at=scene.clock(), person="sari", role=Role.SECRETARY)
        assert (await scene.recorder.recorded(scene.request(again, body=str(round_)))).receipt.refusal is None
        if paraf.refusal is None:
            await scene.ask(scene.returning("chair-review", Role.CHAIR))
            await scene.ask(scene.submitting())
    assert len(await scene.events(ParafGiven)) == given


async def test_of_two_drafters_who_save_the_same_text_one_is_told(scene: Scene) -> None:
    await scene.ask(scene.drafting())
    for version in range(1, ROUNDS + 1):
        edits = [scene.editing(f"Judul {version} {who}", version) for who in "ab"]
        answers = await asyncio.gather(*(scene.plans.handle(scene.request(each)) for each in edits))
        won, lost = sorted(answers, key=lambda receipt: receipt.refusal is not None)
        assert won.refusal is None
        assert lost.refusal is not None
        assert (lost.refusal.code, lost.refusal.params["current"]) == ("text-changed", str(version + 1))
    assert (await scene.plan()).version == ROUNDS + 1
