"""The log of an office as lines and as a live stream: whole, verifiable elsewhere, and for its members alone."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import httpx
import pytest

from api.app import create_app
from api.history import log as live
from api.http.negotiate import EVENTS, JSONL
from api.usecases import UseCases
from audit.export import Export
from audit.verify import verify
from cli.api import Streams
from domain.kernel.actor import Role
from domain.office.commands import RevokeRole
from eventstore.replay import PLAN, state_at
from tests.api.house import HTML, House, Kantor, served
from views.plan import plan_json

SOON = 10.0  # seconds that nothing here comes near


@asynccontextmanager
async def listening(person: Any, path: str, **headers: str) -> AsyncIterator[AsyncIterator[tuple[int, Any]]]:
    """Open a live stream; what it yields are ids and entries, and it ends when the server ends it."""
    async with (
        asyncio.timeout(SOON),
        person.client.stream("GET", path, headers={"Accept": EVENTS, **headers}) as answer,
    ):
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith(EVENTS)
        yield _told(answer)


async def _told(answer: httpx.Response) -> AsyncIterator[tuple[int, Any]]:
    position = 0
    async for line in answer.aiter_lines():
        name, _, value = line.partition(": ")
        if name == "id":
            position = int(value)
        elif name == "data":
            yield position, json.loads(value)


async def heard(stream: AsyncIterator[tuple[int, Any]], count: int) -> list[int]:
    """Return the positions of the next entries."""
    found: list[int] = []
    async for position, entry in stream:
        assert entry["position"] == position
        found.append(position)
        if len(found) == count:
            break
    return found


async def lines(office: Kantor, query: str = "", path: str = "log") -> httpx.Response:
    """Return lines of the log, or of the plan's events."""
    where = office.path if path == "events" else f"/offices/{office.id}"
    return await office.auditor.get(f"{where}/{path}{query}", JSONL)


async def remark(office: Kantor, text: str = "Mohon diperiksa. (contoh)") -> int:
    """Let the secretary comment; return the position of the entry."""
    answer = await office.secretary.ask(f"{office.path}/comments", {"row": "", "text": text})
    assert answer.status_code == 201, answer.text
    return int(answer.json()["last"])


async def test_the_log_verifies_elsewhere_and_folds_to_the_plan(office: Kantor) -> None:
    await office.draft()
    await office.submit()
    await office.sign_all()
    answer = await lines(office)
    assert answer.headers["content-type"] == JSONL
    exported = Export(answer.content.splitlines())
    head = await office.house.store.head(office.id)
    report = await verify(exported, f"{office.id}:{head}")
    assert report.ok, report.findings
    plan = state_at(PLAN, exported.stream(office.id, f"plan/rkt-{office.year}"))
    assert json.loads(plan_json(plan)) == await office.plan()


async def test_a_plans_events_fold_to_it(office: Kantor) -> None:
    await office.draft()
    await remark(office)
    exported = Export((await lines(office, path="events")).content.splitlines())
    assert {entry.stream for entry in exported} == {f"plan/rkt-{office.year}"}
    assert json.loads(plan_json(state_at(PLAN, exported))) == await office.plan()


@pytest.mark.parametrize("path", ["log", "events"])
async def test_pages_add_up_to_the_whole(office: Kantor, path: str) -> None:
    await office.draft()
    whole = await lines(office, path=path)
    assert "link" not in whole.headers
    gathered, query = b"", "?limit=7"
    while query:
        page = await lines(office, query, path)
        gathered += page.content
        assert len(page.content.splitlines()) <= 7
        query = "?" + page.links["next"]["url"].partition("?")[2] if "next" in page.links else ""
    assert gathered == whole.content
    last = json.loads(whole.content.splitlines()[-1])["position"]
    assert (await lines(office, f"?after={last}", path)).content == b""
    count = len(whole.content.splitlines())
    assert "link" not in (await lines(office, f"?limit={count}", path)).headers


async def test_a_listener_hears_what_was_and_what_comes(office: Kantor) -> None:
    await office.draft()
    head = (await office.house.store.head(office.id)).position
    async with listening(office.auditor, f"/offices/{office.id}/log") as stream:
        assert await heard(stream, head) == list(range(1, head + 1))
        coming = asyncio.create_task(heard(stream, 1))
        position = await remark(office)
        assert await coming == [position]


