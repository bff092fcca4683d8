"""What may be asked of a plan; time, identity and chance arrive inside the command."""

from datetime import date, datetime

from domain.kernel.actor import Command
from domain.kernel.source import FileSource
from domain.kind.kind import Kind
from domain.plan.amendment import BasisDocument, Ground
from domain.plan.events import Reminder, ReminderKind
from domain.plan.support import Support
from domain.plan.text import PlanText
from domain.route.messages import Endorse, RecordRendered, Send, SendBack
from domain.route.route import Route


class DraftPlan(Command, frozen=True, tag="draft-plan"):
    """Begin a plan of a kind and a year; the text may already have rows. `shape` is the office's kind, if declared."""

    office: str
    kind: str
    year: int
    trial: bool
    route: Route
    text: PlanText
    shape: Kind | None = None


class EditText(Command, frozen=True, tag="edit-text"):
    """Make the whole text this one; `based_on` is the text version that was edited.

    `source` is the file that its cells (`ROW.column`) came from.
    """

    based_on: int
    text: PlanText
    source: FileSource | None = None


class SubmitPlan(Send, frozen=True, tag="submit-plan"):
    """Send the text on its route.

    By which rule those who only act in a position may not sign an amendment (`acting`) is filled in from the office.
    """

    based_on: int
    note: str
    acting: str = ""


class GiveParaf(Endorse, frozen=True, tag="give-paraf"):
    """Put the paraf of a review step."""


class SignPart(Endorse, frozen=True, tag="sign-part"):
    """Sign the part of a signing step."""


class ReturnPlan(SendBack, frozen=True, tag="return-plan"):
    """Send the plan back to the drafter."""


class RejectPlan(SendBack, frozen=True, tag="reject-plan"):
    """End the plan, or its amendment."""


class WithdrawPlan(Command, frozen=True, tag="withdraw-plan"):
    """Take the plan back before the first signature."""

    reason: str


class _Statement(Command, frozen=True, kw_only=True):
    """For how many years the plan `holds` is filled in from the office."""

    grounds: tuple[Ground, ...]
    basis: BasisDocument
    effective: date
    reason: str
    holds: int = 1


class BeginAmendment(_Statement, frozen=True, tag="begin-amendment"):
    """Begin to change a signed plan, which stays in force meanwhile; the plan counts its amendments itself."""


class StateAmendment(_Statement, frozen=True, tag="state-amendment"):
    """Correct what the amendment says of itself; `seen` is the digest (`amendment_digest`) of what was corrected."""

    seen: str = ""


class GiveReasons(Command, frozen=True, tag="state-reasons"):
    """Say why the amendment changes each of these places; an empty reason takes one back.

    `seen` are the reasons that were to be changed, as far as whoever gives them says so.
    """

    reasons: tuple[tuple[str, str], ...]
    seen: tuple[tuple[str, str], ...] = ()


class WithdrawAmendment(Command, frozen=True, tag="withdraw-amendment"):
    """Give the amendment up before the first signature."""

    reason: str


class MakeComment(Command, frozen=True, tag="make-comment"):
    """Remark on a row; empty: on the whole plan."""

    comment: str
    row: str
    text: str


class SettleComment(Command, frozen=True, tag="settle-comment"):
    """Answer a remark."""

    comment: str
    answer: str


class CarryComment(Command, frozen=True, tag="carry-comment"):
    """Leave a remark open into the next submission."""

    comment: str
    reason: str


class AnswerQuestion(Command, frozen=True, tag="answer-question"):
    """Say why what a careful reviewer would ask stands as it is; `question` is its name.

    `compared` is how the row of another plan reads that it is about.
    """

    question: str
    reason: str
    compared: Support | None = None


class RecordDocument(RecordRendered, frozen=True, tag="record-document"):
    """Record the PDF that was rendered of the plan."""


class RecordDue(Command, frozen=True, tag="record-due"):
    """Record when an open step is due."""

    step: str
    round: int
    opened: datetime
    due: datetime
    reminders: tuple[Reminder, ...]
    estimated: bool
    source: str
    citation: str


class RemindStep(Command, frozen=True, tag="remind-step"):
    """Remind whoever an open step waits for."""

    step: str
    round: int
    reminder: str
    kind: ReminderKind
    due: datetime


PlanCommand = (
    DraftPlan
    | EditText
    | SubmitPlan
    | GiveParaf
    | SignPart
    | ReturnPlan
    | RejectPlan
    | WithdrawPlan
    | BeginAmendment
    | StateAmendment
    | GiveReasons
    | WithdrawAmendment
    | MakeComment
    | SettleComment
    | CarryComment
    | AnswerQuestion
    | RecordDocument
    | RecordDue
    | RemindStep
)
