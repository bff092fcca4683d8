"""Memberships come from the offices' logs, current at every look."""

from datetime import UTC, datetime

from activities.record import Recorder, Request
from api.access.offices import Offices
from domain.actor import Role, system
from domain.office import STREAM
from domain.office_commands import GrantRole, OfficeCommand, OpenOffice, RegisterPerson, RevokeRole
from eventstore.pool import open_pool
from eventstore.store import Store
from tests.conftest import Database

AT = datetime(2024, 1, 2, tzinfo=UTC)


async def test_offices_are_current(database: Database) -> None:
    pool = await open_pool(database.url, size=2)
    store = Store(pool)
    offices, recorder = Offices(store), Recorder(store)
    asked = 0

    async def done(office: str, *commands: OfficeCommand) -> None:
        nonlocal asked
        for command in commands:
            asked += 1
            recorded = await recorder.record(Request(office, STREAM, f"c-{asked}", "01" * 32, command))
            assert recorded.receipt.refusal is None

    async def begin(office: str, zone: str) -> None:
        by = system(office)
        await done(
            office,
            OpenOffice(by=by, at=AT, office=office, name=office, address="", time_zone=zone, titles=()),
            RegisterPerson(by=by, at=AT, person="budi", name="Budi"),
        )

    by = system("satu")
    try:
        for stranger in ("satu", "", "SATU", "satu\x00", "x" * 100):
            assert await offices.find(stranger) is None
        await begin("satu", "Asia/Makassar")
        await begin("dua", "Asia/Jayapura")
        assert await offices.of("budi") == ()
        await done("satu", GrantRole(by=by, at=AT, person="budi", role=Role.AUDITOR))
        assert [(office.id, office.time_zone) for office in await offices.of("budi")] == [("satu", "Asia/Makassar")]
        # Another process, with nothing read before, sees the same.
        assert await Offices(store).of("budi") == await offices.of("budi")
        await done("satu", RevokeRole(by=by, at=AT, person="budi", role=Role.AUDITOR, reason=""))
        assert await offices.of("budi") == ()
        found = await offices.find("satu")
        assert found is not None
        assert found.people == {"budi": "Budi"}
    finally:
        await store.close()
        await pool.close()
