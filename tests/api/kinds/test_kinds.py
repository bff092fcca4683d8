"""The kinds of an office: declared by programs, told in every version, kept by the plans that began with them."""

from typing import Any

import pytest

from domain.kind.kind import Kind
from domain.kind.shipped import RENJA, SHIPPED
from tests.api.house import Kantor


async def shipped(office: Kantor, code: str) -> Any:
    """Return the JSON of a kind that nobody declared."""
    return (await office.auditor.get(f"/offices/{office.id}/kinds/{code}")).json()


async def test_an_office_has_what_paraf_brings_and_what_it_declares(office: Kantor) -> None:
    path = f"/offices/{office.id}/kinds"
    listed = (await office.auditor.get(path)).json()["kinds"]
    assert [(kind["code"], kind["of"]) for kind in listed] == [(kind.code, "paraf") for kind in SHIPPED]
    own = await shipped(office, "pk") | {"code": "pk-bps", "title": "PERJANJIAN KINERJA BPS"}
    answer = await office.administrator.ask(path, own)
    assert (answer.status_code, answer.headers["Location"]) == (201, f"{path}/pk-bps")
    listed = (await office.auditor.get(path)).json()["kinds"]
    assert {
        "code": "pk-bps",
        "title": "PERJANJIAN KINERJA BPS",
        "language": "id",
        "version": 1,
        "of": "office",
    } in listed


@pytest.mark.parametrize("kind", SHIPPED, ids=lambda kind: kind.code)
async def test_the_file_of_a_kind_can_be_declared_as_it_is(office: Kantor, kind: Kind) -> None:
    path = f"/offices/{office.id}/kinds"
    told = await office.auditor.get(f"{path}/{kind.code}")
    assert (await office.administrator.ask(path, told.json())).status_code == 201
    assert (await office.auditor.get(f"{path}/{kind.code}")).json() == told.json()
    same = await office.administrator.ask(path, told.json())
    assert (same.status_code, same.json()["events"]) == (200, [])


async def test_every_version_stays_readable(office: Kantor) -> None:
    path = f"/offices/{office.id}/kinds"
    first = await shipped(office, "iku")
    for title in ("IKU SATU", "IKU DUA"):
        assert (await office.administrator.ask(path, first | {"title": title})).status_code == 201
    told = [(await office.auditor.get(f"{path}/iku?version={n}")).json() for n in (1, 2)]
    assert [(kind["version"], kind["title"]) for kind in told] == [(1, "IKU SATU"), (2, "IKU DUA")]
    assert (await shipped(office, "iku"))["version"] == 2
    missing = await office.auditor.get(f"{path}/iku?version=3")
    assert (missing.status_code, missing.json()["place"]) == (404, "version")
    assert (await office.auditor.get(f"{path}/nihil")).status_code == 404


async def test_only_an_administrator_declares(office: Kantor) -> None:
    body = await shipped(office, "pk")
    for other in (office.drafter, office.secretary, office.chair, office.auditor):
        assert (await other.ask(f"/offices/{office.id}/kinds", body)).status_code == 403


async def test_what_cannot_stand_is_refused_at_its_place(office: Kantor) -> None:
    path, body = f"/offices/{office.id}/kinds", await shipped(office, "renja")
    column = body["parts"][0]["columns"][0]
    for wrong, place in (
        ({"holds": "warna"}, "parts.0.columns.0.holds"),
        ({"head": ""}, "A.columns.kode.head"),
        ({"key": "target"}, "A.columns.target"),
        ({"key": "supports"}, "A.columns.supports"),
    ):
        columns = [column | wrong, *body["parts"][0]["columns"][1:]]
        answer = await office.administrator.ask(path, body | {"parts": [body["parts"][0] | {"columns": columns}]})
        assert (answer.status_code, answer.json()["place"]) == (422, place), answer.text


async def test_grades_are_of_the_scales_that_a_kind_brings(office: Kantor) -> None:
    """They were kept unread: no plan of the kind could aim at one, and two of the same name could stand."""
    path, body = f"/offices/{office.id}/kinds", await shipped(office, "renja")
    scale = {"name": "Kematangan", "rungs": [{"name": "Optimal"}, {"name": "Rintisan"}]}
    for wrong in ([scale, scale], [scale | {"rungs": [{"name": "Optimal"}] * 2}]):
        answer = await office.administrator.ask(path, body | {"scales": wrong})
        assert (answer.status_code, answer.json()["place"].split(".")[0]) == (422, "scales"), answer.text
    assert (await office.administrator.ask(path, body | {"scales": [scale]})).status_code == 201
    sent = text(office)
    sent["parts"][0]["indicators"][0]["target"] = {"kind": "grade", "text": "Optimal"}
    answer = await office.drafter.ask(
        f"/offices/{office.id}/plans", {"kind": "renja", "year": office.year, "text": sent}
    )
    assert answer.status_code == 201, answer.text


