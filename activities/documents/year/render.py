"""Rendering the year: the PDF of an action plan or a quarter, and the activity that stores it."""

from temporalio import activity

from activities.documents.paper import YearPaper
from activities.documents.plan import Rendered
from activities.documents.press import Press
from activities.documents.typesetting import typeset
from activities.documents.year.moment import year_moment, year_paper
from activities.documents.year.source import YEAR_TEMPLATE_VERSION, year_source
from domain.kernel.message import Message
from eventstore.store import Store


class YearRenderOrder(Message, frozen=True, tag="year-render-order"):
    """Which document of an action plan or a quarter is wanted: of a version with so many signatures.

    With `voided`, the SHA-256 of a document that was rendered once, its copy that says *dibatalkan* instead.
    """

    office: str
    stream: str
    version: int
    signatures: int
    voided: str = ""


class YearRenderer:
    """Renders the action plans and quarters of a store into it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._press = Press(store)

    @activity.defn(name="render-year")
    async def render(self, order: YearRenderOrder) -> Rendered:
        """Render and store the document; again, and it is the same one.

        Fails for good where nothing can be printed (`TypesettingFailed`, ValueError); raises `Unavailable` otherwise.
        """
        past = await self._store.read(order.office, order.stream)
        shown = year_moment(past, order.stream, order.version, order.signatures, order.voided)
        paper = year_paper(shown, await self._press.office(order.office, shown.newest), voided=bool(order.voided))
        document, pages = await self._press.stored(render_year, paper)
        return Rendered(
            version=paper.version,
            signatures=len(paper.signatures),
            digest=paper.text_digest,
            document=document,
            template=YEAR_TEMPLATE_VERSION,
            pages=pages,
        )


def render_year(paper: YearPaper) -> bytes:
    """Return the PDF; equal papers give equal bytes. Blocks; raises `TypesettingFailed`, or OSError: try again."""
    return typeset(year_source(paper), paper.made_at)
