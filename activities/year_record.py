"""A year as it is recorded: its quarters at a position of the log, and what a document of them is known by."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from activities.deciders import QUARTER
from activities.year_paper import YearTablePaper
from activities.year_source import YEAR_TEMPLATE_VERSION
from domain.office import Office
from domain.year.content import quarter_digest
from domain.year.quarter import Quarter
from domain.year.quarter_events import (
    QuarterClosed,
    QuarterEvent,
    QuarterFact,
    QuarterOpened,
    QuarterReopened,
)
from domain.year.quarters import QUARTERS
from eventstore.codec import decode
from eventstore.entry import Entry
from eventstore.store import Store

_SHOWN = QuarterOpened | QuarterFact | QuarterClosed | QuarterReopened


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
    def indicators(self) -> tuple[str, ...]:
        """Return the indicators that any quarter measures, in the order of the year's table."""
        return tuple(dict.fromkeys(key for quarter in self.quarters for key in quarter.lines))


async def read_year(store: Store, office: str, plan: str, upto: int | None = None) -> YearRecord | None:
    """Return the year of a plan (`rkt-2024`) as it is recorded, or as the log was at the position `upto`.

    None before its first quarter.
    """
    pasts = [await store.read(office, f"quarter/{plan}-q{n}") for n in QUARTERS]
    return year_record([[e for e in past if upto is None or e.position <= upto] for past in pasts])


def year_record(pasts: Sequence[Sequence[Entry]]) -> YearRecord | None:
    """Return the year that the logs of its quarters make; None where none was opened."""
    quarters: list[Quarter] = []
    shown: list[tuple[Entry, datetime]] = []
    for past in pasts:
        events = [cast(QuarterEvent, decode(entry.body)) for entry in past]
        if events:
            quarters.append(QUARTER.fold(events))
            shown += [(e, event.at) for e, event in zip(past, events, strict=True) if isinstance(event, _SHOWN)]
    if not quarters:
        return None
    return YearRecord(tuple(quarters), *max(shown, key=lambda pair: pair[0].position))


def table_paper(of: YearRecord, at: Office, indicators: tuple[str, ...] = ()) -> YearTablePaper:
    """Return the year's table on paper, or the sheets of some of its indicators, in the office as it was."""
    return YearTablePaper(
        quarters=of.quarters,
        office=at.name,
        text_digest=hashlib.sha256("\n".join(map(quarter_digest, of.quarters)).encode()).hexdigest(),
        position=of.newest.position,
        hash=of.newest.hash.hex(),
        made_at=of.made_at,
        indicators=indicators,
    )
