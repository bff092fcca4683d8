"""The events of a plan's life beside its text: drafted, submitted, paraf, signature, return, comments, reminders."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from msgspec import UNSET, UnsetType

from domain.kernel.actor import Act, Actor
from domain.kernel.message import Message
from domain.kind.kind import Kind
from domain.plan.amendment import Amendment
from domain.plan.support import Support
from domain.plan.text import PlanText
from domain.route.messages import Rendered
from domain.route.route import Route


class PlanDrafted(Act, frozen=True, omit_defaults=True, tag="plan-drafted"):
    """A plan began: `text` has the parts and printed details but no rows; `version` is 0 unless one was rejected.

    `shape` is the office's kind of plan as it was declared; None where it had declared none.
    """

    office: str
    kind: str
    year: int
    trial: bool
    route: Route
    text: PlanText
    version: int
    shape: Kind | None = None


class PlanSubmitted(Act, frozen=True, omit_defaults=True, tag="plan-submitted"):
    """The drafter sent this text; `digest` is the text digest, `round` counts the submissions.

    `steps` are those that it is asked of, none named for all of the route: what an amendment leaves as it was keeps its
    signatures. `acting` is the rule by which nobody signs it who only acts in a position; empty: nothing bars them.
    """

    version: int
    digest: str
    round: int
    note: str
    separate: bool = False
    steps: tuple[str, ...] = ()
    acting: str = ""


class DocumentRendered(Rendered, frozen=True, tag="document-rendered"):
    """A PDF of the plan."""


class PlanEndorsement(Act, frozen=True, kw_only=True):
    """An official's act on exactly one text (`digest`) as shown in exactly one PDF (`document`)."""

    step: str
    part: str
    version: int
    digest: str
    document: str
    template: str
    holders: tuple[str, ...] | UnsetType = UNSET


class ParafGiven(PlanEndorsement, frozen=True, tag="paraf-given"):
    """An official reviewed the text and put their paraf on it."""

    signs: ClassVar[bool] = False


class PartSigned(PlanEndorsement, frozen=True, tag="part-signed"):
    """An official signed a part."""

    signs: ClassVar[bool] = True


class Cause(StrEnum):
    """Why a paraf or a signature no longer holds."""

    EDITED = "edited"
    RETURNED = "returned"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class PlanVoided(Act, frozen=True, kw_only=True):
    """Which endorsement ended, named by its step, its official and its time."""

    step: str
    part: str
    official: Actor
    given: datetime
    document: str
    cause: Cause


class ParafVoided(PlanVoided, frozen=True, tag="paraf-voided"):
    """A paraf no longer holds."""

    signs: ClassVar[bool] = False


class SignatureVoided(PlanVoided, frozen=True, tag="signature-voided"):
    """A signature no longer holds; its PDF stays, marked *dibatalkan*."""

    signs: ClassVar[bool] = True


class PlanReturned(Act, frozen=True, tag="plan-returned"):
    """An official sent the plan back to the drafter."""

    step: str
    version: int
    reason: str


class PlanRejected(Act, frozen=True, tag="plan-rejected"):
    """An official ended the plan, or its amendment: then the version in force is the text again."""

    step: str
    version: int
    reason: str


class PlanWithdrawn(Act, frozen=True, tag="plan-withdrawn"):
    """The drafter took the plan back before the first signature."""

    version: int
    reason: str


class AmendmentBegun(Act, frozen=True, tag="amendment-begun"):
    """The text of this version, which stays in force meanwhile, is being changed."""

    amendment: Amendment
    version: int


class AmendmentStated(Act, frozen=True, tag="amendment-stated"):
    """What the amendment says of itself changed."""

    old: Amendment
    new: Amendment


class ChangeReasoned(Act, frozen=True, tag="change-reasoned"):
    """Why the amendment changes this place (`domain.plan.difference.place_of`) of the text; empty: no longer said."""

    place: str
    old: str
    new: str
    version: int


class AmendmentWithdrawn(Act, frozen=True, tag="amendment-withdrawn"):
    """The drafter gave the amendment up before the first signature: the version in force is the text again."""

    version: int
    reason: str


class CommentMade(Act, frozen=True, tag="comment-made"):
    """A remark on a row (empty: the whole plan) of this text version."""

    comment: str
    row: str
    version: int
    text: str


class CommentSettled(Act, frozen=True, tag="comment-settled"):
    """A remark was answered."""

    comment: str
    answer: str


class CommentCarried(Act, frozen=True, tag="comment-carried"):
    """A remark stays open into the next submission, with the reason."""

    comment: str
    reason: str


class QuestionAnswered(Act, frozen=True, omit_defaults=True, tag="question-answered"):
    """What a careful reviewer would ask about a cell (`place`) was answered; asked otherwise, it is asked again.

    `question` names it with all that it says (`domain.plan.questions`), `code` its kind; `compared` is the row of
    another plan that the text was held against (`domain.plan.across`).
    """

    question: str
    code: str
    place: str
    version: int
    reason: str
    compared: Support | None = None


class ReminderKind(StrEnum):
    """Before the due instant, at it, or past it to the next above."""

    BEFORE = "before"
    DUE = "due"
    ESCALATION = "escalation"


class Reminder(Message, frozen=True, tag="reminder"):
    """One instant at which somebody is to be reminded."""

    key: str
    kind: ReminderKind
    at: datetime


class DueComputed(Act, frozen=True, tag="due-computed"):
    """When a step is due, and what that was computed from; `estimated` when a holiday between is not yet decreed."""

    step: str
    round: int
    opened: datetime
    due: datetime
    reminders: tuple[Reminder, ...]
    estimated: bool
    source: str
    citation: str


class StepReminded(Act, frozen=True, tag="step-reminded"):
    """A reminder went out for a step that was still waiting."""

    step: str
    round: int
    reminder: str
    kind: ReminderKind
    due: datetime


LifeEvent = (
    PlanDrafted
    | PlanSubmitted
    | DocumentRendered
    | ParafGiven
    | PartSigned
    | ParafVoided
    | SignatureVoided
    | PlanReturned
    | PlanRejected
    | PlanWithdrawn
    | AmendmentBegun
    | AmendmentStated
    | ChangeReasoned
    | AmendmentWithdrawn
    | CommentMade
    | CommentSettled
    | CommentCarried
    | QuestionAnswered
    | DueComputed
    | StepReminded
)
