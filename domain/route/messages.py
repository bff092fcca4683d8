"""What may be asked of whatever passes along a route, and what is recorded of it."""

from datetime import datetime
from typing import ClassVar, Protocol

from msgspec import UNSET, UnsetType

from domain.kernel.actor import Act, Actor, Command


class Send(Command, frozen=True, kw_only=True):
    """Let others act on it; whether their duties are `separate` is filled in from the office where it is recorded."""

    separate: bool = False


class Endorse(Command, frozen=True, kw_only=True):
    """Act on the content of this digest as shown in this document, both SHA-256 in hexadecimal.

    Who holds the position that day (`holders`) is filled in from the office where it is recorded.
    """

    step: str
    based_on: int
    digest: str
    document: str
    holders: tuple[str, ...] | UnsetType = UNSET


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


class Rendered(Act, frozen=True):
    """A PDF of this content with the signatures so far: `document` is the SHA-256 of its bytes.

    `shown` is the document that the newest signature was put on, empty where none is.
    """

    version: int
    digest: str
    document: str
    shown: str
    template: str
    pages: int
    signatures: int


class Endorsement(Protocol):
    """An act on exactly one content (`digest`) as shown in exactly one PDF (`document`): a signature or a paraf.

    Where all who hold a position are asked, `holders` are those of that day who may act.
    """

    signs: ClassVar[bool]

    @property
    def by(self) -> Actor: ...
    @property
    def at(self) -> datetime: ...
    @property
    def step(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def digest(self) -> str: ...
    @property
    def document(self) -> str: ...
    @property
    def holders(self) -> tuple[str, ...] | UnsetType: ...


class Voided(Protocol):
    """The end of an endorsement, whose document was this."""

    signs: ClassVar[bool]

    @property
    def document(self) -> str: ...
