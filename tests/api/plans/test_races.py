"""Two people at once: one wins, and the other is told who and when."""

import asyncio

from domain.kernel.actor import Capacity, Role
from tests.api.house import Kantor, key

ROUNDS = 50


async def test_two_officials_press_the_same_step_at_once(office: Kantor) -> None:
    first = office.secretary
    other = await office.house.person(office, Role.SECRETARY, "Rahmat Hidayat", Capacity.PLH)
    await office.draft()
    for round_ in range(ROUNDS):
        plan = await office.submit()
        body = {"step": "secretary-review", "digest": plan["text_digest"], "document": plan["document"]}
        answers = await asyncio.gather(
            *(who.ask(f"{office.path}/parafs", body, plan["version"]) for who in (first, other))
        )
        won, lost = sorted(answers, key=lambda answer: answer.status_code)
        assert (won.status_code, lost.status_code) == (201, 409), (round_, lost.text)
        problem = lost.json()
        assert problem["code"] == "already-done"
        winner = won.json()["events"][0]
        assert problem["params"] == {"name": winner["by"]["name"], "at": winner["at"].replace("Z", "+00:00")}
        assert winner["by"]["name"] in problem["detail"]
        back = await office.chair.ask(f"{office.path}/returns", {"step": "chair-review", "reason": "Ulangi"})
        assert back.status_code == 201


async def test_the_same_plan_is_begun_once_however_many_begin_it(office: Kantor) -> None:
    sent = {"kind": "rkt", "year": office.year}
    answers = await asyncio.gather(*(office.drafter.ask(f"/offices/{office.id}/plans", sent) for _ in range(40)))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 39
    assert {a.json()["code"] for a in answers if a.status_code == 409} == {"plan-exists"}


async def test_an_edit_and_a_paraf_at_once_leave_no_paraf_on_a_text_nobody_saw(office: Kantor) -> None:
    await office.draft()
    plan = await office.submit()
    body = {"step": "secretary-review", "digest": plan["text_digest"], "document": plan["document"]}
    text = plan["text"] | {"title": "Judul lain"}
    edit, paraf = await asyncio.gather(
        office.drafter.ask(f"{office.path}/text", text, 1, key()),
        office.secretary.ask(f"{office.path}/parafs", body, 1, key()),
    )
    assert edit.status_code == 201
    now = await office.plan()
    assert now["version"] == 2
    assert all(step["state"] != "done" for step in now["route"])
    assert paraf.status_code in (201, 409, 412)
    assert len(now["void"]) == (paraf.status_code == 201)
