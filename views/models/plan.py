"""The plan as it is told: whole, its text, and the short form that lists have."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NotRequired, TypedDict

from domain.kernel.actor import Role
from domain.plan.amendment import Ground
from domain.plan.events import Cause, ReminderKind
from domain.plan.state import Phase
from domain.route.route import StepAct
from views.models.shared import (
    ActorView,
    CellView,
    Digest,
    DoneView,
    GoalView,
    Instant,
    PositionView,
    ProgrammeView,
    ReturnView,
    StationState,
    SupportView,
    TargetView,
)


class BlockView(TypedDict):
    """What a signature block prints around its signature; `on_behalf` is *a.n.*, `further` *u.b.*."""

    key: str
    heading: str
    on_behalf: str
    further: str
    position: str
    name: str
    number: str
    place: str
    date: str


class PartDetailsView(TypedDict):
    """What a part prints beside its rows."""

    heading: str
    goals_heading: str
    place: str
    date: str
    capacity: str
    signatory: str
    name: str
    pledge: NotRequired[str]
    blocks: NotRequired[list[BlockView]]


class IndicatorView(TypedDict):
    """An indicator of a goal with its target."""

    id: str
    goal: str
    text: str
    target: TargetView
    cells: NotRequired[list[CellView]]
    supports: NotRequired[list[SupportView]]


class PartView(TypedDict):
    """One part, signed as one."""

    key: str
    details: PartDetailsView
    goals: list[GoalView]
    indicators: list[IndicatorView]
    programmes: list[ProgrammeView]


class BudgetView(TypedDict):
    """The sum of all programmes in rupiah; sent back, it says nothing."""

    total: str
    printed: str
    in_words: str
    derived: bool


class PlanTextView(TypedDict):
    """Everything the plan says."""

    title: str
    address: str
    cover_date: str
    numbers: NotRequired[str]
    money: NotRequired[str]
    parts: list[PartView]
    budget: BudgetView


class RemindedView(TypedDict):
    """A reminder that went out."""

    kind: ReminderKind
    at: Instant


class PlanStep(PositionView):
    """A step of the plan's route; an empty part is the whole plan. `given` are those who did what several must do."""

    key: str
    order: int
    role: Role
    act: StepAct
    part: str
    state: StationState
    by: ActorView | None
    at: Instant | None
    version: int | None
    text_digest: Digest | None
    document: Digest | None
    since: Instant | None
    due: Instant | None
    estimated: bool
    reminded: list[RemindedView]
    given: NotRequired[list[DoneView]]


class PlanVoid(TypedDict):
    """A paraf or signature that no longer holds."""

    step: str
    part: str
    official: ActorView
    given: Instant
    document: Digest
    cause: Cause
    by: ActorView
    at: Instant


class PlanDocument(TypedDict):
    """A PDF that was made of a text version, by the SHA-256 of its bytes."""

    document: Digest
    version: int
    text_digest: Digest
    shown: str
    template: str
    pages: int
    signatures: int
    at: Instant


class CommentView(TypedDict):
    """A remark on a row, or (empty) on the whole plan; `carried` is the round it was left open into."""

    id: str
    by: ActorView
    at: Instant
    row: str
    version: int
    text: str
    answer: str
    settled_by: ActorView | None
    settled_at: Instant | None
    carried: int
    reason: str


class AnswerView(DoneView):
    """Why what a careful reviewer would ask stands as it is."""

    reason: str


class BasisView(TypedDict):
    """The document that asks for an amendment; `file` is the SHA-256 of the kept file `name`, empty where none is."""

    title: str
    number: str
    day: date
    file: str
    name: str


class AmendmentView(TypedDict):
    """What an amendment says of itself, and the reason of each place that it changes."""

    number: int
    grounds: Sequence[Ground]
    basis: BasisView
    effective: date
    reason: str
    reasons: Mapping[str, str]


class SignedView(TypedDict):
    """A version that everybody signed; without an amendment it is the first, and in force from the beginning."""

    version: int
    text_digest: Digest
    effective: date | None
    signed_at: Instant
    document: Digest | None
    amendment: AmendmentView | None


class PlanView(TypedDict):
    """A plan; `shape` is the version of its kind that it was drafted with, where the office had declared one.

    One that was ever amended, or is being amended, tells the version that was signed last (`in_force`) and every one
    (`amended`), the oldest first; `amendment` is the open one.
    """

    office: str
    kind: str
    year: int
    trial: bool
    phase: Phase
    version: int
    text_digest: Digest
    round: int
    since: Instant | None
    shape: NotRequired[dict[str, Any]]
    text: PlanTextView
    route: list[PlanStep]
    void: list[PlanVoid]
    document: Digest | None
    documents: list[PlanDocument]
    comments: list[CommentView]
    amendment: NotRequired[AmendmentView]
    in_force: NotRequired[SignedView]
    amended: NotRequired[list[SignedView]]


class PlanSummary(TypedDict):
    """A plan in a list; `steps` are the open ones, `amendment` the number of the open one."""

    office: str
    kind: str
    year: int
    title: str
    trial: bool
    phase: Phase
    version: int
    round: int
    since: Instant | None
    steps: list[PlanStep]
    drafters: list[str]
    open_comments: int
    returned: ReturnView | None
    signed_at: Instant | None
    document: Digest | None
    amendment: NotRequired[int]
