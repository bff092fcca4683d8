"""Offices: begun and described by command, each with its own route, clock and rules."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest

from domain.kernel.actor import Role
from domain.office.events import OfficeDescribed, OfficeOpened, RouteSet
from domain.office.state import STREAM, Office, fold
from eventstore.codec import decode
from tests.api.house import House, Kantor, Person, key

# Both review side by side; the Chair signs the only part.
SIDE_BY_SIDE: dict[str, Any] = {
    "kind": "rkt",
    "steps": [
        {"key": "chair-review", "order": 1, "role": "chair", "act": "review"},
        {"key": "secretary-review", "order": 1, "role": "secretary", "act": "review"},
        {"key": "chair-sign", "order": 2, "role": "chair", "act": "sign", "part": "A"},
    ],
}
DESCRIPTION = {"name": "Kantor Papua", "address": "Jl. Contoh 9", "time_zone": "Asia/Jayapura"}


async def now(office: Kantor) -> Office:
    """Return the office as it is recorded."""
    found = await office.house.services.offices.find(office.id)
    assert found is not None
    return found


async def said(office: str, house: House) -> list[Any]:
    """Return the events of an office."""
    return [decode(entry.body) for entry in await house.store.read(office, STREAM)]


async def test_a_second_office_has_its_own_route_and_clock(house: House, office: Kantor) -> None:
    there = f"papua-{office.id}"
    admin = office.administrator
    admin.client.headers["Accept-Language"] = "en"
    opened = await admin.ask("/offices", {"office": there, **DESCRIPTION, "titles": {"chair": "Kepala"}})
    assert opened.status_code == 201, opened.text
    assert opened.headers["location"] == f"/offices/{there}"
    assert (await admin.ask(f"/offices/{there}/routes", SIDE_BY_SIDE)).status_code == 201
    # Its founder administers it, and knows nobody of the old one there.
    assert [p["name"] for p in (await admin.get(f"/offices/{there}/people")).json()["people"]] == ["Asih Lestari"]
    second = Kantor(house, there, office.year, {Role.ADMINISTRATOR: admin})
    for role, name in (
        (Role.DRAFTER, "Yosef"),
        (Role.SECRETARY, "Maria"),
        (Role.CHAIR, "Markus"),
        (Role.AUDITOR, "Ruth"),
    ):
        await house.person(second, role, name)
    begun = await second.drafter.ask(f"/offices/{there}/plans", {"kind": "rkt", "year": office.year})
    assert begun.status_code == 201
    plan = await second.plan()
    assert [(s["key"], s["order"]) for s in plan["route"]] == [
        ("chair-review", 1),
        ("secretary-review", 1),
        ("chair-sign", 2),
    ]
    assert [part["key"] for part in plan["text"]["parts"]] == ["A"]
    text = {name: value for name, value in plan["text"].items() if name != "budget"}
    text["parts"][0]["goals"] = [{"id": "g1", "parent": "", "text": "Sasaran contoh"}]
    text["parts"][0]["indicators"] = [
        {"id": "i1", "goal": "g1", "text": "Nilai contoh", "target": {"kind": "index", "text": "80"}}
    ]
    assert (await second.drafter.ask(f"{second.path}/text", text, plan["version"])).status_code == 201
    await second.submit()
    # Either of the two may be first.
    page = await second.chair.page(second.path)
    assert "WIT" in page.text
    assert "WITA" not in page.text
    for role in (Role.SECRETARY, Role.CHAIR):
        plan = await second.shown()
        step = f"{role}-review"
        body = {"step": step, "digest": plan["text_digest"], "document": plan["document"]}
        assert (await second[role].ask(f"{second.path}/parafs", body, plan["version"])).status_code == 201
    assert (await second.endorse(Role.CHAIR, "signatures")).status_code == 201
    assert (await second.plan())["phase"] == "signed"
    # The first office has what it had.
    assert office.id in {m["office"] for m in (await admin.get("/offices")).json()["offices"]}
    assert (await now(office)).time_zone == "Asia/Makassar"


async def test_an_office_is_begun_once(house: House, office: Kantor) -> None:
    there, sent = f"baru-{office.id}", key()
    body = {"office": there, **DESCRIPTION}
    copies = await asyncio.gather(*(office.administrator.ask("/offices", body, command_id=sent) for _ in range(4)))
    assert {copy.status_code for copy in copies} == {201}
    assert len({copy.content for copy in copies}) == 1
    assert sum(isinstance(event, OfficeOpened) for event in await said(there, house)) == 1
    other = await office.administrator.ask("/offices", body)
    assert (other.status_code, other.json()["code"]) == (409, "office-exists")
    for who in (office.drafter, office.secretary, office.chair, office.auditor):
        refused = await who.ask("/offices", {"office": f"lain-{office.id}", **DESCRIPTION})
        assert refused.status_code == 403
    assert await house.services.offices.find(f"lain-{office.id}") is None


async def test_two_administrators_begin_the_same_office_at_once(house: House, office: Kantor) -> None:
    other = await house.office()
    bodies = [{"office": f"sama-{office.id}", **DESCRIPTION, "name": name} for name in ("Satu", "Dua")]
    answers = await asyncio.gather(
        *(k.administrator.ask("/offices", body) for k, body in zip((office, other), bodies, strict=True))
    )
    assert sorted(answer.status_code for answer in answers) == [201, 409]


async def test_an_office_is_told_as_it_is_stored(office: Kantor) -> None:
    told = await office.auditor.get(f"/offices/{office.id}")
    body = await office.house.store.view(office.id, "office", office.id)
    assert told.content == body
    events = await said(office.id, office.house)
    assert told.json()["name"] == fold(events).name == "Kantor Contoh"


async def test_what_an_office_says_of_itself_is_corrected(office: Kantor) -> None:
    path, sent = f"/offices/{office.id}/description", key()
    body = DESCRIPTION | {"titles": {"chair": "Kepala", "secretary": "Sekretaris"}}
    answers = [await office.administrator.ask(path, body, command_id=sent) for _ in range(2)]
    assert answers[0].content == answers[1].content
    same = await office.administrator.ask(path, body)
    assert (same.status_code, same.json()["events"]) == (200, [])
    assert sum(isinstance(e, OfficeDescribed) for e in await said(office.id, office.house)) == 1
    found = await now(office)
    assert (found.name, found.time_zone, found.title(Role.CHAIR)) == ("Kantor Papua", "Asia/Jayapura", "Kepala")


async def test_rules_and_days_are_set(office: Kantor) -> None:
    path, admin = f"/offices/{office.id}", office.administrator
    policy = {"effective": "2024-01-01", "due": 3, "before": [2, 1], "escalate": 2, "citation": "SK 1/2024"}
    assert (await admin.ask(f"{path}/reminder-policies", policy)).status_code == 201
    day = {"day": "2026-12-28", "working": False, "name": "Cuti bersama", "decree": "SKB 3/2026"}
    assert (await admin.ask(f"{path}/days", day)).status_code == 201
    found = await now(office)
    assert found.policies[0].before == (2, 1)
    assert [(d.name, d.working) for d in found.days.values()] == [("Cuti bersama", False)]


async def test_the_same_by_pages(office: Kantor) -> None:
    path, admin = f"/offices/{office.id}", office.administrator
    admin.client.headers["Accept-Language"] = "en"
    fields = {"name": "Kantor Dua", "address": "", "time_zone": "Asia/Jakarta", "titles.chair": "Kepala"}
    pressed = key()
    done = [await admin.press(f"{path}/description", fields, pressed) for _ in range(2)]
    assert [d.headers["location"] for d in done] == [f"{path}?done={pressed}"] * 2
    page = await admin.page(done[0].headers["location"])
    assert "Kantor Dua" in page.text
    assert "at position" in page.text
    policy = {"effective": "2024-01-01", "due": "3", "before": "1, 2", "escalate": "2", "citation": "SK 1/2024"}
    assert (await admin.press(f"{path}/reminder-policies", policy)).status_code == 303
    day = {"day": "2026-12-28", "working": "true", "name": "", "decree": "SKB 3/2026"}
    assert (await admin.press(f"{path}/days", day)).status_code == 303
    found = await now(office)
    assert (found.policies[0].before, found.title(Role.CHAIR)) == ((2, 1), "Kepala")
    page = await office.auditor.page(path)
    assert "Kepala" in page.text
    assert "SKB 3/2026" in page.text
    assert f'action="{path}' not in page.text


def table(*rows: tuple[str, str, str, str]) -> dict[str, str]:
    """Return the fields of a route's table: number, act, role, part."""
    fields = {"kind": "rkt"}
    for n, row in enumerate(rows):
        for column, value in zip(("order", "act", "role", "part"), row, strict=True):
            fields[f"steps-{n}-{column}"] = value
        fields[f"steps-{n}-key"] = ""
    return fields


