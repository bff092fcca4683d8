"""The published plan of KPU Kota Banjarmasin for 2024 as a plan text, with its office and people; and the next one.

`rkt-kpu-kota-banjarmasin-2024.txt` is the document as published. Its spelling is kept, mistakes included.
"""

from functools import cache
from pathlib import Path

import msgspec

from domain.kernel.actor import Role
from domain.kernel.message import Message
from domain.plan.text import PlanText

PUBLISHED = Path(__file__).with_name("rkt-kpu-kota-banjarmasin-2024.txt")
_DATA = Path(__file__).with_name("banjarmasin.json")


class ExampleOffice(Message, frozen=True, tag="example-office"):
    """The office as its document names it; `id` is its public slug."""

    id: str
    name: str
    address: str
    time_zone: str


class ExamplePerson(Message, frozen=True, tag="example-person"):
    """Someone with a role, and what they type to sign in; whom the document does not name is marked *(contoh)*."""

    id: str
    username: str
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
    """Return at least one person for each role."""
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


def next_text() -> PlanText:
    """Return a sample of the next year's plan: the published rows under its dates, marked *(CONTOH)*."""
    text = plan_text()
    title = f"{_moved(text.details.title)} (CONTOH)"
    details = msgspec.structs.replace(text.details, title=title, cover_date=_moved(text.details.cover_date))
    parts = tuple(
        msgspec.structs.replace(
            part,
            details=msgspec.structs.replace(
                part.details, heading=_moved(part.details.heading), date=_moved(part.details.date)
            ),
        )
        for part in text.parts
    )
    return msgspec.structs.replace(text, details=details, parts=parts)


def _moved(text: str) -> str:
    return text.replace(str(year()), str(year() + 1))
