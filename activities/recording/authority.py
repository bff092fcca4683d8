"""Who acts: resolved from the office as it is recorded, where the command is decided."""

from datetime import datetime
from zoneinfo import ZoneInfo

from domain.kernel.actor import Actor, Role, system
from domain.kernel.errors import Refused, require
from domain.office.events import RoleRevoked
from domain.office.state import STREAM, Office
from eventstore.codec import decode
from eventstore.store import Store

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


async def ended(store: Store, by: Actor, office: str) -> Refused:
    """Return the refusal of somebody who does not hold the role: who ended it and when, if they ever did."""
    for entry in reversed(await store.read(office, STREAM)):
        event = decode(entry.body)
        if isinstance(event, RoleRevoked) and (event.person, event.role) == (by.person, by.role):
            who, at = event.by.name, event.at.isoformat()
            return Refused("role-ended", "{name} ended your role {role} on {at}.", name=who, role=by.role, at=at)
    return Refused(NOT_YOURS, "You do not hold the role this act needs.")
