"""The signed text that a year is measured against."""

from collections.abc import Iterator
from datetime import date, datetime

from msgspec import structs

from domain.kernel.errors import Refused
from domain.kernel.message import Message
from domain.kernel.streams import QUARTERS, last_day
from domain.kind.kind import Kind
from domain.plan.in_force import InForce
from domain.plan.money import Leaf, leaves
from domain.plan.state import Plan
from domain.plan.text import Indicator, Part


class PlanBasis(Message, frozen=True, omit_defaults=True, tag="plan-basis"):
    """The parts of a signed plan as they stood, and its kind; `digest` is the text digest that was signed.

    Of an amended one: from which day it holds, the how many-th amendment it is, and when it was signed.
    """

    version: int
    digest: str
    parts: tuple[Part, ...]
    shape: Kind | None = None
    effective: date | None = None
    amendment: int = 0
    signed: datetime | None = None

    def indicators(self) -> dict[str, Indicator]:
        """Return every indicator by its id, in printed order."""
        return {indicator.id: indicator for part in self.parts for indicator in part.indicators}

    def leaves(self) -> Iterator[tuple[str, Leaf]]:
        """Yield where money is spent, with the key of the part."""
        for part in self.parts:
            for leaf in leaves(part, None if self.shape is None else self.shape.part(part.key)):
                yield part.key, leaf


def basis_of(plan: Plan, version: int | None = None) -> PlanBasis:
    """Return the basis that a signed plan gives, as it is in force, or as it was in a signed version.

    Raises Refused for a plan that is not signed.
    """
    held = next((each for each in plan.amended if each.version == version), plan.in_force)
    if held is None:
        raise Refused("plan-unsigned", "The plan is not signed yet.")
    return basis_as(held)


def basis_as(held: InForce) -> PlanBasis:
    """Return the basis that a signed version gives; the first says nothing of an amendment."""
    basis = PlanBasis(held.version, held.digest, held.text.parts, held.shape)
    if held.amendment is None:
        return basis
    amended = {"effective": held.effective, "amendment": held.amendment.number, "signed": held.signed_at}
    return structs.replace(basis, **amended)


def newer_basis(plan: Plan, basis: PlanBasis) -> PlanBasis | None:
    """Return the signed version that what was made for a basis is to follow; None where that is the newest.

    One after the other, as far as a version is the one in force on a quarter's last day: its quarters go by it.
    """
    newer = [held for held in plan.amended if held.version > basis.version]
    counting = [plan.in_force_on(last_day(plan.year, quarter)) for quarter in QUARTERS]
    held = next((each for each in newer if each in counting), newer[-1] if newer else None)
    return None if held is None else basis_as(held)
