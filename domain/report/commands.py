"""What may be asked of an annual report; what the year says is filled in where the command is recorded."""

from domain.kernel.actor import Command
from domain.report.statement import Review
from domain.report.text import Beside, Compared, Composed
from domain.route.messages import Endorse, RecordRendered, Send, SendBack
from domain.route.route import Route


class BeginReport(Command, frozen=True, tag="begin-report"):
    """Begin the report of a signed plan's year; recorded with the year as it then stands."""

    office: str
    kind: str
    year: int
    trial: bool
    route: Route
    composed: Composed | None = None


class ComposeReport(Command, frozen=True, tag="compose-report"):
    """Compose it again; recorded with the year as it then stands."""

    kind: str
    year: int
    composed: Composed | None = None


class WriteSection(Command, frozen=True, tag="write-section"):
    """Make the words of a section these; `seen` is the digest (`section_digest`) of those that were to be changed."""

    key: str
    seen: str
    body: str


class StateFigure(Command, frozen=True, tag="state-figure"):
    """Name a figure beside an indicator's, or none; `seen` is the digest (`figure_digest`) of what was named."""

    indicator: str
    what: Beside
    seen: str
    new: Compared | None


class SubmitReport(Send, frozen=True, tag="submit-report"):
    """Send the report on its route."""

    based_on: int
    note: str


class GiveReportParaf(Endorse, frozen=True, tag="give-report-paraf"):
    """Put the paraf of a review step."""


class SignReport(Endorse, frozen=True, tag="sign-report"):
    """Sign the report."""


class ReturnReport(SendBack, frozen=True, tag="return-report"):
    """Send the report back to be changed."""


class RecordReportDocument(RecordRendered, frozen=True, tag="record-report-document"):
    """Record the PDF that was rendered of the report."""


class StateReview(Command, frozen=True, tag="state-review"):
    """State what the internal review of exactly this content, as shown in this PDF, came to."""

    based_on: int
    digest: str
    document: str
    review: Review


ReportCommand = (
    BeginReport
    | ComposeReport
    | WriteSection
    | StateFigure
    | SubmitReport
    | GiveReportParaf
    | SignReport
    | ReturnReport
    | RecordReportDocument
    | StateReview
)
