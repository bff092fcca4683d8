"""`paraf api` and `paraf worker` as services: they start without their neighbours, and stop in order."""

import json
import os
import re
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import asyncpg
import httpx
import pytest

from api.http.negotiate import EVENTS
from cli.embedded.process import free_port
from cli.embedded.temporal import EmbeddedTemporal
from cli.values import PayloadKey
from tests.api.house import KEYS, House, running
from tests.cli.terminal import Command, ran
from tests.conftest import Database

AWAY = "postgresql://paraf_runtime:rahasia-basis-data@127.0.0.1:1/paraf"
KEY = str(PayloadKey(*next(iter(KEYS.items()))))


def settings(url: str, temporal: str, port: int = 0) -> dict[str, str]:
    """Return the environment of a part."""
    return {
        "PARAF_DATABASE_URL": url,
        "PARAF_PAYLOAD_KEYS": KEY,
        "PARAF_PORT": str(port or free_port()),
        "TEMPORAL_ADDRESS": temporal,
        "TEMPORAL_NAMESPACE": "default",
    }


@asynccontextmanager
async def api(environment: dict[str, str]) -> AsyncIterator[tuple[Command, httpx.AsyncClient]]:
    """Run `paraf api` until it is stopped, with a client of it."""
    command = await Command.start("api", **environment)
    try:
        await command.line("Application startup complete")
        async with httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{environment['PARAF_PORT']}", timeout=60, trust_env=False
        ) as client:
            yield command, client
    finally:
        if command.process.returncode is None:
            await command.end(signal.SIGKILL)


async def test_an_api_without_database_and_temporal_lives_and_is_not_ready() -> None:
    async with api(settings(AWAY, "127.0.0.1:1")) as (command, client):
        assert (await client.get("/livez")).status_code == 200
        ready = await client.get("/readyz")
        assert (ready.status_code, ready.json()) == (
            503,
            {"status": "not-ready", "database": False, "temporal": False, "worker": False, "troubles": []},
        )
        assert (await client.get("/sign-in", headers={"Accept": "text/html"})).status_code == 200
        assert await command.end(signal.SIGTERM) == 0
    assert "rahasia" not in command.text


async def test_an_api_becomes_ready_when_its_neighbours_come(database: Database, data: Path) -> None:
    temporal = EmbeddedTemporal(data, free_port())
    async with api(settings(database.url, temporal.address)) as (command, client):
        ready = await client.get("/readyz")
        assert (ready.status_code, ready.json()["database"]) == (503, True)
        async with temporal:
            # The channel tries again by itself, after a pause of its own.
            while not (ready := await client.get("/readyz")).json()["temporal"]:
                assert ready.json()["database"]
            assert (ready.status_code, ready.json()["worker"]) == (503, False)
            worker = await Command.start("worker", **settings(database.url, temporal.address))
            while (await client.get("/readyz")).status_code != 200:
                pass
            assert await worker.end(signal.SIGTERM) == 0
        assert await command.end(signal.SIGTERM) == 0


async def test_a_worker_does_not_wait_for_a_temporal_that_hangs(database: Database, data: Path) -> None:
    """Fault 15: it took forty seconds to stop, longer than whatever runs it waits before it kills."""
    temporal = EmbeddedTemporal(data, free_port())
    async with temporal:
        command = await Command.start("worker", **settings(database.url, temporal.address))
        await command.line("working; 0 plans were missing")
        with stopped(temporal):
            assert await command.end(signal.SIGTERM) == 1
    assert "left where it is" in command.printed[-1]


@contextmanager
def stopped(temporal: EmbeddedTemporal) -> Iterator[None]:
    """The server as it is when its machine hangs."""
    pid = temporal.keeper.pid
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


async def test_doctor_tells_what_the_api_could_not_answer(tmp_path: Path) -> None:
    """Fault 23: a 503 had its cause nowhere, and doctor stayed green."""
    environment = settings(AWAY, "127.0.0.1:1") | {"PARAF_DATA": str(tmp_path)}
    async with api(environment) as (_, client):
        client.cookies.set("paraf", "x" * 43)
        lost = await client.get("/offices", headers={"Accept": "application/json"})
        assert lost.status_code == 503
        found = await ran("doctor", **environment)
    assert found.process.returncode == 1
    told = next(line for line in found.text.splitlines() if "✗ api" in line)
    assert "these do not answer it: database, temporal, worker" in found.text
    assert lost.headers["x-request-id"] in found.text, told
    assert "Unavailable from ConnectionRefusedError" in found.text
    assert "rahasia" not in found.text


async def test_a_worker_waits_for_database_and_temporal_as_long_as_it_takes(database: Database, data: Path) -> None:
    temporal = EmbeddedTemporal(data, free_port())
    command = await Command.start("worker", **settings(database.url, temporal.address))
    await command.line("waiting for Temporal")
    async with temporal:
        await command.line("working; 0 plans were missing")
        assert await command.end(signal.SIGTERM) == 0
    assert "stopped" in command.printed[-1]


