"""The plan that another comes from, as it reads now for somebody who may read it."""

from collections.abc import Mapping
from dataclasses import dataclass

from api.reads.supports import OtherPlans, says
from api.reads.years import earlier_years
from domain.action.known import known_of
from domain.kernel.streams import action_stream
from domain.kind.kind import Kind
from domain.plan.amendment import Amendment
from domain.plan.apart import OutOfStep, linked_anew, out_of_step
from domain.plan.derived import Upstream
from domain.plan.state import Phase, Plan
from domain.plan.text import Indicator, PlanText


async def upstream(others: OtherPlans, office: str, kind: Kind | None, year: int) -> Upstream | None:
    """Return the plan that one of the kind and year comes from; None where it comes from none that may be read."""
    plan = await _source(others, office, kind, year)
    return None if plan is None else await _as_it_reads(others, plan)


async def _source(others: OtherPlans, office: str, kind: Kind | None, year: int) -> Plan | None:
    if kind is None or not kind.origin:
        return None
    plan = await others.plan(office, kind.origin.key(year))
    return None if plan is None or plan.phase is Phase.REJECTED else plan


async def _as_it_reads(others: OtherPlans, plan: Plan) -> Upstream:
    version, text = says(plan)
    action = await others.recorder.action(plan.office, action_stream(plan.kind, plan.year))
    return Upstream(plan.office, plan.key, version, text, known_of(action))


async def apart(others: OtherPlans, plan: Plan) -> tuple[Upstream | None, tuple[OutOfStep, ...]]:
    """Return what a plan comes from, and what is out of step with it."""
    there = await upstream(others, plan.office, plan.shape, plan.year)
    if there is None or plan.shape is None:
        return None, ()
    return there, out_of_step(plan.shape, there, plan.text)


@dataclass(frozen=True)
class AmendedSource:
    """The plan that one comes from, as an amendment that is in force says it."""

    plan: str
    stream: str
    amendment: Amendment
    reasons: Mapping[str, str]

    def reason(self, place: str, plan: Plan) -> str:
        """Return why it changed what stands at a place of the plan: that cell, else its row; empty where it did not."""
        row, _, cell = place.partition(".")
        here = plan.text.rows().get(row)
        links = here.supports if isinstance(here, Indicator) else ()
        there = next((link.row for link in links if link.of == (plan.office, self.plan)), row)
        of_row = (why for of, why in self.reasons.items() if of.partition(".")[0] == there)
        return self.reasons.get(f"{there}.{cell}") or next(of_row, "")


async def amended_source(others: OtherPlans, plan: Plan) -> AmendedSource | None:
    """Return the amendment in force of the plan that one comes from; None where there is none that may be read."""
    there = await _source(others, plan.office, plan.shape, plan.year)
    held = None if there is None else there.in_force
    if there is None or held is None or held.amendment is None:
        return None
    return AmendedSource(there.key, there.stream, held.amendment, held.reasons)


async def to_follow(others: OtherPlans, plan: Plan) -> AmendedSource | None:
    """Return it where rows are out of step with it."""
    source = await amended_source(others, plan)
    return source if source is not None and (await apart(others, plan))[1] else None


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
