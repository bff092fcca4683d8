"""What a client may send about an annual report."""

from typing import Annotated, Any

from pydantic import Field, model_validator

from api.http.bodies import Acting, Body, Digest, OneLine, Prose, RowId, Written
from domain.measure.target import TargetKind
from domain.report.rules import MOST
from domain.report.statement import POINTS, Conclusion, Met
from domain.report.text import Beside


class ReportStart(Acting):
    """Begin the annual report of a signed plan's year, composed of the year as it stands."""


class Composition(Acting):
    """Compose the report again, of the year as it stands now; what people wrote stays."""


class SectionBody(Acting):
    """Make the words of the section these; `seen` is the digest of those that are to be changed."""

    seen: Digest
    body: Annotated[str, Field(max_length=MOST)]


class FigureBody(Acting):
    """Name a figure beside an indicator's, or take it back where `value` is empty.

    `value` is written as a target is (`81,5%`), `year` is that of the figure, `seen` the digest of what was named,
    empty where nothing was.
    """

    indicator: RowId
    what: Beside
    seen: Annotated[str, Field(pattern=r"^(?:[0-9a-f]{64})?$")] = ""
    value: Written = ""
    kind: TargetKind | None = None
    year: Annotated[str, Field(pattern=r"^(?:[0-9]{4})?$")] = ""
    source: OneLine = ""


class PointBody(Body):
    """What was found at a point of the checklist."""

    key: Annotated[str, Field(max_length=40)]
    met: Met
    note: Prose = ""


class ReviewBody(Acting):
    """State what the review of exactly this text and document came to; a form sends `points.KEY` and its note."""

    digest: Digest
    document: Digest
    points: Annotated[list[PointBody], Field(max_length=len(POINTS))] = Field(default_factory=list)
    findings: Prose = ""
    conclusion: Conclusion
    statement: Prose

    @model_validator(mode="before")
    @classmethod
    def _of_form(cls, sent: Any) -> Any:
        """Gather the points of a form, which has each by its key."""
        told = sent.get("points") if isinstance(sent, dict) else None
        if not isinstance(told, dict):
            return sent
        answered = [(key, told[key], told.get(f"{key}.note", "")) for key in POINTS if key in told]
        return {**sent, "points": [{"key": key, "met": met, "note": note} for key, met, note in answered]}
