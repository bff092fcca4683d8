"""What a document of the year depends on, all of it: equal papers are equal bytes."""

from dataclasses import dataclass
from datetime import datetime

from activities.paper import Signature, Status
from domain.budget import Lines
from domain.year.action import Action
from domain.year.quarter import Quarter
from domain.year.quarters import QUARTERS


@dataclass(frozen=True)
class Place:
    """Where an official signs: the title as the office prints it, and the signature where it was given."""

    title: str
    signature: Signature | None


@dataclass(frozen=True)
class YearPaper:
    """An action plan or a quarter as it was once, with what its pages print beside it.

    `position` and `hash` (hex) name the event that made this content, `made_at` the time (UTC) of the newest act that
    is shown; `text_digest` is that of the content, in hex. Times are printed on the clock of `time_zone`.
    """

    content: Action | Quarter
    office: str
    time_zone: str
    version: int
    text_digest: str
    position: int
    hash: str
    trial: bool
    status: Status
    places: tuple[Place, ...]
    made_at: datetime

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
