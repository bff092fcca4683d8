"""Memberships come from the offices' logs, current at every look."""

from datetime import UTC, datetime
from typing import Any

from activities.recording.recorder import Recorder, Request
from activities.recording.states import States
from api.access.memberships import Offices
from domain.kernel.actor import Role, system
from domain.office.commands import GrantRole, OfficeCommand, OpenOffice, RegisterPerson, RevokeRole
from domain.office.state import STREAM
from eventstore.entry import Entry
from eventstore.pool import open_pool
from eventstore.store import Store
from tests.conftest import Database

AT = datetime(2024, 1, 2, tzinfo=UTC)


async def test_offices_are_current(database: Database) -> None:
    pool = await open_pool(database.url, size=2)
    store = Store(pool)
    offices, recorder = Offices(States(store)), Recorder(States(store))
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
        assert await offices.of("budi", AT) == []
        await done("satu", GrantRole(by=by, at=AT, person="budi", role=Role.AUDITOR))
        assert [(office.id, office.time_zone) for office, _ in await offices.of("budi", AT)] == [
            ("satu", "Asia/Makassar")
        ]
        # Another process, with nothing read before, sees the same.
        assert await Offices(States(store)).of("budi", AT) == await offices.of("budi", AT)
        await done("satu", RevokeRole(by=by, at=AT, person="budi", role=Role.AUDITOR, reason=""))
        assert await offices.of("budi", AT) == []
        found = await offices.find("satu")
        assert found is not None
        assert found.people == {"budi": "Budi"}
    finally:
        await store.close()
        await pool.close()


async def test_who_looks_again_asks_only_of_offices_that_changed(database: Database) -> None:
    pool = await open_pool(database.url, size=2)
    store = CountingStore(pool)
    offices, recorder = Offices(States(store)), Recorder(States(store))
    try:
        for n in range(5):
            by = system(f"kantor-{n}")
            opened = OpenOffice(
                by=by, at=AT, office=by.office, name=by.office, address="", time_zone="Asia/Jakarta", titles=()
            )
            await recorder.record(Request(by.office, STREAM, "open", "01" * 32, opened))
        assert len(await offices.all()) == 5
        store.reads = 0
        assert len(await offices.all()) == 5
        assert store.reads == 0
        by = system("kantor-3")
        await recorder.record(
            Request(by.office, STREAM, "p", "02" * 32, RegisterPerson(by=by, at=AT, person="budi", name="Budi"))
        )
        store.reads = 0
        assert [office.people for office in await offices.all()][3] == {"budi": "Budi"}
        assert store.reads == 1
    finally:
        await store.close()
        await pool.close()


class CountingStore(Store):
    """A store that counts how many streams were read."""

    reads = 0

    async def since(self, *args: Any, **kwargs: Any) -> list[Entry] | None:
        """See base class."""
        self.reads += 1
        return await super().since(*args, **kwargs)


async def test_the_office_that_registered_an_id_first_has_it(database: Database) -> None:
    pool = await open_pool(database.url, size=2)
    store = Store(pool)
    offices, recorder = Offices(States(store)), Recorder(States(store))
    try:
        for office in ("zeta", "alfa"):  # the later one comes first by its name
            by = system(office)
            opening = OpenOffice(
                by=by, at=AT, office=office, name=office, address="", time_zone="Asia/Jakarta", titles=()
            )
            for command in (opening, RegisterPerson(by=by, at=AT, person="budi", name="Budi")):
                await recorder.record(Request(office, STREAM, type(command).__name__, "01" * 32, command))
        first = await offices.first("budi")
        assert first is not None
        assert first.id == "zeta"
        assert await offices.first("siapa") is None
    finally:
        await store.close()
        await pool.close()
