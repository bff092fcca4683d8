"""What a client may send about the people of an office and their accounts."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from api.http.bodies import Body, OneLine, Slug
from domain.kernel.actor import Capacity, Role

GrantedRole = Literal[
    Role.DRAFTER,
    Role.SECRETARY,
    Role.CHAIR,
    Role.OWNER,
    Role.PLANNER,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
]


class NewPerson(Body):
    """Make a person known to the office."""

    person: Slug
    name: OneLine


class PersonName(Body):
    """Correct a person's name as printed."""

    name: OneLine


class NewAppointment(Body):
    """Give a person a position for a period, both days included: one that the office named, by its key, or another."""

    position: OneLine = ""
    position_key: Slug | None = None
    role: GrantedRole | None = None
    capacity: Capacity = Capacity.DEFINITIVE
    decree: OneLine = ""
    since: date
    until: date | None = None


class AppointmentEnd(Body):
    """Set the last day of an appointment."""

    until: date
    decree: OneLine = ""


class Grant(Body):
    """Let a person act in a role."""

    role: GrantedRole


class Revocation(Grant):
    """Take a role away."""

    reason: OneLine = ""


class AccountBody(Body):
    """Make an account for a person, who gets a link to choose a password; e-mail is for reminders."""

    username: Annotated[str, Field(max_length=63)]
    email: Annotated[str, Field(max_length=254)] | None = None


class EmailBody(Body):
    """Say where a person's reminders go; left out: nowhere."""

    email: Annotated[str, Field(max_length=254)] | None = None
