"""What a plan amends, as its papers are told."""

from activities.documents.paper import Amended
from domain.plan.state import Phase, Plan


def amended_by(plan: Plan) -> Amended | None:
    """Return what the plan's text amends: that of its open amendment, or of the signed one; None for a first text."""
    held = plan.in_force
    if held is None:
        return None
    if plan.amendment is not None:
        reasons = plan.said()
        return Amended(plan.amendment, held.text, held.version, held.signed_at, tuple(reasons.items()))
    if plan.phase is not Phase.SIGNED or held.amendment is None:
        return None
    before = plan.amended[-2]
    return Amended(held.amendment, before.text, before.version, before.signed_at, tuple(held.reasons.items()))
