"""Rendering the year: the PDF of an action plan or a quarter, and the activity that stores it."""

import asyncio
from collections.abc import Callable, Sequence
from typing import TypeVar, cast

from temporalio import activity

from activities.pages import page_count
from activities.record import final_but_for_outages
from activities.render import PDF, Rendered
from activities.typesetting import typeset
from activities.year_moment import year_moment, year_paper, year_table_paper
from activities.year_paper import YearPaper, YearTablePaper
from activities.year_source import YEAR_TEMPLATE_VERSION, year_source, year_table_source
from domain import office
from domain.message import Message
from domain.office import Office
from domain.office_events import OfficeEvent
from domain.year.quarters import QUARTERS, quarter_stream
from eventstore.codec import decode
from eventstore.entry import Entry
from eventstore.errors import Unavailable
from eventstore.store import Store

P = TypeVar("P", YearPaper, YearTablePaper)


class YearRenderOrder(Message, frozen=True, tag="year-render-order"):
    """Which document of an action plan or a quarter is wanted: of a version with so many signatures.

    With `voided`, the SHA-256 of a document that was rendered once, its copy that says *dibatalkan* instead.
    """

    office: str
    stream: str
    version: int
    signatures: int
    voided: str = ""


class YearTableOrder(Message, frozen=True, tag="year-table-order"):
    """The table of a plan's year is wanted, as it is recorded when it is rendered; with `indicator`, its sheet."""

    office: str
    kind: str
    year: int
    indicator: str = ""


class YearTableRendered(Message, frozen=True, tag="year-table-rendered"):
    """What was rendered: `document` is the SHA-256 of the stored PDF, `digest` that of its contents, both in hex."""

    digest: str
    document: str
    template: str
    pages: int


class YearRenderer:
    """Renders the action plans and quarters of a store into it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @activity.defn(name="render-year")
    async def render(self, order: YearRenderOrder) -> Rendered:
        """Render and store the document; again, and it is the same one.

        Fails for good where nothing can be printed (`TypesettingFailed`, ValueError); raises `Unavailable` otherwise.
        """
        with final_but_for_outages():
            past = await self._store.read(order.office, order.stream)
            shown = year_moment(past, order.stream, order.version, order.signatures, order.voided)
            paper = year_paper(shown, await self._office(order.office, shown.newest), voided=bool(order.voided))
            document, pages = await self._stored(render_year, paper)
        return Rendered(
            version=paper.version,
            signatures=len(paper.signatures),
            digest=paper.text_digest,
            document=document,
            template=YEAR_TEMPLATE_VERSION,
            pages=pages,
        )

    @activity.defn(name="render-year-table")
    async def table(self, order: YearTableOrder) -> YearTableRendered:
        """Render and store the table of the quarters that were opened; the same record gives the same document.

        Fails for good where nothing can be printed (`TypesettingFailed`, ValueError); raises `Unavailable` otherwise.
        """
        with final_but_for_outages():
            streams = [quarter_stream(order.kind, order.year, n) for n in QUARTERS]
            pasts = [await self._store.read(order.office, stream) for stream in streams]
            newest = max((past[-1] for past in pasts if past), key=lambda entry: entry.position, default=None)
            at = Office() if newest is None else await self._office(order.office, newest)
            paper = year_table_paper(pasts, at, order.indicator)
            document, pages = await self._stored(render_year_table, paper)
        return YearTableRendered(paper.text_digest, document, YEAR_TEMPLATE_VERSION, pages)

    async def _stored(self, render: Callable[[P], bytes], paper: P) -> tuple[str, int]:
        """Render the paper and store it; return its SHA-256 and how many pages it has."""
        try:
            pdf = await asyncio.to_thread(render, paper)
            pages = await asyncio.to_thread(page_count, pdf)
        except OSError as error:  # no process to be had, or a machine too busy: the content is not to blame
            raise Unavailable(str(error)) from error
        return await self._store.put_document(pdf, PDF), pages

    async def _office(self, name: str, newest: Entry) -> Office:
        """The office as it was when the document came about, so that a later rendering prints the same."""
        entries = await self._store.read(name, office.STREAM, upto=newest.recorded_at)
        return office.fold(cast(Sequence[OfficeEvent], [decode(entry.body) for entry in entries]))


def render_year(paper: YearPaper) -> bytes:
    """Return the PDF; equal papers give equal bytes. Blocks; raises `TypesettingFailed`, or OSError: try again."""
    return typeset(year_source(paper), paper.made_at)


def render_year_table(paper: YearTablePaper) -> bytes:
    """Return the PDF; equal papers give equal bytes. Blocks; raises `TypesettingFailed`, or OSError: try again."""
    return typeset(year_table_source(paper), paper.made_at)
