"""The action plan as it is told."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TypedDict

from domain.action.events import ActionCause
from domain.action.row import Owner, Start
from domain.action.state import ActionPhase
from domain.kind.kind import RowKind
from domain.measure.policy import MeasurementPolicy
from views.models.shared import (
    ActorView,
    AimView,
    Digest,
    GoalView,
    Instant,
    ProgrammeView,
    ReturnView,
    RouteStep,
    TargetView,
    YearDocument,
)


class StepsView(TypedDict):
    """What is going to be done, in the year and in each quarter."""

    year: str
    quarters: Sequence[str]


class ActionRowView(TypedDict):
    """An indicator with how it is measured, its four targets (null: none in that quarter), owners and steps.

    `start` is what was decided of its start, `starts` the first quarter that owes it: by that, or as the plan has it.
    """

    id: str
    goal: str
    text: str
    target: TargetView
    policy: MeasurementPolicy | None
    policies: Sequence[MeasurementPolicy]
    targets: list[AimView | None]
    owners: Sequence[Owner]
    steps: StepsView
    start: Start | None
    starts: int


class ActionPart(TypedDict):
    """A part of the plan with its rows."""

    key: str
    heading: str
    goals: list[GoalView]
    indicators: list[ActionRowView]
    programmes: list[ProgrammeView]


class ActionVoid(TypedDict):
    """A paraf or signature that no longer holds."""

    step: str
    official: ActorView
    given: Instant
    document: Digest
    cause: ActionCause
    by: ActorView
    at: Instant


class PlanSeen(TypedDict):
    """The signed text that it was made of."""

    version: int
    text_digest: Digest


class BasisSeen(PlanSeen):
    """The signed text that it is measured by; of an amended one from which day, and the how many-th (0: none)."""

    effective: str | None
    amendment: int


class RowSide(TypedDict):
    """A row of a plan as one text has it: an indicator with its target, a programme with its amount."""

    text: str
    target: TargetView | None
    allotted: Decimal | None


class RowFollowedView(TypedDict):
    """A row that one text has otherwise than another; null where it was not there, or is gone."""

    id: str
    kind: RowKind
    old: RowSide | None
    new: RowSide | None


class PlanToFollow(TypedDict):
    """The amended plan that an action plan does not follow yet, and what it has otherwise, row by row."""

    plan: BasisSeen
    rows: list[RowFollowedView]


class ActionInForce(TypedDict):
    """The version that the year goes by: it stays so until the next is signed."""

    version: int
    digest: Digest
    since: Instant | None
    document: Digest | None


class ActionSummary(TypedDict):
    """An action plan in a list: `owners` by person, `in_force` the version that the year goes by.

    `plan_version` is that of its plan.
    """

    office: str
    kind: str
    year: int
    phase: ActionPhase
    version: int
    since: Instant | None
    in_force: int | None
    plan_version: int
    makers: list[str]
    owners: Mapping[str, str]
    route: list[RouteStep]
    returned: ReturnView | None
    document: Digest | None


class ActionView(TypedDict):
    """An action plan; `missing` are the cells that it cannot be sent without.

    `to_follow` is an amended plan that it was not made for; of the one that it follows, the rows `to_look_at` still say
    what they said before.
    """

    office: str
    kind: str
    year: int
    trial: bool
    phase: ActionPhase
    version: int
    digest: Digest
    round: int
    since: Instant | None
    plan: BasisSeen
    in_force: ActionInForce | None
    to_follow: PlanToFollow | None
    to_look_at: Sequence[str]
    missing: Sequence[str]
    makers: list[str]
    parts: list[ActionPart]
    route: list[RouteStep]
    void: list[ActionVoid]
    returned: ReturnView | None
    document: Digest | None
    documents: list[YearDocument]
