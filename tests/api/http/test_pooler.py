"""The application behind PgBouncer in transaction mode."""

from pathlib import Path

from cli.embedded.temporal import EmbeddedTemporal
from domain.kernel.actor import Role
from tests.api.house import running
from tests.check import check
from tests.conftest import Database
from tests.pooler import needed, pooled
from workflows.names import ATTRIBUTES


@needed
async def test_a_plan_goes_its_way_although_each_transaction_has_another_session(
    database: Database, data: Path
) -> None:
    async with pooled(database, data) as url, EmbeddedTemporal(data, attributes=ATTRIBUTES) as temporal:
        where = {"target_host": temporal.address, "namespace": temporal.namespace}
        async with running(url, where, pooled=True) as house:
            office = await house.office()
            await office.draft()
            await office.submit()
            assert (await office.endorse(Role.SECRETARY)).status_code == 201
            assert (await office.secretary.page(f"{office.path}/review")).status_code == 200
            assert (await office.drafter.get("/readyz")).json()["database"]
    await check(database.url, office.id)
