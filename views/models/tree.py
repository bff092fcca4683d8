"""The tree of performance of an office's year, as it is told: its plans, their rows, what answers to what."""

from typing import Literal, TypedDict

from domain.plan.state import Phase
from views.models.shared import TargetView


class TreePlanView(TypedDict):
    """A plan of the tree; `rank` counts the plans above it, `read` says whether the reader may read it.

    Of a plan that may not be read, the rows are those that others answer to, as they read when they were linked.
    """

    office: str
    plan: str
    title: str
    rank: int
    version: int
    phase: Phase | None
    read: bool


class TreeDoubtView(TypedDict):
    """What disagrees: in English, with what fills it; `question` names it where the plan's check asks it."""

    code: str
    message: str
    params: dict[str, str]
    question: str
    answered: bool


class TreeLinkView(TypedDict):
    """A row of another plan."""

    office: str
    plan: str
    row: str


class TreeRowView(TypedDict):
    """A goal or an indicator; `parent` is the row of the same plan above it, `level` how many stand above.

    `number` is printed before a goal, and counts the indicators of the plan; `called` is what its kind names a goal of
    that level, empty where it has no name.
    """

    office: str
    plan: str
    row: str
    kind: Literal["goal", "indicator"]
    parent: str
    level: int
    number: str
    called: str
    text: str
    target: TargetView | None
    supports: list[TreeLinkView]
    doubts: list[TreeDoubtView]


class TreeView(TypedDict):
    """The tree of an office's year: plans from the highest down, and the rows of each in printed order.

    `left_out` counts the plans that were too many to show.
    """

    office: str
    year: int
    plans: list[TreePlanView]
    rows: list[TreeRowView]
    left_out: int
