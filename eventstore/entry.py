"""One entry of an office's log, as it is stored, and the receipt of the command that made it."""

from datetime import UTC, datetime

import msgspec

from domain.events import CommandRefused, Event
from domain.kernel.message import Message

REFUSALS = "refusals"


class Entry(msgspec.Struct, frozen=True):
    """`body` is the event's bytes as they were hashed; `recorded_at` is UTC with microseconds."""

    office: str
    position: int
    stream: str
    version: int
    command_id: str
    fingerprint: bytes
    recorded_at: datetime
    tag: str
    body: bytes
    hash: bytes


class Head(msgspec.Struct, frozen=True):
    """How far a log goes: remembered elsewhere, it also shows that a log was cut."""

    position: int
    hash: bytes
    recorded_at: datetime

    def __str__(self) -> str:
        return f"{self.position}:{self.hash.hex()}"


class StoredReceipt(msgspec.Struct, frozen=True):
    """A receipt as it is stored; what it answers is the log's entries `first` to `last`, none where `first` is None."""

    office: str
    command_id: str
    stream: str
    fingerprint: bytes
    first: int | None
    last: int
    head: bytes
    recorded_at: datetime
    seal: bytes


BEGINNING = Head(0, bytes(32), datetime(1970, 1, 1, tzinfo=UTC))


class Receipt(Message, frozen=True, tag="receipt"):
    """Equal for every copy of a command.

    `first` is the position of its first entry, None where it changed nothing; `last` and `head` are the position and
    the hash (hexadecimal) of the office's log after it. There are events, or a refusal, or neither.
    """

    office: str
    stream: str
    command_id: str
    fingerprint: str
    first: int | None
    last: int
    head: str
    recorded_at: datetime
    events: tuple[Event, ...]
    refusal: CommandRefused | None = None
