"""The routes as data: ordered steps, each a role or a position, an act and a part; the kinds and their defaults."""

from collections.abc import Collection
from enum import StrEnum
from typing import Literal

from msgspec import UNSET, UnsetType

from domain.kernel.actor import Duty, Role
from domain.kernel.errors import N_, require
from domain.kernel.message import Message


class StepAct(StrEnum):
    """What a step asks: a paraf after review, or a signature."""

    REVIEW = "review"
    SIGN = "sign"


class Step(Message, frozen=True, tag="step"):
    """One station of the route. `part` is the part it covers; empty means the whole plan.

    An official's step names a position by its key, of another office where `office` says so, and its `title` as that
    printed it when the route was taken. `need` is how many of its holders must act, one where nothing is said;
    `block` is the signature block that is filled.
    """

    key: str
    order: int
    role: Role
    act: StepAct
    part: str = ""
    position: str | UnsetType = UNSET
    office: str | UnsetType = UNSET
    title: str | UnsetType = UNSET
    need: int | Literal["all"] | UnsetType = UNSET
    block: str | UnsetType = UNSET

    @property
    def duty(self) -> Duty:
        """Return what whoever does it acts under."""
        return Duty(self.role, self.position or "", self.office or "")


Route = tuple[Step, ...]
_SIGNATORIES = (Role.OFFICIAL, Role.SECRETARY, Role.CHAIR)
_REVIEWERS = (Role.DRAFTER, Role.OWNER, Role.PLANNER, *_SIGNATORIES)
_MOST_HOLDERS = 20


def check_route(route: Route, parts: frozenset[str], roles: Collection[Role] = _REVIEWERS) -> None:
    """Refuse a route that cannot be walked: empty, keys twice, unknown part, signing before reviewing, mixed orders."""
    require(bool(route), "route-empty", "The route has no steps.")
    require(len({s.key for s in route}) == len(route), "route-key-twice", "Two steps of the route have the same key.")
    for step in route:
        require(
            step.part in parts or (step.act is StepAct.REVIEW and not step.part),
            "route-unknown-part",
            "Step {step} names the part “{part}”, which the plan does not have.",
            step.key,
            step=step.key,
            part=step.part,
        )
        require(
            step.role in roles if step.act is StepAct.REVIEW else step.role in _SIGNATORIES,
            "route-role",
            "Step {step} names a role that cannot review or sign.",
            step.key,
            step=step.key,
        )
        _check_position(step)
    filled = [(step.part, step.block) for step in route if step.block]
    require(len(set(filled)) == len(filled), "route-block-twice", N_("Two steps fill the same signature block."))
    for order in orders(route):
        acts = {s.act for s in route if s.order == order}
        require(len(acts) == 1, "route-mixed", "Steps that run side by side must all review or all sign.")
    signing = [s.order for s in route if s.act is StepAct.SIGN]
    require(bool(signing), "route-unsigned", "The route ends without a signature.")
    require(
        all(s.order < min(signing) for s in route if s.act is StepAct.REVIEW),
        "route-review-after-sign",
        "A review cannot follow a signature.",
    )
    signed = [s.part for s in route if s.act is StepAct.SIGN]
    require(set(signed) == parts, "route-part-unsigned", "Every part needs a signature.")


def _check_position(step: Step) -> None:
    official = step.role is Role.OFFICIAL
    nowhere = N_("Step {step} names no position.")
    require(bool(step.position) or not official, "route-position", nowhere, step.key, step=step.key)
    of_none = N_("Step {step} says of a role what only a position has.")
    extra = bool(step.position or step.office or step.title) or step.need is not UNSET
    require(official or not extra, "route-position", of_none, step.key, step=step.key)
    possible = step.need is UNSET or step.need == "all" or 1 <= step.need <= _MOST_HOLDERS
    few = N_("Step {step} asks one to {most} of those who hold the position, or all.")
    require(possible, "route-need", few, step.key, step=step.key, most=str(_MOST_HOLDERS))
    signs = step.act is StepAct.SIGN or not step.block
    require(signs, "route-block", N_("Step {step} signs nothing, so it fills no block."), step.key, step=step.key)


def orders(route: Route) -> list[int]:
    """Return the distinct orders, first to last."""
    return sorted({step.order for step in route})


