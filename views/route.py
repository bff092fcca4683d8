"""What JSON says of a step that officials endorse."""

from typing import Any

from domain.route.endorsed import Endorsed
from domain.route.route import Step
from views.models.shared import RouteStep
from views.plan import actor_view, instant_view, position_view


def step_view(of: Endorsed[Any, Any, Any], step: Step) -> RouteStep:
    """Return where a step of its route stands, and what was given at it."""
    is_open = step in of.open_steps()
    return {
        **position_view(step),
        "key": step.key,
        "order": step.order,
        "role": step.role,
        "act": step.act,
        "state": "done" if step.key in of.done() else "open" if is_open else "ahead",
        "since": instant_view(of.since) if is_open else None,
        "given": [
            {
                "by": actor_view(e.by),
                "at": instant_view(e.at),
                "version": e.version,
                "digest": e.digest,
                "document": e.document,
            }
            for e in of.given
            if e.step == step.key
        ],
    }
