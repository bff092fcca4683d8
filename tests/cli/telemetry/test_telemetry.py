"""A system that is watched: its metrics, and one command from its request to its event and to whoever follows it."""

import asyncio
import json
import re
import shutil
import signal
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import temporalio.bridge

from api.http.negotiate import EVENTS
from cli.embedded.process import free_port
from examples.banjarmasin import kind, year
from examples.official import PLANS
from tests.cli.telemetry.collector import Collector, collecting
from tests.cli.telemetry.watch import alerts, metrics_of, shown_on_the_dashboard
from tests.cli.terminal import PATIENCE, Installation
from tests.cli.test_parts import AWAY, api, settings
from tests.conftest import throwaway

PLAN = f"{PLANS}/{kind()}-{year() + 1}"
SECRET, WORDS = "rahasia-pengumpul", "Mohon diperiksa lagi."
STEPS = {
    "POST /offices/{office}/plans/{plan}/comments",
    *("HandleUpdate:handle", "StartActivity:record", "RunActivity:record", "append", "follow"),
}


(NATIVE,) = (file.read_bytes() for file in Path(temporalio.bridge.__path__[0]).glob("temporal_sdk_bridge.*"))
MEASURED = (
    "temporal_workflow_task_execution_latency_seconds_bucket",
    'http_route="/offices/{office}/plans/{plan}/comments"',
    'paraf_commands_total{act="make-comment",outcome="recorded"}',
    "paraf_append_duration_seconds_bucket",
    "paraf_append_commands_bucket",
    'paraf_projection_lag{checkpoint="notices"}',
    'paraf_queue_depth{queue="paraf workflow"}',
    "paraf_document_duration_seconds_count",
    "temporal_local_activity_execution_latency",
)


@dataclass
class Watched:
    """The installation, its collector, and where its API's metrics are; the worker's are on the next port."""

    installation: Installation
    collector: Collector
    port: int

    async def metrics(self) -> str:
        """Return what Prometheus would be told, of both."""
        async with httpx.AsyncClient(trust_env=False) as client:
            both = [await client.get(f"http://127.0.0.1:{port}/metrics") for port in (self.port, self.port + 1)]
        return "".join(answer.text for answer in both)


@pytest.fixture(scope="module")
async def watched() -> AsyncIterator[Watched]:
    """A trial that is watched."""
    port = free_port()
    with collecting() as collector:
        installation = Installation(
            throwaway(),
            PARAF_METRICS=f"127.0.0.1:{port}",
            PARAF_TRACES=collector.address.replace("//", f"//paraf:{SECRET}@"),
            OTEL_BSP_SCHEDULE_DELAY="200",
        )
        await installation.up()
        yield Watched(installation, collector, port)
        await installation.down()
    shutil.rmtree(installation.data)


async def test_one_command_is_followed_from_its_request_to_its_event_and_to_whoever_follows(watched: Watched) -> None:
    here, followed = watched.installation, None
    async with here.client() as client:
        drafter = await here.official(client, "penyusun")
        async with client.stream("GET", f"{PLAN}/together", headers={"Accept": EVENTS}), asyncio.timeout(PATIENCE):
            while followed is None:  # the first may come before the stream hears of anything
                command = str(uuid.uuid4())
                answer = await drafter.send(f"{PLAN}/comments", {"row": "", "text": WORDS}, key=command)
                assert answer.status_code == 201, answer.text
                with suppress(TimeoutError):
                    async with asyncio.timeout(5):
                        followed = await watched.collector.trace_of(command, STEPS)
    spans, position = followed, answer.json()["last"]

    known = {span.id for span in spans}
    (first,) = (span for span in spans if span.parent not in known)
    assert (first.service, first.said["paraf.request"]) == ("paraf-api", answer.headers["x-request-id"])
    (append,) = (span for span in spans if span.name == "append")
    assert (append.service, append.said["paraf.position"]) == ("paraf-worker", position)
    follow = next(span for span in spans if span.name == "follow")
    assert (follow.service, follow.parent) == ("paraf-api", append.id)

    lines = {part: _lines(here, part) for part in ("api", "worker")}
    asked, recorded = (next(each for each in lines[p] if each.get("command") == command) for p in ("api", "worker"))
    assert asked["trace"] == recorded["trace"] == append.trace
    assert asked["request"] == answer.headers["x-request-id"]
    assert recorded["message"] == "make-comment recorded"


def _lines(here: Installation, part: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in (here.data / "logs" / f"{part}.log").read_text().splitlines()]


async def test_both_parts_serve_what_they_measure(watched: Watched) -> None:
    async with asyncio.timeout(PATIENCE):
        told = ""
        while not all(measured in told for measured in MEASURED):
            told = await watched.metrics()


async def test_nothing_that_is_told_holds_a_secret_or_a_person(watched: Watched) -> None:
    told = await watched.metrics() + b"".join(watched.collector.raw).decode("utf-8", "replace")
    logs = "".join((watched.installation.data / "logs" / f"{part}.log").read_text() for part in ("api", "worker"))
    passwords = watched.installation.passwords.values()
    for secret in (*passwords, SECRET, WORDS):
        assert secret not in told + logs
    assert watched.collector.spans
    assert not any("url.path" in span.said or "url.query" in span.said for span in watched.collector.spans)


async def test_every_metric_that_alerts_and_dashboard_ask_for_exists(watched: Watched) -> None:
    told = await watched.metrics()
    shown = {re.split(r"[ {]", line)[0] for line in told.splitlines() if not line.startswith("#")}
    declared = set(_declared())
    for expression in (*(rule["expr"] for rule in alerts()), *shown_on_the_dashboard()):
        for metric in metrics_of(expression):
            # What has not happened yet is not served: then it is one that we declare, or that Temporal's SDK names.
            plain = re.sub("_(bucket|count|sum|total)$", "", metric)
            named = plain.removeprefix("temporal_").removesuffix("_seconds")
            rare = plain in declared or (plain.startswith("temporal_") and named.encode() in NATIVE)
            assert metric in shown or metric == "up" or rare, metric


def _declared() -> Iterator[str]:
    """Yield what Prometheus calls each metric that we declare, without what it adds for its kind."""
    for room in ("eventstore", "activities", "workflows"):
        for file in Path(room).rglob("*.py"):
            for name, unit in re.findall(r'METER\.create_\w+\(\s*"([a-z.]+)", "([^"]+)"', file.read_text()):
                yield name.replace(".", "_") + ("_seconds" if unit == "s" else "")


async def test_a_collector_that_is_away_keeps_nobody_from_starting_or_stopping() -> None:
    lost = {"PARAF_TRACES": f"http://paraf:{SECRET}@127.0.0.1:1"}
    async with api(settings(AWAY, "127.0.0.1:1") | lost) as (command, client):
        assert (await client.get("/livez")).status_code == 200
        assert await command.end(signal.SIGTERM) == 0
    assert SECRET not in command.text
