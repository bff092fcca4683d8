"""The editions of a year: what one is known by, which parts it has, and the activity that prints each once."""

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from temporalio import activity

from activities.documents.execution import EXECUTION_TEMPLATE_VERSION, frame
from activities.documents.paper import YearTablePaper
from activities.documents.press import Press
from activities.documents.source import filled
from activities.documents.typesetting import TypesettingFailed, typeset
from activities.documents.words import QUARTERS as ROMAN
from activities.documents.year.pages import sheet_pages, table_pages
from activities.recording.states import QUARTER
from domain.kernel.message import Message
from domain.kernel.streams import QUARTERS, last_day
from domain.office import state as office_stream
from domain.office.events import QuadrantLinesSet
from domain.office.state import Office
from domain.quarter.content import quarter_digest
from domain.quarter.events import QuarterClosed, QuarterEvent, QuarterFact, QuarterOpened, QuarterReopened
from domain.quarter.state import Quarter
from eventstore.codec import decode
from eventstore.documents import Marking, Prints
from eventstore.entry import Entry
from eventstore.store import Store
from views.year import year_table

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
        return hashlib.sha256(self.newest.hash + EXECUTION_TEMPLATE_VERSION.encode()).hexdigest()

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


TABLE = "table"
_VOLUME, _SHEET = "sheets-", "sheet-"
_SIZE = 50  # indicators in a volume, so that no document grows with the plan


def whole(indicators: Sequence[str]) -> tuple[str, ...]:
    """Return the parts that a year with these indicators has: its table first, then the volumes of its sheets."""
    return (TABLE, *(f"{_VOLUME}{n}" for n in range(1, -(-len(indicators) // _SIZE) + 1)))


def sheet(indicator: str) -> str:
    """Return the part that is the sheet of one indicator."""
    return f"{_SHEET}{indicator}"


def held(part: str, indicators: Sequence[str]) -> tuple[str, ...]:
    """Return whose sheets a part holds, in their order; nobody's: the table. Raises ValueError for no such part."""
    found: Sequence[str] = ()
    if part.startswith(_VOLUME) and part.removeprefix(_VOLUME).isdecimal():
        start = (int(part.removeprefix(_VOLUME)) - 1) * _SIZE
        found = indicators[start : start + _SIZE]
    elif part.startswith(_SHEET):
        found = [key for key in indicators if sheet(key) == part]
    if part != TABLE and not found:
        raise ValueError(f"the year has no such part: {part}")
    return tuple(found)


_LOG = logging.getLogger(__name__)


class YearEdition(Message, frozen=True, tag="year-edition"):
    """The year of a plan (`rkt-2024`) as the log was at `position`; `edition` is what that record is known by."""

    office: str
    plan: str
    edition: str
    position: int


class YearPrintOrder(Message, frozen=True, tag="year-print-order"):
    """A part of an edition is wanted."""

    of: YearEdition
    part: str


class PartsLeft(Message, frozen=True, tag="parts-left"):
    """The parts of an edition that were asked for and are not printed."""

    parts: tuple[str, ...]


class YearPrinter:
    """Prints the years of a store into it."""

    def __init__(self, store: Store, marking: Marking) -> None:
        self._store = store
        self._press = Press(store)
        self._prints = Prints(store.pool, marking)

    @activity.defn(name="parts-left")
    async def left(self, of: YearEdition) -> PartsLeft:
        """Return what is still to be printed."""
        prints = await self._prints.of(of.office, of.plan, of.edition)
        return PartsLeft(tuple(sorted(each.part for each in prints.values() if not each.settled)))

    @activity.defn(name="print-year")
    async def print(self, order: YearPrintOrder) -> None:
        """Print the part and note which document it became; what is noted already is not printed again.

        What cannot be printed is noted so. Raises `Unavailable`: then try again.
        """
        of = order.of
        known = (await self._prints.of(of.office, of.plan, of.edition)).get(order.part)
        if known is not None and known.settled:
            return
        document = None
        try:
            document, _ = await self._press.stored(render_year_table, await self._paper(order))
        except (TypesettingFailed, ValueError) as error:  # no try will cure it, and somebody waits for an answer
            _LOG.error("%s of %s %s cannot be printed: %s", order.part, of.office, of.plan, error)
        await self._prints.settle(of.office, of.plan, of.edition, order.part, document)

    async def _paper(self, order: YearPrintOrder) -> YearTablePaper:
        of = order.of
        record = await read_year(self._store, of.office, of.plan, of.position)
        if record is None:
            raise ValueError(f"no quarter was opened by then: {of}")
        at = await self._press.office(of.office, record.newest)
        return table_paper(record, at, held(order.part, record.indicators))


def render_year_table(paper: YearTablePaper) -> bytes:
    """Return the PDF; equal papers give equal bytes. Blocks; raises `TypesettingFailed`, or OSError: try again."""
    return typeset(year_table_source(paper), paper.made_at)


def year_table_source(paper: YearTablePaper) -> str:
    """Return the typst source of the year's table, or of the sheets that the paper holds."""
    numbers = {row.indicator.id: n for n, row in enumerate(year_table(paper.quarters), 1)}
    of = [str(numbers[key]) for key in paper.indicators]
    spanned = "–".join(dict.fromkeys([*of[:1], *of[-1:]]))
    what, name = ("lembar indikator", f"LEMBAR INDIKATOR {spanned}") if of else ("tabel tahun", "TABEL CAPAIAN KINERJA")
    missing = [n for n in QUARTERS if not any(q.quarter == n and q.closing for q in paper.quarters)]
    names = ", ".join(ROMAN[n - 1] for n in missing)
    status = f"Sementara: triwulan {names} belum ditutup." if missing else "Keempat triwulan sudah ditutup."
    around = frame(paper, f"{name} TAHUN {paper.year}", status, what)
    if of:
        return filled("year-sheets.typ", **around, **sheet_pages(paper.quarters, paper.indicators))
    return filled("year.typ", **around, **table_pages(paper.quarters, paper.lines))
