"""An event has one spelling; what is spelled otherwise is not ours."""

from collections.abc import Mapping
from contextlib import suppress
from typing import get_args

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.events import Event
from domain.plan.events import CommentMade
from eventstore.codec import Spelled, Upcast, decode, encode, fingerprint, tag
from eventstore.errors import Foreign
from tests.eventstore.life import remark
from tests.eventstore.messages import messages

BODY = encode(remark(1, "Kenapa “75%”? é"))


def test_an_event_comes_back_as_it_was() -> None:
    assert decode(BODY) == remark(1, "Kenapa “75%”? é")


@pytest.mark.parametrize("kind", get_args(Event), ids=lambda kind: kind.__struct_config__.tag)
@settings(max_examples=settings().max_examples // 2)
@given(st.data())
def test_every_event_comes_back_byte_for_byte(kind: type[Event], data: st.DataObject) -> None:
    event = data.draw(messages(kind))
    body = encode(event)
    assert decode(body) == event
    assert encode(decode(body)) == body
    assert tag(event) == msgspec.json.decode(body)["type"]


@pytest.mark.parametrize(
    "body",
    [
        BODY.replace(b",", b", ", 1),
        BODY.replace(b'"row":"",', b'"row":"","row":"",'),
        BODY.replace(b'"row":"",', b"").replace(b"}", b',"row":""}', 1),
        BODY.replace("é".encode(), rb"\u00e9"),
        BODY.replace(b"Z", b"+00:00"),
        BODY[:-1] + b',"extra":1}',
        BODY.replace(b"comment-made", b"comment-mad"),
        BODY.replace(b'"version":1', b'"version":1.0'),
        BODY.replace(b'"version":1', b'"version":"1"'),
        BODY.replace("é".encode(), b"\xff"),
        BODY + b"\n",
        b"",
        b"null",
    ],
)
def test_another_spelling_is_not_ours(body: bytes) -> None:
    assert body != BODY
    with pytest.raises(Foreign):
        decode(body)


@given(st.integers(0, len(BODY) * 8 - 1))
def test_a_bit_flip_is_another_event_or_none(bit: int) -> None:
    body = (int.from_bytes(BODY) ^ (1 << bit)).to_bytes(len(BODY))
    with suppress(Foreign):
        assert encode(decode(body)) == body


def _as_before(**changes: object) -> bytes:
    old = {**msgspec.json.decode(BODY), **changes}
    return msgspec.json.encode({key: value for key, value in old.items() if value is not None})


def _anchored(old: Spelled) -> Spelled:
    """Tell a note of the first kind as one of the second: its anchor had no name of its own."""
    return {"type": "note-2", **{key: value for key, value in old.items() if key != "type"}}


def _commented(old: Spelled) -> Spelled:
    return {**old, "type": "comment-made"}


def _with_row(old: Spelled) -> Spelled:
    """Add the field that came later, at its place, with what is true of old facts."""
    if "row" in old:
        return old
    names = list(old)
    names.insert(names.index("version"), "row")
    return {name: old.get(name, "") for name in names}


UPCASTS: Mapping[str, Upcast] = {"note-1": _anchored, "note-2": _commented, "comment-made": _with_row}


def test_a_field_that_was_added_amidst_is_filled_in_by_an_upcast() -> None:
    old = _as_before(row=None)
    with pytest.raises(Foreign):
        decode(old)
    assert decode(old, UPCASTS) == decode(BODY)
    assert decode(BODY, UPCASTS) == decode(BODY)


def test_an_old_tag_is_told_as_what_took_its_place_through_every_step() -> None:
    event = decode(_as_before(type="note-1", row=None), UPCASTS)
    assert isinstance(event, CommentMade)
    assert event == decode(BODY)


def test_an_old_event_too_has_one_spelling() -> None:
    with pytest.raises(Foreign):
        decode(_as_before(type="note-1").replace(b",", b", ", 1), UPCASTS)


def test_the_fingerprint_tells_every_part_of_a_command_apart() -> None:
    told = ("kpu", "dewi", "drafter", "edit-text", "plan/rkt-2024", {"b": 1, "a": "x"})
    same = fingerprint(*told)
    assert len(same) == 32
    assert fingerprint(*told[:5], {"a": "x", "b": 1}) == same
    assert fingerprint(*told[:5], b'{"a":"x","b":1}') == same
    for place in range(6):
        other = (*told[:place], "other", *told[place + 1 :])
        assert fingerprint(*other) != same  # type: ignore[arg-type]
    # Lengths are part of the spelling: what moves from one field into the next is another command.
    assert fingerprint("kpud", "ewi", *told[2:]) != same
