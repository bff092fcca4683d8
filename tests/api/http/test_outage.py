"""A server that goes away: nothing is said that is not known, and nothing typed is lost."""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import httpx
import pytest

from api.app import create_app
from cli.embedded.postgres import EmbeddedPostgres
from cli.embedded.temporal import EmbeddedTemporal
from eventstore.errors import Unavailable
from eventstore.pool import open_pool, room
from tests.api.house import House, Kantor, key, running, served
from tests.api.plans.test_versions import edited, form_of
from tests.api.test_closed_doors import places, routes
from tests.conftest import Database, frozen, prepare
from workflows.names import ATTRIBUTES


@pytest.fixture
async def servers(data: Path) -> AsyncIterator[tuple[EmbeddedPostgres, EmbeddedTemporal]]:
    """Servers that the test may stop."""
    async with EmbeddedPostgres(data) as postgres, EmbeddedTemporal(data, attributes=ATTRIBUTES) as temporal:
        yield postgres, temporal


@pytest.fixture
async def own_house(servers: tuple[EmbeddedPostgres, EmbeddedTemporal]) -> AsyncIterator[House]:
    """An application on them."""
    postgres, temporal = servers
    database = await prepare(postgres, "paraf")
    where = {"target_host": temporal.address, "namespace": temporal.namespace}
    async with running(database.url, where, patience=2.0) as house:
        yield house


async def test_without_temporal_nothing_is_lost_and_the_same_key_finishes_it(
    own_house: House, servers: tuple[EmbeddedPostgres, EmbeddedTemporal]
) -> None:
    office = await own_house.office()
    plan = await office.draft()
    _, temporal = servers
    await temporal.stop()
    ready = await office.drafter.get("/readyz")
    assert (ready.status_code, ready.json()["temporal"]) == (503, False)
    # Reading needs no Temporal, whatever is read.
    told = {path: (await office.auditor.get(path)).status_code for path in reads(own_house, office)}
    assert max(told.values()) < 500, told
    assert told[office.path] == told[f"{office.path}/history"] == told["/"] == 200
    asked = (
        ("comments", {"row": "", "text": "Mengapa?"}, None),
        ("submission", {"note": ""}, 1),
        ("text", plan["text"], 1),
    )
    for answer in await asyncio.gather(*(office.drafter.ask(f"{office.path}/{door}", *sent) for door, *sent in asked)):
        assert (answer.status_code, bool(answer.headers["retry-after"])) == (503, True)

    command_id = key()
    fields = form_of(edited(plan, "79%")) | {"text_version": "1", "do": "save"}
    page = await office.drafter.press(f"{office.path}/text", fields, command_id)
    assert page.status_code == 503
    assert page.headers["retry-after"]
    assert 'value="79%"' in page.text
    assert f'value="{command_id}"' in page.text

    await temporal.start()
    async with asyncio.timeout(30):  # connections come back when they come back; until then it is said again
        while (again := await office.drafter.press(f"{office.path}/text", fields, command_id)).status_code == 503:
            assert again.headers["retry-after"]
    assert (again.status_code, (await office.plan())["version"]) == (303, 2)


def reads(house: House, office: Kantor) -> list[str]:
    """Return every address of the office that can be read, and those of nobody in particular."""
    found = [route.path for route in routes(create_app(house.services)) if route.methods == {"GET"}]
    named = (re.sub(r"{(\w+)(?::path)?}", lambda m: places(office).get(m[1], "x"), path) for path in found)
    return [path for path in named if path != "/readyz"]


async def test_without_the_database_the_form_can_be_sent_again(
    own_house: House, servers: tuple[EmbeddedPostgres, EmbeddedTemporal]
) -> None:
    office = await own_house.office()
    plan = await office.draft()
    postgres, _ = servers
    await postgres.stop()
    assert (await office.drafter.get("/livez")).status_code == 200
    assert (await office.drafter.get("/readyz")).status_code == 503

    command_id = key()
    fields = form_of(edited(plan, "79%")) | {"text_version": "1", "do": "save"}
    page = await office.drafter.press(f"{office.path}/text", fields, command_id)
    assert page.status_code == 503
    assert f'action="{office.path}/text"' in page.text
    assert 'value="79%"' in page.text
    assert f'value="{command_id}"' in page.text

    await postgres.start()
    again = await office.drafter.press(f"{office.path}/text", fields, command_id)
    assert (again.status_code, (await office.plan())["version"]) == (303, 2)


async def test_a_read_ends_although_the_database_never_answers(
    own_house: House, data: Path, caplog: pytest.LogCaptureFixture
) -> None:
    office = await own_house.office()
    await office.draft()
    with frozen(data):
        async with served(create_app(own_house.services, patience=1.0)) as base_url:
            office.drafter.client.base_url = httpx.URL(base_url)
            paths = [office.path, "/readyz"] * 12
            answers = await asyncio.gather(*(office.drafter.get(path) for path in paths))
    assert {answer.status_code for answer in answers} == {503}
    assert any("no answer in 1 seconds" in record.__dict__.get("cause", "") for record in caplog.records)


async def test_what_was_typed_when_the_session_ended_comes_back(house: House, office: Kantor) -> None:
    plan = await office.draft()
    await house.services.sessions.end_of_person(office.drafter.account.person, office.id)
    fields = form_of(edited(plan, "78%")) | {"text_version": "1", "do": "save"}
    answer = await office.drafter.press(f"{office.path}/text", fields)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in?next=")
    assert "reason=expired" in answer.headers["location"]
    # Nobody else gets it, not even in the same office.
    assert 'value="78%"' not in (await office.secretary.page(f"{office.path}/review")).text

    await house.sign_in(office.drafter)
    page = await office.drafter.page(f"{office.path}/edit")
    assert 'value="78%"' in page.text
    assert (await office.plan())["version"] == 1
    saved = await office.drafter.press(f"{office.path}/text", fields)
    assert saved.status_code == 303
    assert (await office.plan())["version"] == 2


async def test_a_reason_typed_when_the_session_ended_comes_back_too(house: House, office: Kantor) -> None:
    await office.draft()
    await office.submit()
    await house.services.sessions.end_of_person(office.secretary.account.person, office.id)
    fields = {"step": "secretary-review", "reason": "Sasaran kedua belum terukur"}
    await office.secretary.press(f"{office.path}/returns", fields)
    await house.sign_in(office.secretary)
    page = await office.secretary.page(f"{office.path}/review")
    assert "Sasaran kedua belum terukur" in page.text
    assert (await office.plan())["phase"] == "review"


async def test_a_database_without_room_to_write_is_not_ready(private_database: Database) -> None:
    """Fault 15: with a full disk the server goes on answering what it only has to read."""
    owner = await asyncpg.connect(private_database.superuser_url)
    pool = await open_pool(private_database.url, size=1)
    try:
        await room(pool)
        # What a full disk refuses: nothing may be written beside the data.
        name = private_database.name
        await owner.execute(f"ALTER ROLE paraf_runtime IN DATABASE {name} SET temp_file_limit = 0")
        await pool.expire_connections()
        with pytest.raises(Unavailable):
            await room(pool)
        assert await pool.fetchval("SELECT 1") == 1
    finally:
        await pool.close()
        await owner.close()
