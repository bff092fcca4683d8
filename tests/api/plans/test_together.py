"""Two who write on one text: what is right of each is recorded, and nothing that either typed is lost."""

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx

from domain.kernel.actor import Role
from tests.api.house import JSON, Kantor, Person, key
from tests.api.plans.test_versions import INDICATOR, edited, form_of

GOAL = "a-g1"


async def change(who: Person, path: str, version: int, body: Any, command_id: str = "") -> httpx.Response:
    """Send what changed in a text since a version."""
    sent = {"Accept": JSON, "Idempotency-Key": command_id or key(), "If-Match": f'"{version}"'}
    return await who.client.patch(f"{path}/text", json=body, headers=sent)


def cell(row: str, column: str, text: str) -> dict[str, str]:
    return {"row": row, "column": column, "text": text}


def targets(plan: Any) -> dict[str, str]:
    return {row["id"]: row["target"]["text"] for part in plan["text"]["parts"] for row in part["indicators"]}


def wordings(plan: Any) -> dict[str, str]:
    of = ("goals", "indicators", "programmes")
    return {row["id"]: row["text"] for part in plan["text"]["parts"] for kind in of for row in part[kind]}


async def test_cells_are_saved_and_what_another_wrote_comes_back(office: Kantor) -> None:
    plan = await office.draft()
    await office.drafter.ask(f"{office.path}/text", edited(plan, "79%"), 1)
    answer = await change(office.drafter, office.path, 1, {"cells": [cell("", "title", "Judul baru")]})
    assert (answer.status_code, answer.headers["etag"]) == (200, '"3"')
    said = answer.json()
    assert (said["version"], said["recorded"], said["faults"], said["clashes"]) == (3, 1, [], [])
    assert said["cells"] == [cell(INDICATOR, "target", "79%") | {"by": "Dewi Anggraini"}]
    now = await office.plan()
    assert (now["text"]["title"], targets(now)[INDICATOR]) == ("Judul baru", "79%")


async def test_a_bad_cell_keeps_no_other_from_being_saved(office: Kantor) -> None:
    await office.draft()
    cells = [cell(INDICATOR, "target", "1.000"), cell("", "title", "Judul baru")]
    said = (await change(office.drafter, office.path, 1, {"cells": cells})).json()
    assert (said["version"], said["recorded"], said["cells"]) == (2, 1, [])
    ((fault),) = said["faults"]
    assert (fault["row"], fault["column"]) == (INDICATOR, "target")
    assert fault["message"]
    assert (await office.plan())["text"]["title"] == "Judul baru"


async def test_rows_come_move_and_go(office: Kantor) -> None:
    plan = await office.draft()
    first, *_, last = [row["id"] for row in plan["text"]["parts"][0]["goals"]]
    of = {"part": "A", "kind": "goal", "parent": ""}
    body = {
        "rows": [{"id": "new-g", **of, "after": first}, {"id": last, **of, "after": ""}],
        "cells": [cell("new-g", "text", "Sasaran baru")],
        "removed": ["a-i08"],
    }
    said = (await change(office.drafter, office.path, 1, body)).json()
    assert (said["faults"], said["clashes"]) == ([], [])
    now = await office.plan()
    goals = [row["id"] for row in now["text"]["parts"][0]["goals"] if not row["parent"]]
    assert goals[:3] == [last, first, "new-g"]
    assert "a-i08" not in targets(now)


async def test_a_new_row_that_is_not_right_waits_with_all_that_stands_under_it(office: Kantor) -> None:
    await office.draft()
    rows = [
        {"id": "new-g", "part": "A", "kind": "goal", "parent": "", "after": ""},
        {"id": "new-i", "part": "A", "kind": "indicator", "parent": "new-g", "after": ""},
        {"id": "blank", "part": "A", "kind": "goal", "parent": "", "after": ""},
    ]
    cells = [cell("new-i", "text", "Persentase"), cell("new-i", "target", "1.000"), cell("", "title", "Judul baru")]
    said = (await change(office.drafter, office.path, 1, {"rows": rows, "cells": cells})).json()
    # What is wholly blank is not begun, and no fault.
    assert {(fault["row"], fault["column"]) for fault in said["faults"]} == {("new-g", "text"), ("new-i", "target")}
    assert (said["recorded"], said["removed"]) == (1, [])
    assert {"new-g", "new-i", "blank"}.isdisjoint(wordings(await office.plan()))


