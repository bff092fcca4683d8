"""A year as it is recorded: its quarters at a position of the log, and what a document of them is known by."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from activities.documents.paper import YearTablePaper
from activities.documents.year.source import YEAR_TEMPLATE_VERSION
from activities.recording.deciders import QUARTER
from domain.kernel.streams import QUARTERS, last_day
from domain.office import state as office_stream
from domain.office.events import QuadrantLinesSet
from domain.office.state import Office
from domain.quarter.content import quarter_digest
from domain.quarter.events import QuarterClosed, QuarterEvent, QuarterFact, QuarterOpened, QuarterReopened
from domain.quarter.state import Quarter
from eventstore.codec import decode
from eventstore.entry import Entry
from eventstore.store import Store

# The lines of the quadrant too: an office may draw them when the quarter is over.
_SHOWN = QuarterOpened | QuarterFact | QuarterClosed | QuarterReopened | QuadrantLinesSet


@dataclass(frozen=True)
class YearRecord:
    """The quarters that were opened, with the newest entry that their table shows and its time (UTC)."""

    quarters: tuple[Quarter, ...]
    newest: Entry
    made_at: datetime

    @property
    def edition(self) -> str:
        """Return what the documents of this record are known by, a SHA-256 in hex: equal editions are equal bytes."""
        return hashlib.sha256(self.newest.hash + YEAR_TEMPLATE_VERSION.encode()).hexdigest()

    @property
    def texts(self) -> dict[str, str]:
        """Return the indicators that any quarter measures, in the table's order, with their latest words."""
        lines = {key: line for quarter in self.quarters for key, line in quarter.lines.items()}
        return {key: line.row.indicator.text for key, line in lines.items()}

    @property
    def indicators(self) -> tuple[str, ...]:
        """Return them by their ids."""
        return tuple(self.texts)


async def read_year(store: Store, office: str, plan: str, upto: int | None = None) -> YearRecord | None:
    """Return the year of a plan (`rkt-2024`) as it is recorded, or as the log was at the position `upto`.

    None before its first quarter.
    """
    streams = (office_stream.STREAM, *(f"quarter/{plan}-q{n}" for n in QUARTERS))
    pasts = [await store.read(office, stream) for stream in streams]
    return year_record([[entry for entry in past if upto is None or entry.position <= upto] for past in pasts])


def year_record(pasts: Sequence[Sequence[Entry]]) -> YearRecord | None:
    """Return the year that the logs of its office and of its quarters make; None where no quarter was opened."""
    quarters: list[Quarter] = []
    shown: list[tuple[Entry, datetime]] = []
    for past in pasts:
        events = [decode(entry.body) for entry in past]
        shown += [(e, event.at) for e, event in zip(past, events, strict=True) if isinstance(event, _SHOWN)]
        if events and past[0].stream != office_stream.STREAM:
            quarters.append(QUARTER.fold(cast(Sequence[QuarterEvent], events)))
    if not quarters:
        return None
    return YearRecord(tuple(quarters), *max(shown, key=lambda pair: pair[0].position))


def table_paper(of: YearRecord, at: Office, indicators: tuple[str, ...] = ()) -> YearTablePaper:
    """Return the year's table on paper, or the sheets of some of its indicators, in the office as it was."""
    return YearTablePaper(
        quarters=of.quarters,
        lines=tuple(at.quadrant_lines(last_day(q.year, q.quarter)) for q in of.quarters),
        office=at.name,
        text_digest=hashlib.sha256("\n".join(map(quarter_digest, of.quarters)).encode()).hexdigest(),
        position=of.newest.position,
        hash=of.newest.hash.hex(),
        made_at=of.made_at,
        indicators=indicators,
    )
