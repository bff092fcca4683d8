"""The answer to a command: what it made happen, or why it was refused."""

from datetime import datetime

from domain.events import Event
from domain.kernel.message import Message
from domain.kernel.refusal import CommandRefused


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
