"""Bad input: a clear problem in both languages that names the place, nothing recorded, nothing lost."""

import copy
import re
from collections.abc import Callable
from typing import Any

import pytest

from api.app import routes
from domain.kernel.actor import Role
from tests.api.house import JSON, House, Kantor, key
from tests.api.plans.test_versions import edited, form_of

Text = Any


def target(text: Text, row: str) -> Any:
    """Return the target of an indicator."""
    return next(i for part in text["parts"] for i in part["indicators"] if i["id"] == row)["target"]


def typed_target(value: str) -> Callable[[Text], None]:
    def change(text: Text) -> None:
        target(text, "a-i08")["text"] = value

    return change


def typed_grade(text: Text) -> None:
    target(text, "a-i08").update(kind="grade", text="E")


def typed_budget(value: str) -> Callable[[Text], None]:
    def change(text: Text) -> None:
        text["parts"][1]["programmes"][0]["allotted"] = value

    return change


def typed_title(value: str) -> Callable[[Text], None]:
    def change(text: Text) -> None:
        text["title"] = value

    return change


def doubled_row(text: Text) -> None:
    indicators = text["parts"][0]["indicators"]
    indicators.append(copy.deepcopy(indicators[0]))


def cycle(text: Text) -> None:
    first, second = text["parts"][1]["goals"][:2]
    first["parent"], second["parent"] = second["id"], first["id"]


def unknown_field(text: Text) -> None:
    text["parts"][0]["indicators"][0]["weight"] = "1"


CASES: dict[str, tuple[Callable[[Text], None], str, str, tuple[str, ...]]] = {
    "rupiah as they are typed": (typed_budget("Rp 1.000.000"), "not-a-decimal", "b-p1.allotted", ()),
    "a scanner's error": (typed_target("lOO%"), "number-unreadable-suggestion", "a-i08.target", ("100%",)),
    "a negative percentage": (typed_target("-5%"), "negative-percentage", "a-i08.target", ()),
    "an unknown grade": (typed_grade, "unknown-grade", "a-i08.target", ("AA",)),
    "a negative budget": (typed_budget("-1000"), "negative-budget", "b-p1.allotted", ()),
    "row ids twice": (doubled_row, "duplicate-row-id", "", ()),
    "a cycle of goals": (cycle, "goal-cycle", "", ()),
    "an unknown field": (unknown_field, "unknown-field", "a-i01.weight", ("weight",)),
    "NUL": (typed_title("Rencana\0Kinerja"), "forbidden-character", "title", ()),
    "a bidi control": (typed_title("Rencana \u202eajreniK"), "forbidden-character", "title", ()),
}


@pytest.mark.parametrize("case", CASES)
async def test_a_text_that_cannot_stand_is_refused_with_its_place(office: Kantor, case: str) -> None:
    change, code, place, words = CASES[case]
    plan = await office.draft()
    text = copy.deepcopy(plan["text"])
    change(text)
    answer = await office.drafter.ask(f"{office.path}/text", text, 1)
    assert answer.status_code == 422, answer.text
    problem = answer.json()
    assert problem["code"] == code, problem
    assert problem["place"] == place or not place, problem
    for language in ("detail_en", "detail_id"):
        assert all(word in problem[language] for word in words), problem
    assert (await office.plan())["version"] == 1


async def test_a_form_shows_every_fault_at_once_and_keeps_what_was_typed(office: Kantor) -> None:
    plan = await office.draft()
    fields = form_of(edited(plan, "59.89")) | {"text_version": "1"}
    budget = next(name for name, value in fields.items() if name.endswith("-allotted"))
    page = await office.drafter.press(f"{office.path}/text", fields | {budget: "-1000"})
    assert page.status_code == 422
    assert 'value="59.89"' in page.text
    assert 'value="-1000"' in page.text
    assert page.text.count('class="fault"') == 2
    assert 'href="#a-i08.target"' in page.text


@pytest.mark.parametrize(("printed", "value"), [("59,89%", "59.89"), ("1.000,5%", "1000.5"), ("59,90%", "59.9")])
async def test_a_program_may_send_a_target_as_the_paper_prints_it(office: Kantor, printed: str, value: str) -> None:
    plan = await office.draft()
    text = copy.deepcopy(plan["text"])
    target(text, "a-i08")["text"] = printed
    answer = await office.drafter.ask(f"{office.path}/text", text, 1)
    (event,) = answer.json()["events"]
    assert event["new"]["value"] == value
    assert target((await office.plan())["text"], "a-i08")["text"] == printed


