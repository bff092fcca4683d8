"""Whatever is changed in a log is found, at its position."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventstore.chain import entry_hash, verify
from eventstore.codec import encode
from eventstore.entry import BEGINNING, Entry
from eventstore.errors import Corrupt, Fault
from tests.eventstore.life import AT, print_of, remark


def log(length: int, office: str = "kpu-contoh") -> list[Entry]:
    """Return a true log, two streams taking turns."""
    entries: list[Entry] = []
    previous = BEGINNING.hash
    for n in range(length):
        blank = Entry(
            office=office,
            position=n + 1,
            stream="ab"[n % 2],
            version=n // 2 + 1,
            command_id=f"c{n}",
            fingerprint=print_of(str(n)),
            recorded_at=AT + timedelta(microseconds=n),
            tag="comment-made",
            body=encode(remark(n)),
            hash=b"",
        )
        previous = entry_hash(previous, blank)
        entries.append(msgspec.structs.replace(blank, hash=previous))
    return entries


def rechained(entries: list[Entry]) -> list[Entry]:
    """Return the log with hashes that fit, as somebody with every right would write them."""
    previous = BEGINNING.hash
    again = []
    for entry in entries:
        previous = entry_hash(previous, entry)
        again.append(msgspec.structs.replace(entry, hash=previous))
    return again


LOG = log(6)


def test_a_true_log_ends_in_its_head() -> None:
    head = verify(LOG)
    assert (head.position, head.hash, head.recorded_at) == (6, LOG[-1].hash, LOG[-1].recorded_at)
    assert verify([]) == BEGINNING


def test_the_hash_is_the_one_that_is_written_down() -> None:
    """A change of the spelling would orphan every printed head: this figure must never move."""
    assert LOG[-1].hash.hex() == "0ef2925130f039e3a477c5752a3f3f1fe6570912dc0823479302747013575a46"


@given(st.integers(0, 5), st.sampled_from(Entry.__struct_fields__), st.data())
def test_any_bit_flip_is_found_at_its_position(index: int, field: str, data: st.DataObject) -> None:
    entry = LOG[index]
    old = getattr(entry, field)
    if isinstance(old, bytes):
        bit = data.draw(st.integers(0, len(old) * 8 - 1))
        new: object = (int.from_bytes(old) ^ (1 << bit)).to_bytes(len(old))
    elif isinstance(old, int):
        new = old ^ (1 << data.draw(st.integers(0, 62)))
    elif isinstance(old, str):
        place = data.draw(st.integers(0, len(old) - 1))
        new = old[:place] + chr(ord(old[place]) ^ (1 << data.draw(st.integers(0, 6)))) + old[place + 1 :]
    else:
        new = old + timedelta(microseconds=data.draw(st.integers(-(2**40), 2**40).filter(bool)))
    entries = [*LOG[:index], msgspec.structs.replace(entry, **{field: new}), *LOG[index + 1 :]]
    with pytest.raises(Corrupt) as wrong:
        verify(entries)
    # A log is its office's: with the first entry's office changed, the second is the first that does not belong.
    assert wrong.value.position == index + 1 or (field == "office" and index == 0)


@dataclass(frozen=True)
class Case:
    """What somebody did to the log, and what must be said of it."""

    name: str
    done: Callable[[list[Entry]], list[Entry]]
    position: int
    fault: Fault


def _put(index: int, **changes: object) -> Callable[[list[Entry]], list[Entry]]:
    return lambda entries: [
        msgspec.structs.replace(entry, **changes) if n == index else entry for n, entry in enumerate(entries)
    ]


CASES = [
    Case("the body was edited", _put(2, body=encode(remark(9))), 3, Fault.CONTENT),
    Case("the author's fingerprint was edited", _put(2, fingerprint=print_of("x")), 3, Fault.CONTENT),
    Case("the hash was edited", _put(2, hash=print_of("x")), 3, Fault.HASH),
    Case("the last body was edited", _put(5, body=encode(remark(9))), 6, Fault.HASH),
    Case("a hash is too short", _put(2, hash=b""), 3, Fault.HASH),
    Case("an entry was taken out", lambda entries: entries[:2] + entries[3:], 3, Fault.GAP),
    Case("the beginning was taken out", lambda entries: entries[1:], 1, Fault.GAP),
    Case(
        "two entries changed places", lambda entries: [*entries[:2], entries[3], entries[2], *entries[4:]], 3, Fault.GAP
    ),
    Case("an entry stands twice", lambda entries: entries[:3] + entries[2:], 4, Fault.ORDER),
    Case("an entry of another office", _put(2, office="other"), 3, Fault.ORDER),
    Case("the body is no message", _put(2, body=b"[]"), 3, Fault.BODY),
    Case("the body is not UTF-8", _put(2, body=b'{"type":"\xff"}'), 3, Fault.BODY),
    Case("renumbered and chained again", lambda e: rechained(_put(2, version=7)(e)), 3, Fault.VERSION),
    Case("antedated and chained again", lambda e: rechained(_put(2, recorded_at=AT)(e)), 3, Fault.TIME),
    Case("tagged otherwise and chained again", lambda e: rechained(_put(2, tag="part-signed")(e)), 3, Fault.TAG),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_it_says_where_and_how(case: Case) -> None:
    with pytest.raises(Corrupt) as wrong:
        verify(case.done(LOG))
    assert (wrong.value.position, wrong.value.fault) == (case.position, case.fault), str(wrong.value)


def test_a_cut_tail_is_not_seen_by_the_chain_alone() -> None:
    """This is why receipts and documents print the head."""
    assert verify(LOG[:4]).position == 4