async def test_a_worker_that_waits_can_be_stopped() -> None:
    command = await Command.start("worker", **settings(AWAY, "127.0.0.1:1"))
    await command.line("waiting for the database")
    assert await command.end(signal.SIGTERM) == 0
    assert "rahasia" not in command.text


@pytest.mark.usefixtures("falsified")
@pytest.mark.parametrize("part", ["api", "worker"])
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("DELETE FROM paraf.migrations WHERE name = 'functions/append.sql'", "run: paraf migrate"),
        ("INSERT INTO paraf.migrations VALUES ('999_later.sql', 'x')", "newer version of paraf; start that one"),
    ],
)
async def test_a_part_whose_schema_is_of_another_version_says_what_to_do(
    database: Database, temporal: EmbeddedTemporal, part: str, change: str, said: str
) -> None:
    """Fault 9: it started, and failed at whatever had changed."""
    owner = await asyncpg.connect(database.superuser_url)
    await owner.execute(change)
    await owner.close()
    command = await Command.start(part, **settings(database.url, temporal.address))
    await command.line(said)
    assert await command.end() == 1


@pytest.fixture
async def house(database: Database, temporal: EmbeddedTemporal) -> AsyncIterator[House]:
    """An office in the same database, to sign in to."""
    where = {"target_host": temporal.address, "namespace": temporal.namespace}
    async with running(database.url, where) as house:
        yield house


async def test_an_api_that_is_told_to_stop_ends_its_streams_and_finishes_its_requests(
    house: House, temporal: EmbeddedTemporal, database: Database
) -> None:
    kantor = await house.office()
    wrong = json.dumps({"username": "siapa", "password": "rahasia-yang-salah"}).encode()

    async with api(settings(database.url, temporal.address)) as (command, client):
        client.cookies = kantor.auditor.client.cookies

        async def halves() -> AsyncIterator[bytes]:
            yield wrong[:10]
            command.process.send_signal(signal.SIGTERM)
            await command.line('"stopping"')
            yield wrong[10:]

        async with client.stream("GET", f"/offices/{kantor.id}/log", headers={"Accept": EVENTS}) as stream:
            told = stream.aiter_bytes()
            assert await anext(told)
            answer = await client.post("/sign-in", content=halves(), headers={"Content-Type": "application/json"})
            assert answer.status_code == 401
            async for _ in told:  # to its end, which is a whole one
                pass
        assert await command.end() == 0


async def test_the_log_of_requests_is_json_without_secrets(
    house: House, temporal: EmbeddedTemporal, database: Database
) -> None:
    async with api(settings(database.url, temporal.address)) as (command, client):
        await client.post("/sign-in", json={"username": "siapa", "password": "rahasia-yang-salah"})
        await client.get("/invitations/rahasia-undangan", headers={"Accept": "text/html"})
        assert await command.end(signal.SIGTERM) == 0
    lines = [json.loads(line) for line in command.printed]
    requests = [line for line in lines if line["logger"] == "paraf.access"]
    assert requests[0]["message"] == "POST /sign-in 401"
    assert all(re.fullmatch("[0-9a-f]{16}", line["request"]) and line["ms"] > 0 for line in requests)
    assert "rahasia" not in command.text
    assert "paraf_runtime:" not in command.text


async def test_only_a_named_proxy_is_believed_where_a_request_comes_from(
    house: House, temporal: EmbeddedTemporal, database: Database
) -> None:
    wrong = {"username": "siapa", "password": "rahasia-yang-salah"}
    environment = settings(database.url, temporal.address)
    for proxies, status in ({"PARAF_PROXIES": "127.0.0.1"}, 401), ({}, 429):
        async with api(environment | proxies) as (command, client):
            for n in range(6):
                answer = await client.post("/sign-in", json=wrong, headers={"X-Forwarded-For": f"192.0.2.{n}"})
            assert answer.status_code == status
            assert await command.end(signal.SIGTERM) == 0


@pytest.mark.parametrize("part", ["api", "worker"])
async def test_a_part_says_what_it_needs(part: str, tmp_path: Path) -> None:
    done = await ran(part, PARAF_DATA=str(tmp_path))
    assert done.process.returncode == 1
    assert done.text == (
        "Set PARAF_DATABASE_URL and TEMPORAL_ADDRESS; or run the whole system, on servers of its own: paraf up"
    )
    environment = settings(AWAY, "127.0.0.1:1") | {"PARAF_PAYLOAD_KEYS": "", "PARAF_DATA": str(tmp_path)}
    done = await ran(part, **environment)
    assert done.text == "Set PARAF_PAYLOAD_KEYS, to the same for every part of the installation."


async def test_a_port_that_is_taken_is_named(database: Database, temporal: EmbeddedTemporal) -> None:
    environment = settings(database.url, temporal.address)
    async with api(environment):
        second = await ran("api", **environment)
        assert second.process.returncode == 1
        assert f"Port {environment['PARAF_PORT']} is taken by another program." in second.text
