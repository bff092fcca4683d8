"""An exported log stands for itself: it verifies without a database, and folds to the plan."""

import asyncio
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import get_args

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.export import Export, export, line
from audit.verify import verify
from domain.events import Event
from domain.plan.evolution import fold
from eventstore.chain import entry_hash
from eventstore.codec import decode, encode, tag
from eventstore.entry import BEGINNING, Entry
from eventstore.errors import Corrupt, Fault
from eventstore.replay import PLAN as KIND
from eventstore.replay import state_at
from eventstore.store import Store
from eventstore.views import views
from tests.domain.office.office_life import AT, OFFICE
from tests.eventstore.life import PLAN, plan_life, print_of
from tests.eventstore.messages import messages


def log_of(events: Iterable[Event]) -> list[Entry]:
    """Return a true log of these events, each a command of its own."""
    entries: list[Entry] = []
    previous = BEGINNING.hash
    for n, event in enumerate(events, 1):
        told = (print_of(str(n)), AT + timedelta(microseconds=n), tag(event), encode(event))
        blank = Entry(OFFICE, n, "all", n, f"c“{n}”", *told, hash=b"")
        previous = entry_hash(previous, blank)
        entries.append(msgspec.structs.replace(blank, hash=previous))
    return entries


EVENTS = st.lists(st.one_of(*map(messages, get_args(Event))), max_size=6)


@given(EVENTS)
def test_whatever_was_recorded_is_exported_verified_and_read_back_the_same(events: list[Event]) -> None:
    entries = log_of(events)
    read = Export(line(entry) for entry in entries)
    report = asyncio.run(verify(read, *(f"{entry.position}:{entry.hash.hex()}" for entry in entries)))
    assert report.ok, report.findings
    assert list(read) == entries
    assert [decode(entry.body) for entry in read] == events


@settings(max_examples=4 * settings().max_examples)
@given(EVENTS.filter(bool), st.data())
def test_no_changed_bit_of_an_export_goes_unnoticed(events: list[Event], data: st.DataObject) -> None:
    entries = log_of(events)
    told = b"".join(map(line, entries))
    bit = data.draw(st.integers(0, len(told) * 8 - 1))
    changed = (int.from_bytes(told) ^ (1 << bit)).to_bytes(len(told))
    read = Export(changed.splitlines(keepends=True))
    # Only an end of line, in place of what ends the last one, is no spelling of the entry.
    assert not asyncio.run(verify(read)).ok or list(read) == entries


def _falsified(lines: Sequence[bytes], index: int, old: bytes, new: bytes) -> Export:
    assert old in lines[index]
    return Export([*lines[:index], lines[index].replace(old, new, 1), *lines[index + 1 :]])


async def test_a_plan_is_read_out_of_an_export(record: Store, tmp_path: Path) -> None:
    lines = [told async for told in export(record, OFFICE)]
    file = tmp_path / "history.jsonl"
    file.write_bytes(b"".join(lines))
    head = await record.head(OFFICE)
    assert (await verify(Export(file), str(head))).ok
    entries = list(Export(file).stream(OFFICE, PLAN))
    events = [decode(entry.body) for entry in entries]
    assert state_at(KIND, entries) == fold(events)  # type: ignore[arg-type]  # a plan's stream holds plan events
    assert views(OFFICE, PLAN, events)[0].body == await record.view(OFFICE, "plan", "rkt-2024")


async def test_an_export_of_several_offices_is_verified_for_each(record: Store) -> None:
    lines = [told for office in (OFFICE, "other-office") async for told in export(record, office)]
    report = await verify(Export(lines))
    assert [(office.office, office.entries) for office in report.offices] == [(OFFICE, 23), ("other-office", 1)]
    (finding,) = (await verify(_falsified(lines, 23, b"Why", b"Wie"))).findings
    assert (finding.office, finding.position) == ("other-office", 1)


async def test_an_edited_export_is_found_at_its_position(record: Store) -> None:
    lines = [told async for told in export(record, OFFICE)]
    for index in (0, 14, 22):
        (finding,) = (await verify(_falsified(lines, index, b'"decree":""', b'"decree":"1"'))).findings
        assert finding.position == index + 1
    (finding,) = (await verify(Export([*lines[:3], b"{}\n", *lines[3:]]))).findings
    assert "line 4" in finding.how


SPELLINGS: dict[str, tuple[bytes, bytes | Callable[[re.Match[bytes]], bytes]]] = {
    "a body before the true one": (rb',"body":', b',"body":{},"body":'),
    "an office before the true one": (rb'^{"office":', b'{"office":"x","office":'),
    "a field that no export has": (rb"^{", b'{"note":1,'),
    "spaces between": (rb',"position":', b', "position": '),
    "capitals of a digest": (rb'(?<="fingerprint":")[^"]+', lambda found: found[0].upper()),
    "a time with a space": (rb'(?<="recorded_at":"[^T]{10})T', b" "),
    "a time with an offset": (rb'(?<="recorded_at":"[^Z]{26})Z', b"+00:00"),
    "a letter spelled as its number": (rb'(?<="office":")k', rb"\\u006b"),
    "another end of the line": (rb"\n$", b"\r\n"),
}


def respelled(line: bytes, spelling: str) -> bytes:
    """Return the line as it says the same otherwise."""
    pattern, instead = SPELLINGS[spelling]
    changed = re.sub(pattern, instead, line, count=1)
    assert changed != line
    return changed


@pytest.mark.parametrize("spelling", SPELLINGS)
async def test_an_entry_in_another_spelling_is_refused(record: Store, spelling: str) -> None:
    """Fault 14 of trying: what is read in one way here and in another elsewhere proves nothing."""
    lines = [told async for told in export(record, OFFICE)]
    (finding,) = (await verify(Export([*lines[:3], respelled(lines[3], spelling), *lines[4:]]))).findings
    assert "line 4" in finding.how


async def test_a_cut_export_is_found_by_a_remembered_head_alone(record: Store) -> None:
    lines = [told async for told in export(record, OFFICE)]
    cut = Export(lines[:-1])
    assert (await verify(cut)).ok
    (finding,) = (await verify(cut, str(await record.head(OFFICE)))).findings
    assert (finding.position, finding.fault) == (23, Fault.CUT)


async def test_an_empty_export_is_nothing_and_says_so(store: Store) -> None:
    report = await verify(Export([]))
    assert (report.offices, report.ok) == ((), True)
    assert [told async for told in export(store, "nobody")] == []
    await plan_life(store)
    (finding,) = (await verify(Export([]), str(await store.head(OFFICE)))).findings
    assert finding.fault is Fault.CUT


@pytest.mark.parametrize("raw", [b"\n", b"[]\n", b'{"office":"x"}\n', b"\xff\n", b'{"hash":1}\n'])
def test_what_is_no_entry_is_named_by_its_line(raw: bytes) -> None:
    with pytest.raises(Corrupt, match="line 1 is no entry"):
        list(Export([raw]))
