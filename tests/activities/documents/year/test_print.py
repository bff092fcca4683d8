"""Printing a year from the store: one document for one record, however often and by whomever it is asked for."""

import asyncio
from datetime import date
from decimal import Decimal

import asyncpg
import msgspec
import pytest

from activities.documents.press import PDF, page_count
from activities.documents.year.editions import (
    TABLE,
    YearEdition,
    YearPrinter,
    YearPrintOrder,
    YearRecord,
    held,
    read_year,
    sheet,
    whole,
)
from domain.measure.budget import Lines
from domain.office.commands import DescribeOffice, SetQuadrantLines
from eventstore.documents import Print, Prints
from tests.activities.documents.year.test_activity import ADMINISTRATOR, Year, verified, year
from tests.activities.documents.year_printed import as_read
from tests.conftest import Database
from tests.domain.office.office_life import OFFICE
from tests.domain.quarter.life import AT, refuse
from workflows.wire import Seal

__all__ = ["verified", "year"]

PLAN = "rkt-2024"
SEAL = Seal({"k1": bytes(range(32))})


async def record_of(year: Year) -> YearRecord:
    """The year as it is recorded."""
    record = await read_year(year.store, OFFICE, PLAN)
    assert record is not None
    return record


def edition(of: YearRecord) -> YearEdition:
    """The record as it is printed."""
    return YearEdition(OFFICE, PLAN, of.edition, of.newest.position)


async def printed(year: Year, part: str, of: YearRecord) -> Print:
    """Ask for a part and have it printed."""
    prints = Prints(year.store.pool, SEAL)
    await prints.ask(OFFICE, PLAN, of.edition, of.newest.position, [part])
    await YearPrinter(year.store, SEAL).print(YearPrintOrder(edition(of), part))
    return (await prints.of(OFFICE, PLAN, of.edition))[part]


async def lost(database: Database, of: YearRecord) -> None:
    """Forget what an edition became, as only an owner of the database can."""
    connection = await asyncpg.connect(database.superuser_url)
    try:
        await connection.execute("UPDATE paraf.prints SET document = NULL WHERE edition = $1", of.edition)
    finally:
        await connection.close()


async def stored(year: Year, found: Print) -> bytes:
    """The bytes of what was printed."""
    assert found.document is not None
    document = await year.store.document(found.document)
    assert document is not None
    assert document[0] == PDF
    return document[1]


async def read(year: Year, found: Print) -> str:
    """What can be read on what was printed."""
    return (await asyncio.to_thread(as_read, await stored(year, found))).text


async def test_a_part_is_printed_once_and_known_by_its_plan_alone(year: Year) -> None:
    await year.settled()
    record = await record_of(year)
    table = await printed(year, TABLE, record)
    assert table.settled
    assert page_count(await stored(year, table)) >= 1
    prints = Prints(year.store.pool, SEAL)
    assert table.document is not None
    assert await prints.has(OFFICE, PLAN, table.document)
    assert not await prints.has(OFFICE, "rkt-2025", table.document)
    assert not await prints.has("kantor-lain", PLAN, table.document)
    assert await printed(year, TABLE, record) == table


async def test_what_is_printed_is_not_printed_again(year: Year) -> None:
    await year.settled()
    record = await record_of(year)
    table = await printed(year, TABLE, record)
    prints = Prints(year.store.pool, SEAL)
    # Where the log had no quarter yet: nothing could be printed of it.
    await YearPrinter(year.store, SEAL).print(YearPrintOrder(YearEdition(OFFICE, PLAN, record.edition, 1), TABLE))
    assert (await prints.of(OFFICE, PLAN, record.edition))[TABLE] == table


async def test_a_record_that_went_on_is_another_edition_and_the_first_is_printed_as_it_was(
    year: Year, database: Database
) -> None:
    await year.settled()
    first = await record_of(year)
    table = await printed(year, TABLE, first)
    await year.ask(
        refuse("i1"),
        DescribeOffice(
            by=ADMINISTRATOR, at=AT, name="Nama Baru", address="Jl. Baru 2", time_zone="Asia/Jayapura", titles=()
        ),
    )
    second = await record_of(year)
    assert second.edition != first.edition
    assert (await printed(year, TABLE, second)).document != table.document
    # Lost, and asked for again.
    await lost(database, first)
    assert (await printed(year, TABLE, first)).document == table.document


