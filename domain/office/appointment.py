"""Positions of an office, and who holds them from when until when."""

from dataclasses import dataclass
from datetime import date

from msgspec import UNSET, UnsetType

from domain.kernel.actor import Capacity, Role


@dataclass(frozen=True)
class Appointment:
    """A position held from `since` to `until`, both included."""

    id: str
    person: str
    position: str
    role: Role | None
    capacity: Capacity
    decree: str
    since: date
    until: date | None
    position_key: str | UnsetType = UNSET

    def holds(self, on: date) -> bool:
        """Return whether the appointment is in force on a day."""
        return self.since <= on and (self.until is None or on <= self.until)


@dataclass(frozen=True)
class Position:
    """A position that the office named: how it is printed, and whether several hold it at once."""

    title: str
    several: bool
