"""A plan from draft to signature through the public API."""

from domain.kernel.actor import Role
from tests.api.house import Kantor


async def test_a_plan_is_drafted_reviewed_and_signed(office: Kantor) -> None:
    plan = await office.draft()
    assert (plan["phase"], plan["version"]) == ("drafting", 1)
    await office.submit("Mohon diperiksa. (contoh)")
    signed = await office.sign_all()
    assert signed["phase"] == "signed"
    assert [step["state"] for step in signed["route"]] == ["done"] * 4
    pdf = await office.auditor.get(f"{office.path}/documents/{signed['document']}", "application/pdf")
    assert pdf.content.startswith(b"%PDF-")


async def test_every_page_opens_for_everybody_who_may(office: Kantor) -> None:
    await office.draft()
    for path in ("/", f"/offices/{office.id}/plans", office.path, f"{office.path}/edit", f"{office.path}/check"):
        page = await office.drafter.page(path)
        assert page.status_code == 200, (path, page.text)
    await office.submit()
    for path in (office.path, f"{office.path}/review"):
        page = await office.secretary.page(path)
        assert page.status_code == 200, (path, page.text)
    receipt = (await office.endorse(Role.SECRETARY)).json()
    proof = await office.secretary.page(f"{office.path}/receipts/{receipt['command_id']}")
    assert proof.status_code == 200
    await office.endorse(Role.CHAIR)
    page = await office.secretary.page(f"{office.path}/sign")
    assert page.status_code == 200, page.text


async def test_one_person_in_two_roles_is_told_to_whoever_acts_next_and_on_the_proof(office: Kantor) -> None:
    await office.draft()
    await office.submit()
    where = f"/offices/{office.id}/people/{office.secretary.account.person}"
    held = {"position": "Ketua", "role": "chair", "capacity": "plh", "since": "2024-01-02", "until": None, "decree": ""}
    for path, body in (("roles", {"role": "chair"}), ("appointments", held)):
        answer = await office.administrator.ask(f"{where}/{path}", body)
        assert answer.status_code == 201, answer.text
    assert (await office.endorse(Role.SECRETARY)).status_code == 201
    for path in ("review", "sign"):
        assert "bertindak dalam dua peran" not in (await office.chair.page(f"{office.path}/{path}")).text
    plan = await office.shown()
    step = next(s["key"] for s in plan["route"] if s["state"] == "open")
    body = {"step": step, "digest": plan["text_digest"], "document": plan["document"], "role": "chair"}
    given = await office.secretary.ask(f"{office.path}/parafs", body, plan["version"])
    assert given.status_code == 201, given.text
    proof = await office.chair.page(f"{office.path}/receipts/{given.json()['command_id']}")
    for page in (
        proof,
        await office.chair.page(f"{office.path}/review"),
        await office.chair.page(f"{office.path}/sign"),
    ):
        assert "bertindak dalam dua peran" in page.text
