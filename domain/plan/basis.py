"""The signed text that a year is measured against."""

from collections.abc import Iterator
from datetime import date

from domain.kernel.errors import Refused
from domain.kernel.message import Message
from domain.kind.kind import Kind
from domain.plan.money import Leaf, leaves
from domain.plan.state import Plan
from domain.plan.text import Indicator, Part


class PlanBasis(Message, frozen=True, omit_defaults=True, tag="plan-basis"):
    """The parts of a signed plan as they stood, and its kind; `digest` is the text digest that was signed.

    An amended one holds from its `effective` day on.
    """

    version: int
    digest: str
    parts: tuple[Part, ...]
    shape: Kind | None = None
    effective: date | None = None

    def indicators(self) -> dict[str, Indicator]:
        """Return every indicator by its id, in printed order."""
        return {indicator.id: indicator for part in self.parts for indicator in part.indicators}

    def leaves(self) -> Iterator[tuple[str, Leaf]]:
        """Yield where money is spent, with the key of the part."""
        for part in self.parts:
            for leaf in leaves(part, None if self.shape is None else self.shape.part(part.key)):
                yield part.key, leaf


def basis_of(plan: Plan) -> PlanBasis:
    """Return the basis that a signed plan gives; as it is in force; raises Refused for any other."""
    held = plan.in_force
    if held is None:
        raise Refused("plan-unsigned", "The plan is not signed yet.")
    return PlanBasis(held.version, held.digest, held.text.parts, held.shape, held.effective)