async def test_a_route_is_typed_as_a_table(office: Kantor) -> None:
    path, admin = f"/offices/{office.id}", office.administrator
    rows = (
        ("2", "sign", "chair", "A"),
        ("1", "review", "secretary", ""),
        ("3", "", "", ""),
        ("1", "review", "secretary", ""),
    )
    assert (await admin.press(f"{path}/routes", table(*rows))).status_code == 303
    assert [(s.key, s.order) for s in (await now(office)).routes["rkt"]] == [
        ("secretary-review", 1),
        ("secretary-review-2", 1),
        ("chair-sign-a", 2),
    ]
    assert sum(isinstance(e, RouteSet) for e in await said(office.id, office.house)) == 1


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ((("1", "review", "chair", ""),), "The route ends without a signature."),
        ((("1", "sign", "chair", ""),), "names the part"),
        ((("satu", "sign", "chair", "A"),), "This must be a whole number."),
        ((("1", "sign", "", "A"),), "This must be one of"),
        ((("1", "sign", "chair", "A"), ("2", "review", "secretary", "")), "A review cannot follow a signature."),
        ((), "This is too short or too long."),
    ],
)
async def test_a_route_that_cannot_be_walked_comes_back(
    office: Kantor, rows: tuple[tuple[str, str, str, str], ...], message: str
) -> None:
    office.administrator.client.headers["Accept-Language"] = "en"
    page = await office.administrator.press(f"/offices/{office.id}/routes", table(*rows))
    assert page.status_code == 422, page.text
    assert message in page.text
    for n, (order, *_, part) in enumerate(rows):
        assert f'name="steps-{n}-order" value="{order}"' in page.text
        assert f'name="steps-{n}-part" value="{part}"' in page.text
    assert (await now(office)).routes == {}


