"""What was stored once is read for ever: `tests/golden` holds a stored spelling of each tag, never edited."""

from pathlib import Path
from typing import get_args

import msgspec
import pytest

from domain.events import Event
from domain.kernel.actor import Actor
from domain.kernel.message import Message
from eventstore.codec import UPCASTS, decode, encode
from eventstore.errors import Foreign
from tests.eventstore.grown import LATER, grown, reachable

GOLDEN = Path(__file__).parent.parent / "golden"
FILES = sorted(GOLDEN.glob("*.json"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_stored_spelling_is_read_and_written_the_same(path: Path) -> None:
    """A spelling with an upcast is read; all others are written as they stand, byte for byte."""
    tag = path.stem.partition("+")[0]
    body = path.read_bytes()
    event = decode(body)
    if tag not in UPCASTS:
        assert encode(event) == body


def test_every_tag_has_a_stored_spelling() -> None:
    assert {event.__struct_config__.tag for event in get_args(Event)} <= {path.stem.partition("+")[0] for path in FILES}


@pytest.mark.parametrize("which", reachable(), ids=lambda kind: str(kind.__struct_config__.tag))
def test_every_stored_spelling_is_read_after_a_message_gained_a_field(which: type[Message]) -> None:
    """Fault 8: a field with a default was enough to make the spellings of all who hold the message unreadable."""
    events = msgspec.json.Decoder(grown(Event, which))
    held = f'"type":"{which.__struct_config__.tag}"'.encode()
    for path in FILES:
        body = path.read_bytes()
        event = decode(body, UPCASTS, events)
        # What is written from now on tells the field, and is read as it stands.
        now = encode(event)
        assert (now != body) is (held in body)
        assert now.count(LATER.encode()) == body.count(held)
        assert decode(now, UPCASTS, events) == event


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (b",", b", "),
        (b'"trial":true', b'"trial":true,"trial":true'),
        (b'"office":"kpu-contoh"', b'"office":"kpu\\u002dcontoh"'),
        (b'"person":', b'"persona":'),
    ],
)
def test_an_old_spelling_too_is_the_only_one(right: bytes, wrong: bytes) -> None:
    body = (GOLDEN / "plan-drafted.json").read_bytes()
    assert right in body
    with pytest.raises(Foreign):
        decode(body.replace(right, wrong, 1), UPCASTS, msgspec.json.Decoder(grown(Event, Actor)))
