"""What happened is on the desk of whom it concerns until they say that they read it, and in the list for ever."""

from typing import Any

import pytest

from activities.notices.follower import Follower, Words
from activities.recording.states import States
from domain.kernel.actor import Role
from tests.api.house import Kantor


async def told(office: Kantor) -> None:
    """Let all be told that is recorded, whether the worker's own follower or this one is first."""

    async def send(words: Words) -> None:
        for delivery in words.deliveries:
            await office.house.services.plans.deliver(delivery)

    await Follower(States(office.house.store), send).look()


async def returned(office: Kantor, reason: str = "Sumber datanya?") -> None:
    """Draft a plan, send it, and return it."""
    await office.draft()
    plan = await office.submit()
    step = next(s["key"] for s in plan["route"] if s["state"] == "open")
    body = {"step": step, "reason": reason}
    assert (await office.secretary.ask(f"{office.path}/returns", body, plan["version"])).status_code == 201
    await told(office)


async def listed(office: Kantor, role: Role, query: str = "") -> Any:
    """Return what somebody is told."""
    answer = await office[role].get(f"/notices{query}")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_who_drafted_is_told_who_returned_it_why_and_where_it_is(office: Kantor) -> None:
    await returned(office)
    answer = await listed(office, Role.DRAFTER)
    [notice] = answer["notices"]
    assert (notice["kind"], notice["paper"], notice["reason"]) == ("returned", "plan", "Sumber datanya?")
    assert notice["by"]["name"] == "Sari Rahmawati"
    assert notice["path"] == office.path
    assert answer["unread"] == 1
    assert (await listed(office, Role.SECRETARY))["notices"] == []
    assert (await listed(office, Role.AUDITOR))["notices"] == []


async def test_what_was_read_leaves_the_desk_and_stays_in_the_list(office: Kantor) -> None:
    await returned(office)
    desk = await office.drafter.page("/")
    assert "Sumber datanya?" in desk.text
    [notice] = (await listed(office, Role.DRAFTER))["notices"]
    assert (await office.drafter.press("/notices/read", {"upto": notice["id"], "next": "/"})).status_code == 303
    assert 'class="desk-notices" aria-labelledby' not in (await office.drafter.page("/")).text
    assert (await listed(office, Role.DRAFTER, "?unread=1"))["notices"] == []
    assert (await listed(office, Role.DRAFTER))["notices"][0]["read_at"] is not None
    assert "Sumber datanya?" in (await office.drafter.page("/notices")).text


async def test_hostile_text_is_shown_as_text(office: Kantor) -> None:
    await returned(office, "<script>alert(1)</script>")
    for path in ("/", "/notices"):
        page = await office.drafter.page(path)
        assert "<script>alert(1)" not in page.text
        assert "&lt;script&gt;alert(1)" in page.text


async def test_nobody_says_for_another_that_it_was_read(office: Kantor) -> None:
    await returned(office)
    [notice] = (await listed(office, Role.DRAFTER))["notices"]
    assert (await office.chair.ask("/notices/read", {"upto": notice["id"]})).status_code == 200
    assert (await listed(office, Role.DRAFTER))["unread"] == 1


@pytest.mark.parametrize(("path", "place"), [("/notices?before=x", "before"), ("/notices?before=%00", "before")])
async def test_an_id_that_is_none_is_named(office: Kantor, path: str, place: str) -> None:
    answer = await office.drafter.get(path)
    assert (answer.status_code, answer.json()["place"]) == (422, place)


async def test_how_somebody_hears_is_theirs_to_choose(office: Kantor) -> None:
    assert (await office.chair.get("/account")).json()["hears"]["all-signed"] == "mail"
    assert (await office.chair.press("/account/hearing", {"hears.all-signed": "desk"})).status_code == 303
    sent = {"hears": {"returned": "daily"}}
    assert (await office.chair.ask("/account/hearing", sent)).status_code == 200
    hears = (await office.chair.get("/account")).json()["hears"]
    assert (hears["all-signed"], hears["returned"], hears["rejected"]) == ("desk", "daily", "mail")
    page = (await office.chair.page("/account")).text
    assert '<option value="desk" selected>' in page
    answer = await office.chair.ask("/account/hearing", {"hears": {"returned": "pigeon"}})
    assert (answer.status_code, answer.json()["place"]) == (422, "hears.returned")