def text(kantor: Kantor, *cells: dict[str, Any]) -> dict[str, Any]:
    """Return the text of a plan of the kind `renja` with one goal and one indicator, which has these cells."""
    part = RENJA.parts[0]
    details = {"heading": part.heading, "goals_heading": "Sasaran", "place": "", "date": "", "capacity": ""}
    goal = {"id": "a-g1", "parent": "", "text": "Pelayanan", "cells": [{"column": "kode", "text": "1.02"}]}
    target = {"kind": "percentage", "text": "77%"}
    indicator = {"id": "a-i1", "goal": "a-g1", "text": "Cakupan", "target": target, "cells": list(cells)}
    goals = {"goals": [goal], "indicators": [indicator], "programmes": []}
    one = {"key": "A", "details": details | {"signatory": "", "name": ""}, **goals}
    return {"title": "RENJA", "address": "", "cover_date": "", "parts": [one]}


async def drafted(office: Kantor, *cells: dict[str, Any]) -> Any:
    """Begin such a plan, and return it."""
    sent = {"kind": "renja", "year": office.year, "text": text(office, *cells)}
    answer = await office.drafter.ask(f"/offices/{office.id}/plans", sent)
    assert answer.status_code == 201, answer.text
    return (await office.auditor.get(f"/offices/{office.id}/plans/renja-{office.year}")).json()


async def test_a_cell_is_told_with_its_value_and_goes_in_by_either(office: Kantor) -> None:
    lalu = {"column": "capaian-lalu", "text": "75%"}
    plan = await drafted(office, lalu, {"column": "lokasi", "text": "Siak"})
    assert plan["shape"]["code"] == "renja"
    indicator = plan["text"]["parts"][0]["indicators"][0]
    value = {"kind": "percentage", "value": "75"}
    assert indicator["cells"] == [
        lalu | {"value": value},
        {"column": "lokasi", "text": "Siak", "value": None},
    ]
    # As it was told, it changes nothing; by its value alone it is the same; another value is another fact.
    path = f"/offices/{office.id}/plans/renja-{office.year}/text"
    for cell, events in (
        (indicator["cells"][0], 0),
        ({"column": "capaian-lalu", "value": value}, 0),
        ({"column": "capaian-lalu", "value": value | {"value": "76.5"}}, 1),
    ):
        sent = text(office, cell, {"column": "lokasi", "text": "Siak"})
        answer = await office.drafter.ask(path, sent, 1)
        assert answer.status_code == (201 if events else 200), answer.text
        assert len(answer.json()["events"]) == events
    now = (await office.auditor.get(path.removesuffix("/text"))).json()
    assert now["text"]["parts"][0]["indicators"][0]["cells"][0]["text"] == "76,5%"


@pytest.mark.parametrize(
    "value", [{"kind": "warna", "value": "1"}, {"kind": "percentage"}, {"kind": "money", "value": "x"}]
)
async def test_what_is_no_value_is_refused_at_its_cell(office: Kantor, value: dict[str, str]) -> None:
    sent = {"kind": "renja", "year": office.year, "text": text(office, {"column": "capaian-lalu", "value": value})}
    answer = await office.drafter.ask(f"/offices/{office.id}/plans", sent)
    assert (answer.status_code, answer.json()["place"]) == (422, "a-i1.capaian-lalu"), answer.text


async def test_a_plan_keeps_the_version_it_began_with(office: Kantor) -> None:
    before = (await drafted(office))["shape"]
    assert (await office.administrator.ask(f"/offices/{office.id}/kinds", before | {"title": "RENJA BARU"})).is_success
    path = f"/offices/{office.id}/plans/renja-{office.year}"
    assert (await office.auditor.get(path)).json()["shape"] == before


async def test_a_goal_is_called_in_the_tree_as_its_kind_names_it(office: Kantor) -> None:
    await drafted(office)
    tree = f"/offices/{office.id}/tree?year={office.year}"
    rows = (await office.drafter.get(tree)).json()["rows"]
    level = RENJA.parts[0].levels[0].name
    assert [(row["kind"], row["called"]) for row in rows] == [("goal", level), ("indicator", "")]
    shown = (await office.drafter.page(tree)).text
    assert f"<small>{level} " in shown
    assert "Belum ada yang tertaut." in shown
