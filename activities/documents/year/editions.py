"""Printing the year: which parts an edition has, and the activity that stores each once."""

import logging
from collections.abc import Sequence

from temporalio import activity

from activities.documents.paper import YearTablePaper
from activities.documents.press import Press
from activities.documents.typesetting import TypesettingFailed, typeset
from activities.documents.year.record import read_year, table_paper
from activities.documents.year.source import year_table_source
from domain.kernel.message import Message
from eventstore.prints import Prints
from eventstore.store import Store

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

    def __init__(self, store: Store) -> None:
        self._store = store
        self._press = Press(store)
        self._prints = Prints(store.pool)

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
