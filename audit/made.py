"""What a stream's entries make: its events, the documents these name, and the rows of its read models."""

from bisect import bisect
from collections.abc import Iterator, Sequence

from domain.events import Event
from domain.quarter.events import RealisationCorrected, RealisationFiled
from eventstore.codec import decode
from eventstore.entry import Entry
from eventstore.errors import Corrupt, Fault, Foreign
from eventstore.views import View, views


def event_of(entry: Entry) -> Event:
    """Return what the entry says, or raise `Corrupt` where it is no event of ours."""
    try:
        return decode(entry.body)
    except Foreign as error:
        raise Corrupt(entry.office, entry.position, Fault.BODY, str(error)) from error


def named_documents(event: Event) -> Iterator[tuple[str, int | None]]:
    """Yield the digest of each document that the event names, with its size in bytes where the event says it."""
    document = getattr(event, "document", "")
    if document:
        yield document, None
    match event:
        case RealisationFiled(filing=filing) | RealisationCorrected(new=filing):
            yield from ((file.digest, file.size) for file in filing.evidence)


def views_of(entries: Sequence[Entry], events: Sequence[Event]) -> tuple[View, ...]:
    """Return the rows that the whole stream makes; raises `Corrupt` at the first event that makes no sense there.

    Who holds the runtime role's password can append such a one: then `evolve` fails, as it never does on our own.
    """
    office, stream = entries[0].office, entries[0].stream
    made = _tried(office, stream, events)
    if made is None:
        # Once an event makes no sense, no longer past does.
        first = bisect(range(1, len(events) + 1), False, key=lambda n: _tried(office, stream, events[:n]) is None)
        wrong = entries[first]
        raise Corrupt(
            office, wrong.position, Fault.BODY, f"{wrong.tag} makes no sense in {stream} after what was there"
        )
    return made


def _tried(office: str, stream: str, events: Sequence[Event]) -> tuple[View, ...] | None:
    try:
        return views(office, stream, events)
    except Exception:
        return None
