"""What surrounds every answer, also of what nobody expected: headers, an id, one line of the log."""

import asyncio
import logging
import re
import socket
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import httpx
import pytest
from starlette.routing import Match

from api.app import create_app, routes
from api.http.html import asset
from api.http.way import Way
from tests.api.house import HTML, JSON, House, Kantor, served

ALWAYS = ("content-security-policy", "x-content-type-options", "referrer-policy", "cache-control", "x-request-id")


@pytest.fixture
async def broken(house: House) -> AsyncIterator[httpx.AsyncClient]:
    """The application with one route that has a fault."""
    app = create_app(house.services)

    @app.get("/broken")
    async def fail() -> None:
        raise KeyError("a bug")

    async with served(app) as base_url, httpx.AsyncClient(base_url=base_url, timeout=60) as client:
        yield client


@pytest.mark.parametrize("accept", [JSON, HTML])
async def test_an_unexpected_error_is_an_answer_like_any_other(
    broken: httpx.AsyncClient, caplog: pytest.LogCaptureFixture, accept: str
) -> None:
    """fault 15: an unexpected error leaves outside the middleware."""
    with caplog.at_level(logging.INFO):
        answer = await broken.get("/broken", headers={"Accept": accept})
    assert answer.status_code == 500
    assert all(name in answer.headers for name in ALWAYS)
    request = answer.headers["x-request-id"]
    assert request in answer.text
    told = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert [(record.name, record.__dict__["request"]) for record in told] == [("paraf.access", request)]
    assert told[0].exc_info is not None
    assert "a bug" not in answer.text


async def test_a_policys_refusal_stands_in_the_log(office: Kantor, caplog: pytest.LogCaptureFixture) -> None:
    await office.draft()
    with caplog.at_level(logging.INFO, "paraf.access"):
        answer = await office.auditor.ask(f"{office.path}/submission", {}, 1)
    line = next(r.__dict__ for r in caplog.records if r.__dict__.get("request") == answer.headers["x-request-id"])
    assert (answer.status_code, line["levelname"]) == (403, "WARNING")
    assert (line["code"], line["person"]) == ("not-allowed", office.auditor.account.person)


@pytest.mark.parametrize("origin", ["http://[", "null", "http://[::1", "\\\\"])
async def test_an_origin_that_is_no_address_is_another_site(house: House, origin: str) -> None:
    stranger = await house.client()
    answer = await stranger.post("/language", json={"lang": "id"}, headers={"Accept": JSON, "Origin": origin})
    assert (answer.status_code, answer.json()["code"]) == (403, "cross-site")


async def test_who_hangs_up_is_no_fault_of_ours(house: House, caplog: pytest.LogCaptureFixture) -> None:
    at = urlsplit(house.base_url)
    with caplog.at_level(logging.INFO):
        _, writer = await asyncio.open_connection(at.hostname, at.port)
        writer.write(
            b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
        )
        await writer.drain()
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        writer.close()
        async with asyncio.timeout(30):
            while not (gone := [r for r in caplog.records if r.name == "paraf.access"]):
                await house.store.offices()
    assert gone[0].getMessage() == "POST /sign-in 499"
    assert not [r for r in caplog.records if r.levelno > logging.INFO]


async def test_an_address_names_all_its_methods(office: Kantor) -> None:
    """Fault 17 of trying: of an address with several routes, `Allow` named those of the first."""
    known: dict[str, set[str]] = {}
    for route in routes():
        head = {"HEAD"} if "GET" in (route.methods or ()) else set()
        known.setdefault(route.path, set()).update(route.methods or (), head)
    assert known["/sign-in"] == {"GET", "HEAD", "POST"}
    for path, methods in known.items():
        address = re.sub(r"{\w+(?::path)?}", "1", path)
        answer = await office.drafter.client.delete(address, headers={"Accept": JSON})
        assert answer.status_code == 405, path
        assert methods <= set(answer.headers["allow"].split(", ")), path  # another address may have this name, too


