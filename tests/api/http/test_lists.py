"""What could only be written is listed, and every list has pages, a filter and a count."""

from typing import Any

import pytest

from domain.kernel.actor import Role
from tests.api.house import House, Kantor
from tests.api.played import Year


async def read(office: Kantor, path: str) -> Any:
    """Return what the auditor reads there."""
    answer = await office.auditor.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_plans_have_pages_a_filter_and_a_count(office: Kantor) -> None:
    """Fault 23."""
    for year in (2030, 2031, 2032):
        office.year = year
        await office.draft()
    path = f"/offices/{office.id}/plans"
    first = await office.auditor.get(f"{path}?size=2")
    assert ([plan["year"] for plan in first.json()["plans"]], first.json()["total"]) == ([2032, 2031], 3)
    onward = first.headers["Link"]
    assert onward == f'<{path}?size=2&page=2>; rel="next"'
    assert [plan["year"] for plan in (await read(office, f"{path}?size=2&page=2"))["plans"]] == [2030]
    assert (await read(office, f"{path}?phase=signed"))["total"] == 0
    assert (await read(office, f"{path}?phase=drafting"))["total"] == 3
    assert "size=2&amp;page=2" in (await office.auditor.page(f"{path}?size=2")).text


async def test_people_are_found_by_name(office: Kantor) -> None:
    """Fault 23."""
    path = f"/offices/{office.id}/people"
    assert (await read(office, f"{path}?size=2"))["total"] == 5
    assert [person["name"] for person in (await read(office, f"{path}?name=KETUT"))["people"]] == ["Ketut Wijaya"]


async def test_comments_and_documents_of_a_plan_are_listed(office: Kantor) -> None:
    """Fault 21: they could only be written."""
    await office.draft()
    await office.submit()
    for row in ("", "a-i01"):
        assert (await office.secretary.ask(f"{office.path}/comments", {"row": row, "text": "Mengapa?"})).is_success
    listed = await read(office, f"{office.path}/comments?row=a-i01")
    assert ([comment["row"] for comment in listed["comments"]], listed["total"]) == (["a-i01"], 1)
    assert (await read(office, f"{office.path}/comments?open=1"))["total"] == 2
    documents = (await read(office, f"{office.path}/documents"))["documents"]
    assert documents[0]["document"] == (await office.plan())["document"]


@pytest.mark.parametrize("standing", ["waiting", "verified"])
async def test_quarters_and_their_rows_are_listed(house: House, office: Kantor, standing: str) -> None:
    """Fault 21: they could only be written, or read one by one."""
    year = Year(office)
    await year.signed()
    rows = (await year.opened())["rows"]
    assert (await read(office, f"{office.path}/quarters"))["quarters"][0]["quarter"] == 1
    path = f"{year.quarter()}/realisations"
    listed = await read(office, f"{path}?size=10&standing={standing}")
    assert listed["total"] == (len(rows) if standing == "waiting" else 0)
    assert [row["id"] for row in listed["realisations"]] == [row["id"] for row in rows][: min(10, listed["total"])]
    assert (await read(office, f"{path}?owner={office[Role.OWNER].account.person}"))["total"] == len(rows)
    assert await read(office, f"{path}/{rows[0]['id']}/evidence") == {"filed": [], "sent": []}


async def test_plans_are_found_by_name_title_and_phase(office: Kantor) -> None:
    await office.draft()
    path = f"/offices/{office.id}/plans"
    for asked, found in (
        (f"name=rkt {office.year}", 1),
        ("name=RENCANA KINERJA", 1),
        ("name=renstra", 0),
        ("phase=drafting", 1),
        ("phase=signed&name=rkt", 0),
    ):
        assert (await office.auditor.get(f"{path}?{asked}")).json()["total"] == found, asked
    page = (await office.auditor.page(f"{path}?phase=signed")).text
    assert '<option value="signed" selected>' in page
    assert "Tidak ada rencana yang seperti ini." in page


async def test_a_filter_that_is_none_of_the_list_s_is_refused_and_not_left_unread(office: Kantor) -> None:
    """What breaks the description was answered as if nothing had been asked."""
    await office.draft()
    plans = f"/offices/{office.id}/plans"
    for asked in (f"{plans}?phase=terbit", f"{plans}?phase=review&phase=signing", "/notices?unread=null"):
        answer = await office.drafter.get(asked)
        assert (answer.status_code, answer.json()["code"]) == (422, "unknown-value"), asked
        assert answer.json()["place"] in asked
    assert (await office.drafter.page(f"{plans}?phase=&name=")).status_code == 200  # a form that nobody filled
