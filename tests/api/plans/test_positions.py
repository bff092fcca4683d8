"""A plan goes along a route of positions: they are named and held, it begins from the form, and parties sign it."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from api.usecases import UseCases
from domain.office.commands import RegisterPerson
from tests.api.house import PASSWORD, Kantor, Person

TODAY = datetime.now(UTC).date()
Steps = Sequence[dict[str, Any]]


class Positions:
    """The positions of an office, and whoever holds them."""

    def __init__(self, office: Kantor) -> None:
        self.office, self.path = office, f"/offices/{office.id}"
        self.held: dict[str, Person] = {}

    async def ask(self, path: str, body: Any, status: int = 201) -> Any:
        answer = await self.office.administrator.ask(f"{self.path}{path}", body)
        assert answer.status_code == status, answer.text
        return answer.json()

    async def name(self, *titles: str) -> None:
        for title in titles:
            key = title.lower().replace(" ", "-")
            await self.ask("/positions", {"position": key, "title": title, "several": title == "Perencana"})

    async def hold(self, name: str, *positions: str) -> Person:
        """Register somebody who has no role at all, appoint them, and sign them in."""
        house, office = self.office.house, self.office
        by, at = UseCases(house.services).installation(office.id)
        who = f"{name.split()[0].lower()}-{office.id}"
        await office.command(RegisterPerson(by=by, at=at, person=who, name=name))
        for position in positions:
            body = {"position_key": position, "since": "2020-01-01", "decree": "SK 7"}
            await self.ask(f"/people/{who}/appointments", body)
        account = await house.services.accounts.create(who, who, home=office.id, password=PASSWORD)
        person = Person(office.id, account, await house.client())
        await house.sign_in(person)
        self.held |= dict.fromkeys(positions, person)
        return person

    async def route(self, kind: str, *steps: tuple[str, str, str], **more: dict[str, Any]) -> None:
        rows = [
            {"key": key, "order": n, "position": key, "act": act, "part": part} | more.get(key.replace("-", "_"), {})
            for n, (key, act, part) in enumerate(steps, 1)
        ]
        await self.ask("/routes", {"kind": kind, "steps": rows})

    async def begin(self, kind: str) -> "Running":
        form = {"kind": kind, "year": str(self.office.year), "title": ""}
        answer = await self.office.drafter.press(f"{self.path}/plans", form)
        assert answer.status_code == 303, answer.text
        return Running(self, f"{self.path}/plans/{kind}-{self.office.year}")


class Running:
    """A plan on its way."""

    def __init__(self, positions: Positions, path: str) -> None:
        self.positions, self.path, self.by = positions, path, positions.office.drafter

    async def plan(self) -> Any:
        answer = await self.positions.office.auditor.get(self.path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def send(self) -> None:
        plan = await self.plan()
        text = plan["text"]
        part = text["parts"][0]
        part["goals"] = [{"id": "a-g1", "parent": "", "text": "Sasaran"}]
        target = {"kind": "percentage", "text": "90%"}
        part["indicators"] = [{"id": "a-i1", "goal": "a-g1", "text": "Indikator", "target": target}]
        answer = await self.by.ask(f"{self.path}/text", text, plan["version"])
        assert answer.status_code in (200, 201), answer.text
        answer = await self.by.ask(f"{self.path}/submission", {}, (await self.plan())["version"])
        assert answer.status_code == 201, answer.text

    async def shown(self) -> Any:
        async for _ in self.positions.office.house.store.follow(self.positions.office.id):
            plan = await self.plan()
            if plan["document"]:
                return plan
        raise AssertionError("no document")

    async def act(self, who: Person, step: str, **more: str) -> httpx.Response:
        plan = await self.shown()
        door = "signatures" if next(s for s in plan["route"] if s["key"] == step)["act"] == "sign" else "parafs"
        body = {"step": step, "digest": plan["text_digest"], "document": plan["document"], **more}
        return await who.ask(f"{self.path}/{door}", body, plan["version"])

    async def done(self, who: Person, step: str) -> Any:
        answer = await self.act(who, step)
        assert answer.status_code == 201, answer.text
        return await self.shown()


@pytest.fixture
async def positions(office: Kantor) -> Positions:
    return Positions(office)


@pytest.mark.parametrize("kind", ["pk", "pk-bidang"])
async def test_two_positions_sign_one_text_begun_from_the_form(positions: Positions, kind: str) -> None:
    """Cases r090 and r091: with a kind, and with a route alone."""
    await positions.name("Kepala Bidang Penunjang", "Direktur RSUD")
    kabid = await positions.hold("Bima Contoh", "kepala-bidang-penunjang")
    direktur = await positions.hold("Citra Contoh", "direktur-rsud")
    await positions.route(kind, ("kepala-bidang-penunjang", "sign", "A"), ("direktur-rsud", "sign", "A"))
    running = await positions.begin(kind)
    plan = await running.plan()
    blocks = plan["text"]["parts"][0]["details"]["blocks"]
    assert {(b["position"], b["name"]) for b in blocks} == {
        ("Kepala Bidang Penunjang", "Bima Contoh"),
        ("Direktur RSUD", "Citra Contoh"),
    }
    await running.send()
    desk = (await kabid.get("/")).json()
    assert [(i["act"], i["step"]["title"]) for i in desk["mine"]] == [("sign", "Kepala Bidang Penunjang")]
    no = await running.act(direktur, "kepala-bidang-penunjang")
    assert (no.status_code, no.json()["code"]) == (403, "not-your-step")
    once = await running.done(kabid, "kepala-bidang-penunjang")
    assert once["phase"] == "signing"
    again = await running.act(kabid, "direktur-rsud")
    assert again.json()["code"] == "not-your-step"
    signed = await running.done(direktur, "direktur-rsud")
    assert signed["phase"] == "signed"
    by = [step["by"] for step in signed["route"]]
    assert [(b["position_key"], b["position"], b["capacity"], b["decree"], b["role"]) for b in by] == [
        ("kepala-bidang-penunjang", "Kepala Bidang Penunjang", "definitive", "SK 7", "official"),
        ("direktur-rsud", "Direktur RSUD", "definitive", "SK 7", "official"),
    ]


async def test_several_review_before_the_head_signs_each_their_own_step(positions: Positions) -> None:
    """Cases r092 and r093."""
    await positions.name("Kasubag", "Perencana", "Sekretaris Dinas", "Kepala Dinas")
    for name, position in (("Eka", "kasubag"), ("Gita", "sekretaris-dinas"), ("Hana", "kepala-dinas")):
        await positions.hold(name, position)
    fitri = await positions.hold("Fitri", "perencana")
    wayan = await positions.hold("Wayan", "perencana")
    await positions.route(
        "rencana-aksi",
        ("kasubag", "review", ""),
        ("perencana", "review", ""),
        ("sekretaris-dinas", "review", ""),
        ("kepala-dinas", "sign", "A"),
        perencana={"need": "all"},
    )
    running = await positions.begin("rencana-aksi")
    await running.send()
    assert (await running.done(positions.held["kasubag"], "kasubag"))["phase"] == "review"
    half = await running.done(fitri, "perencana")
    step = next(s for s in half["route"] if s["key"] == "perencana")
    assert (step["state"], step["need"], [g["by"]["name"] for g in step["given"]]) == ("open", "all", ["Fitri"])
    await running.done(wayan, "perencana")
    await running.done(positions.held["sekretaris-dinas"], "sekretaris-dinas")
    assert (await running.done(positions.held["kepala-dinas"], "kepala-dinas"))["phase"] == "signed"


async def test_a_position_that_ended_meanwhile_is_told_with_who_ended_it_and_when(positions: Positions) -> None:
    await positions.name("Kepala Dinas")
    kepala = await positions.hold("Hana", "kepala-dinas")
    await positions.route("renja", ("kepala-dinas", "sign", "A"))
    running = await positions.begin("renja")
    await running.send()
    assert (await kepala.page(f"{running.path}/sign")).status_code == 200
    who = f"hana-{positions.office.id}"
    person = (await positions.office.administrator.get(f"{positions.path}/people/{who}")).json()
    held = person["appointments"][0]["appointment"]
    yesterday = (TODAY - timedelta(days=2)).isoformat()
    await positions.ask(f"/people/{who}/appointments/{held}/end", {"until": yesterday, "decree": "SK 9"})
    no = await running.act(kepala, "kepala-dinas")
    assert (no.status_code, no.json()["code"]) == (403, "position-ended"), no.text
    assert "Asih Lestari" in no.json()["detail"]
    assert yesterday[:4] in no.json()["detail"]
    assert (await kepala.get(running.path)).status_code == 404  # what they hold no more opens nothing


async def test_an_office_without_the_positions_is_told_which_to_name(positions: Positions) -> None:
    await positions.name("Kepala Dinas")
    form = {"kind": "renja", "year": str(positions.office.year), "title": ""}
    page = await positions.office.drafter.press(f"{positions.path}/plans", form)
    assert page.status_code == 422
    assert "Kasubbag Perencanaan" in page.text
    assert f'href="{positions.path}/positions"' in page.text
    listed = (await positions.office.drafter.get(f"{positions.path}/positions")).json()
    assert {"position": "kasubbag-perencanaan", "title": "Kasubbag Perencanaan", "asked_by": ["renja"]} in listed[
        "missing"
    ]
    shown = await positions.office.administrator.page(f"{positions.path}/positions")
    assert "Kasubbag Perencanaan" in shown.text


async def test_a_route_is_shown_with_the_positions_it_asks_named_or_not(positions: Positions) -> None:
    await positions.name("Kepala Bidang")
    shown = (await positions.office.administrator.page(positions.path)).text
    for key, title in (("sekretaris", "Sekretaris"), ("ketua", "Ketua")):  # what the shipped agreement asks
        assert f'<option value="@{key}" selected>{title}</option>' in shown


async def test_positions_and_routes_are_typed_into_forms(positions: Positions) -> None:
    admin, path = positions.office.administrator, positions.path
    named = await admin.press(f"{path}/positions", {"position": "direktur", "title": "Direktur", "several": "true"})
    assert named.status_code == 303
    twice = await admin.press(f"{path}/positions", {"position": "lain", "title": "Direktur"})
    assert twice.status_code == 422
    assert 'value="lain"' in twice.text
    fields = {
        "kind": "pk", "steps-0-order": "1", "steps-0-act": "sign", "steps-0-role": "@direktur", "steps-0-need": "2",
        "steps-0-part": "A", "steps-0-block": "pertama",
    }  # fmt: skip
    assert (await admin.press(f"{path}/routes", fields)).status_code == 303
    office = (await admin.get(path)).json()
    assert office["positions"] == {"direktur": {"title": "Direktur", "several": True}}
    step = office["routes"]["pk"][0]
    assert (step["position"], step["need"], step["block"], step["title"]) == ("direktur", 2, "pertama", "Direktur")
    assert 'value="@direktur" selected' in (await admin.page(path)).text
    unknown = await admin.press(f"{path}/routes", fields | {"steps-0-elsewhere": "tidak-ada/direktur"})
    assert "tidak-ada" in unknown.text


async def test_a_party_of_another_office_sees_the_plan_alone_and_signs_in_its_own_name(positions: Positions) -> None:
    ministry = Positions(await positions.office.house.office())
    await ministry.name("Direktur Jenderal")
    dirjen = await ministry.hold("Made Contoh", "direktur-jenderal")
    beside = await ministry.hold("Nyoman Contoh")
    await positions.name("Rektor")
    await positions.hold("Rini Contoh", "rektor")
    await positions.route(
        "pk",
        ("rektor", "sign", "A"),
        ("direktur-jenderal", "sign", "A"),
        direktur_jenderal={"office": ministry.office.id},
    )
    running = await positions.begin("pk")
    names = {b["name"] for b in (await running.plan())["text"]["parts"][0]["details"]["blocks"]}
    assert names == {"Rini Contoh", "Made Contoh"}
    await running.send()
    assert (await dirjen.get(running.path)).status_code == 200
    await running.done(positions.held["rektor"], "rektor")
    desk = (await dirjen.get("/")).json()
    assert [(i["office"], i["act"]) for i in desk["mine"]] == [(positions.office.id, "sign")]
    assert (await beside.get("/")).json()["mine"] == []
    for page in ("", "/sign", "/review"):
        assert (await dirjen.page(f"{running.path}{page}")).status_code in (200, 303), page
    shown = (await positions.held["rektor"].page(running.path)).text
    assert "Made Contoh (Kantor Contoh)" in shown
    assert f"<p>\n{ministry.office.id}" not in shown
    theirs = (await positions.held["rektor"].get("/")).json()["others"]
    assert [item["holders"] for item in theirs] == [["Made Contoh"]]
    for hidden in (
        f"{running.path}/history", f"{running.path}/action", f"{positions.path}/plans", positions.path,
        f"{positions.path}/people",
    ):  # fmt: skip
        assert (await dirjen.get(hidden)).status_code == 404, hidden
    assert (await beside.get(running.path)).status_code == 404
    signed = await running.done(dirjen, "direktur-jenderal")
    by = signed["route"][1]["by"]
    assert (signed["phase"], by["office"], by["position"]) == ("signed", ministry.office.id, "Direktur Jenderal")


async def test_a_party_of_another_office_returns_it(positions: Positions) -> None:
    ministry = Positions(await positions.office.house.office())
    await ministry.name("Direktur Jenderal")
    dirjen = await ministry.hold("Made Contoh", "direktur-jenderal")
    await positions.route(
        "pk", ("direktur-jenderal", "sign", "A"), direktur_jenderal={"office": ministry.office.id}
    )  # fmt: skip
    running = await positions.begin("pk")
    await running.send()
    back = await dirjen.ask(f"{running.path}/returns", {"step": "direktur-jenderal", "reason": "Belum lengkap"})
    assert back.status_code == 201, back.text
    assert (await running.plan())["phase"] == "drafting"


async def test_an_office_that_has_only_roles_signs_the_agreement_by_them(office: Kantor) -> None:
    running = await Positions(office).begin("pk")
    await running.send()
    await running.done(office.secretary, "pihak-pertama")
    assert (await running.done(office.chair, "pihak-kedua"))["phase"] == "signed"


async def test_a_party_of_another_office_sees_no_other_paper_beside_the_plan(positions: Positions) -> None:
    """Whom one plan asks is let in to that plan alone, also where several papers are asked for at once."""
    office, ministry = positions.office, Positions(await positions.office.house.office())
    await ministry.name("Direktur Jenderal")
    dirjen = await ministry.hold("Made Contoh", "direktur-jenderal")
    await positions.route(
        "pk", ("direktur-jenderal", "sign", "A"), direktur_jenderal={"office": ministry.office.id}
    )  # fmt: skip
    running = await positions.begin("pk")
    await running.send()
    await running.shown()
    await office.draft()
    asked = f"{office.id}/plan/pk-{office.year}/direktur-jenderal"
    keys = [asked, f"{office.id}/plan/rkt-{office.year}/secretary-review"]
    page = (await dirjen.get("/papers", "text/html", params={"papers": keys})).text
    assert (page.count('id="paper-1"'), page.count('id="paper-2"')) == (1, 0)
    (paper,) = re.findall(r'name="papers" value="([^"]+)" checked', page)
    answer = await dirjen.client.post("/papers", data={"papers": [paper]}, headers={"Accept": "text/html"})
    assert answer.status_code == 200, answer.text
    assert (await running.plan())["phase"] == "signed"
