"""What the answers about plan, action plan and quarter have in common."""

from decimal import Decimal
from typing import Annotated, Any, Literal, NotRequired, TypedDict

from msgspec import Meta

from domain.kernel.actor import Capacity, Role
from domain.measure.achievement import Derivation
from domain.measure.flags import Flag
from domain.measure.realisation import Aim, State
from domain.measure.target import TargetKind
from domain.route.route import StepAct

Instant = Annotated[str, Meta(extra_json_schema={"format": "date-time"})]
Digest = Annotated[str, Meta(pattern="^[0-9a-f]{64}$", description="SHA-256 in hexadecimal")]
StationState = Literal["done", "open", "ahead"]


class ActorView(TypedDict):
    """Who acted, and as what."""

    person: str
    name: str
    role: Role
    position: str
    capacity: Capacity
    office: str
    decree: str
    position_key: NotRequired[str]


class PositionView(TypedDict, total=False):
    """Of a step that names a position: its key, the office where it is another one, its title, and how many must act.

    `block` is the signature block that is filled.
    """

    position: str
    office: str
    title: str
    need: int | str
    block: str


class GivenView(TypedDict):
    """A paraf or a signature that holds."""

    by: ActorView
    at: Instant
    version: int
    digest: Digest
    document: Digest


class RouteStep(PositionView):
    """A step of a route; where all who hold a position are asked, each gives theirs in the same one."""

    key: str
    order: int
    role: Role
    act: StepAct
    state: StationState
    since: Instant | None
    given: list[GivenView]


class DoneView(TypedDict):
    """By whom, and when."""

    by: ActorView
    at: Instant


class ReturnView(DoneView):
    """Why it came back."""

    reason: str


class YearDocument(TypedDict):
    """A PDF that was made of it, by the SHA-256 of its bytes."""

    document: Digest
    version: int
    digest: Digest
    shown: str
    template: str
    pages: int
    signatures: int
    at: Instant


class CellView(TypedDict):
    """What stands in a column of the kind of plan, as printed; `value` is what it comes to, null for words.

    Its `kind` is a target's or `money`; figures are decimals in text, such as `{"kind": "percentage", "value": "96"}`.
    """

    column: str
    text: str
    value: dict[str, Any] | None


class GoalView(TypedDict):
    """A goal; `parent` is the goal above it, empty for none."""

    id: str
    parent: str
    text: str
    cells: NotRequired[list[CellView]]


class TargetView(TypedDict):
    """A target's kind, and its text as printed."""

    kind: TargetKind
    text: str


class SupportView(TypedDict):
    """A row of another plan that an indicator answers to, as it read in that plan's `version` when it was linked."""

    office: str
    plan: str
    row: str
    version: int
    text: str
    target: TargetView | None


class ProgrammeView(TypedDict):
    """A programme with its budget in rupiah: to compute with, and as printed; None is left to be added up."""

    id: str
    text: str
    allotted: str | None
    printed: str
    parent: NotRequired[str]
    serves: NotRequired[list[str]]
    cells: NotRequired[list[CellView]]


class AimView(TypedDict):
    """What is aimed at in a quarter, and how it is written."""

    aim: Aim
    text: str


class AchievementView(TypedDict):
    """A figure with how it comes about; `line` is what it can be checked by."""

    state: State
    figure: Decimal | None
    flags: tuple[Flag, ...]
    derivation: Derivation | None
    line: str


class ShareView(TypedDict):
    """A figure of the budget in per cent, with the line it can be checked by."""

    state: State
    figure: Decimal | None
    line: str
