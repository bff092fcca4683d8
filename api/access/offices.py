"""The offices as their logs make them, always current: what was read before is only added to."""

import re
from datetime import datetime

from domain.events import Event
from domain.office.events import OfficeEvent, PersonRegistered
from domain.office.state import STREAM, Office, evolve
from eventstore.codec import decode
from eventstore.errors import Foreign
from eventstore.store import Store

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")


class Offices:
    """Folded offices. Everything may raise `Unavailable`."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._read: dict[str, tuple[int, Office]] = {}  # by office: versions folded, state
        self._first: dict[str, tuple[datetime, str]] = {}  # by person: when they were first registered, and where
        self._heads: dict[str, int] = {}  # by office: how far its log went when it was last read for `all`

    async def find(self, office: str) -> Office | None:
        """Return the office as it is now, None where there is none."""
        if not _SLUG.fullmatch(office):
            return None
        version, state = self._read.get(office, (0, Office()))
        for entry in await self._store.read(office, STREAM, after=version):
            event = _of_office(decode(entry.body))
            version, state = entry.version, evolve(state, event)
            if isinstance(event, PersonRegistered):
                known = (entry.recorded_at, office)
                self._first[event.person] = min(known, self._first.get(event.person, known))
        if not state.exists:
            return None
        # Another request may have read further meanwhile.
        if version > self._read.get(office, (0, state))[0]:
            self._read[office] = (version, state)
        return state

    def first(self, person: str) -> Office | None:
        """Return which of the offices read so far registered a person's id before any other: the id is its own."""
        known = self._first.get(person)
        return self._read[known[1]][1] if known else None

    async def of(self, person: str) -> tuple[Office, ...]:
        """Return the offices in which a person holds a role, by id."""
        return tuple(office for office in await self.all() if office.roles_of(person))

    async def all(self) -> list[Office]:
        """Return every office, by id; one query tells which of them may have changed."""
        heads = await self._store.heads()
        for office, position in heads.items():
            if self._heads.get(office) != position:
                await self.find(office)
                self._heads[office] = position
        return [self._read[office][1] for office in heads if office in self._read]


def _of_office(event: Event) -> OfficeEvent:
    if not isinstance(event, OfficeEvent):
        raise Foreign(f"{type(event).__name__} is no event of an office")
    return event
