"""One call, one command, once: the database decides who was first."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import asyncpg
import msgspec
import pytest

from eventstore.append import Append, StreamHead
from eventstore.chain import verify
from eventstore.entry import BEGINNING, Receipt
from eventstore.errors import CommandIdReused, Conflict, StoreError, Unstorable
from eventstore.store import Store
from eventstore.views import View, views
from tests.conftest import Database
from tests.domain.office.office_life import OFFICE, drafted
from tests.eventstore.life import PLAN, no, note, plan_life, print_of, remark


async def test_thirty_two_copies_of_one_command_make_one_event_and_equal_receipts(store: Store) -> None:
    receipts = await asyncio.gather(*(store.append(note(1, 0)) for _ in range(32)))
    assert len({msgspec.json.encode(receipt) for receipt in receipts}) == 1
    assert [entry.position for entry in await store.log(OFFICE)] == [1]
    assert await store.receipt(OFFICE, receipts[0].command_id) == receipts[0]


async def test_a_receipt_stays_the_same_after_the_stream_has_moved_on(store: Store) -> None:
    first = await store.append(note(1, 0, many=3))
    await store.append(note(2, 3))
    assert await store.append(note(1, 0, many=3)) == first
    assert (first.first, first.last, len(first.events)) == (1, 3, 3)


async def test_a_command_id_is_never_lent_to_another_command(store: Store) -> None:
    await store.append(note(1, 0, command="mine"))
    with pytest.raises(CommandIdReused):
        await store.append(Append(OFFICE, "notes", "mine", print_of("another"), 1, (remark(2),)))
    with pytest.raises(CommandIdReused):  # whatever version it was decided on
        await store.append(Append(OFFICE, "elsewhere", "mine", print_of("another"), 7, ()))


async def test_a_command_id_belongs_to_its_office(store: Store) -> None:
    await store.append(note(1, 0, command="mine"))
    other = await store.append(Append("other", "notes", "mine", print_of("another"), 0, (remark(2),)))
    assert other.first == 1


async def test_a_past_that_is_another_is_a_conflict_though_it_is_as_long(store: Store) -> None:
    await store.append(note(1, 0))
    (seen,) = await store.read(OFFICE, "notes")
    with pytest.raises(Conflict) as lost:
        await store.append(replace(note(2, 1), seen=bytes(32)))
    assert (lost.value.expected, lost.value.actual) == (1, 1)
    assert (await store.append(replace(note(2, 1), seen=seen.hash))).first == 2


async def test_of_two_at_the_same_version_one_wins_in_every_round(store: Store) -> None:
    for version in range(50):
        asked = (note(version, version, command=f"{who}-{version}") for who in "ab")
        answers = await asyncio.gather(*map(store.append, asked), return_exceptions=True)
        lost = [answer for answer in answers if isinstance(answer, Conflict)]
        assert len(lost) == 1
        assert (lost[0].stream, lost[0].expected, lost[0].actual) == ("notes", version, version + 1)
    assert len(await store.read(OFFICE, "notes")) == 50


@pytest.mark.usefixtures("unlawful")  # there is no office
async def test_a_thousand_creations_of_one_plan_make_one(store: Store) -> None:
    begun = drafted().past
    asked = (
        Append(OFFICE, PLAN, f"create-{n}", print_of(str(n)), 0, begun, views=views(OFFICE, PLAN, begun))
        for n in range(1000)
    )
    answers = await asyncio.gather(*map(store.append, asked), return_exceptions=True)
    assert sum(isinstance(answer, Receipt) for answer in answers) == 1
    assert sum(isinstance(answer, Conflict) for answer in answers) == 999


async def test_sixteen_writers_leave_no_gap_and_no_earlier_time(store: Store) -> None:
    async def write(stream: str) -> None:
        for version in range(25):
            await store.append(note(version, version, stream=stream))

    await asyncio.gather(*(write(f"s{n}") for n in range(16)))
    log = await store.log(OFFICE)
    assert [entry.position for entry in log] == list(range(1, 401))
    assert all(earlier.recorded_at <= later.recorded_at for earlier, later in pairwise(log))
    assert (await store.head(OFFICE)).hash == verify(log).hash


async def test_a_refusal_is_a_receipt_and_an_entry_of_its_own_stream(store: Store) -> None:
    await store.append(note(1, 0))
    receipt = await store.append(no(1, 1))
    assert receipt.refusal is not None
    assert (receipt.refusal.code, receipt.stream, receipt.events) == ("too-late", "notes", ())
    assert await store.append(no(1, 1)) == receipt
    assert [entry.tag for entry in await store.read(OFFICE, "refusals")] == ["command-refused"]
    assert len(await store.read(OFFICE, "notes")) == 1


async def test_what_was_refused_of_a_stream_is_read_without_that_of_others(store: Store) -> None:
    await store.append(note(1, 0))
    for number in range(3):
        await store.append(no(number, 1))
        await store.append(no(number, 0, stream="other"))
    assert [entry.command_id for entry in await store.refused(OFFICE, "notes")] == [f"no-notes-{n}" for n in range(3)]
    assert await store.refused(OFFICE, "nothing") == []
    assert await store.refused("elsewhere", "notes") == []


async def test_the_id_of_a_refused_command_is_lent_to_nobody_either(store: Store) -> None:
    refused = await store.append(no(1, 0))
    with pytest.raises(CommandIdReused):
        await store.append(note(1, 0, command=refused.command_id))
    assert await store.receipt(OFFICE, refused.command_id) == refused


async def test_a_refusal_too_is_decided_on_what_is_current(store: Store) -> None:
    await store.append(note(1, 0))
    with pytest.raises(Conflict):
        await store.append(no(1, 0))


async def test_a_decision_that_read_another_stream_conflicts_when_that_one_moved(store: Store) -> None:
    await store.append(note(1, 0, stream="office"[::-1]))
    asked = Append(OFFICE, "notes", "c", print_of("c"), 0, (remark(1),), also=(StreamHead("eciffo", 0, None),))
    with pytest.raises(Conflict) as lost:
        await store.append(asked)
    assert (lost.value.stream, lost.value.expected, lost.value.actual) == ("eciffo", 0, 1)


async def test_a_command_that_changes_nothing_leaves_a_receipt_alone(store: Store) -> None:
    nothing = Append(OFFICE, "notes", "nothing", print_of("nothing"), 0, ())
    receipt = await store.append(nothing)
    assert (receipt.first, receipt.last, receipt.head, receipt.events) == (None, 0, bytes(32).hex(), ())
    await store.append(note(1, 0))
    assert await store.append(nothing) == receipt
    assert await store.receipt(OFFICE, "nothing") == receipt
    later = await store.append(Append(OFFICE, "notes", "nothing-2", print_of("nothing"), 1, ()))
    assert later.last == 1
    assert [entry.position for entry in await store.log(OFFICE)] == [1]


async def test_time_never_runs_backwards_when_the_clock_does(store: Store, database: Database) -> None:
    """A clock set back by a day is, for the log, a head that is a day ahead."""
    before = await store.append(note(1, 0))
    superuser = await asyncpg.connect(database.superuser_url)
    await superuser.execute("UPDATE paraf.heads SET recorded_at = recorded_at + interval '1 day'")
    await superuser.close()
    for asked in (Append(OFFICE, "notes", "nothing", print_of(""), 1, ()), note(2, 1)):
        assert (await store.append(asked)).recorded_at == before.recorded_at + timedelta(days=1)


async def test_a_receipt_travels_as_json(store: Store) -> None:
    await plan_life(store)
    for number in range(4):
        receipt = await store.receipt(OFFICE, f"life-{number}")
        assert msgspec.json.decode(msgspec.json.encode(receipt), type=Receipt) == receipt


async def test_read_models_are_stored_with_the_events_that_make_them(store: Store) -> None:
    await plan_life(store)
    assert b'"phase":"review"' in (await store.view(OFFICE, "plan", "rkt-2024") or b"")
    assert [key for key, _ in await store.views(OFFICE, "summary")] == ["rkt-2024"]
    assert await store.view("other", "plan", "rkt-2024") is None


async def test_a_conflict_stores_nothing_at_all(store: Store) -> None:
    asked = Append(OFFICE, "notes", "c", print_of("c"), 5, (remark(1),), views=(View("k", "a", b"x"),))
    with pytest.raises(Conflict):
        await store.append(asked)
    assert await store.offices() in ([], [OFFICE])
    assert await store.head(OFFICE) == BEGINNING
    assert await store.view(OFFICE, "k", "a") is None
    assert await store.receipt(OFFICE, "c") is None


async def test_a_stream_is_read_up_to_a_version_or_an_instant(store: Store) -> None:
    first = await store.append(note(1, 0, many=2))
    await store.append(note(2, 2))
    assert len(await store.read(OFFICE, "notes")) == 3
    assert [entry.version for entry in await store.read(OFFICE, "notes", upto=2)] == [1, 2]
    assert [entry.version for entry in await store.read(OFFICE, "notes", upto=first.recorded_at)] == [1, 2]
    assert [entry.version for entry in await store.read(OFFICE, "notes", after=2)] == [3]
    assert [entry.position for entry in await store.log(OFFICE, 1, 1)] == [2]
    assert await store.log(OFFICE, stream="elsewhere") == []


async def test_a_document_is_kept_once_under_its_digest(store: Store) -> None:
    digest = await store.put_document(b"%PDF-", "application/pdf")
    assert await store.put_document(b"%PDF-", "application/pdf") == digest == print_of("%PDF-").hex()
    assert await store.document(digest) == ("application/pdf", b"%PDF-")
    assert await store.document("00" * 32) is None
    assert await store.document("no digest") is None
    with pytest.raises(StoreError):
        await store.put_document(b"%PDF-", "text/plain")


@pytest.mark.parametrize(
    "asked",
    [
        note(1, 0, office="An Office"),
        Append(OFFICE, "notes", "\ud800", print_of("c"), 0, ()),
        note(1, 2**63),
        Append(OFFICE, "notes", "c", b"short", 0, ()),
        Append(OFFICE, "notes", "c", print_of("c"), 0, (), views=(View("", "a", b"x"),)),
    ],
    ids=["name of an office", "half a character", "number", "fingerprint", "name of a view"],
)
async def test_what_no_retry_can_store_is_final(store: Store, asked: Append) -> None:
    with pytest.raises(Unstorable):
        await store.append(asked)
    assert await store.offices() == []


def test_what_does_not_belong_together_is_not_asked() -> None:
    refused = no(1, 0).refusal
    with pytest.raises(ValueError, match="not both"):
        Append(OFFICE, "notes", "c", print_of("c"), 0, (remark(1),), refused)
    with pytest.raises(ValueError, match="names the stream"):
        Append(OFFICE, "other", "c", print_of("c"), 0, (), refused)
    with pytest.raises(ValueError, match="nothing is asked"):
        Append(OFFICE, "refusals", "c", print_of("c"), 0, (remark(1),))
    with pytest.raises(ValueError, match="NUL"):
        Append(OFFICE, "notes", "c\0", print_of("c"), 0, ())
