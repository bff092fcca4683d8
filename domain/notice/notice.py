"""A notice: what happened to a paper, who did it and why, and whom it concerns."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from domain.kernel.actor import Actor, Duty
from domain.kernel.message import Message


class Happening(StrEnum):
    """What happened. Stored, and what people and programs choose by."""

    RETURNED = "returned"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    SIGNED = "signed"  # by one of several
    ALL_SIGNED = "all-signed"
    BEGUN = "begun"
    AMENDED = "amended"  # by an amendment that all signed
    REMARK = "remark"
    ANSWERED = "answered"
    ROW_RETURNED = "row-returned"
    CLOSED = "closed"
    REOPENED = "reopened"
    LOWERED = "lowered"  # a target, once its result could be known
    WEBHOOK_DISABLED = "webhook-disabled"


class Told(Message, frozen=True, omit_defaults=True, tag="told"):
    """What is told: of a `paper` of a plan (its stream's kind, or its amendment), by whom, why.

    `about` is the row's wording or the part.
    Where nobody did it, as with a quarter that closes, the system did.
    """

    happening: Happening
    paper: str
    plan: str
    person: str
    name: str
    role: str
    position: str = ""
    quarter: int = 0
    row: str = ""
    about: str = ""
    reason: str = ""
    trial: bool = False


class Party(NamedTuple):
    """A person, and the office whose account they hear by."""

    office: str
    person: str


@dataclass(frozen=True)
class Notice:
    """What is told, to the people named and to whoever holds one of the duties; never to whoever did it."""

    told: Told
    people: frozenset[Party]
    duties: frozenset[Duty] = frozenset()


def parties(office: str, people: Iterable[str], acted: Iterable[Actor] = ()) -> frozenset[Party]:
    """Return people of the office, and those who acted, each by their own."""
    return frozenset([*(Party(office, person) for person in people), *(Party(by.office, by.person) for by in acted)])
