"""The routes of a year as data: the action plan's, and the one that closes a quarter; how an office names each."""

from domain.kernel.actor import Role
from domain.kernel.errors import require
from domain.route.route import Route, Step, StepAct, check_route, default_route

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
