"""What a programme pays for is said by its drafter, many at once, and is a fact like the rest."""

import re

from tests.api.forms import fields as fields_of
from tests.api.house import Kantor


async def test_programmes_are_linked_by_program_and_by_form(office: Kantor) -> None:
    plan = await office.draft()
    path = f"{office.path}/serves"
    rows = (await office.drafter.get(path)).json()["rows"]
    assert [row["serves"] for row in rows] == [[]] * len(rows)
    part = plan["text"]["parts"][1]
    first, goal, indicator = rows[0]["row"], part["goals"][0]["id"], part["indicators"][0]["id"]
    body = {"links": [{"row": first, "serves": [goal]}]}
    assert (await office.drafter.ask(path, body)).status_code == 428
    assert (await office.drafter.ask(path, body, plan["version"])).status_code == 201
    page = await office.drafter.page(path)
    assert f'name="link:{first}" value="{goal}" checked' in page.text
    fields = {
        "text_version": "2",
        "row": [first, rows[1]["row"]],
        f"link:{first}": goal,
        f"add:{first}": part["indicators"][0]["text"],
        f"add:{rows[1]['row']}": "1",
    }
    saved = await office.drafter.press(path, fields)
    assert saved.headers["location"] == f"{path}?saved=1"
    text = (await office.plan())["text"]
    linked = {row["id"]: row.get("serves", []) for row in text["parts"][1]["programmes"]}
    assert linked[first] == [goal, indicator]
    assert linked[rows[1]["row"]] == [goal]
    story = await office.auditor.page(f"{office.path}/history")
    assert "menautkan" in story.text
    # A save of the whole text in the editor, which has no field for them, leaves them as they are.
    editor = (await office.drafter.page(f"{office.path}/edit")).text.partition("<template")[0]
    sent: dict[str, str | list[str]] = {**fields_of(editor, f"{office.path}/text"), "detail-title": "Judul lain"}
    for name, value in re.findall(r'name="(rows-\d+-serves)" value="([^"]+)"', editor):
        sent[name] = [*(sent[name] if isinstance(sent.get(name), list) else []), value]
    answer = await office.drafter.press(f"{office.path}/text", sent)
    assert answer.headers["location"].endswith("?saved=1")
    after = (await office.plan())["text"]
    assert after["title"] == "Judul lain"
    assert after["parts"] == text["parts"]


async def test_what_is_typed_and_finds_no_row_comes_back_with_all_that_was_ticked(office: Kantor) -> None:
    plan = await office.draft()
    path = f"{office.path}/serves"
    programme = plan["text"]["parts"][1]["programmes"][0]["id"]
    goal = plan["text"]["parts"][1]["goals"][0]["id"]
    fields = {"text_version": "1", "row": programme, f"link:{programme}": goal, f"add:{programme}": "bukan baris"}
    page = await office.drafter.press(path, fields)
    assert page.status_code == 422
    assert 'value="bukan baris"' in page.text
    assert (await office.plan())["version"] == 1
    stranger = await office.secretary.page(path)
    assert stranger.status_code == 403


async def test_a_goal_is_found_by_the_number_that_is_printed_before_it(office: Kantor) -> None:
    plan = await office.draft()
    part = plan["text"]["parts"][1]
    programme, second = part["programmes"][0]["id"], [goal for goal in part["goals"] if not goal["parent"]][1]["id"]
    fields = {"text_version": "1", "row": programme, f"add:{programme}": "2."}
    assert (await office.drafter.press(f"{office.path}/serves", fields)).status_code == 303
    linked = {row["id"]: row.get("serves") for row in (await office.plan())["text"]["parts"][1]["programmes"]}
    assert linked[programme] == [second]


async def test_links_of_another_row_are_merged_and_those_of_the_same_are_told_of_first(office: Kantor) -> None:
    plan = await office.draft()
    part = plan["text"]["parts"][1]
    first, second = (row["id"] for row in part["programmes"][:2])
    goal, other = (row["id"] for row in part["goals"][:2])
    path = f"{office.path}/serves"

    async def linked(row: str, to: str, version: int) -> int:
        fields = {"text_version": str(version), "row": row, f"link:{row}": to}
        return (await office.drafter.press(path, fields)).status_code

    assert await linked(first, goal, 1) == 303
    assert await linked(second, other, 1) == 303  # begun before, on another row
    assert await linked(first, other, 1) == 422
    now = {row["id"]: row.get("serves") for row in (await office.plan())["text"]["parts"][1]["programmes"]}
    assert (now[first], now[second]) == ([goal], [other])
    assert await linked(first, other, 3) == 303  # having been told
