"""What is recorded of whatever passes along a route; each stream spells the fields in an order of its own."""

from datetime import datetime
from typing import ClassVar, Protocol

from domain.kernel.actor import Act, Actor


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
    """An act on exactly one content (`digest`) as shown in exactly one PDF (`document`): a signature or a paraf."""

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


class Voided(Protocol):
    """The end of an endorsement, whose document was this."""

    signs: ClassVar[bool]

    @property
    def document(self) -> str: ...
