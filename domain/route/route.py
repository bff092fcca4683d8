"""The routes as data: ordered steps, each a role, an act and a part; the kinds of route and their defaults."""

from collections.abc import Collection
from enum import StrEnum

from domain.kernel.actor import Role
from domain.kernel.errors import require
from domain.kernel.message import Message


class StepAct(StrEnum):
    """What a step asks: a paraf after review, or a signature."""

    REVIEW = "review"
    SIGN = "sign"


class Step(Message, frozen=True, tag="step"):
    """One station of the route. `part` is the part it covers; empty means the whole plan."""

    key: str
    order: int
    role: Role
    act: StepAct
    part: str = ""


Route = tuple[Step, ...]
_SIGNATORIES = (Role.SECRETARY, Role.CHAIR)


def check_route(route: Route, parts: frozenset[str], roles: Collection[Role] = _SIGNATORIES) -> None:
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
            step.role in roles,
            "route-role",
            "Step {step} names a role that cannot review or sign.",
            step.key,
            step=step.key,
        )
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


_OFFICIALS = (Role.SECRETARY, Role.CHAIR)
_CHECKERS = (Role.OWNER, Role.PLANNER, *_OFFICIALS)
_WHOLE = frozenset({""})
_ACTION, _QUARTER = "action/", "quarter/"  # no kind of plan has a slash


def action_kind(kind: str) -> str:
    """Return how the route of the action plans of such plans is called."""
    return _ACTION + kind


def quarter_kind(kind: str) -> str:
    """Return how the route of the quarters of such plans is called."""
    return _QUARTER + kind


def of_action(kind: str) -> bool:
    """Return whether a route of this kind is an action plan's."""
    return kind.startswith(_ACTION)


def of_quarter(kind: str) -> bool:
    """Return whether a route of this kind is a quarter's."""
    return kind.startswith(_QUARTER)


def plan_kind(kind: str) -> str:
    """Return the kind of the plans that a route is for, whatever of theirs it leads to the end."""
    prefix = next((prefix for prefix in (_ACTION, _QUARTER) if kind.startswith(prefix)), "")
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


def default_of(kind: str) -> Route:
    """Return the route of a kind of which an office says nothing."""
    if of_action(kind):
        return default_action_route()
    return default_quarter_route() if of_quarter(kind) else default_route()


def check_action_route(route: Route) -> None:
    """Refuse a route that cannot be walked: its steps cover the whole, and officials sign."""
    check_route(route, _WHOLE, _CHECKERS)
    for step in route:
        signs = step.act is StepAct.REVIEW or step.role in _OFFICIALS
        require(signs, "route-role", "Step {step}: only the Secretary and the Chair sign.", step.key, step=step.key)


def check_quarter_route(route: Route) -> None:
    """Refuse a route that cannot be walked: rows were checked one by one, so that officials only sign the whole."""
    check_route(route, _WHOLE, _OFFICIALS)
    for step in route:
        signs = step.act is StepAct.SIGN
        require(signs, "route-act", "Step {step}: a quarter is signed, and has no paraf.", step.key, step=step.key)
