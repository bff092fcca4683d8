"""What may be asked of a quarter; time, identity and chance arrive inside the command."""

from datetime import date, datetime
from decimal import Decimal

from domain.action.row import Owner
from domain.kernel.actor import Command
from domain.kernel.message import Message
from domain.kernel.source import FileSource
from domain.measure.policy import MeasurementPolicy
from domain.plan.text import Goal
from domain.quarter.filing import Filing
from domain.quarter.row import (
    EarlierChange,
    LaterRow,
    QuarterBasis,
    QuarterProgramme,
    QuarterReminder,
    QuarterRow,
    Window,
)
from domain.route.messages import Endorse, RecordRendered, Send
from domain.route.route import Route


class RowVersion(Message, frozen=True, tag="row-version"):
    """A row, and the version of it that somebody saw."""

    indicator: str
    based_on: int


class Spent(Message, frozen=True, tag="spent"):
    """Rupiah spent on a programme since the year began; `based_on` is the version of its line, 0 where none is."""

    programme: str
    based_on: int
    realised: Decimal


class OpenQuarter(Send, frozen=True, tag="open-quarter"):
    """Begin a quarter; everything it is measured against comes with it."""

    office: str
    kind: str
    year: int
    quarter: int
    trial: bool
    plan_version: int
    plan_digest: str
    route: Route
    window: Window
    goals: tuple[Goal, ...]
    rows: tuple[QuarterRow, ...]
    programmes: tuple[QuarterProgramme, ...]
    effective: date | None = None
    amendment: int = 0
    later: tuple[LaterRow, ...] = ()


class RearmWindow(Command, frozen=True, tag="rearm-window"):
    """Follow a rule or a calendar that changed."""

    window: Window


class ExtendWindow(Command, frozen=True, tag="extend-window"):
    """Let people file for longer."""

    closes: datetime
    reminders: tuple[QuarterReminder, ...]
    reason: str


class FileRealisation(Command, frozen=True, tag="file-realisation"):
    """File a row for the first time; `based_on` is the version of the row that was open, 0 where nothing is filed."""

    indicator: str
    based_on: int
    filing: Filing
    source: FileSource | None = None


class CorrectRealisation(Command, frozen=True, tag="correct-realisation"):
    """Make a filed row this one."""

    indicator: str
    based_on: int
    filing: Filing
    reason: str
    source: FileSource | None = None


class FileBudget(Command, frozen=True, tag="file-budget"):
    """Say what was spent; a figure that is there already needs a reason to change."""

    amounts: tuple[Spent, ...]
    reason: str
    source: FileSource | None = None


class VerifyRealisations(Command, frozen=True, tag="verify-realisations"):
    """Pass these rows as they were seen."""

    rows: tuple[RowVersion, ...]


class ReturnRealisation(Command, frozen=True, tag="return-realisation"):
    """Send a row back to its owners."""

    indicator: str
    based_on: int
    reason: str


class WaiveRealisation(Command, frozen=True, tag="waive-realisation"):
    """Let the quarter go on without an indicator or a programme that nobody reported in time."""

    row: str
    reason: str


class HandOverRealisation(Command, frozen=True, tag="hand-over-realisation"):
    """Give a row to other owners."""

    indicator: str
    owners: tuple[Owner, ...]
    reason: str


class CorrectPolicy(Command, frozen=True, tag="correct-policy"):
    """Measure a row by another policy: what the action plan in force says of it by now."""

    indicator: str
    based_on: int
    policy: MeasurementPolicy
    reason: str


class AdoptEarlier(Command, frozen=True, tag="note-earlier"):
    """Take over what an earlier quarter of the year comes to by now."""

    rows: tuple[EarlierChange, ...]


class FollowAction(Command, frozen=True, tag="follow-action"):
    """Go on by the version of the action plan that is in force on the quarter's last day."""

    basis: QuarterBasis
    goals: tuple[Goal, ...]
    rows: tuple[QuarterRow, ...]
    programmes: tuple[QuarterProgramme, ...]
    later: tuple[LaterRow, ...] = ()


class RecordQuarterDocument(RecordRendered, frozen=True, tag="record-quarter-document"):
    """Record the PDF that was rendered of the quarter."""


class SignQuarter(Endorse, frozen=True, tag="sign-quarter"):
    """Sign the quarter; `unfollowed` is why by the plan as it was, where an amendment in force is not followed yet.

    The signed `versions` of its plan are filled in where it is recorded.
    """

    unfollowed: str = ""
    versions: tuple[QuarterBasis, ...] = ()


class CloseQuarter(Command, frozen=True, tag="close-quarter"):
    """Keep the figures of a quarter that everybody signed."""


class ReopenQuarter(Command, frozen=True, tag="reopen-quarter"):
    """Let a closed quarter be corrected until `closes`."""

    closes: datetime
    reminders: tuple[QuarterReminder, ...]
    reason: str


class RemindFiling(Command, frozen=True, tag="remind-filing"):
    """Remind of what is not filed; `round` counts the windows."""

    round: int
    reminder: str


QuarterCommand = (
    OpenQuarter
    | RearmWindow
    | ExtendWindow
    | FileRealisation
    | CorrectRealisation
    | FileBudget
    | VerifyRealisations
    | ReturnRealisation
    | WaiveRealisation
    | HandOverRealisation
    | CorrectPolicy
    | AdoptEarlier
    | FollowAction
    | RecordQuarterDocument
    | SignQuarter
    | CloseQuarter
    | ReopenQuarter
    | RemindFiling
)
