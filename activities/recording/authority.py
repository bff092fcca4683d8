"""Who acts: resolved from the office as it is recorded, where the command is decided."""

from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from msgspec import structs

from domain.kernel.acting import Command
from domain.kernel.actor import Actor, Role, system
from domain.kernel.errors import Refused, require
from domain.office.events import RoleRevoked
from domain.office.state import STREAM, Office
from domain.route.commands import Send
from eventstore.codec import decode
from eventstore.store import Store

C = TypeVar("C", bound=Command)
NOT_YOURS = "not-your-role"


def acting(by: Actor, at: datetime, office: Office, of: str) -> Actor:
    """Return the person in the role with the position of that day, by `office`; the system acts in the log `of` alone.

    Raises Refused.
    """
    if by.role is Role.SYSTEM:
        require(by == system(of), NOT_YOURS, "You do not hold the role this act needs.")
        return by
    require(office.exists, "office-unknown", "There is no such office.")
    return office.actor(by.person, by.role, at.astimezone(ZoneInfo(office.time_zone)).date())


def ordered(command: C, by: Actor, office: Office) -> C:
    """Return the command as this actor asks it, with what the office says of whatever is sent."""
    told = structs.replace(command, by=by)
    if isinstance(told, Send) and office.exists:
        day = told.at.astimezone(ZoneInfo(office.time_zone)).date()
        told = structs.replace(told, separate=office.duty_policy(day).separate)
    return told


async def ended(store: Store, by: Actor, office: str) -> Refused:
    """Return the refusal of somebody who does not hold the role: who ended it and when, if they ever did."""
    for entry in reversed(await store.read(office, STREAM)):
        event = decode(entry.body)
        if isinstance(event, RoleRevoked) and (event.person, event.role) == (by.person, by.role):
            who, at = event.by.name, event.at.isoformat()
            return Refused("role-ended", "{name} ended your role {role} on {at}.", name=who, role=by.role, at=at)
    return Refused(NOT_YOURS, "You do not hold the role this act needs.")