async def test_one_cell_that_two_wrote_waits_for_a_choice(office: Kantor) -> None:
    plan = await office.draft()
    await office.drafter.ask(f"{office.path}/text", edited(plan, "79%"), 1)
    cells = [cell(INDICATOR, "target", "81,5%"), cell("", "title", "Judul baru")]
    said = (await change(office.drafter, office.path, 1, {"cells": cells})).json()
    (clash,) = said["clashes"]
    assert (clash["row"], clash["column"], clash["open"]) == (INDICATOR, "target", True)
    assert clash["theirs"] == {"target_kind": "percentage", "target": "79%"}
    assert "“79%”" in clash["message"]
    assert targets(await office.plan())[INDICATOR] == "79%"
    # While nobody has chosen, no save takes it away.
    waiting = {"cells": cells, "undecided": [f"{INDICATOR}.target"]}
    again = (await change(office.drafter, office.path, said["version"], waiting)).json()
    assert [each["row"] for each in again["clashes"]] == [INDICATOR]
    assert targets(await office.plan())[INDICATOR] == "79%"
    mine = (await change(office.drafter, office.path, said["version"], {"cells": cells})).json()
    assert (mine["clashes"], targets(await office.plan())[INDICATOR]) == ([], "81,5%")


async def test_a_row_that_another_took_out_waits_for_a_choice(office: Kantor) -> None:
    await office.draft()
    await change(office.drafter, office.path, 1, {"removed": [INDICATOR]})
    said = (await change(office.drafter, office.path, 1, {"cells": [cell(INDICATOR, "text", "Milik saya")]})).json()
    (clash,) = said["clashes"]
    assert (clash["row"], clash["column"], clash["open"], said["removed"]) == (INDICATOR, "", True, [])
    assert INDICATOR not in targets(await office.plan())


async def test_the_same_changes_are_recorded_once_and_answered_alike(office: Kantor) -> None:
    await office.draft()
    command_id, body = key(), {"cells": [cell("", "title", "Judul baru"), cell(INDICATOR, "target", "1.000")]}
    first = await change(office.drafter, office.path, 1, body, command_id)
    second = await change(office.drafter, office.path, 1, body, command_id)
    assert first.json() == second.json()
    assert (await office.plan())["version"] == 2


async def test_of_a_row_that_is_not_there_nothing_is_silently_lost(office: Kantor) -> None:
    await office.draft()
    said = (await change(office.drafter, office.path, 1, {"cells": [cell("nowhere", "text", "x")]})).json()
    assert [(fault["row"], fault["code"]) for fault in said["faults"]] == [("nowhere", "unknown-cell")]


async def test_without_scripts_two_buttons_choose_between_two_texts(office: Kantor) -> None:
    plan = await office.draft()
    await office.drafter.ask(f"{office.path}/text", edited(plan, "79%"), 1)
    fields = form_of(plan["text"]) | {"text_version": "1"}
    typed = next(name for name, value in fields.items() if value == INDICATOR).replace("-id", "-target")
    place = f"{INDICATOR}.target"
    page = await office.drafter.press(f"{office.path}/text", fields | {typed: "81,5%"})
    for button in ("mine", "theirs"):
        assert f'name="do" value="{button}:{place}"' in page.text
    # Saving alone takes nothing away; it is there again after the page was lost, and one press settles it.
    shown = fields | {typed: "81,5%", "text_version": "2", "undecided": place}
    again = await office.drafter.press(f"{office.path}/text", shown)
    assert (again.status_code, targets(await office.plan())[INDICATOR]) == (422, "79%")
    lost = (await office.drafter.page(f"{office.path}/edit")).text
    assert f'name="undecided" value="{place}"' in lost
    assert 'value="81,5%"' in lost
    theirs = await office.drafter.press(f"{office.path}/text", shown | {"do": f"theirs:{place}"})
    assert (theirs.status_code, targets(await office.plan())[INDICATOR]) == (303, "79%")
    mine = await office.drafter.press(f"{office.path}/text", shown | {"do": f"mine:{place}"})
    assert (mine.status_code, targets(await office.plan())[INDICATOR]) == (303, "81,5%")


async def test_a_row_that_another_took_out_comes_back_by_a_button(office: Kantor) -> None:
    plan = await office.draft()
    await change(office.drafter, office.path, 1, {"removed": [INDICATOR]})
    fields = form_of(plan["text"]) | {"text_version": "1"}
    number = next(name for name, value in fields.items() if value == INDICATOR)
    typed = {number.replace("-id", "-text"): "Tetap diperlukan"}
    page = await office.drafter.press(f"{office.path}/text", fields | typed)
    assert (page.status_code, INDICATOR in targets(await office.plan())) == (422, False)
    assert f'value="mine:{INDICATOR}"' in page.text
    shown = fields | typed | {"text_version": "2", "undecided": INDICATOR, "do": f"mine:{INDICATOR}"}
    assert (await office.drafter.press(f"{office.path}/text", shown)).status_code == 303
    assert wordings(await office.plan())[INDICATOR] == "Tetap diperlukan"


async def colleague(office: Kantor) -> Person:
    """Let another one draft, too; who drafted before still does."""
    first = office.drafter
    second = await office.house.person(office, Role.DRAFTER, "Bayu Pratama")
    office.people[Role.DRAFTER] = first
    return second


