"""The plan that another comes from, as it reads now for somebody who may read it."""

from dataclasses import dataclass

from api.reads.supports import OtherPlans, says
from api.reads.years import earlier_years
from domain.action.known import known_of
from domain.kernel.streams import action_stream
from domain.kind.kind import Kind
from domain.plan.apart import OutOfStep, linked_anew, out_of_step
from domain.plan.derived import Upstream
from domain.plan.state import Phase, Plan
from domain.plan.text import PlanText


async def upstream(others: OtherPlans, office: str, kind: Kind | None, year: int) -> Upstream | None:
    """Return the plan that one of the kind and year comes from; None where it comes from none that may be read."""
    if kind is None or not kind.origin:
        return None
    key = kind.origin.key(year)
    plan = await others.plan(office, key)
    if plan is None or plan.phase is Phase.REJECTED:
        return None
    version, text = says(plan)
    action = await others.recorder.action(office, action_stream(kind.origin.kind, year))
    return Upstream(office, key, version, text, known_of(action))


async def apart(others: OtherPlans, plan: Plan) -> tuple[Upstream | None, tuple[OutOfStep, ...]]:
    """Return what a plan comes from, and what is out of step with it."""
    there = await upstream(others, plan.office, plan.shape, plan.year)
    if there is None or plan.shape is None:
        return None, ()
    return there, out_of_step(plan.shape, there, plan.text)


@dataclass(frozen=True)
class InStep:
    """The plan that one comes from, how many rows are out of step with it, and cells that earlier years could fill."""

    source: str = ""
    rows: int = 0
    years: int = 0


ALONE = InStep()


async def in_step(others: OtherPlans, plan: Plan) -> InStep:
    """Return how far a plan is in step with the one it comes from, and with the years before."""
    there, found = await apart(others, plan)
    years = sum(bool(each.there) for each in await earlier_years(others, plan))
    return InStep("" if there is None else there.key, len({each.row.id for each in found}), years)


async def relinked(others: OtherPlans, plan: Plan, text: PlanText) -> PlanText:
    """Return the text with each row that changed, and agrees with the one it comes from, linked to it anew."""
    there = await upstream(others, plan.office, plan.shape, plan.year)
    return text if there is None or plan.shape is None else linked_anew(plan.shape, there, plan.text, text)
