"""What a command is based on: the text version, as `If-Match` or a hidden field."""

import copy
from typing import Any

from tests.api.house import JSON, Kantor, key

INDICATOR = "a-i08"


def edited(plan: Any, target: str, row: str = INDICATOR) -> Any:
    """Return the plan's text with another target."""
    text = copy.deepcopy(plan["text"])
    found = next(i for part in text["parts"] for i in part["indicators"] if i["id"] == row)
    found["target"]["text"] = target
    return text


async def test_the_etag_of_a_plan_is_its_text_version(office: Kantor) -> None:
    plan = await office.draft()
    answer = await office.drafter.get(office.path)
    assert answer.headers["etag"] == '"1"'
    saved = await office.drafter.ask(f"{office.path}/text", edited(plan, "79%"), 1)
    assert (saved.status_code, saved.headers["etag"]) == (201, '"2"')
    assert [event["type"] for event in saved.json()["events"]] == ["target-changed"]


async def test_a_comment_changes_no_text_version(office: Kantor) -> None:
    await office.draft()
    answer = await office.drafter.ask(f"{office.path}/comments", {"row": INDICATOR, "text": "Mengapa?"})
    assert answer.status_code == 201
    # Whoever holds that version is told of the comment all the same.
    again = await office.drafter.get(office.path, headers={"If-None-Match": '"1"'})
    assert (again.status_code, again.headers["etag"], len(again.json()["comments"])) == (200, '"1"', 1)


async def test_a_command_on_the_text_says_what_it_is_based_on(office: Kantor) -> None:
    plan = await office.draft()
    endorsement = {"step": "secretary-review", "digest": "0" * 64, "document": "0" * 64}
    for person, path, body in (
        (office.drafter, "text", plan["text"]),
        (office.drafter, "submission", {}),
        (office.secretary, "parafs", endorsement),
        (office.secretary, "signatures", endorsement),
    ):
        answer = await person.ask(f"{office.path}/{path}", body)
        assert (answer.status_code, answer.json()["code"]) == (428, "version-missing"), path
        assert answer.json()["place"] == "If-Match"


async def test_a_stale_edit_learns_the_version_and_what_changed(office: Kantor) -> None:
    plan = await office.draft()
    await office.drafter.ask(f"{office.path}/text", edited(plan, "79%"), 1)
    late = await office.drafter.ask(f"{office.path}/text", edited(plan, "80%"), 1)
    assert late.status_code == 412
    problem = late.json()
    assert (problem["code"], problem["seen_version"], problem["current_version"]) == ("text-changed", 1, 2)
    assert [(c["type"], c["new"]["value"]) for c in problem["changes"]] == [("target-changed", "79")]
    assert problem["detail_id"]
    assert problem["detail_en"]


async def test_an_unknown_tag_is_no_version(office: Kantor) -> None:
    plan = await office.draft()
    answer = await office.drafter.client.post(
        f"{office.path}/text",
        json=plan["text"],
        headers={"Accept": JSON, "Idempotency-Key": key(), "If-Match": 'W/"1"'},
    )
    assert (answer.status_code, answer.json()["code"]) == (412, "version-unknown")


async def test_a_cell_that_two_wrote_comes_back_with_both_and_all_that_was_typed(office: Kantor) -> None:
    plan = await office.draft()
    await office.drafter.ask(f"{office.path}/text", edited(plan, "79%"), 1)
    fields = form_of(plan["text"]) | {"text_version": "1"}
    typed = next(name for name, value in fields.items() if value == INDICATOR).replace("-id", "-target")
    page = await office.drafter.press(f"{office.path}/text", fields | {typed: "81,5%", "detail-title": "Judul <baru>"})
    assert page.status_code == 422
    assert 'value="81,5%"' in page.text
    assert "Judul &lt;baru&gt;" in page.text
    # What the other wrote is said at the cell; what only one wrote is saved, and the next save is based on that.
    assert "menulis “79%” di sini sementara itu" in page.text
    assert '<input type="hidden" name="text_version" value="3">' in page.text
    now = await office.plan()
    assert (now["version"], now["text"]["title"]) == (3, "Judul <baru>")
    assert next(i for i in now["text"]["parts"][0]["indicators"] if i["id"] == INDICATOR)["target"]["text"] == "79%"