async def test_numbers_of_a_program_are_decimals(office: Kantor) -> None:
    """fault 13: "1.234" from a program was read as thousands."""
    plan = await office.draft()
    text = copy.deepcopy(plan["text"])
    text["parts"][1]["programmes"][0]["allotted"] = "1.000"
    answer = await office.drafter.ask(f"{office.path}/text", text, 1)
    assert (answer.status_code, answer.json()["place"]) == (422, "b-p1.allotted")
    text["parts"][1]["programmes"][0]["allotted"] = "1000.50"
    target(text, "a-i08")["text"] = "59.89"
    answer = await office.drafter.ask(f"{office.path}/text", text, 1)
    assert answer.status_code == 201
    assert {event["type"]: event["new"] for event in answer.json()["events"]} == {
        "target-changed": {"type": "percentage", "value": "59.89"},
        "programme-allotted": "1000.5",
    }
    said = (await office.plan())["text"]
    assert target(said, "a-i08")["text"] == "59,89%"
    assert (await office.drafter.ask(f"{office.path}/text", said, 2)).json()["events"] == []


@pytest.mark.parametrize(
    ("body", "status", "code", "place"),
    [
        (b'{"note": "a", ', 400, "malformed-json", "line 1, column 15"),
        (b'{"note": NaN}', 400, "malformed-json", "NaN"),
        (b'{"note": "a", "note": "b"}', 422, "key-twice", "note"),
        (b'{"notes": "a"}', 422, "unknown-field", "notes"),
        (b'{"note": 7}', 422, "not-a-text", "note"),
        (b'{"note": "\\u0000"}', 422, "forbidden-character", "note"),
        (b'{"note": "\xff"}', 400, "not-utf-8", "byte 10"),
        (b"[" * 2000, 400, "json-too-deep", ""),
        (b" " * 10_000_000, 413, "body-too-large", ""),
    ],
)
async def test_a_body_that_cannot_be_read(office: Kantor, body: bytes, status: int, code: str, place: str) -> None:
    await office.draft()
    headers = {"Content-Type": JSON, "Accept": JSON, "Idempotency-Key": key(), "If-Match": '"1"'}
    answer = await office.drafter.client.post(f"{office.path}/submission", content=body, headers=headers)
    assert answer.status_code == status, answer.text
    problem = answer.json()
    assert (problem["code"], problem["place"]) == (code, place)
    assert problem["detail_id"] != problem["detail_en"]
    assert (await office.plan())["phase"] == "drafting"


async def test_what_is_no_object_is_refused_by_every_act(house: House, office: Kantor) -> None:
    """A body that is a list was an error of ours where a plan is begun."""
    await office.draft()
    for role in set(Role) - {Role.ADMINISTRATOR, Role.SYSTEM, Role.OFFICIAL}:
        await house.grant(office, office.administrator.account.person, role)
    client = office.administrator.client
    wrong = []
    places = {"office": office.id, "plan": f"rkt-{office.year}"}
    headers = {"Content-Type": JSON, "Accept": JSON, "If-Match": '"1"'}
    for route in routes():
        path = re.sub(r"{(\w+)(?::\w+)?}", lambda part: places.get(part[1], "1"), route.path)
        if "GET" in (route.methods or ()) or path.endswith(("/sign-out", "/evidence", "/files", "/import", "/emblem")):
            continue
        for body in (b"[null, null]", b"null", b"[]", b'"a"', b"7"):
            sent = headers | {"Idempotency-Key": key()}
            answer = await client.request(min(route.methods or ()), path, content=body, headers=sent)
            if not answer.is_client_error:
                wrong.append((path, body, answer.status_code, answer.text[:120]))
    assert not wrong, wrong


async def test_another_form_of_body_is_not_read(office: Kantor) -> None:
    await office.draft()
    answer = await office.drafter.client.post(
        f"{office.path}/submission",
        content=b"<note/>",
        headers={"Content-Type": "application/xml", "Accept": JSON, "Idempotency-Key": key(), "If-Match": '"1"'},
    )
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported-media-type")


