"""A route of positions takes an action plan and a quarter to their end: on desks, on pages, at once, and on paper."""

import re
from typing import Any

from tests.api.forms import fields
from tests.api.house import Kantor, Person
from tests.api.plans.test_positions import Positions
from tests.api.played import Year, done

_OWNERS = {"key": "owners", "order": 1, "role": "owner", "act": "review", "part": ""}


def step(key: str, order: int, act: str) -> dict[str, Any]:
    return {"key": key, "order": order, "position": key, "act": act, "part": ""}


async def waiting(person: Person) -> list[tuple[str, str, str]]:
    """Return what waits for somebody on their desk, and under which position."""
    mine = (await person.get("/")).json()["mine"]
    return [(item["of"], item["act"], item["step"]["position"]) for item in mine if item["step"]]


async def test_an_action_plan_and_its_quarter_go_along_positions(office: Kantor) -> None:
    year, positions = Year(office), Positions(office)
    await positions.name("Kabag Perencanaan", "Kepala Dinas")
    head = await positions.hold("Kadek Kepala", "kepala-dinas")
    section = await positions.hold("Sita Bagian", "kabag-perencanaan")
    steps = [_OWNERS, step("kabag-perencanaan", 2, "review"), step("kepala-dinas", 3, "sign")]
    await positions.ask("/routes", {"kind": "action/rkt", "steps": steps})
    quarterly = [step("kabag-perencanaan", 1, "sign"), step("kepala-dinas", 2, "sign")]
    await positions.ask("/routes", {"kind": "quarter/rkt", "steps": quarterly})
    await year.written()
    page = (await office.planner.page(year.action)).text
    assert "Paraf Kabag Perencanaan" in page
    version = (await year.read(year.action))["version"]
    done(await office.drafter.ask(f"{year.action}/submission", {}, version))
    done(await year.endorse(office.owner, "parafs"))

    # Each on their own desk; who holds no position is told whose turn it is.
    assert (await waiting(section), await waiting(head)) == ([("action", "review", "kabag-perencanaan")], [])
    assert "Kabag Perencanaan" in (await office.secretary.page(f"{year.action}/review")).text
    refused = await year.endorse(office.secretary, "parafs")
    assert refused.status_code == 403
    await press(year, section, f"{year.action}/review", f"{year.action}/parafs")
    assert await waiting(head) == [("action", "sign", "kepala-dinas")]
    await press(year, head, f"{year.action}/review", f"{year.action}/signatures")
    action = await year.read(year.action)
    assert (action["phase"], action["route"][2]["given"][0]["by"]["position"]) == ("signed", "Kepala Dinas")

    await year.opened()
    await year.verified()
    assert await waiting(section) == [("quarter", "sign", "kabag-perencanaan")]
    assert await waiting(office.secretary) == []
    await press(year, section, f"{year.quarter()}/sign", f"{year.quarter()}/signatures")
    await year.quarter_printed()
    chosen = [f"{office.id}/quarter/rkt-{office.year}-q1/kepala-dinas"]
    together = (await head.get("/papers", "text/html", params={"papers": chosen})).text
    papers = re.findall(r'name="papers" value="([^"]+)" checked', together)
    answer = await head.client.post("/papers", data={"papers": papers}, headers={"Accept": "text/html"})
    assert re.findall(r'class="state (\w+)"', answer.text) == ["done"]
    closed = await year.quarter_where(1, lambda quarter: quarter.closing is not None)
    assert [given.by.position for given in closed.given] == ["Kabag Perencanaan", "Kepala Dinas"]


async def press(year: Year, person: Person, page: str, door: str) -> None:
    """Press the one button under the document that is shown."""
    await year.printed()
    sent = fields((await person.page(page)).text, door)
    answer = await person.press(door, sent)
    assert answer.status_code == 303, answer.text


async def test_who_lost_the_position_acts_no_more(office: Kantor) -> None:
    year, positions = Year(office), Positions(office)
    await positions.name("Kepala Dinas")
    head = await positions.hold("Kadek Kepala", "kepala-dinas")
    await positions.ask("/routes", {"kind": "action/rkt", "steps": [_OWNERS, step("kepala-dinas", 2, "sign")]})
    await year.written()
    version = (await year.read(year.action))["version"]
    done(await office.drafter.ask(f"{year.action}/submission", {}, version))
    done(await year.endorse(office.owner, "parafs"))
    held = (await office.administrator.get(f"/offices/{office.id}/people/{head.account.person}")).json()
    path = f"/people/{head.account.person}/appointments/{held['appointments'][0]['appointment']}/end"
    await positions.ask(path, {"until": "2024-01-01"})
    assert await waiting(head) == []
    refused = await year.endorse(head, "signatures")
    assert refused.status_code in (403, 404, 409), refused.text
    assert (await year.read(year.action))["phase"] == "signing"
