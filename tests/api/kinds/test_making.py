"""A kind is made on a page: button by button, with its paper beside it, nothing typed lost, each fault at its field."""

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.kinds import form
from domain.kind.check import checked_kind
from domain.kind.kind import Kind
from domain.kind.shipped import IKU, PK, SHIPPED
from tests.api.forms import faults, fields
from tests.api.house import Kantor

Fields = dict[str, str]


@pytest.mark.parametrize("kind", SHIPPED, ids=lambda kind: kind.code)
def test_a_kind_goes_through_the_form_unchanged(kind: Kind) -> None:
    assert form.body(form.from_kind(kind)).kind() == kind


def named(tree: Any, place: str = "") -> list[tuple[str, str]]:
    """Return the fields that a form of this tree sends."""
    if isinstance(tree, dict):
        return [field for name, value in tree.items() for field in named(value, f"{place}.{name}" if place else name)]
    if isinstance(tree, list):
        return [field for n, value in enumerate(tree) for field in named(value, f"{place}.{n}")]
    return [] if tree is None else [(place, str(tree))]


@pytest.mark.parametrize("kind", SHIPPED, ids=lambda kind: kind.code)
def test_a_kind_goes_through_a_browser_unchanged(kind: Kind) -> None:
    assert form.body(form.from_fields(named(form.from_kind(kind)))).kind() == kind


_PLACES = ("parts", "parts.0.columns", "parts.0.columns:goal", "parts.0.levels", "parts.0.blocks", "parts.0.budget")
_BUTTONS = [f"add:{place}" for place in _PLACES] + [
    f"{verb}:parts.0.{name}.{n}"
    for verb in ("up", "down", "remove")
    for name in ("columns", "levels")
    for n in (0, 1, 9)
]


@given(
    st.lists(st.sampled_from([*_BUTTONS, "years:parts.0.columns", "remove:parts.0.budget", "", "add:warna", "up:x"]))
)
def test_buttons_lose_nothing_but_what_they_remove(buttons: list[str]) -> None:
    tree = form.from_kind(PK)
    for button in buttons:
        before = len(named(tree))
        tree = form.pressed(tree, button)
        assert button.startswith("remove") or len(named(tree)) >= before
        assert form.from_fields(named(tree)) == tree


@given(st.lists(st.tuples(st.from_regex(r"parts(\.([0-9]|[a-z_]{1,9})){0,5}|title|kept", fullmatch=True), st.text())))
def test_whatever_is_sent_makes_a_form(sent: list[tuple[str, str]]) -> None:
    tree = form.from_fields(sent)
    form.places(tree)
    assert form.from_fields(named(tree))["parts"] == tree["parts"]


def test_what_is_new_is_called_by_what_it_prints_and_by_nothing_that_a_row_has() -> None:
    tree = form.from_kind(IKU)
    for _ in range(2):
        tree = form.pressed(tree, "add:parts.0.columns")
        tree["parts"][0]["columns"][-1]["head"] = "Target"
    keys = [column["key"] for column in form.named(tree)["parts"][0]["columns"]]
    assert keys[-2:] == ["target-2", "target-3"]
    assert keys[:-2] == [column.key for column in IKU.parts[0].columns]


def test_five_years_stand_around_that_of_the_plan() -> None:
    kind = checked_kind(form.body(form.pressed(form.from_kind(IKU), "years:parts.0.columns")).kind())
    assert [column.head_in(2014) for column in kind.parts[0].columns[-5:]] == ["2012", "2013", "2014", "2015", "2016"]


def test_a_part_that_nobody_signs_gets_the_chairs_signature() -> None:
    tree = form.pressed(form.from_kind(IKU), "add:parts")
    kind = checked_kind(form.body(tree).kind())
    assert [step.part for step in kind.route if step.act == "sign"] == ["A", "B"]


async def copied(office: Kantor, of: str, **typed: str) -> tuple[str, Fields]:
    """Return where the form for a kind of one's own goes, and what it sends with what was typed."""
    path = f"/offices/{office.id}/kinds"
    page = await office.administrator.page(f"{path}/{of}/copy")
    assert page.status_code == 200, page.text
    return path, fields(page.text, path) | typed


async def test_a_kind_is_made_of_another(office: Kantor) -> None:
    path, sent = await copied(office, "iku", code="iku-rsud", title="INDIKATOR {year}")
    sent["parts.0.columns.0.head"] = "Satuan Ukur"
    answer = await office.administrator.press(path, sent)
    assert answer.status_code == 303, answer.text
    page = await office.administrator.page(answer.headers["Location"])
    assert "Satuan Ukur" in page.text
    kind = (await office.auditor.get(f"{path}/iku-rsud")).json()
    assert (kind["title"], kind["version"], len(kind["parts"][0]["columns"])) == ("INDIKATOR {year}", 1, 8)
    assert kind["route"]
    assert (await office.drafter.page(f"/offices/{office.id}/plans/new")).text.count("INDIKATOR (iku-rsud)") == 1


async def test_buttons_work_without_scripts_and_record_nothing(office: Kantor) -> None:
    path, sent = await copied(office, "iku", code="iku-x")
    page = await office.administrator.press(f"{path}/form", sent | {"do": "add:parts.0.columns"})
    assert page.status_code == 200
    after = fields(page.text, path)
    assert after["code"] == "iku-x"
    assert "parts.0.columns.8.head" in after
    assert (await office.auditor.get(f"{path}/iku-x")).status_code == 404


