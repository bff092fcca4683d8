"""What is asked of the store: one command's outcome, and the versions it was decided on."""

from dataclasses import dataclass

from domain.events import CommandRefused, Event
from eventstore.codec import encode, tag
from eventstore.entry import REFUSALS
from eventstore.views import View


@dataclass(frozen=True, slots=True)
class StreamHead:
    """A stream as it was read: its version, and the hash of the entry of that version, None where there is none."""

    stream: str
    version: int
    hash: bytes | None


@dataclass(frozen=True, slots=True)
class Append:
    """`expected` is the version of `stream` that was decided on; `also` tells of other streams that were read.

    `seen` is the hash of the entry of that version, where the decision was made on what was remembered. A refusal goes
    to the stream of refusals; it too was decided on `expected`. With neither there is only a receipt.
    """

    office: str
    stream: str
    command_id: str
    fingerprint: bytes
    expected: int
    events: tuple[Event, ...]
    refusal: CommandRefused | None = None
    views: tuple[View, ...] = ()
    also: tuple[StreamHead, ...] = ()
    seen: bytes | None = None

    def __post_init__(self) -> None:
        if self.events and self.refusal is not None:
            raise ValueError("a command has events or a refusal, not both")
        if self.refusal is not None and self.refusal.stream != self.stream:
            raise ValueError("a refusal names the stream it was asked of")
        if self.stream == REFUSALS:
            raise ValueError("nothing is asked of the stream of refusals")
        if any("\0" in name or not name for name in (self.office, self.stream, self.command_id)):
            raise ValueError("office, stream and command id are texts without NUL")

    def arguments(self) -> tuple[object, ...]:
        """Return the arguments of `paraf.append`, in its order."""
        said: tuple[Event, ...] = self.events if self.refusal is None else (self.refusal,)
        read = (StreamHead(self.stream, self.expected, self.seen), *self.also)
        return (
            self.office,
            self.command_id,
            self.fingerprint,
            self.stream,
            [seen.stream for seen in read],
            [seen.version for seen in read],
            self.stream if self.refusal is None else REFUSALS,
            [tag(event) for event in said],
            [encode(event) for event in said],
            [view.kind for view in self.views],
            [view.key for view in self.views],
            [view.body for view in self.views],
            [seen.hash for seen in read],
        )
