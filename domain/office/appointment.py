"""Positions of an office, who holds them from when until when, and what of a new holder contradicts itself."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from msgspec import UNSET, UnsetType

from domain.kernel.actor import Capacity, Role
from domain.kernel.errors import N_, Refused, require


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


_PREFIXED = re.compile(r"(?P<prefix>(?:plt|plh|pj)\b\.?)", re.IGNORECASE)
_SHORT = {Capacity.PLT: "Plt.", Capacity.PLH: "Plh.", Capacity.PJ: "Pj."}
_TWICE = N_("{name} is {capacity} of this position in that period; end that appointment first.")
_HELD = N_(
    "{name} holds this position in that period. {capacity} is for a vacant one: choose Plh. while they are away."
)


def require_consistent(new: Appointment, others: Iterable[Appointment], names: Mapping[str, str]) -> None:
    """Refuse what no letter of appointment says: acting without one, twice at once, or for a holder who is there."""
    prefix = _PREFIXED.match(new.position)
    bare = N_("Leave out “{prefix}” here: choose it as the capacity, and it is printed before the position.")
    require(prefix is None, "position-prefixed", bare, "position", prefix=prefix["prefix"] if prefix else "")
    short = _SHORT.get(new.capacity)
    if short is None:
        return
    lettered = N_("{capacity} acts by a letter of appointment: give its number.")
    require(bool(new.decree), "decree-missing", lettered, "decree", capacity=short)
    for other in others:
        same = other.position.casefold() == new.position.casefold() and other.person != new.person
        if not same or not _meet(other, new):
            continue
        held = other.capacity is Capacity.DEFINITIVE
        if not held:
            said = {"name": names[other.person], "capacity": _SHORT[other.capacity]}
            raise Refused("acting-twice", _TWICE, "position", **said)
        if new.capacity is not Capacity.PLH:
            raise Refused("position-not-vacant", _HELD, "capacity", name=names[other.person], capacity=short)


def _meet(one: Appointment, other: Appointment) -> bool:
    """Whether there is a day on which both hold."""
    return (one.until is None or other.since <= one.until) and (other.until is None or one.since <= other.until)
