"""A worker that is killed in the middle of many rows: none is lost, none is recorded twice."""

import signal
from contextlib import AsyncExitStack

import httpx

from api.quarters.bodies import RowFiled
from api.services import build_services
from api.usecases import derived_id
from cli.embedded.postgres import EmbeddedPostgres
from cli.embedded.temporal import EmbeddedTemporal
from domain.kernel.message import canonical, digest
from domain.quarter.events import RealisationFiled
from eventstore.codec import decode
from eventstore.pool import open_pool
from eventstore.store import Store
from tests.api.house import KEYS, QUICK, key, running, serving
from tests.api.http.test_outage import servers
from tests.api.played import Year, aim
from tests.conftest import prepare
from tests.workflows.test_loss import dying
from workflows.client import Plans
from workflows.plugin import connect
from workflows.worker import workers

__all__ = ["servers"]
_ROWS, _FATAL = 6, 3


async def test_a_worker_that_is_killed_amid_many_rows_loses_none_and_doubles_none(
    servers: tuple[EmbeddedPostgres, EmbeddedTemporal],
) -> None:
    postgres, temporal = servers
    database = await prepare(postgres, "paraf")
    where = {"target_host": temporal.address, "namespace": temporal.namespace}
    async with running(database.url, where) as house:
        year = Year(await house.office())
        await year.signed()
        rows = [
            {"indicator": row["id"], "based_on": 0, "reading": aim(row)}
            for row in (await year.opened())["rows"][:_ROWS]
        ]
        office, quarter, owner = year.office.id, f"{year.quarter()}/filing", year.office.owner
        stream = (await year.quarter_state()).stream
        cookies = owner.client.cookies
    command_id = key()
    told = RowFiled.model_validate(rows[_FATAL - 1]).model_dump(mode="json")
    fatal = derived_id("each", office, digest(canonical([command_id, rows[_FATAL - 1]["indicator"], told])))
    async with AsyncExitStack() as stack:
        pool = await open_pool(database.url)
        stack.push_async_callback(pool.close)
        store, client = Store(pool), await connect(KEYS, target_host=temporal.address, namespace=temporal.namespace)
        stack.push_async_callback(store.close)
        plans = Plans(client, store, 2.0)
        stack.push_async_callback(plans.close)
        base_url = await stack.enter_async_context(serving(build_services(store, plans, passwords=QUICK)))
        browser = await stack.enter_async_context(httpx.AsyncClient(base_url=base_url, cookies=cookies, timeout=60))
        headers = {"Accept": "application/json", "Idempotency-Key": command_id}
        async with dying(database, temporal, "after", fatal) as process:
            results = (await browser.post(quarter, json={"rows": rows}, headers=headers)).json()["results"]
            assert await process.wait() == -signal.SIGKILL
        assert [result["receipt"] is not None for result in results] == [True] * _FATAL + [False] * (_ROWS - _FATAL)
        assert {result["problem"]["code"] for result in results[_FATAL:]} == {"outcome-unknown"}
        documents, running_plans = workers(client, store)
        async with documents, running_plans:
            again = (await browser.post(quarter, json={"rows": rows}, headers=headers)).json()["results"]
            assert all(result["problem"] is None for result in again)
            assert again[:_FATAL] == results[:_FATAL]
        filed = [decode(entry.body) for entry in await store.read(office, stream)]
        made = [event.indicator for event in filed if isinstance(event, RealisationFiled)]
        assert made == [row["indicator"] for row in rows]
