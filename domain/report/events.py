"""The events of an annual report: what it was composed of, each section and figure that people wrote, its route."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from msgspec import UNSET, UnsetType

from domain.kernel.actor import Act, Actor
from domain.report.statement import Review
from domain.report.text import Beside, Compared, Composed
from domain.route.messages import Rendered
from domain.route.route import Route


class ReportBegun(Act, frozen=True, tag="report-begun"):
    """The report of a plan's year began, composed of the year as it stood."""

    office: str
    kind: str
    year: int
    trial: bool
    route: Route
    composed: Composed


class ReportFact(Act, frozen=True, kw_only=True):
    """A change of the report, and the version that it makes."""

    version: int


class ReportComposed(ReportFact, frozen=True, tag="report-composed"):
    """The report was composed again, of the year as it stands now; what people wrote stays."""

    composed: Composed


class SectionWritten(ReportFact, frozen=True, tag="section-written"):
    """The words of a section are now these; `old` may be those that the year gave."""

    key: str
    old: str
    new: str


class FigureStated(ReportFact, frozen=True, tag="figure-stated"):
    """Somebody named a figure beside the year's, with its source; None: nobody does any more."""

    indicator: str
    what: Beside
    old: Compared | None
    new: Compared | None


class ReportSubmitted(Act, frozen=True, tag="report-submitted"):
    """The report went on its route; `digest` is that of its content, `round` counts the submissions."""

    version: int
    digest: str
    round: int
    note: str
    separate: bool


class ReportDocumentRendered(Rendered, frozen=True, tag="report-document-rendered"):
    """A PDF of the report."""


class ReportEndorsement(Act, frozen=True, kw_only=True):
    """An act on exactly one content (`digest`) as shown in exactly one PDF (`document`)."""

    step: str
    version: int
    digest: str
    document: str
    template: str
    holders: tuple[str, ...] | UnsetType = UNSET


class ReportParafGiven(ReportEndorsement, frozen=True, tag="report-paraf-given"):
    """A reviewer let the report go on."""

    signs: ClassVar[bool] = False


class ReportSigned(ReportEndorsement, frozen=True, tag="report-signed"):
    """An official signed the report."""

    signs: ClassVar[bool] = True


class ReportCause(StrEnum):
    """Why a paraf, a signature or a statement no longer holds."""

    EDITED = "edited"
    RETURNED = "returned"


class ReportVoided(Act, frozen=True, kw_only=True):
    """Which endorsement ended, named by its step, its official and its time."""

    step: str
    official: Actor
    given: datetime
    document: str
    cause: ReportCause


class ReportParafVoided(ReportVoided, frozen=True, tag="report-paraf-voided"):
    """A paraf no longer holds."""

    signs: ClassVar[bool] = False


class ReportSignatureVoided(ReportVoided, frozen=True, tag="report-signature-voided"):
    """A signature no longer holds; its PDF stays, marked *dibatalkan*."""

    signs: ClassVar[bool] = True


class ReportReturned(Act, frozen=True, tag="report-returned"):
    """Somebody on the route sent the report back."""

    step: str
    version: int
    reason: str


class ReviewStated(Act, frozen=True, tag="review-stated"):
    """The internal auditor stated what a review of exactly this content, as shown in this PDF, came to."""

    version: int
    digest: str
    document: str
    review: Review


class ReviewVoided(Act, frozen=True, tag="review-voided"):
    """A statement of review no longer holds: what it was about changed. It is named by its auditor and its time."""

    auditor: Actor
    given: datetime
    version: int


ReportChange = ReportComposed | SectionWritten | FigureStated
ReportEvent = (
    ReportBegun
    | ReportComposed
    | SectionWritten
    | FigureStated
    | ReportSubmitted
    | ReportDocumentRendered
    | ReportParafGiven
    | ReportSigned
    | ReportParafVoided
    | ReportSignatureVoided
    | ReportReturned
    | ReviewStated
    | ReviewVoided
)
