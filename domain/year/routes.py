"""The routes of a year as data: the action plan's, and the one that closes a quarter."""

from collections.abc import Collection

from domain.actor import Role
from domain.route import Route, Step, StepAct, check_route, orders

_CHECKERS = (Role.OWNER, Role.PLANNER, Role.SECRETARY, Role.CHAIR)
_WHOLE = frozenset({""})


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


def check_year_route(route: Route) -> None:
    """Refuse a route that cannot be walked; its steps cover the whole."""
    check_route(route, _WHOLE, _CHECKERS)


def next_steps(route: Route, done: Collection[str]) -> tuple[Step, ...]:
    """Return the steps that wait: those of the lowest order that is not complete."""
    for order in orders(route):
        steps = tuple(step for step in route if step.order == order and step.key not in done)
        if steps:
            return steps
    return ()
