"""What the year asks of a person: the quarters in which rows of theirs are not filed, and until when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import msgspec

from api.rights import Membership
from domain.kernel.actor import Role
from domain.office.state import Office
from domain.quarter.state import QuarterPhase


class _Window(msgspec.Struct):
    opens: datetime
    closes: datetime


class _Quarter(msgspec.Struct):
    kind: str
    year: int
    quarter: int
    phase: QuarterPhase
    window: _Window
    owing: dict[str, int]  # rows by person


@dataclass(frozen=True)
class Owed:
    """A quarter in which somebody has `rows` to file; `over` says that its window has closed."""

    office: Office
    plan: str
    quarter: int
    year: int
    rows: int
    opens: datetime
    closes: datetime
    over: bool


def owed(membership: Membership, person: str, quarters: Iterable[bytes], now: datetime) -> list[Owed]:
    """Return what an owner owes of the stored quarters of an office, the first to close first."""
    found: list[Owed] = []
    if Role.OWNER not in membership.roles:
        return found
    for body in quarters:
        quarter = msgspec.json.decode(body, type=_Quarter)
        if quarter.phase is QuarterPhase.CLOSED:
            continue
        if rows := quarter.owing.get(person, 0):
            window = quarter.window
            plan = f"{quarter.kind}-{quarter.year}"
            over = window.closes <= now
            found.append(
                Owed(membership.office, plan, quarter.quarter, quarter.year, rows, window.opens, window.closes, over)
            )
    return sorted(found, key=lambda item: item.closes)
