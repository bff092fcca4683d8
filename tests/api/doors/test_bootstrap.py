"""The first office and its first administrator: with the installation's secret, once, whatever happens half-way."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import httpx
import pytest

from api.doors.bodies import BootstrapBody
from api.doors.bootstrap import found
from api.services import build_services
from domain.office.events import OfficeOpened, PersonRegistered, RoleGranted
from domain.office.state import STREAM
from eventstore.codec import decode
from eventstore.pool import open_pool
from eventstore.store import Store
from tests.api.house import HTML, JSON, KEYS, PASSWORD, QUICK, House, key, serving
from tests.conftest import Database
from workflows.client import Plans
from workflows.plugin import connect

BODY = {
    "office": "kantor-pertama",
    "office_name": "Kantor Pertama",
    "time_zone": "Asia/Jayapura",
    "person": "asih",
    "name": "Asih Lestari",
    "username": "asih",
    "password": PASSWORD,
}


@pytest.fixture
async def fresh(database: Database) -> AsyncIterator[House]:
    """An installation in which nobody has done anything; there is no Temporal, for none is needed."""
    async with AsyncExitStack() as stack:
        pool = await open_pool(database.url, size=8)
        stack.push_async_callback(pool.close)
        store = Store(pool)
        stack.push_async_callback(store.close)
        plans = Plans(await connect(KEYS, target_host="127.0.0.1:1", lazy=True), store)
        services = build_services(store, plans, passwords=QUICK)
        base_url = await stack.enter_async_context(serving(services))
        yield House(base_url, services, await stack.enter_async_context(AsyncExitStack()))


async def ask(client: httpx.AsyncClient, body: dict[str, str], command_id: str = "") -> httpx.Response:
    """Send the bootstrap as a machine does."""
    return await client.post("/bootstrap", json=body, headers={"Accept": JSON, "Idempotency-Key": command_id or key()})


async def press(client: httpx.AsyncClient, fields: dict[str, str], command_id: str = "") -> httpx.Response:
    """Send the bootstrap as a browser does."""
    sent = {"command_id": command_id or key(), **fields}
    return await client.post("/bootstrap", data=sent, headers={"Accept": HTML, "Accept-Language": "en"})


async def events(house: House) -> list[Any]:
    """Return what the office's log says."""
    return [decode(entry.body) for entry in await house.store.read("kantor-pertama", STREAM)]


async def test_the_first_administrator_is_made_once(fresh: House) -> None:
    secret = await fresh.services.bootstrap.make()
    client = await fresh.client()
    assert (await client.get("/bootstrap", headers={"Accept": HTML})).status_code == 200
    done = await ask(client, BODY | {"secret": secret})
    assert done.json() == {"name": "Asih Lestari", "username": "asih", "person": "asih"}
    assert [type(event) for event in await events(fresh)] == [OfficeOpened, PersonRegistered, RoleGranted]
    people = (await client.get("/offices/kantor-pertama/people", headers={"Accept": JSON})).json()["people"]
    assert [(p["person"], p["roles"]) for p in people] == [("asih", ["administrator"])]
    stranger = await fresh.client()
    for answer in (
        await stranger.get("/bootstrap", headers={"Accept": HTML}),
        await ask(stranger, BODY | {"secret": secret, "username": "lain", "person": "lain"}),
        await ask(stranger, BODY | {"secret": secret, "password": "kata sandi lain"}),
        await ask(stranger, BODY | {"secret": "salah"}),
    ):
        assert answer.status_code == 404
        assert "set-cookie" not in answer.headers


async def test_a_wrong_secret_makes_nothing_and_loses_nothing_typed(fresh: House) -> None:
    client = await fresh.client()
    for secret in ("", "salah"):  # none was made yet
        page = await press(client, BODY | {"secret": secret})
        assert page.status_code == 401
        assert "This is not the installation&#39;s secret, or it was used." in page.text
        assert 'value="Kantor Pertama"' in page.text
        assert PASSWORD not in page.text
    assert await fresh.services.offices.find("kantor-pertama") is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("office", "Kantor_Dua"),
        ("office_name", " "),
        ("time_zone", "Asia/Atlantis"),
        ("person", "6371012345678901"),
        ("name", "asih@example.org"),
        ("username", "a b"),
        ("password", "pendek"),
    ],
)
async def test_a_wrong_field_is_named_and_then_mended(fresh: House, field: str, value: str) -> None:
    secret = await fresh.services.bootstrap.make()
    client = await fresh.client()
    page = await press(client, BODY | {"secret": secret, field: value})
    assert page.status_code == 422
    assert f'id="fault-{field}"' in page.text
    assert secret not in page.text
    # Whatever was recorded before the fault was found, the same form mended goes on to the end.
    done = await press(client, BODY | {"secret": secret})
    assert (done.status_code, done.headers["location"]) == (303, "/offices/kantor-pertama/people")
    assert sum(isinstance(event, OfficeOpened) for event in await events(fresh)) == 1


async def test_interrupted_half_way_it_can_be_repeated(fresh: House) -> None:
    secret = await fresh.services.bootstrap.make()
    await found(fresh.services, BootstrapBody(**BODY, secret=secret), key())
    before = await events(fresh)
    client = await fresh.client()
    corrected = BODY | {"secret": secret, "office_name": "Kantor Satu", "name": "Asih Lestari, S.E."}
    assert (await ask(client, corrected)).status_code == 200
    office = await fresh.services.offices.find("kantor-pertama")
    assert office is not None
    assert (office.name, office.people) == ("Kantor Satu", {"asih": "Asih Lestari, S.E."})
    assert (await events(fresh))[: len(before)] == before


async def test_a_double_click_and_a_lost_answer_end_alike(fresh: House) -> None:
    secret, sent = await fresh.services.bootstrap.make(), key()
    clients = [await fresh.client() for _ in range(3)]
    answers = await asyncio.gather(*(press(client, BODY | {"secret": secret}, sent) for client in clients))
    answers.append(await press(clients[0], BODY | {"secret": secret}, sent))
    assert [(a.status_code, a.headers["location"]) for a in answers] == [(303, "/offices/kantor-pertama/people")] * 4
    for client in clients:
        assert (await client.get("/", headers={"Accept": JSON})).status_code == 200
    assert [type(event) for event in await events(fresh)] == [OfficeOpened, PersonRegistered, RoleGranted]
    assert len(await fresh.services.accounts.all()) == 1


async def test_a_later_secret_ends_the_earlier_one(fresh: House) -> None:
    earlier, later = [await fresh.services.bootstrap.make() for _ in range(2)]
    client = await fresh.client()
    assert (await ask(client, BODY | {"secret": earlier})).status_code == 401
    assert (await ask(client, BODY | {"secret": later})).status_code == 200
