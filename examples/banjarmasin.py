"""The published plan of KPU Kota Banjarmasin for 2024 as a plan text, with its office and people.

`rkt-kpu-kota-banjarmasin-2024.txt` is the document as published. Its spelling is kept, mistakes included.
"""

from functools import cache
from pathlib import Path

import msgspec

from domain.actor import Role
from domain.message import Message
from domain.text import PlanText

PUBLISHED = Path(__file__).with_name("rkt-kpu-kota-banjarmasin-2024.txt")
_DATA = Path(__file__).with_name("banjarmasin.json")


class ExampleOffice(Message, frozen=True, tag="example-office"):
    """The office as its document names it; `id` is its public slug."""

    id: str
    name: str
    address: str
    time_zone: str


class ExamplePerson(Message, frozen=True, tag="example-person"):
    """Someone with a role; whom the document does not name is marked *(contoh)*."""

    id: str
    name: str
    role: Role
    position: str


class _Example(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    office: ExampleOffice
    people: tuple[ExamplePerson, ...]
    year: int
    kind: str
    text: PlanText


@cache
def _example() -> _Example:
    return msgspec.json.decode(_DATA.read_bytes(), type=_Example)


def office() -> ExampleOffice:
    """Return the office."""
    return _example().office


def people() -> tuple[ExamplePerson, ...]:
    """Return one person for each role."""
    return _example().people


def year() -> int:
    """Return the year the plan is for."""
    return _example().year


def kind() -> str:
    """Return the kind of plan: `rkt`, a *Rencana Kinerja Tahunan*."""
    return _example().kind


def plan_text() -> PlanText:
    """Return the plan: 13 and 18 indicators, nine programmes."""
    return _example().text
