"""A signed paper that is out of step with its plan: its amendment is filled in from the plan's, seen and then sent."""

from typing import Any

from domain.kernel.actor import Role
from tests.api.forms import fields
from tests.api.house import HTML, Kantor, key
from tests.api.plans.amendment import PDF, said, signed
from tests.api.plans.test_derive import derive
from tests.api.plans.test_versions import edited

WHY = "Pagu bertambah. (contoh)"


class Agreement(Kantor):
    """The same office, at the Chair's performance agreement."""

    @property
    def path(self) -> str:
        return super().path.replace("rkt-", "pk-ketua-")


async def passed(office: Kantor) -> Any:
    """Take what was sent along its route, whatever that is; return the plan."""
    plan = await office.submit()
    while plan["phase"] != "signed":
        step = next(s for s in plan["route"] if s["state"] == "open")
        answer = await office.endorse(Role(step["role"]), "parafs" if step["act"] == "review" else "signatures")
        assert answer.status_code == 201, answer.text
        plan = await office.plan()
    return plan


async def test_an_amendment_that_follows_another_begins_with_what_that_says(office: Kantor) -> None:
    plan = await signed(office)
    await derive(office, "pk-ketua")
    agreement = Agreement(**vars(office))
    await passed(agreement)
    blank = fields((await office.drafter.page(f"{agreement.path}/amendment")).text, f"{agreement.path}/amendment")
    assert (blank["basis.title"], blank.get("basis.file"), "grounds" in blank) == ("", None, False)

    path = f"{office.path}/amendment"
    files = {"file": ("revisi.pdf", PDF, "application/pdf")}
    data = {"command_id": key(), **said(office)}
    assert (await office.drafter.client.post(path, headers={"Accept": HTML}, data=data, files=files)).is_redirect
    changed = edited(await office.plan(), "79%")
    assert (await office.drafter.ask(f"{office.path}/text", changed, plan["version"])).status_code == 201
    form = (await office.drafter.page(f"{agreement.path}/amendment")).text
    assert "revisi.pdf" not in form  # what is not signed is followed by nothing
    assert (await office.drafter.press(f"{path}/reasons", {"comment": "reasons", "same": WHY})).status_code == 303
    await passed(office)

    form = (await office.drafter.page(f"{agreement.path}/amendment")).text
    assert f"Diisi dari perubahan yang harus diikuti rencana ini: Perubahan Pertama atas RKT {office.year}" in form
    known = fields(form, f"{agreement.path}/amendment")
    assert known["basis.name"] == "revisi.pdf"
    asked = {name: text for name, text in said(office).items() if name != "grounds"}
    assert {name: known[name] for name in asked} == asked
    assert 'value="strategy" checked' in form
    begun = await office.drafter.press(f"{agreement.path}/amendment", {**known, "grounds": "strategy"})
    assert (begun.status_code, begun.headers["Location"]) == (303, f"{agreement.path}/upstream?recorded=1")
    file = await office.auditor.get(f"{agreement.path}/amendment/files/{known['basis.file']}", "application/pdf")
    assert file.content == PDF

    taken = await office.drafter.press(f"{agreement.path}/upstream", {"place": "a-i08.target"}, key())
    assert taken.status_code == 303, taken.text
    editor = (await office.drafter.page(f"{agreement.path}/edit")).text
    assert 'value="79%"' in editor
    typed = fields(editor, f"{agreement.path}/text")
    saved = await office.drafter.press(f"{agreement.path}/text", {**typed, "do": "save"}, key())
    assert saved.status_code == 303, saved.text
    changes = (await office.drafter.get(f"{agreement.path}/redline")).json()["changes"]
    assert {each["place"]: each["reason"] for each in changes} == {"a-i08.target": "", "a-i08.supports": ""}
    proposed = fields(
        (await office.drafter.page(f"{agreement.path}/check")).text, f"{agreement.path}/amendment/reasons"
    )
    assert proposed["reason-a-i08.target"] == WHY  # seen there, and recorded once it is sent
    sent = await office.drafter.press(f"{agreement.path}/amendment/reasons", proposed, key())
    assert sent.status_code == 303, sent.text
    changes = (await office.drafter.get(f"{agreement.path}/redline")).json()["changes"]
    assert {each["reason"] for each in changes} == {WHY}