def next_steps(route: Route, done: Collection[str]) -> tuple[Step, ...]:
    """Return the steps that wait: those of the lowest order that is not complete."""
    for order in orders(route):
        steps = tuple(step for step in route if step.order == order and step.key not in done)
        if steps:
            return steps
    return ()


def default_route() -> Route:
    """Secretary reviews, Chair reviews, Secretary signs part B, Chair signs part A (domain.md, *Review*)."""
    return (
        Step("secretary-review", 1, Role.SECRETARY, StepAct.REVIEW),
        Step("chair-review", 2, Role.CHAIR, StepAct.REVIEW),
        Step("secretary-sign", 3, Role.SECRETARY, StepAct.SIGN, "B"),
        Step("chair-sign", 4, Role.CHAIR, StepAct.SIGN, "A"),
    )


_CHECKERS = (Role.OWNER, Role.PLANNER, *_SIGNATORIES)
_WHOLE = frozenset({""})
_ACTION, _QUARTER, _REPORT = "action/", "quarter/", "report/"  # no kind of plan has a slash


def action_kind(kind: str) -> str:
    """Return how the route of the action plans of such plans is called."""
    return _ACTION + kind


def quarter_kind(kind: str) -> str:
    """Return how the route of the quarters of such plans is called."""
    return _QUARTER + kind


def report_kind(kind: str) -> str:
    """Return how the route of the annual reports of such plans is called."""
    return _REPORT + kind


def of_action(kind: str) -> bool:
    """Return whether a route of this kind is an action plan's."""
    return kind.startswith(_ACTION)


def of_quarter(kind: str) -> bool:
    """Return whether a route of this kind is a quarter's."""
    return kind.startswith(_QUARTER)


def of_report(kind: str) -> bool:
    """Return whether a route of this kind is an annual report's."""
    return kind.startswith(_REPORT)


def plan_kind(kind: str) -> str:
    """Return the kind of the plans that a route is for, whatever of theirs it leads to the end."""
    prefix = next((prefix for prefix in (_ACTION, _QUARTER, _REPORT) if kind.startswith(prefix)), "")
    return kind.removeprefix(prefix)


def default_action_route() -> Route:
    """Every owner accepts their rows, the planning section verifies, the Secretary signs."""
    return (
        Step("owners", 1, Role.OWNER, StepAct.REVIEW),
        Step("planner", 2, Role.PLANNER, StepAct.REVIEW),
        Step("secretary", 3, Role.SECRETARY, StepAct.SIGN),
    )


def default_quarter_route() -> Route:
    """The Secretary signs, then the Chair."""
    return (
        Step("secretary", 1, Role.SECRETARY, StepAct.SIGN),
        Step("chair", 2, Role.CHAIR, StepAct.SIGN),
    )


def default_report_route() -> Route:
    """The Secretary reviews, the Chair signs."""
    return (
        Step("secretary", 1, Role.SECRETARY, StepAct.REVIEW),
        Step("chair", 2, Role.CHAIR, StepAct.SIGN),
    )


def default_of(kind: str) -> Route:
    """Return the route of a kind of which an office says nothing."""
    if of_action(kind):
        return default_action_route()
    if of_report(kind):
        return default_report_route()
    return default_quarter_route() if of_quarter(kind) else default_route()


def check_whole_route(route: Route) -> None:
    """Refuse a route that cannot be walked: its steps cover the whole, and officials sign."""
    check_route(route, _WHOLE, _CHECKERS)
    _check_own(route)


def check_quarter_route(route: Route) -> None:
    """Refuse a route that cannot be walked: rows were checked one by one, so that officials only sign the whole."""
    check_route(route, _WHOLE, _SIGNATORIES)
    _check_own(route)
    for step in route:
        signs = step.act is StepAct.SIGN
        require(signs, "route-act", "Step {step}: a quarter is signed, and has no paraf.", step.key, step=step.key)


def _check_own(route: Route) -> None:
    """What belongs to a plan's year is its own office's: nobody else sees it."""
    for step in route:
        alone = N_("Step {step}: only a plan is signed by another office, too.")
        require(not step.office, "route-office", alone, step.key, step=step.key)