async def test_a_command_needs_an_id(office: Kantor) -> None:
    await office.draft()
    for sent, code in (("", "command-id-missing"), ("a b", "command-id-unusable"), ("a/b", "command-id-unusable")):
        answer = await office.drafter.client.post(
            f"{office.path}/submission", json={}, headers={"Accept": JSON, "Idempotency-Key": sent, "If-Match": '"1"'}
        )
        assert (answer.status_code, answer.json()["code"]) == (400, code)


async def test_an_empty_plan_is_not_sent(office: Kantor) -> None:
    await office.drafter.ask(f"/offices/{office.id}/plans", {"kind": "rkt", "year": office.year})
    answer = await office.drafter.ask(f"{office.path}/submission", {}, 0)
    assert (answer.status_code, answer.json()["code"]) == (409, "plan-empty")


async def test_an_outdated_digest_is_not_signed(office: Kantor) -> None:
    await office.draft()
    plan = await office.submit()
    body = {"step": "secretary-review", "digest": "0" * 64, "document": plan["document"]}
    answer = await office.secretary.ask(f"{office.path}/parafs", body, 1)
    assert (answer.status_code, answer.json()["code"]) == (412, "text-changed")
    body = {"step": "secretary-review", "digest": plan["text_digest"], "document": "0" * 64}
    answer = await office.secretary.ask(f"{office.path}/parafs", body, 1)
    assert (answer.status_code, answer.json()["code"]) == (409, "document-changed")


async def test_anothers_step_is_not_signed(office: Kantor) -> None:
    await office.draft()
    plan = await office.submit()
    body = {"step": "secretary-review", "digest": plan["text_digest"], "document": plan["document"]}
    answer = await office.chair.ask(f"{office.path}/parafs", body, 1)
    assert (answer.status_code, answer.json()["code"]) == (403, "not-your-step")
    for role in (Role.DRAFTER, Role.AUDITOR, Role.ADMINISTRATOR):
        answer = await office[role].ask(f"{office.path}/parafs", body, 1)
        assert (answer.status_code, answer.json()["code"]) == (403, "not-allowed")


async def test_an_unknown_plan_and_a_plan_of_another_office_are_the_same_nothing(house: House, office: Kantor) -> None:
    other = await house.office()
    await other.draft()
    answers = [
        await office.drafter.get(path)
        for path in (
            office.path,  # not drafted
            other.path,
            f"/offices/{other.id}/plans/rkt-1999",
            "/offices/kantor-yang-tidak-ada/plans/rkt-2024",
            f"/offices/{office.id}/plans/bukan",
            f"/offices/{other.id}/plans",
            f"{other.path}/edit",
            f"{other.path}/receipts/x",
        )
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    asked = await office.drafter.ask(f"{other.path}/comments", {"text": "Halo"})
    assert (asked.status_code, asked.content) == (404, answers[0].content)


async def test_nobody_is_told_to_sign_in_first(house: House, office: Kantor) -> None:
    stranger = await house.client()
    answer = await stranger.get(office.path, headers={"Accept": JSON})
    assert (answer.status_code, answer.json()["code"]) == (401, "not-signed-in")
    page = await stranger.get(office.path, headers={"Accept": "text/html"})
    assert (page.status_code, page.headers["location"]) == (303, f"/sign-in?next={office.path.replace('/', '%2F')}")


async def test_a_form_of_another_site_is_refused(office: Kantor) -> None:
    await office.draft()
    for header in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://jahat.example"}):
        answer = await office.drafter.client.post(
            f"{office.path}/submission",
            data={"command_id": key(), "text_version": "1"},
            headers={"Accept": "text/html", **header},
        )
        assert answer.status_code == 403
    assert (await office.plan())["phase"] == "drafting"


async def test_a_method_that_an_address_does_not_have(office: Kantor) -> None:
    answer = await office.drafter.client.delete(office.path, headers={"Accept": JSON})
    assert (answer.status_code, answer.json()["code"]) == (405, "method-not-allowed")
    assert "GET" in answer.headers["allow"]


async def test_a_form_of_answer_that_is_not_there(office: Kantor) -> None:
    await office.draft()
    answer = await office.drafter.get(office.path, "image/gif")
    assert (answer.status_code, answer.json()["code"]) == (406, "not-acceptable")