async def test_a_stream_goes_on_where_it_broke_off(office: Kantor) -> None:
    await office.draft()
    path = f"/offices/{office.id}/log?after=2"
    async with listening(office.auditor, path) as stream:
        first = await heard(stream, 5)
    await remark(office)
    head = (await office.house.store.head(office.id)).position
    async with listening(office.auditor, path, **{"Last-Event-ID": str(first[-1])}) as stream:
        rest = await heard(stream, head - first[-1])
    assert first + rest == list(range(3, head + 1))


async def test_a_listener_who_leaves_is_forgotten(office: Kantor) -> None:
    async with listening(office.auditor, f"/offices/{office.id}/log") as stream:
        await heard(stream, 1)
        readers = [task for task in asyncio.all_tasks() if task.get_name() == "paraf-live"]
        assert readers
    async with asyncio.timeout(SOON):
        await asyncio.wait(readers)


async def test_a_plans_stream_holds_its_events_alone(office: Kantor) -> None:
    await office.draft()
    known = [json.loads(line)["position"] for line in (await lines(office, path="events")).content.splitlines()]
    async with listening(office.auditor, f"{office.path}/events") as stream:
        assert await heard(stream, len(known)) == known
        by, at = UseCases(office.house.services).installation(office.id)
        person = office.drafter.account.person
        await office.command(RevokeRole(by=by, at=at, person=person, role=Role.DRAFTER, reason=""))
        position = await remark(office)
        assert await heard(stream, 1) == [position]


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the server ask at once whether a listener may go on."""
    monkeypatch.setattr(live, "HEARTBEAT", 0.05)


@pytest.mark.usefixtures("quick")
async def test_a_stream_lives_on_and_gives_a_sign(office: Kantor) -> None:
    path, headers = f"/offices/{office.id}/log", {"Accept": EVENTS}
    async with asyncio.timeout(SOON), office.auditor.client.stream("GET", path, headers=headers) as answer:
        signs = 0
        async for line in answer.aiter_lines():
            signs += line.startswith(":")
            if signs == 3:
                break


@pytest.mark.usefixtures("quick")
async def test_a_stream_ends_with_the_session(office: Kantor) -> None:
    async with listening(office.auditor, f"/offices/{office.id}/log") as stream:
        await heard(stream, 1)
        await office.house.services.sessions.end_of_person(office.auditor.account.person, office.id)
        assert [entry async for entry in stream][-1:] != []


@pytest.mark.usefixtures("quick")
async def test_a_stream_ends_with_the_role(office: Kantor) -> None:
    _, secret = await office.house.services.tokens.issue(office.auditor.account, "pemantau")
    machine = await office.house.client(headers={"Authorization": f"Bearer {secret}"})
    async with asyncio.timeout(SOON):
        async with machine.stream("GET", f"/offices/{office.id}/log", headers={"Accept": EVENTS}) as answer:
            stream = _told(answer)
            await heard(stream, 1)
            by, at = UseCases(office.house.services).installation(office.id)
            person = office.auditor.account.person
            await office.command(RevokeRole(by=by, at=at, person=person, role=Role.AUDITOR, reason=""))
            assert [entry["tag"] async for _, entry in stream][-1] == "role-revoked"
    gone = await machine.get(f"/offices/{office.id}/log")
    assert gone.status_code == 404


@pytest.mark.usefixtures("quick")
async def test_a_stream_ends_with_the_token(office: Kantor) -> None:
    services = office.house.services
    token, secret = await services.tokens.issue(office.auditor.account, "pemantau")
    machine = await office.house.client(headers={"Authorization": f"Bearer {secret}"})
    async with (
        asyncio.timeout(SOON),
        machine.stream("GET", f"/offices/{office.id}/log", headers={"Accept": EVENTS}) as answer,
    ):
        stream = _told(answer)
        await heard(stream, 1)
        assert await services.tokens.revoke(office.auditor.account, token.id)
        assert [entry async for entry in stream]


async def test_listening_is_no_sign_of_life(office: Kantor) -> None:
    sessions = office.house.services.sessions
    token = office.auditor.client.cookies["paraf"]
    pool = office.house.store.pool
    await pool.execute("UPDATE access.sessions SET touched_at = touched_at - interval '5 minutes'")
    before = await sessions.find(token, alive=False)
    after = await sessions.find(token, alive=False)
    assert before is not None
    assert before == after
    await sessions.find(token)
    touched = await sessions.find(token, alive=False)
    assert touched is not None
    assert touched.expires_at > before.expires_at


async def test_streams_end_when_the_server_stops(office: Kantor) -> None:
    stop = asyncio.Event()
    async with asyncio.timeout(SOON), AsyncExitStack() as stack:
        app = Streams(create_app(office.house.services), stop)
        base_url = await stack.enter_async_context(served(app))
        client = await stack.enter_async_context(
            httpx.AsyncClient(base_url=base_url, cookies=office.auditor.client.cookies)
        )
        async with client.stream("GET", f"/offices/{office.id}/log", headers={"Accept": EVENTS}) as answer:
            stream = _told(answer)
            await heard(stream, 1)
            stop.set()
            assert [entry async for entry in stream]


async def test_a_stranger_finds_nothing(office: Kantor, house: House) -> None:
    await office.draft()
    other = await house.office()
    for path in (f"/offices/{office.id}/log", f"{office.path}/events", f"{other.path}/events"):
        for accept in (JSONL, EVENTS):
            hidden = await other.auditor.get(path, accept)
            unknown = await other.auditor.get("/offices/nowhere/log", accept)
            assert hidden.status_code == unknown.status_code == 404
            assert hidden.json() == unknown.json()
    # Nor is there a form of it that is not there.
    assert (await other.auditor.get(f"/offices/{office.id}/log", HTML)).status_code == 404
    nobody = await house.client()
    assert (await nobody.get(f"/offices/{office.id}/log", headers={"Accept": JSONL})).status_code == 401


@pytest.mark.parametrize("path", ["log", "events"])
@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("after=x", "after"),
        ("after=-1", "after"),
        ("after=1.5", "after"),
        ("after=%D9%A3", "after"),
        ("after=", "after"),
        ("after=9223372036854775808", "after"),
        ("after=999999999", "after"),
        ("limit=0", "limit"),
        ("limit=1001", "limit"),
        ("limit=all", "limit"),
    ],
)
async def test_bad_pages_are_told_their_place(office: Kantor, path: str, query: str, place: str) -> None:
    await office.draft()
    answer = await lines(office, f"?{query}", path)
    assert (answer.status_code, answer.json()["place"]) == (422, place)


@pytest.mark.parametrize(
    ("query", "last", "place"),
    [
        ("", "x", "Last-Event-ID"),
        ("", "999999999", "Last-Event-ID"),
        ("?limit=5", "", "limit"),
        ("?after=999999999", "", "after"),
    ],
)
async def test_bad_streams_are_told_their_place(office: Kantor, query: str, last: str, place: str) -> None:
    headers = {"Last-Event-ID": last} if last else {}
    answer = await office.auditor.get(f"/offices/{office.id}/log{query}", EVENTS, headers=headers)
    assert (answer.status_code, answer.json()["place"]) == (422, place)


async def test_the_log_has_no_page(office: Kantor) -> None:
    answer = await office.auditor.get(f"/offices/{office.id}/log", "text/html")
    assert answer.status_code == 406
    browser = await office.auditor.get(f"/offices/{office.id}/log", "text/html,*/*;q=0.8")
    assert browser.headers["content-type"] == JSONL
    assert "attachment" in browser.headers["content-disposition"]


@pytest.mark.usefixtures("quick")
async def test_nobody_follows_more_than_so_many_streams_at_once(
    office: Kantor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office.house.services.streams, "_most", 2)
    path = f"/offices/{office.id}/log"
    async with listening(office.auditor, path) as first, listening(office.auditor, path) as second:
        await heard(first, 1)
        await heard(second, 1)
        third = await office.auditor.get(path, EVENTS)
        assert (third.status_code, third.headers["retry-after"]) == (429, "30")
        assert third.json()["code"] == "too-many-streams"
        async with listening(office.drafter, path) as other:
            await heard(other, 1)
    async with listening(office.auditor, path) as again:
        await heard(again, 1)
