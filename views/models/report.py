"""The annual report as it is told."""

from collections.abc import Mapping, Sequence
from typing import TypedDict

from domain.report.difference import Told
from domain.report.events import ReportCause
from domain.report.state import ReportPhase
from domain.report.statement import Review
from domain.report.text import Beside, Compared, Composed
from views.models.shared import (
    ActorView,
    Digest,
    Instant,
    ReturnView,
    RouteStep,
    YearDocument,
)


class ReportSection(TypedDict):
    """A section with its digest, which whoever changes it sends back; `drafted` while nobody wrote another one."""

    key: str
    chapter: str
    title: str
    body: str
    digest: Digest
    drafted: bool


class StatedFigure(TypedDict):
    """A figure that somebody named beside an indicator's, with its digest."""

    indicator: str
    what: Beside
    figure: Compared
    text: str
    digest: Digest


class ReportVoid(TypedDict):
    """A paraf or signature that no longer holds."""

    step: str
    official: ActorView
    given: Instant
    document: Digest
    cause: ReportCause
    by: ActorView
    at: Instant


class ReviewView(TypedDict):
    """A statement of review; `holds` while the report is what was reviewed."""

    by: ActorView
    at: Instant
    version: int
    digest: Digest
    document: Digest
    review: Review
    holds: bool


class ReportInForce(TypedDict):
    """The version that was signed last: it stays so until the next is signed."""

    version: int
    digest: Digest
    since: Instant | None
    document: Digest | None


class ReportSummary(TypedDict):
    """An annual report in a list."""

    office: str
    kind: str
    year: int
    phase: ReportPhase
    version: int
    since: Instant | None
    in_force: int | None
    makers: list[str]
    reviewed: bool
    route: list[RouteStep]
    returned: ReturnView | None
    document: Digest | None


class ReportDoubt(TypedDict):
    """What a careful reader would ask at a section (`place`): an English sentence over `params`."""

    code: str
    place: str
    message: str
    params: Mapping[str, str]


class YearDifferenceView(TypedDict):
    """What reads otherwise now: `where` is a quarter, an indicator or a programme."""

    what: Told
    where: str
    text: str
    old: str
    new: str


class YearSince(TypedDict):
    """What changed in the year since the report was composed."""

    composed_at: Instant | None
    changed: list[YearDifferenceView]


class ReportView(TypedDict):
    """An annual report; `missing` are the sections that it cannot be sent without, `composed` what the year gave."""

    office: str
    kind: str
    year: int
    trial: bool
    phase: ReportPhase
    version: int
    digest: Digest
    round: int
    since: Instant | None
    composed: Composed
    composed_at: Instant | None
    sections: list[ReportSection]
    stated: list[StatedFigure]
    counts: Mapping[str, int]
    missing: Sequence[str]
    asked: list[ReportDoubt]
    makers: list[str]
    in_force: ReportInForce | None
    route: list[RouteStep]
    void: list[ReportVoid]
    reviews: list[ReviewView]
    returned: ReturnView | None
    document: Digest | None
    documents: list[YearDocument]