async def test_head_is_answered_wherever_get_is(office: Kantor) -> None:
    """Monitors ask so whether the service lives."""
    await office.draft()
    paths = ("/livez", "/readyz", "/openapi.json", office.path, f"{office.path}/history", f"/offices/{office.id}/log")
    for path in paths:
        asked = {"Accept": JSON}
        got = await office.auditor.client.get(path, headers=asked)
        head = await office.auditor.client.head(path, headers=asked)
        assert (head.status_code, head.content) == (got.status_code, b""), path
        assert head.headers["content-type"] == got.headers["content-type"]
    stream = await office.auditor.client.head(f"/offices/{office.id}/log", headers={"Accept": "text/event-stream"})
    assert (stream.status_code, stream.content) == (200, b"")
    assert (await office.auditor.client.head("/sign-out")).status_code == 405


@pytest.mark.parametrize(
    "sent",
    [
        {b"Host": b"jahat.example"},
        {b"Host": b"jahat.example/\\?x#y", b"X-Forwarded-Host": b"jahat.example", b"Forwarded": b"host=jahat.example"},
        {b"Host": b"[", b"Referer": b"http://jahat.example"},
        {b"Cookie": b"lang=\xff; paraf=\xfe\x80; ;;=;paraf"},
        {b"Accept": b"text/html;q=\xff,*/*;q=-1", b"Accept-Language": b"\xff;q=x,,;", b"If-None-Match": b'W/"\xff'},
        {b"Authorization": b"Bearer \xff", b"Sec-Fetch-Site": b"\xff"},
    ],
)
async def test_no_header_leads_elsewhere_or_is_an_error_of_ours(office: Kantor, sent: dict[bytes, bytes]) -> None:
    await office.draft()
    for path in (
        "/sign-in?next=//jahat.example",
        "/",
        f"{office.path}?%ff=%00&at=%zz",
        f"{office.path}/history?kind=%ff",
    ):
        for client in (office.drafter.client, await office.house.client()):
            answer = await client.get(path, headers={b"Accept": b"text/html", **sent})
            assert answer.status_code < 500, (path, answer.text[:300])
            told = f"{answer.headers}{answer.text}"
            assert "://jahat.example" not in told, path


async def test_only_what_has_this_content_is_kept_for_ever(office: Kantor) -> None:
    """fault 19: an old address would keep a new file for a year, or the other way round."""
    current = (await office.drafter.client.get(asset("paraf.js"))).headers["cache-control"]
    other = (await office.drafter.client.get("/static/paraf.js?v=00000000")).headers["cache-control"]
    assert ("immutable" in current, other) == (True, "no-cache")


async def test_no_address_leads_to_another_by_its_slash(office: Kantor) -> None:
    for path in (f"/offices/{office.id}/plans/", "/livez/"):
        assert (await office.drafter.get(path)).status_code == 404


def test_every_route_answers_in_the_forms_that_it_offers() -> None:
    """fault 19: who asks for JSON gets JSON, or hears that there is none."""
    for route in routes():
        if "GET" in (route.methods or ()):
            way = next(each.call for each in route.dependant.dependencies if isinstance(each.call, Way))
            assert set(way.offers) == set(route.responses[200]["content"]), route.path


def test_every_route_is_reached() -> None:
    """fault 16: a route behind one that takes all it would get is dead."""
    assert len(routes()) > 100
    for route in routes():
        for method in route.methods or ():
            scope = {"type": "http", "path": route.path.replace(":path}", "}"), "method": method}
            first = next(other for other in routes() if other.matches(scope)[0] is Match.FULL)
            assert first is route, (method, route.path, first.endpoint.__module__)


async def test_the_language_is_switched_on_a_refused_form(office: Kantor) -> None:
    """fault 19: the address of an act is no page to come back to."""
    await office.draft()
    refused = {
        f"{office.path}/submission": {"text_version": "9"},
        f"/offices/{office.id}/filing-policies": {"effective": "kapan"},
        f"/offices/{office.id}/people": {"person": "?"},
        "/password": {"old": "a", "new": "b"},
    }
    for path, fields in refused.items():
        person = office.administrator if path.startswith("/offices") and "plans" not in path else office.drafter
        page = await person.press(path, fields)
        assert page.status_code >= 400, path
        found = re.search(r'name="next" value="([^"]*)"', page.text)
        assert found is not None
        assert (await person.page(found[1])).status_code == 200, (path, found[1])
