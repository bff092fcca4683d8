"""From one yearly plan its agreements and key indicators by one press each, linked row by row."""

from typing import Any

import pytest

from tests.api.house import HTML, Kantor, key
from tests.api.plans.test_together import change as change_text

KINDS = ("pk-ketua", "pk-sekretaris", "iku")


async def derive(office: Kantor, kind: str) -> Any:
    body = {"kind": kind, "year": office.year, "source": f"rkt-{office.year}"}
    answer = await office.drafter.ask(f"/offices/{office.id}/plans", body)
    assert answer.status_code in (200, 201), answer.text
    return await told(office, kind)


async def told(office: Kantor, kind: str) -> Any:
    return (await office.drafter.get(f"/offices/{office.id}/plans/{kind}-{office.year}")).json()


@pytest.mark.parametrize("kind", KINDS)
async def test_each_paper_is_begun_by_one_press(office: Kantor, kind: str) -> None:
    plan = await office.draft()
    fields = {"kind": kind, "year": str(office.year), "source": f"rkt-{office.year}", "title": ""}
    answer = await office.drafter.press(f"/offices/{office.id}/plans", fields, key())
    assert answer.status_code == 303, answer.text
    begun = await told(office, kind)
    part = plan["text"]["parts"][1 if kind == "pk-sekretaris" else 0]
    (own,) = begun["text"]["parts"]
    assert [row["id"] for row in own["indicators"]] == [row["id"] for row in part["indicators"]]
    for row in own["indicators"]:
        (link,) = row["supports"]
        assert (link["plan"], link["row"], link["version"]) == (f"rkt-{office.year}", row["id"], plan["version"])
    assert len(own["programmes"]) == (0 if kind == "iku" else 9)
    assert str(office.year) in begun["text"]["title"] or kind == "iku"
    page = await office.drafter.get(f"/offices/{office.id}/plans/{kind}-{office.year}", headers={"Accept": HTML})
    assert page.status_code == 200


async def test_a_change_upstream_is_one_row_out_of_step_and_is_taken_over(office: Kantor) -> None:
    await office.draft()
    await derive(office, "iku")
    await derive(office, "pk-ketua")
    path = f"/offices/{office.id}/plans/pk-ketua-{office.year}"
    assert (await office.drafter.get(f"{path}/upstream")).json()["rows"] == []
    row = (await told(office, "pk-ketua"))["text"]["parts"][0]["indicators"][0]
    change = {"cells": [{"row": row["id"], "column": "target", "text": "55%"}]}
    answer = await change_text(office.drafter, office.path, 1, change)
    assert answer.status_code in (200, 201), answer.text
    (apart,) = (await office.drafter.get(f"{path}/upstream")).json()["rows"]
    assert (apart["apart"], apart["place"], apart["there"]) == ("target", f"{row['id']}.target", "55%")
    for page in (path, f"{path}/edit", f"{path}/upstream"):
        assert f"{path}/upstream" in (await office.drafter.page(page)).text
    taken = await office.drafter.press(f"{path}/upstream", {"place": apart["place"]}, key())
    assert taken.status_code == 303, taken.text
    assert 'value="55%"' in (await office.drafter.page(f"{path}/edit")).text  # typed, and not recorded
    assert len((await office.drafter.get(f"{path}/upstream")).json()["rows"]) == 1
    changes = (await office.drafter.get(f"{path}/upstream")).json()["changes"]
    answer = await change_text(office.drafter, path, 1, changes)
    assert answer.status_code in (200, 201), answer.text
    assert (await office.drafter.get(f"{path}/upstream")).json()["rows"] == []
    (link,) = (await told(office, "pk-ketua"))["text"]["parts"][0]["indicators"][0]["supports"]
    assert (link["version"], link["target"]["text"]) == (2, "55%")


async def test_rows_that_came_and_went_upstream_are_taken_over_with_their_links(office: Kantor) -> None:
    plan = await office.draft()
    await derive(office, "pk-sekretaris")
    path = f"/offices/{office.id}/plans/pk-sekretaris-{office.year}"
    part = plan["text"]["parts"][1]
    last, goal = part["indicators"][-1], part["goals"][0]
    change = {
        "rows": [{"id": "baru", "part": "B", "kind": "indicator", "parent": goal["id"], "after": ""}],
        "cells": [
            {"row": "baru", "column": "text", "text": "Persentase hal baru"},
            {"row": "baru", "column": "target", "text": "12%"},
            {"row": "baru", "column": "target_kind", "text": "percentage"},
            {"row": part["programmes"][0]["id"], "column": "allotted", "text": "Rp 7"},
        ],
        "removed": [last["id"]],
    }
    assert (await change_text(office.drafter, office.path, 1, change)).status_code == 200
    shown = (await office.drafter.get(f"{path}/upstream")).json()
    assert [row["apart"] for row in shown["rows"]] == ["new", "money", "gone"]
    assert (await change_text(office.drafter, path, 1, shown["changes"])).status_code == 200
    assert (await office.drafter.get(f"{path}/upstream")).json()["rows"] == []
    own = (await told(office, "pk-sekretaris"))["text"]["parts"][0]
    (link,) = own["indicators"][0]["supports"]
    assert (own["indicators"][0]["id"], link["row"], link["version"]) == ("baru", "baru", 2)


async def test_what_is_not_known_of_the_year_before_stays_empty_and_says_so(office: Kantor) -> None:
    plan = await office.draft()
    app = {"kind": "app", "year": str(office.year + 1), "source": f"rkt-{office.year}"}
    answer = await office.drafter.press(f"/offices/{office.id}/plans", app, key())
    assert answer.status_code == 303, answer.text
    path = f"/offices/{office.id}/plans/app-{office.year + 1}"
    shown = (await office.drafter.get(f"{path}/upstream")).json()
    rows = len(plan["text"]["parts"][0]["indicators"])
    assert [(each["year"], each["there"]) for each in shown["years"]] == [(office.year, "")] * rows
    assert shown["changes"]["cells"] == []
    page = await office.drafter.page(f"{path}/upstream")
    assert f"Baseline {office.year}" in page.text
