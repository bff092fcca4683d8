"""Worker and API die in the middle of an amendment: nothing is lost, nothing happens twice."""

import signal
from contextlib import AsyncExitStack

import httpx
import pytest

from cli.embedded.postgres import EmbeddedPostgres
from cli.embedded.temporal import EmbeddedTemporal
from domain.plan.events import AmendmentBegun, AmendmentWithdrawn
from eventstore.codec import decode
from tests.api.house import another_api, key, running
from tests.api.http.test_outage import servers
from tests.api.plans.amendment import signed
from tests.conftest import prepare
from tests.workflows.test_loss import dying
from workflows.worker import workers

__all__ = ["servers"]


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_command_of_an_amendment_is_carried_out_once_though_all_that_served_it_died(
    servers: tuple[EmbeddedPostgres, EmbeddedTemporal], when: str
) -> None:
    postgres, temporal = servers
    database = await prepare(postgres, f"paraf-{when}")
    where = {"target_host": temporal.address, "namespace": temporal.namespace}
    async with running(database.url, where) as house:
        office = await house.office()
        await signed(office)
        path, stream, cookies, year = office.path, f"plan/rkt-{office.year}", office.drafter.client.cookies, office.year
    statement = {
        "grounds": ["strategy"],
        "basis": {"title": "Revisi DIPA (contoh)", "number": "1/2024", "day": f"{year}-07-03"},
        "effective": f"{year}-08-01",
        "reason": "",
    }
    begin, give_up = key(), key()

    async def ask(
        stack: AsyncExitStack, act: str, body: object, command_id: str, patience: float = 60.0
    ) -> httpx.Response:
        """Send it to an API that has just begun."""
        *_, base_url = await another_api(stack, database, temporal, patience)
        browser = await stack.enter_async_context(httpx.AsyncClient(base_url=base_url, cookies=cookies, timeout=90))
        headers = {"Accept": "application/json", "Idempotency-Key": command_id}
        return await browser.post(f"{path}/amendment{act}", json=body, headers=headers)

    for act, body, command_id in (("", statement, begin), ("/withdrawal", {"reason": ""}, give_up)):
        async with AsyncExitStack() as stack, dying(database, temporal, when, command_id) as process:
            unknown = await ask(stack, act, body, command_id, patience=2.0)
            assert await process.wait() == -signal.SIGKILL
        assert unknown.status_code in (201, 503), unknown.text  # it may find what was committed
        async with AsyncExitStack() as stack:
            store, client, _ = await another_api(stack, database, temporal)
            documents, plans = workers(client, store)
            async with documents, plans:
                answers = [await ask(stack, act, body, command_id) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [201, 201], answers[0].text
        assert answers[0].json() == answers[1].json()
    async with AsyncExitStack() as stack:
        store, *_ = await another_api(stack, database, temporal)
        events = [decode(entry.body) for entry in await store.read(office.id, stream)]
    assert [type(event) for event in events[-2:]] == [AmendmentBegun, AmendmentWithdrawn]
    assert sum(isinstance(event, AmendmentBegun | AmendmentWithdrawn) for event in events) == 2
