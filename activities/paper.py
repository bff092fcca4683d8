"""What a rendered document depends on, all of it: equal papers are equal bytes."""

from datetime import datetime
from enum import StrEnum
from typing import Protocol

from domain.actor import Capacity
from domain.message import Message
from domain.text import PlanText


class Status(StrEnum):
    """What the paper says of itself across every page."""

    DRAFT = "draft"  # not signed for every part yet
    SIGNED = "signed"
    VOID = "void"


class Signature(Message, frozen=True, tag="paper-signature"):
    """A signature as its block shows it; `position` is the position held, `log_position` where the event stands."""

    part: str
    name: str
    position: str
    capacity: Capacity
    at: datetime
    decree: str
    log_position: int


class Framed(Protocol):
    """What a signature's block has to know of the pages it stands on."""

    @property
    def text_digest(self) -> str: ...
    @property
    def time_zone(self) -> str: ...
    @property
    def trial(self) -> bool: ...
    @property
    def status(self) -> Status: ...


class Paper(Message, frozen=True, tag="paper"):
    """A plan's text with what its pages print beside it.

    `position` and `hash` (hex) name the event that made this text, `made_at` its time (UTC), which becomes the
    document's own date; `text_digest` is hex. Times are printed on the clock of `time_zone`, an IANA name.
    """

    text: PlanText
    office: str
    time_zone: str
    plan: str
    year: int
    version: int
    text_digest: str
    position: int
    hash: str
    trial: bool
    status: Status
    signatures: tuple[Signature, ...]
    made_at: datetime
