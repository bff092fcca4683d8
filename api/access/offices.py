"""The offices, always current: which there are, who holds a role in them, and whose a person's id is."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from activities.recording.states import OFFICE, States
from domain.kernel.actor import Duty
from domain.office.events import PersonRegistered
from domain.office.state import STREAM, Office
from eventstore.codec import decode

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")


class Offices:
    """The offices as they are recorded. Everything may raise `Unavailable`."""

    def __init__(self, states: States) -> None:
        self._states = states

    async def find(self, office: str) -> Office | None:
        """Return the office as it is now, None where there is none."""
        if not _SLUG.fullmatch(office):
            return None
        found = (await self._states.of(OFFICE, office, STREAM)).state
        return found if found.exists else None

    async def all(self) -> list[Office]:
        """Return every office, by id."""
        return await self._states.offices()

    async def of(self, person: str, now: datetime) -> list[tuple[Office, frozenset[Duty]]]:
        """Return the offices in which a person can act, by id, each with what they can act under today."""
        found = []
        for office in await self.all():
            duties = office.duties_of(person, now.astimezone(ZoneInfo(office.time_zone)).date())
            found += [(office, duties)] if duties else []
        return found

    async def first(self, person: str) -> Office | None:
        """Return which office registered a person's id before any other: the id is its own."""
        known = [office for office in await self.all() if person in office.people]
        if len(known) < 2:
            return known[0] if known else None
        registered = {
            (entry.recorded_at, office.id): office
            for office in known
            for entry in await self._states.store.read(office.id, STREAM)
            if isinstance(event := decode(entry.body), PersonRegistered) and event.person == person
        }
        return registered[min(registered)]
