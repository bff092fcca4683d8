"""What a rendered document depends on, all of it: equal papers are equal bytes."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from activities.documents.design import NEWEST
from domain.action.state import Action
from domain.kernel.actor import Capacity
from domain.kernel.message import Message
from domain.kernel.streams import QUARTERS
from domain.kind.kind import Kind
from domain.measure.budget import Lines
from domain.plan.amendment import Amendment
from domain.plan.text import PlanText
from domain.quarter.state import Quarter
from domain.report.state import Report
from domain.report.statement import Review
from domain.route.route import Route


class Status(StrEnum):
    """What the paper says of itself across every page."""

    DRAFT = "draft"  # not signed for every part yet
    SIGNED = "signed"
    VOID = "void"


class Signature(Message, frozen=True, tag="paper-signature"):
    """A signature as its block shows it; `position` is the position held, `log_position` where the event stands.

    `standing` is the text version that it was given to, where an amendment left its part as that has it; else 0.
    """

    part: str
    name: str
    position: str
    capacity: Capacity
    at: datetime
    decree: str
    log_position: int
    step: str = ""
    standing: int = 0


class Framed(Protocol):
    """What a signature's block has to know of the pages it stands on."""

    @property
    def text_digest(self) -> str: ...
    @property
    def time_zone(self) -> str: ...
    @property
    def trial(self) -> bool: ...
    @property
    def status(self) -> Status: ...


class Proven(Protocol):
    """What a document is checked by."""

    @property
    def office(self) -> str: ...
    @property
    def text_digest(self) -> str: ...
    @property
    def position(self) -> int: ...
    @property
    def hash(self) -> str: ...


class Amended(Message, frozen=True, tag="paper-amended"):
    """What the text amends: `before`, the version that was signed then, and why each place (`place_of`) changed."""

    amendment: Amendment
    before: PlanText
    version: int
    signed_at: datetime
    reasons: tuple[tuple[str, str], ...]


class PlanPaper(Message, frozen=True, tag="paper"):
    """A plan's text with what its pages print beside it.

    `position` and `hash` (hex) name the event that made this text, `made_at` its time (UTC), which becomes the
    document's own date; `text_digest` is hex. Times are printed on the clock of `time_zone`, an IANA name. It is set as
    its `shape` says, the version of its kind that the plan was drafted with; `route` says who signs in which block.
    `design` is the one of `design_of`, `emblem` the picture on the cover.
    """

    text: PlanText
    office: str
    time_zone: str
    plan: str
    year: int
    version: int
    text_digest: str
    position: int
    hash: str
    trial: bool
    status: Status
    signatures: tuple[Signature, ...]
    made_at: datetime
    shape: Kind | None = None
    route: Route = ()
    design: int = NEWEST
    emblem: bytes = b""
    amended: Amended | None = None


@dataclass(frozen=True)
class SignaturePlace:
    """Where an official signs: the title as the office prints it, and the signature where it was given."""

    title: str
    signature: Signature | None


@dataclass(frozen=True)
class ExecutionPaper:
    """An action plan, a quarter or a report as it was once, with what its pages print beside it.

    `position` and `hash` (hex) name the event that made this content, `made_at` the time (UTC) of the newest act that
    is shown; `text_digest` is that of the content, in hex. Times are printed on the clock of `time_zone`, and
    `place` is where it is signed. `emblem` and `address` are the office's, for what has a cover.
    """

    content: Action | Quarter | Report
    office: str
    time_zone: str
    version: int
    text_digest: str
    position: int
    hash: str
    trial: bool
    status: Status
    places: tuple[SignaturePlace, ...]
    made_at: datetime
    place: str = ""
    design: int = NEWEST
    emblem: bytes = b""
    address: str = ""

    @property
    def plan(self) -> str:
        """Return the plan the year belongs to, as `rkt-2024`."""
        return f"{self.content.kind}-{self.content.year}"

    @property
    def signatures(self) -> tuple[Signature, ...]:
        """Return the signatures that are shown."""
        return tuple(place.signature for place in self.places if place.signature is not None)


@dataclass(frozen=True)
class YearTablePaper:
    """The quarters of a year as they stood, with what the pages of their table print beside it.

    `lines` are the office's lines of the quadrant, those of each quarter. `text_digest` is that of all the contents, in
    hex; `position` and `hash` name the newest event that is shown, `made_at` its time (UTC). With `indicators`, it is
    not the table but the sheets of those.
    """

    quarters: tuple[Quarter, ...]
    lines: tuple[Lines | None, ...]
    office: str
    text_digest: str
    position: int
    hash: str
    made_at: datetime
    indicators: tuple[str, ...] = ()

    @property
    def plan(self) -> str:
        """Return the plan the year belongs to, as `rkt-2024`."""
        return f"{self.quarters[0].kind}-{self.year}"

    @property
    def year(self) -> int:
        """Return the year."""
        return self.quarters[0].year

    @property
    def trial(self) -> bool:
        """Return whether any of it is a trial."""
        return any(quarter.trial for quarter in self.quarters)

    @property
    def status(self) -> Status:
        """Return whether its figures stay: those of four closed quarters do."""
        closed = [quarter for quarter in self.quarters if quarter.closing is not None]
        return Status.SIGNED if len(closed) == len(QUARTERS) else Status.DRAFT


@dataclass(frozen=True)
class StatementPaper:
    """A statement with what its pages print beside it; `stated` is who made it and when, `place` where.

    `text_digest` is that of the report that was reviewed, `position` and `hash` (hex) name the event of the statement.
    """

    review: Review
    stated: Signature
    office: str
    time_zone: str
    plan: str
    year: int
    version: int
    text_digest: str
    position: int
    hash: str
    trial: bool
    status: Status
    made_at: datetime
    place: str = ""

    @property
    def signatures(self) -> tuple[Signature, ...]:
        """Return who made the statement."""
        return (self.stated,)
