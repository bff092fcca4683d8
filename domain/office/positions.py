"""The positions that a route names: whether their offices have them, and how those print them."""

from collections.abc import Mapping

from msgspec import UNSET, structs

from domain.kernel.actor import Role
from domain.kernel.errors import N_, require
from domain.office.state import Office
from domain.route.route import Route, Step


def require_named(route: Route, office: Office) -> None:
    """Refuse a route with a position of the office's own that it has not named; the place is the step."""
    for step in route:
        own = step.role is Role.OFFICIAL and not step.office
        require(not own or step.position in office.positions, "position-unknown", _UNNAMED, step.key, **_of(step))


def titled(route: Route, office: Office, others: Mapping[str, Office]) -> Route:
    """Return the route with each position as its office prints it now. Raises Refused where an office has it not."""
    return tuple(_titled(step, others.get(step.office, Office()) if step.office else office) for step in route)


def _titled(step: Step, office: Office) -> Step:
    if step.role is not Role.OFFICIAL:
        return step
    title = office.named(step.duty)
    require(bool(title), "position-unknown", _UNNAMED_THERE if step.office else _UNNAMED, step.key, **_of(step))
    return structs.replace(step, title=title or UNSET)


_UNNAMED = N_("The route asks for the position “{position}”, which this office has not named.")
_UNNAMED_THERE = N_("The route asks for the position “{position}”, which the office {office} has not named.")


def _of(step: Step) -> dict[str, str]:
    return {"position": step.title or step.position or "", **({"office": step.office} if step.office else {})}
