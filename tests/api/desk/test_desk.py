"""The desk reads a page of each list and counts the rest, whatever the number of offices and plans."""

from typing import Any

import httpx

from api.app import create_app
from api.services import build_services
from domain.kernel.actor import Role
from tests.api.house import JSON, House, Kantor
from tests.api.played import Year
from tests.conftest import Database
from tests.overheard import overheard


def on(lists: dict[str, Any], name: str) -> list[tuple[str, str, str]]:
    """Return what is on a list: what it is of, what can be done, and whose step it is."""
    return [(i["of"], i["act"], (i["step"] or {}).get("role", "")) for i in lists[name]]


async def desk(office: Kantor, role: Role, query: str = "") -> Any:
    """Return somebody's desk."""
    answer = await office[role].get(f"/{query}")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_plan_goes_from_desk_to_desk(office: Kantor) -> None:
    """Fault 23: what is read by SQL is what the rules say of each."""
    await office.draft()
    assert on(await desk(office, Role.DRAFTER), "mine") == [("plan", "edit", "")]
    assert on(await desk(office, Role.SECRETARY), "others") == [("plan", "read", "")]
    await office.submit()
    assert on(await desk(office, Role.SECRETARY), "mine") == [("plan", "review", "secretary")]
    assert on(await desk(office, Role.DRAFTER), "others") == [("plan", "read", "secretary")]
    assert on(await desk(office, Role.DRAFTER), "mine") == []
    for role, door in ((Role.SECRETARY, "parafs"), (Role.CHAIR, "parafs")):
        assert (await office.endorse(role, door)).status_code == 201
    both = await desk(office, Role.CHAIR)
    assert set(on(both, "mine") + on(both, "others")) <= {("plan", "sign", "chair"), ("plan", "read", "secretary")}
    assert both["mine"] or both["others"]
    for role in (Role.SECRETARY, Role.CHAIR):
        assert (await office.endorse(role, "signatures")).status_code == 201
    done = await desk(office, Role.CHAIR)
    assert (on(done, "done"), on(done, "mine"), on(done, "others")) == ([("plan", "read", "")], [], [])
    assert on(await desk(office, Role.DRAFTER), "mine") == [("action", "begin", "")]


async def test_a_year_goes_from_desk_to_desk(house: House, office: Kantor) -> None:
    year = Year(office)
    await year.signed()
    await year.opened()
    owing = await desk(office, Role.OWNER)
    assert owing["counts"]["filings"] == len(owing["filings"]) >= 1
    assert all(of != "quarter" for of, _, _ in on(owing, "others"))
    assert ("quarter", "read", "") in on(await desk(office, Role.PLANNER), "others")
    assert ("action", "read", "") in on(await desk(office, Role.AUDITOR), "done")


async def test_a_desk_has_pages_and_counts(office: Kantor) -> None:
    """Fault 23: the desk of 3000 plans was 1.6 MB."""
    for year in range(2030, 2034):
        office.year = year
        await office.draft()
    first = await desk(office, Role.DRAFTER, "?size=3")
    second = await desk(office, Role.DRAFTER, "?size=3&mine=2")
    assert first["counts"] == second["counts"] == {"mine": 4, "others": 0, "done": 0, "filings": 0}
    plans = [[item["plan"] for item in page["mine"]] for page in (first, second)]
    assert [len(page) for page in plans] == [3, 1]
    assert sorted(plans[0] + plans[1]) == [f"rkt-{year}" for year in range(2030, 2034)]
    assert (await desk(office, Role.DRAFTER, "?office=elsewhere"))["counts"]["mine"] == 0
    page = await office.drafter.page("/?size=3")
    assert 'href="/?size=3&amp;mine=2"' in page.text
    assert (await office.drafter.get("/?size=0")).status_code == 422


async def test_a_desk_of_many_offices_asks_as_often_as_one_of_one(office: Kantor, api_database: Database) -> None:
    """Fault 23: somebody who administered fifty offices had 158 queries asked."""
    person = office.administrator
    async with overheard(api_database.url) as (store, asked):
        services = build_services(store, office.house.services.plans)
        browser = httpx.AsyncClient(
            transport=httpx.ASGITransport(create_app(services)),
            base_url="http://localhost",
            cookies=person.client.cookies,
        )
        async with browser:
            queries: dict[int, int] = {}
            for offices in (1, 8):
                for _ in range(2):
                    asked.clear()
                    answer = await browser.get("/", headers={"Accept": JSON})
                    assert answer.status_code == 200
                queries[offices] = len(asked)
                for n in range(7 if offices == 1 else 0):
                    body = {"office": f"{office.id}-{n}", "name": "Kantor Lain", "time_zone": "Asia/Jakarta"}
                    assert (await person.ask("/offices", body)).status_code == 201
    assert queries[8] == queries[1]
