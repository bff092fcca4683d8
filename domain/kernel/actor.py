"""Who acts: a person, in a role, from a position, in a capacity; and what every act says."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from msgspec import UNSET, UnsetType

from domain.kernel.errors import require
from domain.kernel.message import Message


class Role(StrEnum):
    """A role belongs to an office; one person may hold several, and each act is recorded under one."""

    DRAFTER = "drafter"
    SECRETARY = "secretary"
    CHAIR = "chair"
    OWNER = "owner"  # answers for indicators (PIC)
    PLANNER = "planner"  # the planning section
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"  # timers and rendering; never granted to a person
    OFFICIAL = "official"  # from a position that the office named; held by appointment, never granted


class Capacity(StrEnum):
    """How a position is held; the acting ones are those of SE BKN 2/SE/VII/2019 and 1/SE/I/2021."""

    DEFINITIVE = "definitive"
    PLT = "plt"  # acting, permanent absence
    PLH = "plh"  # acting, temporary absence
    PJ = "pj"


# Who takes no strategic decision, such as a change of plans, by the same circulars.
ACTING = (Capacity.PLT, Capacity.PLH)


class Duty(NamedTuple):
    """What somebody acts under: a role, or as an official a position by its key, of another office where named."""

    role: Role
    position: str = ""
    office: str = ""


class Actor(Message, frozen=True, tag="actor"):
    """One person acting once; `position` and `decree` are as printed, empty where not known.

    An official's position has a key. In the log of another office than their own, `authority` is the hash of the entry
    of their office's stream (hexadecimal) by which they were known to hold it.
    """

    person: str
    name: str
    role: Role
    position: str
    capacity: Capacity
    office: str
    decree: str = ""
    position_key: str | UnsetType = UNSET
    authority: str | UnsetType = UNSET

    @property
    def duty(self) -> Duty:
        """Return what they act under."""
        return Duty(self.role, self.position_key or "", self.office if self.authority else "")


def system(office: str) -> Actor:
    """Return the actor of timers and rendering."""
    return Actor("system", "paraf", Role.SYSTEM, "", Capacity.DEFINITIVE, office)


def require_role(by: Actor, *roles: Role) -> None:
    """Refuse who acts in none of these roles; the refusal names the first."""
    require(by.role in roles, "role-missing", "This needs the role {role}.", role=roles[0])


class Command(Message, frozen=True, kw_only=True):
    """Who asks, and when (UTC)."""

    by: Actor
    at: datetime


class Act(Message, frozen=True, kw_only=True):
    """Who did it, and the actor's own time (UTC)."""

    by: Actor
    at: datetime
