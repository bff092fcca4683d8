"""What was stored once is read for ever: `tests/golden` holds a stored spelling of each tag, never edited."""

from pathlib import Path
from typing import get_args

import pytest

from domain.events import Event
from eventstore.codec import decode, encode
from eventstore.upcasts import UPCASTS

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
