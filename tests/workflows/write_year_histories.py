"""Plays years and keeps their Temporal histories: `python -m tests.workflows.write_year_histories`.

As with `write_histories`, files that are there are left alone; a version that does something new gets new ones.
"""

import asyncio
import json
import shutil
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import msgspec
from temporalio.client import Client

from activities.documents.year.editions import YearEdition, read_year, sheet, whole
from activities.notices.follower import Letter, Words
from activities.recording.recorder import PlanStream
from cli.embedded.postgres import EmbeddedPostgres
from cli.embedded.temporal import EmbeddedTemporal
from domain.kernel.streams import QUARTERS, report_stream
from domain.plan.events import ReminderKind
from domain.quarter.row import QuarterReminder
from domain.report.commands import ReportCommand
from domain.report.rules import NEEDED
from domain.report.state import Report
from eventstore.documents import Prints
from eventstore.pool import open_pool
from eventstore.store import Store
from tests.conftest import prepare, throwaway
from tests.domain.report import life as report
from tests.workflows.conftest import KEYS
from tests.workflows.write_histories import HISTORIES
from tests.workflows.year_scene import OWNERS, YearScene
from workflows.client import Plans, workflow_id
from workflows.names import ATTRIBUTES
from workflows.notices import Outbox
from workflows.plugin import connect
from workflows.printing import begin_printing, printing_id
from workflows.wire import Seal
from workflows.worker import workers

YEARS = HISTORIES / "year"
VERSION = 3
PAST = 2023
_GONE = "00000000-0000-0000-0000-000000000000"


async def action(scene: YearScene) -> str:
    """An action plan that is signed, and starts its quarters."""
    await scene.signed()
    await scene.plans._client.get_workflow_handle(workflow_id(scene.action_of)).result()
    return workflow_id(scene.action_of)


async def closed(scene: YearScene) -> str:
    """A quarter that is extended, reminded of, filed, signed and closed."""
    await scene.signed()
    for number in QUARTERS:
        await scene.opened(number)
    soon = QuarterReminder("before-1", ReminderKind.BEFORE, datetime.now(UTC) + timedelta(seconds=1))
    await scene.ask(scene.of(1), scene.extending(scene.clock() + timedelta(days=9), soon))
    await scene.until(1, lambda q: bool(q.reminded))
    await scene.file(1, *OWNERS)
    await scene.settle(1)
    await scene.sign(1)
    await scene.plans._client.get_workflow_handle(workflow_id(scene.of(1))).result()
    return workflow_id(scene.of(1))


async def ahead(scene: YearScene) -> str:
    """A quarter that waits for its window, nudged meanwhile."""
    scene.year = datetime.now(UTC).year + 1
    await scene.signed()
    await scene.plans._client.get_workflow_handle(workflow_id(scene.action_of)).result()
    refused = await scene.plans.handle(scene.request(scene.of(4).stream, scene.closing()))
    assert refused.refusal is not None
    return workflow_id(scene.of(4))


async def printed(scene: YearScene) -> str:
    """A year that is printed, with a sheet that is asked for meanwhile."""
    await scene.signed()
    await scene.opened(1)
    record = await read_year(scene.store, scene.office, f"rkt-{scene.year}")
    assert record is not None
    of = YearEdition(scene.office, f"rkt-{scene.year}", record.edition, record.newest.position)
    prints, client = Prints(scene.store.pool, Seal(KEYS)), scene.plans._client
    for parts in (whole(record.indicators), (sheet("i1"),)):
        await prints.ask(of.office, of.plan, of.edition, of.position, parts)
        await begin_printing(client, of, timedelta(seconds=10))
    await client.get_workflow_handle(printing_id(of)).result()
    return printing_id(of)


async def reported(scene: YearScene) -> str:
    """An annual report that is begun, written, reviewed and signed."""
    await scene.planned()
    by, of = scene.person("dewi"), PlanStream(scene.office, report_stream("rkt", scene.year))

    async def now() -> Report:
        return await scene.recorder.report(of.office, of.stream)

    async def printed() -> Report:
        async for _ in scene.store.follow(of.office, 0):
            if (shown := await now()).document is not None:
                return shown
        raise AssertionError

    async def ask(command: ReportCommand) -> None:
        await scene.ask(of, msgspec.structs.replace(command, at=scene.clock()))

    await ask(report.begin(by, office=of.office, year=scene.year, composed=None))
    for key in NEEDED:
        if not (written := await now()).body(key):
            await ask(report.write(written, key, f"Uraian {key}. (contoh)", by))
    await ask(report.send(await now(), by))
    await ask(report.paraf(await printed(), scene.person("sari")))
    await ask(report.sign(await printed(), scene.person("ketut")))
    await scene.plans._client.get_workflow_handle(workflow_id(of)).result()
    return workflow_id(of)


async def letter(scene: YearScene) -> str:
    """A letter that nobody waits for any more."""
    await Outbox(scene.plans._client).send(Words(frozenset({Letter("nobody", scene.clock())}), ()))
    await scene.plans._client.get_workflow_handle("letter/nobody").result()
    return "letter/nobody"


async def delivery(scene: YearScene) -> str:
    """A delivery whose webhook is gone."""
    await Outbox(scene.plans._client).send(Words(frozenset(), (_GONE,)))
    await scene.plans._client.get_workflow_handle(f"delivery/{_GONE}").result()
    return f"delivery/{_GONE}"


LIVES: dict[str, Callable[[YearScene], Awaitable[str]]] = {
    life.__name__: life for life in (action, closed, ahead, printed, reported, letter, delivery)
}


async def main() -> None:
    """Write the files that are missing."""
    missing = {path: life for name, life in LIVES.items() if not (path := YEARS / f"{name}-{VERSION}.json").exists()}
    data = throwaway()
    async with EmbeddedPostgres(data) as postgres, EmbeddedTemporal(data, attributes=ATTRIBUTES) as temporal:
        pool = await open_pool((await prepare(postgres, "histories")).url)
        # The name of the machine is nobody's business.
        client = await connect(KEYS, target_host=temporal.address, namespace=temporal.namespace, identity="paraf")
        documents, plans = workers(client, Store(pool))
        async with documents, plans:
            for path, life in missing.items():
                scene = YearScene(Store(pool), Plans(client, Store(pool)), PAST, office=f"kantor-{life.__name__}")
                await scene.open_office()
                key = await life(scene)
                await scene.plans.close()
                path.write_text(await _history(client, key))
                sys.stdout.write(f"{path.name}\n")
        await pool.close()
    shutil.rmtree(data)


async def _history(client: Client, key: str) -> str:
    runs = [run async for run in client.list_workflows(f"WorkflowId = '{key}'")]
    first = min(runs, key=lambda run: run.start_time)
    history = await client.get_workflow_handle(first.id, run_id=first.run_id).fetch_history()
    return json.dumps(history.to_json_dict(), indent=1) + "\n"


if __name__ == "__main__":
    asyncio.run(main())
