"""What may be asked of whatever passes along a route."""

from domain.kernel.actor import Command


class Send(Command, frozen=True, kw_only=True):
    """Let others act on it; whether their duties are `separate` is filled in from the office where it is recorded."""

    separate: bool = False


class Endorse(Command, frozen=True, kw_only=True):
    """Act on the content of this digest as shown in this document, both SHA-256 in hexadecimal."""

    step: str
    based_on: int
    digest: str
    document: str


class SendBack(Command, frozen=True, kw_only=True):
    """Refuse, at a step that waits, what was sent."""

    step: str
    reason: str


class RecordRendered(Command, frozen=True, kw_only=True):
    """Record the PDF that was rendered of this version with so many signatures."""

    version: int
    digest: str
    document: str
    template: str
    pages: int
    signatures: int
