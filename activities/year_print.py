"""Printing the year: a part of one of its editions as a PDF, and the activity that stores it once."""

import logging

from temporalio import activity

from activities.press import Press
from activities.record import final_but_for_outages
from activities.typesetting import TypesettingFailed, typeset
from activities.year_paper import YearTablePaper
from activities.year_parts import held
from activities.year_record import read_year, table_paper
from activities.year_source import year_table_source
from domain.message import Message
from eventstore.prints import Prints
from eventstore.store import Store

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
        with final_but_for_outages():
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