async def test_what_two_wrote_in_other_cells_is_one_text(office: Kantor) -> None:
    """A save in a stale tab took away what a colleague had saved."""
    plan = await office.draft()
    theirs = edited(plan, "79%")
    theirs["parts"][0]["goals"].append({"id": "a-new", "parent": "", "text": "Sasaran rekan"})
    await office.drafter.ask(f"{office.path}/text", theirs, 1)
    mine = form_of(plan["text"]) | {"text_version": "1", "detail-title": "Judul baru"}
    answer = await office.drafter.press(f"{office.path}/text", mine)
    assert answer.status_code == 303
    text = (await office.plan())["text"]
    assert text["title"] == "Judul baru"
    assert text["parts"][0]["goals"][-1]["text"] == "Sasaran rekan"
    targets = {row["id"]: row["target"]["text"] for part in text["parts"] for row in part["indicators"]}
    assert targets[INDICATOR] == "79%"


async def test_an_earlier_version_is_made_the_text_again(office: Kantor) -> None:
    plan = await office.draft()
    await office.drafter.ask(f"{office.path}/text", edited(plan, "79%"), 1)
    past = await office.drafter.page(f"{office.path}?version=1")
    assert f'action="{office.path}/restoration"' in past.text
    assert "restoration" not in (await office.secretary.page(f"{office.path}?version=1")).text
    assert "restoration" not in (await office.drafter.page(office.path)).text
    command_id = key()
    for _ in range(2):  # pressed twice, it is done once
        answer = await office.drafter.press(
            f"{office.path}/restoration", {"version": "1", "text_version": "2"}, command_id
        )
        assert answer.headers["location"] == f"{office.path}/edit?saved=1"
    now = await office.plan()
    assert (now["version"], now["text"]) == (3, plan["text"])
    late = await office.drafter.ask(f"{office.path}/restoration", {"version": 2}, 2)
    assert (late.status_code, late.json()["code"]) == (412, "text-changed")
    unknown = await office.drafter.ask(f"{office.path}/restoration", {"version": 99}, 3)
    assert (unknown.status_code, unknown.json()["code"]) == (404, "unknown-version")


async def test_who_saves_over_a_change_they_were_told_of_may(office: Kantor) -> None:
    plan = await office.draft()
    await office.drafter.ask(f"{office.path}/text", edited(plan, "79%"), 1)
    answer = await office.drafter.press(f"{office.path}/text", form_of(plan["text"]) | {"text_version": "2"})
    assert answer.status_code == 303
    assert (await office.plan())["version"] == 3


async def test_saving_what_is_saved_records_nothing(office: Kantor) -> None:
    plan = await office.draft()
    answer = await office.drafter.ask(f"{office.path}/text", plan["text"], 1)
    assert (answer.status_code, answer.json()["events"]) == (200, [])
    form = await office.drafter.press(f"{office.path}/text", form_of(plan["text"]) | {"text_version": "1"})
    assert form.headers["location"].endswith("?saved=0")
    assert (await office.plan())["version"] == 1


async def test_a_form_is_the_same_command_as_its_json(office: Kantor) -> None:
    plan = await office.draft()
    command_id = key()
    text = edited(plan, "79%")
    first = await office.drafter.ask(f"{office.path}/text", text, 1, command_id)
    second = await office.drafter.press(f"{office.path}/text", form_of(text) | {"text_version": "1"}, command_id)
    assert (first.status_code, second.status_code) == (201, 303)
    assert (await office.plan())["version"] == 2


def form_of(text: Any) -> dict[str, str]:
    """Return the fields of the editor that hold a text."""
    fields = {f"detail-{name}": text[name] for name in ("title", "address", "cover_date")}
    rows: list[dict[str, str]] = []
    for part in text["parts"]:
        fields |= {f"detail-{part['key']}-{name}": value for name, value in part["details"].items()}
        of = {"part": part["key"]}
        rows += [of | {"id": g["id"], "kind": "goal", "parent": g["parent"], "text": g["text"]} for g in part["goals"]]
        rows += [
            of
            | {"id": i["id"], "kind": "indicator", "parent": i["goal"], "text": i["text"]}
            | {"target_kind": i["target"]["kind"], "target": i["target"]["text"]}
            for i in part["indicators"]
        ]
        rows += [
            of | {"id": p["id"], "kind": "programme", "text": p["text"], "allotted": p["printed"]}
            for p in part["programmes"]
        ]
    for n, row in enumerate(rows):
        fields |= {f"rows-{n}-{name}": value for name, value in row.items()}
    return fields
