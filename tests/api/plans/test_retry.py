"""A command sent again: one event, equal receipts, whoever lost the reply."""

import asyncio
from collections.abc import Mapping
from typing import Any

from domain.kernel.actor import Role
from tests.api.house import Kantor, Person, key
from tests.api.plans.test_versions import edited, form_of


async def endorsement(office: Kantor) -> tuple[Any, int]:
    """Return the body of an endorsement of the first open step, and its version."""
    plan = await office.shown()
    step = next(s["key"] for s in plan["route"] if s["state"] == "open")
    return {"step": step, "digest": plan["text_digest"], "document": plan["document"]}, plan["version"]


async def twice(person: Person, path: str, body: Any, version: int | None = None, status: int = 201) -> Any:
    """Send a command three times, two of them at once; expect one receipt."""
    command_id = key()
    first, second = await asyncio.gather(*(person.ask(path, body, version, command_id) for _ in range(2)))
    third = await person.ask(path, body, version, command_id)
    assert {first.status_code, second.status_code, third.status_code} == {status}, first.text
    assert first.content == second.content == third.content
    return first.json()


async def test_every_command_of_a_life_is_carried_out_once(office: Kantor) -> None:
    plan = await office.draft()
    path = office.path
    await twice(office.drafter, f"{path}/text", edited(plan, "79%"), 1)
    made = await twice(office.drafter, f"{path}/comments", {"row": "a-i08", "text": "Mengapa?"})
    comment = made["events"][0]["comment"]
    other = await twice(office.drafter, f"{path}/comments", {"text": "Umum"})
    await twice(office.drafter, f"{path}/comments/{comment}/settlement", {"answer": "Sudah"})
    carried = f"{path}/comments/{other['events'][0]['comment']}"
    await twice(office.drafter, f"{carried}/carrying", {"reason": "Menunggu data"})
    await twice(office.drafter, f"{path}/submission", {"note": "Mohon"}, 2)
    await twice(office.drafter, f"{path}/withdrawals", {"reason": "Keliru"})
    await twice(office.drafter, f"{carried}/settlement", {"answer": "Sudah ada"})
    await office.submit()
    body, version = await endorsement(office)
    await twice(office.secretary, f"{path}/parafs", body, version)
    await twice(office.chair, f"{path}/returns", {"step": "chair-review", "reason": "Periksa lagi"})
    await office.submit()
    for role, door in (
        (Role.SECRETARY, "parafs"),
        (Role.CHAIR, "parafs"),
        (Role.SECRETARY, "signatures"),
        (Role.CHAIR, "signatures"),
    ):
        body, version = await endorsement(office)
        await twice(office[role], f"{path}/{door}", body, version)
    # The workflow may close now; what was answered is answered the same.
    assert (await office.shown())["phase"] == "signed"
    log = await office.house.store.log(office.id)
    assert len({(e.command_id, e.tag, e.body) for e in log}) == len(log)


async def test_a_rejection_is_carried_out_once(office: Kantor) -> None:
    await office.draft()
    await office.submit()
    body = {"step": "secretary-review", "reason": "Tidak sesuai Renstra"}
    await twice(office.secretary, f"{office.path}/rejections", body)
    assert (await office.plan())["phase"] == "rejected"


async def test_a_plan_is_begun_once(office: Kantor) -> None:
    await twice(office.drafter, f"/offices/{office.id}/plans", {"kind": "rkt", "year": office.year})


async def test_a_refusal_is_a_receipt_too(office: Kantor) -> None:
    await office.draft()
    first = await twice(office.drafter, f"{office.path}/withdrawals", {"reason": ""}, status=409)
    assert first["code"] == "plan-drafting"
    await office.submit()
    # The same command would be allowed now; its answer stays what it was.
    receipts = [e for e in await office.house.store.log(office.id) if e.tag == "command-refused"]
    assert len(receipts) == 1


async def test_the_same_key_for_another_command_is_refused(office: Kantor) -> None:
    plan = await office.draft()
    command_id = key()
    await office.drafter.ask(f"{office.path}/text", edited(plan, "79%"), 1, command_id)
    for body, version in ((edited(plan, "80%"), 1), (edited(plan, "79%"), 2)):
        answer = await office.drafter.ask(f"{office.path}/text", body, version, command_id)
        assert (answer.status_code, answer.json()["code"]) == (409, "command-id-reused")
        assert answer.json()["place"] == "Idempotency-Key"
    answer = await office.drafter.ask(f"{office.path}/comments", {"text": "Lain"}, command_id=command_id)
    assert answer.json()["code"] == "command-id-reused"
    stranger = await office.secretary.ask(f"{office.path}/comments", {"text": "Lain"}, command_id=command_id)
    assert stranger.json()["code"] == "command-id-reused"


async def test_a_double_click_on_a_button_is_one_event(office: Kantor) -> None:
    plan = await office.draft()
    fields = form_of(edited(plan, "79%")) | {"text_version": "1", "do": "save"}
    command_id = key()
    answers = await asyncio.gather(*(office.drafter.press(f"{office.path}/text", fields, command_id) for _ in range(2)))
    assert {a.status_code for a in answers} == {303}
    assert len({a.headers["location"] for a in answers}) == 1
    assert (await office.plan())["version"] == 2
    fields = {"note": "", "text_version": "2"}
    command_id = key()
    answers = await asyncio.gather(
        *(office.drafter.press(f"{office.path}/submission", fields, command_id) for _ in range(2))
    )
    assert {a.headers["location"] for a in answers} == {f"{office.path}/receipts/{command_id}"}
    assert (await office.plan())["round"] == 1


async def test_a_form_after_a_refusal_carries_a_new_id(office: Kantor) -> None:
    await office.draft()
    await office.submit()
    command_id = key()
    fields: Mapping[str, str] = {"step": "secretary-review", "reason": " "}
    page = await office.secretary.press(f"{office.path}/returns", fields, command_id)
    assert page.status_code == 422
    assert command_id not in page.text
