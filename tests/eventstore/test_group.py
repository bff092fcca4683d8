"""What waits for an office's log goes in one transaction, and each command has its own answer."""

import asyncio
from dataclasses import replace

import asyncpg
import pytest

from eventstore.append import Append
from eventstore.entry import Receipt
from eventstore.errors import CommandIdReused, Conflict, Unstorable
from eventstore.store import Store
from tests.conftest import Database
from tests.domain.office.office_life import OFFICE
from tests.eventstore.life import no, note, print_of, remark


async def test_what_is_asked_at_once_is_one_transaction(store: Store, database: Database) -> None:
    await asyncio.gather(*(store.append(note(1, 0, stream=f"s{n}")) for n in range(20)))
    connection = await asyncpg.connect(database.superuser_url)
    try:
        made = await connection.fetch("SELECT xmin::text AS by FROM paraf.events ORDER BY position")
    finally:
        await connection.close()
    assert len(made) == 20
    assert len({row["by"] for row in made}) == 1


async def test_each_command_of_a_group_has_its_own_answer(store: Store) -> None:
    first = await store.append(note(1, 0, command="first"))
    answers = await asyncio.gather(
        store.append(note(9, 0, stream="busy")),
        store.append(note(1, 0, command="first")),
        store.append(Append(OFFICE, "notes", "first", print_of("another"), 1, (remark(2),))),
        store.append(note(2, 1)),
        store.append(note(3, 1)),  # the one before it came first, in the same transaction
        store.append(replace(note(4, 2), seen=bytes(32))),
        store.append(no(5, 2)),
        return_exceptions=True,
    )
    busy, repeated, reused, second, late, another_past, refused = answers
    assert isinstance(busy, Receipt)
    assert repeated == first
    assert isinstance(reused, CommandIdReused)
    assert isinstance(second, Receipt)
    assert second.first == 3
    assert isinstance(late, Conflict)
    assert (late.stream, late.expected, late.actual) == ("notes", 1, 2)
    assert isinstance(another_past, Conflict)
    assert isinstance(refused, Receipt)
    assert refused.refusal is not None
    assert [entry.stream for entry in await store.log(OFFICE)] == ["notes", "busy", "notes", "refusals"]


async def test_one_that_nobody_could_store_takes_the_others_not_with_it(store: Store) -> None:
    nonsense = replace(note(1, 0, stream="s0"), fingerprint=b"short")
    answers = await asyncio.gather(
        store.append(note(9, 0, stream="busy")),
        store.append(nonsense),
        *(store.append(note(1, 0, stream=f"s{n}")) for n in range(1, 4)),
        return_exceptions=True,
    )
    assert isinstance(answers[1], Unstorable)
    assert [type(answer) for n, answer in enumerate(answers) if n != 1] == [Receipt] * 4


async def test_who_stops_waiting_leaves_the_others_theirs_and_finds_the_receipt_later(store: Store) -> None:
    asked = [asyncio.create_task(store.append(note(1, 0, stream=f"s{n}"))) for n in range(6)]
    await asyncio.sleep(0)
    asked[3].cancel()
    answers = await asyncio.gather(*asked, return_exceptions=True)
    assert isinstance(answers[3], asyncio.CancelledError)
    assert [type(answer) for n, answer in enumerate(answers) if n != 3] == [Receipt] * 5
    assert (await store.append(note(1, 0, stream="s3"))).stream == "s3"
    assert len(await store.log(OFFICE)) == 6


async def test_closing_waits_for_what_is_being_recorded(store: Store) -> None:
    asked = [asyncio.create_task(store.append(note(1, 0, stream=f"s{n}"))) for n in range(6)]
    await asyncio.sleep(0)
    await store.close()
    assert {type(await each) for each in asked} == {Receipt}


@pytest.mark.usefixtures("unlawful")  # what is remarked on is of nobody's plan
async def test_offices_wait_for_their_own_alone(store: Store) -> None:
    async with store.pool.acquire() as other, other.transaction():
        await store.append(note(1, 0))
        receipts = await asyncio.gather(
            *(store.append(note(1, 0, office=f"kantor-{n}", stream=f"s{n}")) for n in range(8))
        )
    assert [receipt.first for receipt in receipts] == [1] * 8
