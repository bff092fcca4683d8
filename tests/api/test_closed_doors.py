"""Every route has its rule, and keeps out whom the rule does not let in."""

import re
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from api.app import create_app
from api.http.way import Way
from api.rights import POLICY, Door
from domain.kernel.actor import Role
from tests.api.house import HTML, JSON, House, Kantor, key


def routes(app: FastAPI) -> Iterator[APIRoute]:
    """Yield every route of the application."""
    for context in app.router.routes:
        if isinstance(context, APIRoute):
            yield context
        else:
            inner = getattr(context, "original_router", None)
            if inner is not None:
                yield from (route for route in inner.routes if isinstance(route, APIRoute))


def ways(dependant: Dependant) -> list[Way]:
    """Return the doors of a route."""
    return [d.call for d in dependant.dependencies if isinstance(d.call, Way)]


def test_every_route_has_one_rule_of_the_table(house: House) -> None:
    found = {
        (route.path, tuple(sorted(route.methods or ()))): ways(route.dependant)
        for route in routes(create_app(house.services))
    }
    assert len(found) > 30
    assert {place: [way.act for way in doors] for place, doors in found.items() if len(doors) != 1} == {}
    assert {door.act for doors in found.values() for door in doors} <= POLICY.keys()


def test_every_act_that_somebody_may_do_has_a_route(house: House) -> None:
    asked = {way.act for route in routes(create_app(house.services)) for way in ways(route.dependant)}
    system = {act for act, rule in POLICY.items() if rule.roles == (Role.SYSTEM,)}
    assert POLICY.keys() - system - asked == set()


async def test_a_stranger_comes_into_no_room(house: House, office: Kantor) -> None:
    """Neither without a name, nor with one that another office knows."""
    await office.draft()
    nobody = await house.client()
    other = (await house.office()).administrator
    for route in routes(create_app(house.services)):
        act = ways(route.dependant)[0].act
        if POLICY[act].door is not Door.OFFICE:
            continue
        path = re.sub(r"{(\w+)(?::path)?}", lambda m: places(office).get(m[1], "x"), route.path)
        for method in (route.methods or set()) - {"HEAD"}:
            for who, expected in ((nobody, 401), (other.client, 404 if "{office}" in route.path else 422)):
                answer = await who.request(
                    method,
                    path,
                    json={} if method != "GET" else None,
                    headers={"Accept": "*/*", "Idempotency-Key": key()},
                )
                assert answer.status_code == expected, (method, path, answer.status_code, answer.text[:300])


def places(office: Kantor) -> dict[str, str]:
    """Return what stands for the parts of an address."""
    return {"office": office.id, "plan": f"rkt-{office.year}", "digest": "0" * 64, "number": "1"}


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR])
async def test_who_only_reads_is_offered_nothing_to_do(office: Kantor, role: Role) -> None:
    await office.draft()
    await office.submit()
    page = await office[role].page(office.path)
    forms = re.findall(r'<form[^>]*action="([^"]*)"', page.text)
    assert set(forms) == {"/sign-out", "/language"}


async def test_a_page_has_headers_that_keep_it_to_its_reader(office: Kantor) -> None:
    await office.draft()
    for accept in (HTML, JSON):
        answer = await office.drafter.get(office.path, accept)
        assert answer.headers["cache-control"] == "no-store"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