async def test_where_its_rows_come_from_is_chosen(office: Kantor) -> None:
    path, sent = await copied(office, "iku", code="iku-rsud", origin="renja")
    page = (await office.administrator.press(f"{path}/form", sent | {"do": "origin"})).text
    shown = fields(page, path) | {"parts.0.rows": "A", "parts.0.money": "", "parts.0.columns.0.filled": "known:unit"}
    assert shown["origin"] == "renja"
    no = await office.administrator.press(
        path, shown | {"parts.0.columns.1.filled": "known:unit", "origin": "iku-rsud"}
    )
    assert (no.status_code, faults(no.text)) == (422, ["origin"])
    others = {name: "" for name in shown if re.fullmatch(r"parts\.0\.columns\.[1-9]\.filled", name)}
    answer = await office.administrator.press(path, shown | others)
    assert answer.status_code == 303, answer.text
    origin = (await office.auditor.get(f"{path}/iku-rsud")).json()["origin"]
    (part,) = origin["parts"]
    assert (origin["kind"], part["part"], part["rows"]) == ("renja", "A", "A")
    assert [(column["column"], column["known"]) for column in part["columns"]] == [
        (IKU.parts[0].columns[0].key, "unit")
    ]
    alone = fields((await office.administrator.page(f"{path}/iku-rsud/copy")).text, path) | {"code": "iku-rsud"}
    assert alone["parts.0.columns.0.filled"] == "known:unit"
    assert (await office.administrator.press(path, alone | {"origin": ""})).status_code == 303
    assert "origin" not in (await office.auditor.get(f"{path}/iku-rsud")).json()


async def test_the_paper_is_shown_as_it_would_be(office: Kantor) -> None:
    path, sent = await copied(office, "renja")
    page = (await office.administrator.press(f"{path}/form", sent | {"parts.0.columns.0.head": "Kode Rekening"})).text
    preview = page[page.index('id="preview"') :]
    assert "Kode Rekening" in preview
    assert re.search(r"Sub Kegiatan \(contoh\)", preview)


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ({"code": "PK Bidang"}, "code"),
        ({"title": " "}, "title"),
        ({"parts.0.columns.1.head": ""}, "parts.0.columns.1.head"),
        ({"parts.0.levels.0.name": ""}, "parts.0.levels.0.name"),
        ({"parts.0.columns.4.choices": ""}, "parts.0.columns.4.head"),
        ({"parts.0.columns.0.year": "dua"}, "parts.0.columns.0.year"),
        ({"parts.0.columns.0.budget": "1"}, "parts.0.columns.0.head"),
    ],
)
async def test_a_fault_stands_at_its_field_and_nothing_typed_is_lost(office: Kantor, typed: Fields, place: str) -> None:
    path, sent = await copied(office, "iku", code="iku-baru")
    sent |= typed
    answer = await office.administrator.press(path, sent)
    assert answer.status_code == 422, answer.text
    assert faults(answer.text) == [place]
    back = fields(answer.text, path)
    assert {name: text for name, text in back.items() if name in typed} == typed
    assert back["parts.0.columns.3.head"] == "Sumber Data"


async def test_a_kind_travels_between_offices_as_a_file(office: Kantor) -> None:
    path, sent = await copied(office, "pk", code="pk-bidang")
    assert (await office.administrator.press(path, sent)).status_code == 303
    file = await office.auditor.get(f"{path}/pk-bidang/file")
    assert file.headers["Content-Disposition"].startswith("attachment")
    other = await office.house.office()
    there = f"/offices/{other.id}/kinds"
    upload = {"file": ("pk.json", file.content, "application/json")}
    answer = await other.administrator.client.post(f"{there}/form", files=upload, headers={"Accept": "text/html"})
    assert answer.status_code == 200, answer.text
    assert (await other.auditor.get(f"{there}/pk-bidang")).status_code == 404
    assert (await other.administrator.press(there, fields(answer.text, there))).status_code == 303
    assert (await other.auditor.get(f"{there}/pk-bidang")).json() == file.json()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"code": "x"}', b"\xff", b"%PDF-1.7"])
async def test_a_file_that_is_no_kind_is_said_to_be_none(office: Kantor, content: bytes) -> None:
    path = f"/offices/{office.id}/kinds"
    upload = {"file": ("x.json", content, "application/json")}
    answer = await office.administrator.client.post(f"{path}/form", files=upload, headers={"Accept": "text/html"})
    assert answer.status_code in (400, 422), answer.text
    assert 'id="problem"' in answer.text
    assert "/copy" in answer.text


async def test_hostile_words_stay_words(office: Kantor) -> None:
    path, sent = await copied(office, "iku", code="iku-jahat")
    sent |= {"title": "<script>alert(1)</script> {x} %(y)s", "parts.0.columns.0.head": "{0} {year} <b>"}
    assert (await office.administrator.press(path, sent)).status_code == 303
    for page in (path, f"{path}/iku-jahat", f"{path}/iku-jahat/edit", f"/offices/{office.id}/plans/new"):
        shown = (await office.administrator.page(page)) if "plans" not in page else await office.drafter.page(page)
        assert shown.status_code == 200, page
        assert "<script>alert" not in shown.text
    assert json.loads((await office.auditor.get(f"{path}/iku-jahat")).text)["title"].startswith("<script>")


async def test_who_does_not_administer_sees_them_and_changes_nothing(office: Kantor) -> None:
    path = f"/offices/{office.id}/kinds"
    for reader in (office.drafter, office.auditor):
        assert (await reader.page(path)).status_code == 200
        page = (await reader.page(f"{path}/pk")).text
        assert "/pk/edit" not in page
        assert (await reader.page(f"{path}/pk/edit")).status_code == 403
