"""What an office's entries make, taken in the log's order: the states of its streams, and rows of the read models."""

from collections.abc import Iterator

from domain.events import Event
from domain.quarter.events import RealisationCorrected, RealisationFiled
from domain.quarter.filing import Evidence
from eventstore.codec import decode
from eventstore.entry import Entry
from eventstore.errors import Corrupt, Fault, Foreign
from eventstore.replay import kind_of
from eventstore.views import AnyState, View, rows


def event_of(entry: Entry) -> Event:
    """Return what the entry says, or raise `Corrupt` where it is no event of ours."""
    try:
        return decode(entry.body)
    except Foreign as error:
        raise Corrupt(entry.office, entry.position, Fault.BODY, str(error)) from error


def filed_evidence(event: Event) -> tuple[str, tuple[Evidence, ...]]:
    """Return the row that the event files, and the files that it names."""
    match event:
        case RealisationFiled(filing=filing) | RealisationCorrected(new=filing):
            return event.indicator, filing.evidence
    return "", ()


class Made:
    """The states of one office's streams, and the entry that each was made by last."""

    def __init__(self) -> None:
        self.states: dict[str, AnyState] = {}
        self.last: dict[str, Entry] = {}

    def take(self, entry: Entry, event: Event) -> None:
        """Go one entry further, or raise `Corrupt` where the event makes no sense in its stream.

        Who holds the runtime role's password can append such a one: then `evolve` fails, as it never does on our own.
        """
        kind = kind_of(entry.stream)
        if kind is None:
            return
        try:
            self.states[entry.stream] = kind.evolve(self.states.get(entry.stream, kind.empty), event)
        except Exception as error:
            raise senseless(entry) from error
        self.last[entry.stream] = entry

    def rows(self) -> Iterator[tuple[Entry, View]]:
        """Yield the rows of the read models, each with the entry that made it."""
        for stream, state in sorted(self.states.items()):
            entry = self.last[stream]
            try:
                made = rows(entry.office, stream, state)
            except Exception as error:
                raise senseless(entry) from error
            yield from ((entry, row) for row in made)


def senseless(entry: Entry) -> Corrupt:
    """Return what is wrong with an entry whose event could not follow what was there."""
    how = f"{entry.tag} makes no sense in {entry.stream} after what was there"
    return Corrupt(entry.office, entry.position, Fault.BODY, how)
