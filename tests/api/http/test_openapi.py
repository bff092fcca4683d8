"""The description of the API is true: whatever is sent, the answer is one that it names, of the shape that it says."""

import asyncio
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from requests.structures import CaseInsensitiveDict
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.generation.case import Case
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.access.tokens import Scope
from api.app import unserved
from api.http.codes import CODES
from api.http.openapi import description
from domain.kernel.actor import Role
from tests.api.house import HTML, JSON, House, Kantor, key
from tests.api.http import codes
from tests.api.played import Year

_CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
_EXAMPLES = settings().max_examples // 4  # of each operation
# Their answer does not end, or they would take away what the others need.
_LEFT_OUT = ("/sign-out", "/password", "/log", "/events", "/roles/revocations", "/closing")
_OF_A_YEAR = re.compile(r"/\{plan\}/(action|quarters|year)")


async def test_the_description_is_served(house: House) -> None:
    client = await house.client()
    answer = await client.get("/openapi.json", headers={"Accept": JSON})
    assert answer.status_code == 200
    told = answer.json()
    assert told["openapi"].startswith("3.1")
    assert "/offices/{office}/plans/{plan}/signatures" in told["paths"]


def test_every_reference_leads_somewhere(house: House) -> None:
    told = description(unserved(), secure=False)
    known = {f"#/components/{kind}/{name}" for kind, all_ in told["components"].items() for name in all_}

    def references(value: Any) -> set[str]:
        if isinstance(value, dict):
            own = {value["$ref"]} if isinstance(value.get("$ref"), str) else set()
            return own.union(*(references(v) for v in value.values())) if value else own
        if isinstance(value, list):
            return set().union(*(references(v) for v in value)) if value else set()
        return set()

    assert references(told) <= known


def test_every_command_says_which_statuses_it_can_get(house: House) -> None:
    told = description(unserved(), secure=False)
    for path, operations in told["paths"].items():
        for method, operation in operations.items():
            statuses = set(operation["responses"])
            assert {"400", "401", "403", "404", "500", "503"} <= statuses, (method, path)
            if any(p["name"] == "If-Match" for p in operation["parameters"]):
                assert {"412", "428", "409", "413", "415", "422"} <= statuses, (method, path)


def test_every_operation_has_a_name_of_its_own_and_says_who_may_call_it() -> None:
    """Fault 21: names were made of paths, and the cookie was not described."""
    told = description(unserved(), secure=False)
    operations = [operation for path in told["paths"].values() for operation in path.values()]
    names = [operation["operationId"] for operation in operations]
    assert sorted(names) == sorted(set(names))
    assert {"submit_plan", "sign_part", "file_realisation", "read_quarter"} <= set(names)
    assert all(re.fullmatch("[a-z]+(_[a-z]+)*", name) for name in names)
    assert all(of["security"] in ([], [{"token": []}, {"session": []}]) for of in operations)
    assert told["components"]["securitySchemes"]["session"] == {"type": "apiKey", "in": "cookie", "name": "paraf"}


def test_every_json_answer_has_a_shape() -> None:
    """Fault 21: what had been written by hand was an object of anything."""
    told = description(unserved(), secure=False)
    for path, operations in told["paths"].items():
        for method, operation in operations.items():
            for status, answer in operation["responses"].items():
                schema = answer.get("content", {}).get(JSON, {}).get("schema")
                assert schema is None or "$ref" in schema or path == "/openapi.json", (method, path, status)


def test_the_codes_written_down_are_those_of_the_code() -> None:
    """`scripts/codes` writes them anew."""
    assert codes.PATH.read_text(encoding="utf-8") == codes.spelled(codes.gathered())


@pytest.mark.parametrize("lang", ["id", "en"])
async def test_every_code_has_a_page_that_says_what_to_do(house: House, lang: str) -> None:
    """Fault 21: the type of a problem led nowhere."""
    client = await house.client(cookies={"lang": lang})
    listed = (await client.get("/problems", headers={"Accept": JSON})).json()["problems"]
    assert {kind["code"] for kind in listed} == set(CODES)
    assert all(kind["title"] and kind["sentences"] and kind["remedy"] for kind in listed)
    page = await client.get("/problems/text-changed", headers={"Accept": HTML})
    kind = next(kind for kind in listed if kind["code"] == "text-changed")
    assert kind["remedy"] in page.text
    assert (await client.get("/problems/nothing-such", headers={"Accept": JSON})).status_code == 404


@pytest.mark.timeout(600)
async def test_whatever_is_sent_gets_an_answer_that_is_described(house: House, office: Kantor) -> None:
    year = Year(office)
    await year.signed()
    row = (await year.opened())["rows"][0]
    living = {"plan": f"rkt-{office.year}", "quarter": "1", "indicator": row["id"]}
    office.year += 1
    await office.draft()
    await office.submit()
    # One person in every role, who answers for the rows, so that nothing is kept from them.
    by = office.owner.account
    for role in (Role.ADMINISTRATOR, Role.DRAFTER, Role.PLANNER, Role.SECRETARY):
        await house.grant(office, by.person, role)
    # As often as that one, somebody in a single role.
    people = [by] * len(office.people) + [person.account for person in office.people.values()]
    secrets = [(await house.services.tokens.issue(each, "uji", scopes=tuple(Scope)))[1] for each in people]
    schema = schemathesis.openapi.from_dict(json.loads(json.dumps(description(unserved(), secure=False))))
    for found in schema.get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()
        if not operation.path.endswith(_LEFT_OUT):
            places = living if _OF_A_YEAR.search(operation.path) else {"plan": f"rkt-{office.year}"}
            await asyncio.to_thread(_fuzz, operation, house.base_url, {"office": office.id, **places}, secrets)


def _fuzz(
    operation: APIOperation[Any, Any, Any, Any], base_url: str, places: Mapping[str, str], secrets: Sequence[str]
) -> None:
    @settings(max_examples=_EXAMPLES, suppress_health_check=list(HealthCheck), database=None)
    @given(case=operation.as_strategy(), secret=st.sampled_from(secrets))
    def fuzz(case: Case[Any], secret: str) -> None:
        named = set(case.path_parameters or {})
        case.path_parameters = {**(case.path_parameters or {}), **{k: v for k, v in places.items() if k in named}}
        sent = {"Idempotency-Key": key(), "If-Match": '"1"', **dict(case.headers or {})}  # most should come further
        case.headers = CaseInsensitiveDict(sent | {"Authorization": f"Bearer {secret}", "Accept": "*/*"})
        answer = case.call(base_url=base_url, allow_redirects=False)
        case.validate_response(answer, checks=_CHECKS)

    fuzz()
