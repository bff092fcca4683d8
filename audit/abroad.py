"""What officials did in the log of another office, held against the log of their own, where both are there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from audit.judge import ENDORSEMENTS, Finding
from audit.laws.endorsement import all_asked
from audit.laws.law import POSITION, Breach, official
from audit.rebuild import event_of
from domain.events import Event
from domain.office.events import OfficeEvent
from domain.office.state import STREAM, Office, evolve
from domain.route.endorsed import Endorsed
from eventstore.entry import Entry
from eventstore.errors import Fault
from eventstore.views import AnyState

# No decision is made on what was known longer ago than this: it is read again at every try.
_FRESH = timedelta(minutes=1)


@dataclass
class Deed:
    """What somebody of another office did to something as it stood `before`, and their office as it was known.

    `later` is their office as it was shortly before, where it had said more by then.
    """

    entry: Entry
    event: Event
    before: AnyState | None
    known: Office | None = None
    later: Office | None = None


class Deeds:
    """Those that were met in the logs that were read."""

    def __init__(self) -> None:
        self._by_home: dict[str, list[Deed]] = {}

    def take(self, entry: Entry, event: Event, before: AnyState | None) -> None:
        """Note what an official of another office did."""
        if event.by.authority:
            self._by_home.setdefault(event.by.office, []).append(Deed(entry, event, before))

    def homes(self) -> list[str]:
        """Return the offices that have something to say about them."""
        return sorted(self._by_home)

    def judged(self, home: str, log: Iterable[Entry]) -> Iterator[Finding]:
        """Yield which of them the log of their office does not bear out; a log that is not there says nothing."""
        deeds, office = self._by_home.get(home, []), Office()
        for entry in log:
            event = event_of(entry) if entry.stream == STREAM else None
            if not isinstance(event, OfficeEvent):
                continue
            office = evolve(office, event)
            for deed in deeds:
                if entry.hash.hex() == deed.event.by.authority:
                    deed.known = office
                elif deed.known is not None and entry.recorded_at <= deed.entry.recorded_at - _FRESH:
                    deed.later = office
        for deed in deeds if office.exists else ():
            for breach in _breaches(deed, home):
                place = f"{deed.entry.tag} in {deed.entry.stream}"
                how = f"{place} breaks the law “{breach.law.name}”: {breach.how}"
                yield Finding(deed.entry.office, deed.entry.position, Fault.LAW, how)


def _breaches(deed: Deed, home: str) -> Iterator[Breach]:
    if deed.known is None:
        yield Breach(POSITION, f"the log of {home} has no entry {deed.event.by.authority} that says so")
        return
    for office in (deed.known, deed.later):
        if office is not None:
            yield from official(office, deed.event.by, deed.event.at)
    if isinstance(deed.before, Endorsed) and isinstance(deed.event, ENDORSEMENTS):
        yield from all_asked(deed.before, deed.event, deed.later or deed.known)
