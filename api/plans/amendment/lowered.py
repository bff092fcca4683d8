"""Which targets an amendment would lower once their result is known."""

from activities.reminders.quarters import ended
from api.http.visit import Visit
from api.reads.execution import read_quarters
from domain.plan.state import Plan
from domain.quarter.lowered import lowered_by


async def lowered(visit: Visit, plan: Plan) -> frozenset[str]:
    """Return the indicators whose target the open amendment makes easier, or takes away, after a quarter's result."""
    if plan.amendment is None:
        return frozenset()
    new = {indicator.id: indicator for part in plan.text.parts for indicator in part.indicators}
    effective, now = plan.amendment.effective, visit.services.clock()
    return frozenset(
        each.line.row.indicator.id
        for quarter in await read_quarters(visit)
        for each in lowered_by(quarter, new, effective, now, ended(visit.office, quarter.year, quarter.quarter))
    )