async def test_lines_that_are_drawn_afterwards_are_another_edition_and_the_first_is_printed_as_it_was(
    year: Year, database: Database
) -> None:
    await year.settled()
    first = await record_of(year)
    table = await printed(year, TABLE, first)
    lines = Lines(Decimal(90), Decimal(80), "SK 7/2024")
    await year.ask(SetQuadrantLines(by=ADMINISTRATOR, at=AT, effective=date(2024, 1, 1), lines=lines))
    second = await record_of(year)
    assert (second.edition != first.edition, second.quarters) == (True, first.quarters)
    drawn = await printed(year, TABLE, second)
    assert "SK 7/2024" in await read(year, drawn)
    await lost(database, first)
    assert await printed(year, TABLE, first) == table
    assert "SK 7/2024" not in await read(year, table)


async def test_what_changes_no_figure_makes_no_edition(year: Year) -> None:
    await year.settled()
    first = await record_of(year)
    await year.shown("quarter/rkt-2024-q1")
    assert (await record_of(year)).edition == first.edition


async def test_the_sheets_of_all_and_of_one_are_documents_of_their_own(year: Year) -> None:
    await year.settled()
    record = await record_of(year)
    assert record.indicators == ("i1", "i2", "i3")
    found = [await printed(year, part, record) for part in (*whole(record.indicators), sheet("i1"))]
    assert len({each.document for each in found}) == len(found) == 3


async def test_what_never_was_cannot_be_printed_and_says_so(year: Year) -> None:
    await year.settled()
    record = await record_of(year)
    for part in (sheet("i99"), "sheets-9", "nonsense"):
        found = await printed(year, part, record)
        assert (found.document, found.failed, found.settled) == (None, True, True)
    assert await Prints(year.store.pool, SEAL).unfinished() == []


async def test_what_was_asked_for_and_not_printed_is_found_again(year: Year) -> None:
    await year.settled()
    record = await record_of(year)
    prints = Prints(year.store.pool, SEAL)
    await prints.ask(OFFICE, PLAN, record.edition, record.newest.position, whole(record.indicators))
    await printed(year, TABLE, record)
    [left] = await prints.unfinished()
    assert (left.office, left.plan, left.edition, left.position) == msgspec.structs.astuple(edition(record))
    assert (await YearPrinter(year.store, SEAL).left(edition(record))).parts == left.parts == ("sheets-1",)


async def test_what_somebody_else_settled_is_not_believed_and_is_printed_after_all(year: Year) -> None:
    """Fault 11: with the program's password of the database alone, a part not yet printed could become anything."""
    await year.settled()
    record = await record_of(year)
    prints, pool = Prints(year.store.pool, SEAL), year.store.pool
    table = await printed(year, TABLE, record)
    forged = await year.store.put_document(b"%PDF-1.7 forged", PDF)
    await prints.ask(OFFICE, PLAN, record.edition, record.newest.position, ["sheets-1"])
    true = await pool.fetchval("SELECT mark FROM paraf.prints WHERE part = $1", TABLE)
    for mark in (None, b"", bytes(28), true, Seal({"k2": bytes(range(32, 64))}).mark(b"sheets-1")):
        await pool.execute(
            "SELECT paraf.settle_print($1, $2, $3, 'sheets-1', decode($4, 'hex'), $5)",
            *(OFFICE, PLAN, record.edition, forged, mark),
        )
        found = (await prints.of(OFFICE, PLAN, record.edition))["sheets-1"]
        assert (found.document, found.settled) == (None, False)
        assert not await prints.has(OFFICE, PLAN, forged)
        assert [left.parts for left in await prints.unfinished()] == [("sheets-1",)]
    sheets = await printed(year, "sheets-1", record)
    assert sheets.document not in (None, forged, table.document)
    assert await prints.unfinished() == []


async def test_a_year_that_was_not_opened_has_no_record(year: Year) -> None:
    assert await read_year(year.store, OFFICE, PLAN) is None


@pytest.mark.parametrize(("count", "volumes"), [(0, 0), (1, 1), (50, 1), (51, 2), (500, 10)])
def test_volumes_hold_every_indicator_once_in_order(count: int, volumes: int) -> None:
    indicators = tuple(f"i{n}" for n in range(count))
    first, *others = whole(indicators)
    assert (held(first, indicators), len(others)) == ((), volumes)
    assert tuple(key for part in others for key in held(part, indicators)) == indicators
    assert all(held(sheet(key), indicators) == (key,) for key in indicators)
