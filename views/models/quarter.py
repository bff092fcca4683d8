"""A quarter as it is told: whole, and the short form that lists have."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TypedDict

from domain.action.row import Owner, Start
from domain.kernel.actor import Role
from domain.measure.policy import MeasurementPolicy
from domain.measure.realisation import Reading
from domain.plan.events import ReminderKind
from domain.plan.text import Goal
from domain.quarter.events import QuarterCause
from domain.quarter.filing import Evidence, FollowUpAnswer
from domain.quarter.line import Standing
from domain.quarter.row import Unfollowed
from domain.quarter.state import QuarterPhase
from domain.route.route import StepAct
from views.models.action import BasisSeen
from views.models.shared import (
    AchievementView,
    ActorView,
    AimView,
    Digest,
    DoneView,
    Instant,
    PositionView,
    ShareView,
    StationState,
    TargetView,
    YearDocument,
)


class QuarterStep(PositionView):
    """A step of the quarter's route; `unfollowed` is an amendment in force that it was signed before, and why."""

    key: str
    order: int
    role: Role
    act: StepAct
    state: StationState
    by: ActorView | None
    at: Instant | None
    version: int | None
    digest: Digest | None
    document: Digest | None
    unfollowed: Unfollowed | None
    since: Instant | None


class QuarterVoid(TypedDict):
    """A signature that no longer holds."""

    step: str
    official: ActorView
    given: Instant
    document: Digest
    cause: QuarterCause
    by: ActorView
    at: Instant


class GrantView(DoneView):
    """An end that a person gave the window, and why."""

    closes: Instant
    reason: str


class OpenView(TypedDict):
    """From when until when rows are filed."""

    opens: Instant
    closes: Instant


class WindowView(OpenView):
    """The window with where its end comes from."""

    round: int
    granted: bool
    estimated: bool
    source: str
    citation: str
    extensions: list[GrantView]
    reopenings: list[GrantView]


class EarlierView(TypedDict):
    """What an earlier quarter of the year came to."""

    quarter: int
    reading: Reading
    text: str
    follow_up: str


class FilingView(TypedDict):
    """What the owners say of a row, with its files."""

    reading: Reading
    explanation: str
    obstacles: str
    follow_up: str
    justification: str
    answer: FollowUpAnswer | None
    evidence: Sequence[Evidence]
    by: ActorView | None
    at: Instant | None


class CheckView(TypedDict):
    """Who checked a row, and when."""

    by: ActorView
    at: Instant | None


class RowBefore(TypedDict):
    """A row as it was before the quarter followed an amended plan."""

    text: str
    year_target: TargetView
    target: AimView | None


class RowLater(TypedDict):
    """An indicator that starts in a later quarter; `lowered` where this one had a target for it until it was over."""

    id: str
    text: str
    start: Start
    lowered: bool


class RowEnded(TypedDict):
    """A row that an amended plan, or a later start, took away, with what was filed of it."""

    id: str
    text: str
    standing: Standing
    reading: Reading
    reading_text: str


class QuarterFollowedView(TypedDict):
    """When the quarter went on by an amended plan; `version` is that of the quarter."""

    at: Instant
    version: int
    plan: BasisSeen


class RealisationView(TypedDict):
    """A row of a quarter: what is measured, what was filed, and what it comes to; `version` is what a write names.

    It is measured by `plan_version` of the plan; `was` and `joined` say what an amended plan that the quarter followed
    changed of it, `lowered` that its target became easier once its result could be known.
    """

    id: str
    part: str
    goal: str
    text: str
    year_target: TargetView
    target: AimView | None
    policy: MeasurementPolicy
    owners: Sequence[Owner]
    lowered: bool
    plan_version: int
    joined: bool
    was: RowBefore | None
    earlier: list[EarlierView]
    standing: Standing
    version: int
    reason: str
    again: bool
    reading: Reading
    reading_text: str
    filing: FilingView | None
    checked: CheckView | None
    quarter: AchievementView
    year: AchievementView


class SpendingView(TypedDict):
    """What a programme has spent since the year began; `version` is what a write names."""

    id: str
    part: str
    text: str
    pays_for: Sequence[str]
    allotted: Decimal
    allotted_text: str
    realised: Decimal | None
    realised_text: str
    version: int
    waived: str
    by: ActorView | None
    at: Instant | None
    absorption: ShareView


class QuarterBudget(TypedDict):
    """The programmes, and all of them together."""

    programmes: list[SpendingView]
    absorption: ShareView


class FilingReminder(TypedDict):
    """A reminder that went out."""

    round: int
    reminder: str
    kind: ReminderKind
    to: Role
    owners: Sequence[Owner]
    at: Instant


class QuarterView(TypedDict):
    """A quarter; `owing` are the owners with rows to file."""

    office: str
    kind: str
    year: int
    quarter: int
    trial: bool
    phase: QuarterPhase
    version: int
    digest: Digest
    since: Instant | None
    plan: BasisSeen
    window: WindowView
    owing: Sequence[Owner]
    goals: Sequence[Goal]
    rows: list[RealisationView]
    later: list[RowLater]
    ended: list[RowEnded]
    followed: list[QuarterFollowedView]
    budget: QuarterBudget
    reminded: list[FilingReminder]
    route: list[QuarterStep]
    void: list[QuarterVoid]
    closed: DoneView | None
    closings: int
    document: Digest | None
    documents: list[YearDocument]


class QuarterSummary(TypedDict):
    """A quarter in a list: `owing` and `returned` count rows by person, `rows` by standing, `unreported` programmes.

    `lowered` counts targets that became easier, or went away, once their result could be known.
    """

    office: str
    kind: str
    year: int
    quarter: int
    phase: QuarterPhase
    version: int
    since: Instant | None
    window: OpenView
    owing: Mapping[str, int]
    returned: Mapping[str, int]
    rows: Mapping[Standing, int]
    lowered: int
    unreported: int
    makers: list[str]
    route: list[QuarterStep]
    document: Digest | None
