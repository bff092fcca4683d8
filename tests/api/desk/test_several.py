"""Several papers at once: each is acted on exactly as it was shown, by a command of its own with its own answer."""

import re
from typing import Any

from domain.kernel.actor import Role
from tests.api.house import PASSWORD, Kantor, Person, key
from tests.api.played import Year, done


async def sent(office: Kantor, *years: int) -> list[str]:
    """Draft and send a plan for each year; return what the Secretary's step of each is called."""
    for year in years:
        office.year = year
        await office.draft()
        await office.submit()
    return [f"{office.id}/plan/rkt-{year}/secretary-review" for year in years]


def shown(page: str) -> list[str]:
    """Return what the page would send of each paper that is ticked."""
    return re.findall(r'name="papers" value="([^"]+)" checked', page)


async def press(person: Person, papers: list[str], **more: str) -> Any:
    """Confirm once."""
    return await person.client.post("/papers", data={"papers": papers, **more}, headers={"Accept": "text/html"})


def outcomes(page: str) -> list[str]:
    """Return how each paper ended, by the tone in which it is said."""
    return re.findall(r'class="state (\w+)"', page)


async def test_two_papers_are_chosen_on_the_desk_seen_and_confirmed_once(office: Kantor) -> None:
    keys = await sent(office, 2031, 2032)
    desk = (await office.secretary.page("/")).text
    assert re.findall(r'name="papers" form="papers" value="([^"]+)"', desk) == keys
    page = (await office.secretary.get("/papers", "text/html", params={"papers": keys})).text
    papers = shown(page)
    assert [paper.split(" ")[0] for paper in papers] == keys
    for paper in papers:  # each with every page of exactly the document that is named
        assert f"/documents/{paper.split(' ')[4]}/pages/1.png" in page
    answer = await press(office.secretary, papers)
    assert (answer.status_code, outcomes(answer.text)) == (200, ["done", "done"])
    for year in (2031, 2032):
        office.year = year
        assert (await office.plan())["route"][0]["state"] == "done"
    # Sent again, it is the same command with the same answer.
    assert outcomes((await press(office.secretary, papers)).text) == ["done", "done"]


async def test_one_that_changed_is_refused_and_keeps_no_other_back(office: Kantor) -> None:
    """Never is signed what was not shown."""
    keys = await sent(office, 2031, 2032, 2033)
    page = (await office.secretary.get("/papers", "text/html", params={"papers": keys})).text
    papers = shown(page)
    office.year = 2032
    body = {"step": "secretary-review", "reason": "Mohon diperbaiki."}
    done(await office.secretary.ask(f"{office.path}/returns", body))
    office.year = 2033
    assert (await office.endorse(Role.SECRETARY)).status_code == 201
    answer = await press(office.secretary, papers)
    assert outcomes(answer.text) == ["done", "returned", "done"]
    assert "Mohon diperbaiki" not in answer.text
    office.year = 2032
    assert (await office.plan())["phase"] == "drafting"


async def test_what_was_not_shown_is_not_signed(office: Kantor) -> None:
    keys = await sent(office, 2031)
    plan = await office.plan()
    one = {"paper": keys[0], "command_id": key(), "version": plan["version"], "digest": plan["text_digest"]}
    answer = await office.secretary.client.post("/papers", json={"papers": [{**one, "document": "0" * 64}]})
    assert answer.status_code == 200, answer.text
    told = answer.json()["papers"][0]
    assert (told["outcome"], told["receipt"]["refusal"]["code"]) == ("refused", "document-changed")
    stranger = (await office.house.office()).secretary
    other = await stranger.client.post("/papers", json={"papers": [{**one, "document": plan["document"]}]})
    assert other.json()["papers"][0]["outcome"] == "refused"
    assert keys[0] not in shown((await stranger.get("/papers", "text/html", params={"papers": keys})).text)
    assert (await office.plan())["route"][0]["state"] == "open"


async def test_who_may_not_act_is_told_why_on_the_page(office: Kantor) -> None:
    keys = await sent(office, 2031)
    page = await office.chair.get("/papers", "text/html", params={"papers": keys})
    assert (page.status_code, shown(page.text)) == (200, [])
    assert 'class="why"' in page.text
    assert (await office.chair.get("/papers", "text/html")).status_code == 200
    assert (await press(office.chair, [])).status_code == 422
    assert (await press(office.chair, ["nothing of ours"])).status_code == 422


async def test_signatures_of_a_plan_and_its_year_are_given_together(office: Kantor) -> None:
    """A plan, an action plan and a quarter in one press, each on its own page's terms."""
    year = Year(office)
    await year.signed()
    await year.opened()
    await year.verified()
    signed = office.year
    await sent(office, 2032)
    quarter = f"{office.id}/quarter/rkt-{signed}-q1/secretary"
    keys = [quarter, f"{office.id}/plan/rkt-2032/secretary-review"]
    page = (await office.secretary.get("/papers", "text/html", params={"papers": keys})).text
    assert len(shown(page)) == 2
    answer = await press(office.secretary, shown(page), password=PASSWORD)
    assert outcomes(answer.text) == ["done", "done"]
    office.year = signed
    assert (await year.quarter_state()).signatures