async def news(who: Person, path: str, after: int) -> Any:
    """Return what others did since a version."""
    return (await who.get(f"{path}/together?after={after}")).json()


async def test_what_another_did_is_told_since_any_version(office: Kantor) -> None:
    await office.draft()
    bayu = await colleague(office)
    rows = [{"id": "new-g", "part": "A", "kind": "goal", "parent": "", "after": ""}]
    cells = [cell("new-g", "text", "Sasaran Bayu"), cell(INDICATOR, "target", "79%")]
    await change(bayu, office.path, 1, {"rows": rows, "cells": cells, "removed": ["a-i01"]})
    told = await news(office.drafter, office.path, 1)
    assert (told["since"], told["version"]) == (1, 2)
    assert {(c["row"], c["column"], c["text"], c["by"]) for c in told["cells"]} == {
        ("new-g", "text", "Sasaran Bayu", "Bayu Pratama"),
        (INDICATOR, "target", "79%", "Bayu Pratama"),
    }
    assert [(row["id"], row["after"], row["by"]) for row in told["rows"]] == [("new-g", "", "Bayu Pratama")]
    assert told["removed"] == [{"id": "a-i01", "by": "Bayu Pratama"}]
    assert (await news(office.drafter, office.path, 2))["cells"] == []


async def test_who_has_the_text_open_is_told_while_they_have_it(office: Kantor) -> None:
    await office.draft()
    bayu = await colleague(office)
    listening = {"Accept": "text/event-stream"}
    async with office.drafter.client.stream("GET", f"{office.path}/together?after=1", headers=listening) as heard:
        told = said(heard)
        assert (await anext(told))["here"] == []
        async with bayu.client.stream("GET", f"{office.path}/together?after=1", headers=listening) as other:
            told_bayu = said(other)
            assert (await anext(told_bayu))["here"] == ["Dewi Anggraini"]
            assert (await anext(told))["here"] == ["Bayu Pratama"]
            await change(bayu, office.path, 1, {"cells": [cell("", "title", "Judul Bayu")]})
            assert [c["text"] for c in (await anext(told))["cells"]] == ["Judul Bayu"]
        assert (await anext(told))["here"] == []
    stranger = await office.secretary.get(f"{office.path}/together?after=1")
    assert stranger.status_code == 403


async def said(answer: httpx.Response) -> AsyncIterator[Any]:
    """Yield what a stream of events says."""
    async for line in answer.aiter_lines():
        if line.startswith("data: "):
            yield json.loads(line.removeprefix("data: "))


async def test_a_day_typed_in_figures_is_printed_as_papers_have_it(office: Kantor) -> None:
    await office.draft()
    cells = [cell("", "cover_date", "14/1/2027"), cell("B", "date", "2027-01-04"), cell("A", "date", "Januari 2027")]
    said = (await change(office.drafter, office.path, 1, {"cells": cells})).json()
    assert {(c["column"], c["text"]) for c in said["cells"]} == {
        ("cover_date", "14 Januari 2027"),
        ("date", "4 Januari 2027"),
    }
    text = (await office.plan())["text"]
    assert text["cover_date"] == "14 Januari 2027"
    assert [part["details"]["date"] for part in text["parts"]] == ["Januari 2027", "4 Januari 2027"]


HIDDEN = "Nilai\u200b SAKIP"  # as it comes along from a web page


async def test_a_hidden_character_is_told_at_its_cell_and_keeps_no_other_from_being_saved(office: Kantor) -> None:
    await office.draft()
    cells = [cell(INDICATOR, "text", HIDDEN), cell("", "title", "Judul baru")]
    answer = await change(office.drafter, office.path, 1, {"cells": cells})
    assert answer.status_code == 200, answer.text
    ((fault),) = answer.json()["faults"]
    assert (fault["row"], fault["column"], fault["code"]) == (INDICATOR, "text", "forbidden-character")
    assert (await office.plan())["text"]["title"] == "Judul baru"


async def test_the_editor_opens_whatever_was_kept_of_typing(office: Kantor) -> None:
    plan = await office.draft()
    edit, kept = f"{office.path}/edit", f"/offices/{office.id}/kept"
    for changes, shown in (
        (json.dumps({"cells": [cell(INDICATOR, "text", HIDDEN)]}), HIDDEN),
        ("no JSON", plan["text"]["title"]),
        (json.dumps({"rows": [{"id": "a"}]}), plan["text"]["title"]),
    ):
        fields = [["changes", changes], ["text_version", "1"]]
        assert (await office.drafter.ask(kept, {"page": edit, "fields": fields})).status_code == 200
        page = await office.drafter.page(edit)
        assert (page.status_code, shown in page.text, 'id="problem"' in page.text) == (200, True, True), page.text
