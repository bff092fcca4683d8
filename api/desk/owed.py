"""What the year asks of a person: the quarters in which rows of theirs are not filed, and until when."""

from dataclasses import dataclass
from datetime import datetime

import msgspec

from domain.office.state import Office


class _Window(msgspec.Struct):
    opens: datetime
    closes: datetime


class _Quarter(msgspec.Struct):
    kind: str
    year: int
    quarter: int
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


def owed(office: Office, person: str, body: bytes, now: datetime) -> Owed:
    """Return what an owner owes of a stored quarter of the office."""
    quarter = msgspec.json.decode(body, type=_Quarter)
    window, plan = quarter.window, f"{quarter.kind}-{quarter.year}"
    rows, over = quarter.owing.get(person, 0), window.closes <= now
    return Owed(office, plan, quarter.quarter, quarter.year, rows, window.opens, window.closes, over)
