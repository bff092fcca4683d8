"""The signed text that a year is measured against."""

from collections.abc import Iterator

from domain.kernel.errors import require
from domain.kernel.message import Message
from domain.kind.kind import Kind
from domain.plan.money import Leaf, leaves
from domain.plan.state import Phase, Plan, text_digest
from domain.plan.text import Indicator, Part


class PlanBasis(Message, frozen=True, omit_defaults=True, tag="plan-basis"):
    """The parts of a signed plan as they stood, and its kind; `digest` is the text digest that was signed."""

    version: int
    digest: str
    parts: tuple[Part, ...]
    shape: Kind | None = None

    def indicators(self) -> dict[str, Indicator]:
        """Return every indicator by its id, in printed order."""
        return {indicator.id: indicator for part in self.parts for indicator in part.indicators}

    def leaves(self) -> Iterator[tuple[str, Leaf]]:
        """Yield where money is spent, with the key of the part."""
        for part in self.parts:
            for leaf in leaves(part, None if self.shape is None else self.shape.part(part.key)):
                yield part.key, leaf


def basis_of(plan: Plan) -> PlanBasis:
    """Return the basis that a signed plan gives; raises Refused for any other."""
    require(plan.phase is Phase.SIGNED, "plan-unsigned", "The plan is not signed yet.")
    return PlanBasis(plan.version, text_digest(plan), plan.text.parts, plan.shape)
