"""The signed text that a year is measured against."""

from domain.kernel.errors import require
from domain.kernel.message import Message
from domain.plan.state import Phase, Plan, text_digest
from domain.plan.text import Goal, Indicator, Part


class PlanBasis(Message, frozen=True, tag="plan-basis"):
    """The parts of a signed plan as they stood; `digest` is the text digest that was signed."""

    version: int
    digest: str
    parts: tuple[Part, ...]

    def indicators(self) -> dict[str, Indicator]:
        """Return every indicator by its id, in printed order."""
        return {indicator.id: indicator for part in self.parts for indicator in part.indicators}


def basis_of(plan: Plan) -> PlanBasis:
    """Return the basis that a signed plan gives; raises Refused for any other."""
    require(plan.phase is Phase.SIGNED, "plan-unsigned", "The plan is not signed yet.")
    return PlanBasis(plan.version, text_digest(plan), plan.text.parts)


def paid_for(part: Part) -> dict[str, tuple[str, ...]]:
    """Return the indicators of each programme; goals at the top and programmes pair by position, not by wording.

    Where there are not as many of one as of the other, no programme is known to pay for anything.
    """
    tops = [goal for goal in part.goals if not goal.parent]
    if len(tops) != len(part.programmes):
        return {programme.id: () for programme in part.programmes}
    above = {goal.id: goal for goal in part.goals}
    home = {indicator.id: _top(above[indicator.goal], above).id for indicator in part.indicators}
    return {
        programme.id: tuple(i for i, top in home.items() if top == goal.id)
        for goal, programme in zip(tops, part.programmes, strict=True)
    }


def _top(goal: Goal, above: dict[str, Goal]) -> Goal:
    while goal.parent:
        goal = above[goal.parent]
    return goal