async def refused(who: Person, path: str, fields: dict[str, str], fault: str) -> None:
    """Press a form that is refused: everything typed is still there, and the message stands at its field."""
    page = await who.press(path, fields)
    assert page.status_code in (409, 422), page.text
    assert f'id="fault-{fault}"' in page.text
    for value in fields.values():
        assert f'value="{value}"' in page.text, value


async def test_bad_input_names_its_field_and_loses_nothing(office: Kantor) -> None:
    path, admin = f"/offices/{office.id}", office.administrator
    office_fields = {"name": "Kantor", "address": "Jl. 1", "time_zone": "Asia/Atlantis"}
    await refused(admin, f"{path}/description", office_fields, "time_zone")
    await refused(admin, "/offices", office_fields | {"office": "Kantor_Dua", "time_zone": "Asia/Jakarta"}, "office")
    await refused(admin, "/offices", office_fields | {"office": f"x-{office.id}"}, "time_zone")
    policy = {"effective": "2024-01-01", "due": "3", "before": "5", "escalate": "2", "citation": "SK 1/2024"}
    await refused(admin, f"{path}/reminder-policies", policy, "before")
    await refused(admin, f"{path}/reminder-policies", policy | {"before": "satu"}, "before")
    await refused(admin, f"{path}/reminder-policies", policy | {"before": "1", "due": "999"}, "due")
    await refused(admin, f"{path}/reminder-policies", policy | {"before": "1", "effective": "1-1-24"}, "effective")
    day = {"day": "2026-12-28", "working": "false", "name": "", "decree": "SKB 3"}
    page = await admin.press(f"{path}/days", day)
    assert 'id="fault-name"' in page.text
    unknown = await admin.ask(f"{path}/days", day | {"hari": "Senin"})
    assert (unknown.status_code, unknown.json()["code"]) == (422, "values-unreadable")


async def test_a_day_declared_by_four_at_once_is_declared_once(office: Kantor) -> None:
    day = datetime.now(UTC).date().isoformat()
    body = {"day": day, "working": True, "name": "", "decree": "SK 8"}
    answers = await asyncio.gather(*(office.administrator.ask(f"/offices/{office.id}/days", body) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 201]


async def test_a_new_office_says_what_is_missing_and_folds_it_away_when_all_is_there(office: Kantor) -> None:
    page = (await office.administrator.page(f"/offices/{office.id}")).text
    assert '<details class="fold setup" open>' in page
    assert "Peran tanpa pemegang: Bagian perencanaan, Penanggung jawab (PIC)." in page
    assert f'href="/offices/{office.id}/officials/new"' in page
    for role in (Role.OWNER, Role.PLANNER):
        await office.house.person(office, role, f"{role.title()} Contoh")
    rule = {"effective": "1/1/2024", "due": "5", "before": "2", "escalate": "3", "citation": "Surat Edaran 1"}
    assert (await office.administrator.press(f"/offices/{office.id}/reminder-policies", rule)).status_code == 303
    await office.draft()
    page = (await office.administrator.page(f"/offices/{office.id}")).text
    assert '<details class="fold setup">' in page
    assert 'class="fold setup"' not in (await office.drafter.page(f"/offices/{office.id}")).text


async def test_ids_that_are_left_empty_are_made_of_the_name(office: Kantor) -> None:
    path = f"/offices/{office.id}/positions"
    named = await office.administrator.press(path, {"position": "", "title": "Kepala Sub. Bagian Umum"})
    assert named.status_code == 303, named.text
    listed = (await office.administrator.get(path)).json()["positions"]
    assert [(each["position"], each["title"]) for each in listed] == [
        ("kepala-sub-bagian-umum", "Kepala Sub. Bagian Umum")
    ]
    begun = await office.administrator.press(
        "/offices", {"name": f"Kantor Baru {office.id}", "office": "", "time_zone": "Asia/Jayapura"}
    )
    assert begun.headers["location"].startswith(f"/offices/kantor-baru-{office.id}?")
