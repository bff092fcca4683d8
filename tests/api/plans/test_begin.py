"""A plan begins empty, or with the text of another year: its rows, this year's title, and no dates."""

from tests.api.house import Kantor, key


async def test_next_years_plan_begins_with_this_years_text(office: Kantor) -> None:
    plan = await office.draft()
    page = await office.drafter.page(f"/offices/{office.id}/plans/new")
    assert f'value="{office.year + 1}"' in page.text  # the next year, from the last plan
    fields = {"kind": "rkt", "year": str(office.year + 1), "source": f"rkt-{office.year}", "title": ""}
    command_id = key()
    for _ in range(2):
        answer = await office.drafter.press(f"/offices/{office.id}/plans", fields, command_id)
        assert answer.status_code == 303, answer.text
    begun = (await office.drafter.get(f"/offices/{office.id}/plans/rkt-{office.year + 1}")).json()
    assert begun["version"] == 1
    for now, before in zip(begun["text"]["parts"], plan["text"]["parts"], strict=True):
        for rows in ("goals", "indicators", "programmes"):
            assert now[rows] == before[rows]
        assert now["details"]["date"] == ""
        assert str(office.year) not in now["details"]["heading"]
    assert begun["text"]["cover_date"] == ""
    assert begun["text"]["title"] == plan["text"]["title"].replace(str(office.year), str(office.year + 1))


async def test_a_plan_that_is_not_there_is_no_source(office: Kantor) -> None:
    await office.draft()
    for source in ("rkt-1999", "x", "../rkt-2024"):
        body = {"kind": "rkt", "year": office.year + 1, "source": source}
        answer = await office.drafter.ask(f"/offices/{office.id}/plans", body)
        assert (answer.status_code, answer.json()["code"]) == (422, "unknown-source"), source
