"""What an indicator answers to in another office's plan: looked up by whoever may read it, kept, asked about."""

from typing import Any

from api.access.log import By
from tests.api.house import House, key
from tests.api.linked import ROW, joined, link, linking
from tests.api.plans.test_versions import edited, form_of


def supports(plan: Any, row: str = ROW) -> Any:
    return next(i.get("supports", []) for p in plan["text"]["parts"] for i in p["indicators"] if i["id"] == row)


async def test_a_link_is_recorded_with_how_the_row_reads_and_stays_as_it_was(house: House) -> None:
    office, other = await house.office(), await house.office()
    await joined(house, office, other)
    await other.draft()
    plan = await office.draft()
    command = key()
    for _ in range(2):  # a retry finds its receipt
        saved = await office.drafter.ask(f"{office.path}/text", linking(plan, link(other)), 1, command)
        assert saved.status_code == 201, saved.text
        assert [event["type"] for event in saved.json()["events"]] == ["indicator-linked"]
    (read,) = supports(await office.plan())
    upper = next(i for p in (await other.plan())["text"]["parts"] for i in p["indicators"] if i["id"] == ROW)
    assert (read["version"], read["text"], read["target"]) == (1, upper["text"], upper["target"])
    # What changes there changes nothing here, and what `GET` answered can be sent back.
    await other.drafter.ask(f"{other.path}/text", edited(await other.plan(), "99%"), 1)
    again = await office.drafter.ask(f"{office.path}/text", (await office.plan())["text"], 2)
    assert (again.status_code, again.json()["events"]) == (200, [])
    asked = (await office.drafter.get(f"{office.path}/check")).json()["questions"]
    between = [q for q in asked if q["code"].startswith("support-") and q["code"] != "support-missing"]
    assert [q["code"] for q in between] == ["support-changed", "support-short"]
    # Named with another version, it is read anew.
    fresh = linking(await office.plan(), link(other, version=2))
    saved = await office.drafter.ask(f"{office.path}/text", fresh, 2)
    assert saved.status_code == 201, saved.text
    (read,) = supports(await office.plan())
    assert (read["version"], read["target"]["text"]) == (2, "99%")
    story = await office.auditor.page(f"{office.path}/history?row={ROW}")
    assert "sebagai pendukung" in story.text


async def test_what_is_asked_between_plans_is_answered_with_what_was_compared(house: House) -> None:
    office, other = await house.office(), await house.office()
    await joined(house, office, other)
    await other.draft()
    await office.drafter.ask(f"{office.path}/text", linking(await office.draft(), link(other)), 1)
    await other.drafter.ask(f"{other.path}/text", edited(await other.plan(), "99%"), 1)
    path = f"{office.path}/check"
    asked = (await office.drafter.get(path)).json()["questions"]
    for code, place in (("support-short", f"{ROW}.target"), ("support-missing", f"{other.id}/rkt-{other.year}/a-i01")):
        one = next(q for q in asked if q["code"] == code)
        assert one["place"] == place
        answer = await office.drafter.ask(
            f"{office.path}/questions/{one['question']}/answer", {"reason": "Disepakati."}
        )
        assert answer.status_code == 201, answer.text
        (event,) = answer.json()["events"]
        assert (event["compared"]["office"], event["compared"]["version"]) == (other.id, 2)
    page = await office.drafter.page(path)
    assert "Kantor Contoh" in page.text
    assert f'href="/offices/{other.id}/plans/rkt-{other.year}#a-i02"' in page.text
    # Whoever cannot read the other plan is asked only about what was recorded.
    await house.services.memberships.leave(office.drafter.account, By(office=other.id))
    asked = (await office.drafter.get(path)).json()["questions"]
    assert not [q for q in asked if q["code"].startswith("support-")]


async def test_a_row_that_is_not_there_or_not_to_be_read_is_refused_at_the_row(house: House) -> None:
    office, other = await house.office(), await house.office()
    await other.draft()
    plan = await office.draft()
    path = f"{office.path}/text"

    async def refused(*links: dict[str, Any]) -> tuple[str, str]:
        answer = await office.drafter.ask(path, linking(plan, *links), 1)
        assert answer.status_code == 422, answer.text
        problem = answer.json()
        return problem["code"], problem["place"]

    stranger = await refused(link(other))
    await joined(house, office, other)
    place = f"{ROW}.supports"
    assert stranger == await refused(link(other, "nowhere")) == ("support-not-found", place)
    assert await refused({**link(other), "plan": "rkt-1999"}) == ("support-not-found", place)
    assert await refused(link(other), link(other)) == ("linked-twice", place)
    assert await refused(link(office, "a-i01")) == ("supports-itself", place)
    assert (await office.plan())["version"] == 1


async def test_two_plans_do_not_answer_to_each_other(house: House) -> None:
    office, other = await house.office(), await house.office()
    await joined(house, office, other)
    await other.draft()
    upper = await office.draft()
    person = office.drafter
    saved = await person.ask(f"{other.path}/text", linking(await other.plan(), link(office)), 1)
    assert saved.status_code == 201, saved.text
    refused = await person.ask(f"{office.path}/text", linking(upper, link(other)), 1)
    assert (refused.status_code, refused.json()["code"]) == (422, "support-circle")


async def test_the_editor_says_nothing_of_links_and_loses_none(house: House) -> None:
    office, other = await house.office(), await house.office()
    await joined(house, office, other)
    await other.draft()
    plan = await office.draft()
    await office.drafter.ask(f"{office.path}/text", linking(plan, link(other)), 1)
    fields = form_of(edited(plan, "79%")) | {"text_version": "2", "do": "save"}
    saved = await office.drafter.press(f"{office.path}/text", fields)
    assert saved.status_code == 303, saved.text
    now = await office.plan()
    assert now["version"] == 3
    assert [read["row"] for read in supports(now)] == [ROW]
