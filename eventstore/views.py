"""Read models: ready bytes made of a stream's events, stored by `append` and made again by `rebuild`, byte for byte."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.events import Event


@dataclass(frozen=True, slots=True)
class View:
    """A row of a read model: `key` is unique within office and kind."""

    kind: str
    key: str
    body: bytes


def views(office: str, stream: str, events: Sequence[Event]) -> tuple[View, ...]:
    """Return every row that the stream's events make; pure, and without positions or hashes."""
    return ()
