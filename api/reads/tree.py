"""The plans of an office's year, those they answer to and those that answer to them, as far as somebody may read."""

from dataclasses import dataclass

from api.reads.supports import MOST_OFFICES, OtherPlans
from api.rights import may
from domain.plan.across import supported
from domain.plan.state import Phase, Plan
from eventstore.store import Store
from eventstore.views import SUMMARY
from views.tree import Branch, Of

_MOST_PLANS = 24


@dataclass(frozen=True)
class Grown:
    """The plans of a tree, and how many more there are."""

    branches: tuple[Branch, ...]
    left_out: int


async def years_of(store: Store, office: str) -> list[int]:
    """Return the years that the office has plans of, the newest first."""
    return sorted({int(key[-4:]) for key, _ in await store.views(office, SUMMARY)}, reverse=True)


async def grown(store: Store, others: OtherPlans, office: str, year: int) -> Grown:
    """Return the office's plans of the year with what stands above them, and other offices' that stand below."""
    found: dict[Of, Plan | None] = {}
    await _add(others, found, await _of_year(store, office, year))
    offices = [m.office.id for m in others.viewer.memberships if m.office.id != office and may("read-plan", m.roles)]
    for other in offices[:MOST_OFFICES]:
        for of in await _of_year(store, other, year):
            plan = await others.plan(*of)
            if plan is not None and any(support in found for support in _above(plan)):
                await _add(others, found, [of])
    kept = list(found.items())[:_MOST_PLANS]
    branches = [Branch(*of, plan, await others.there(plan.text) if plan else ()) for of, plan in kept]
    return Grown(tuple(branches), len(found) - len(kept))


async def _of_year(store: Store, office: str, year: int) -> list[Of]:
    return [(office, key) for key, _ in await store.views(office, SUMMARY) if key.endswith(f"-{year}")]


async def _add(others: OtherPlans, found: dict[Of, Plan | None], wanted: list[Of]) -> None:
    """Add plans and whatever they answer to, and so on up."""
    waiting = [of for of in wanted if of not in found]
    while waiting and len(found) <= 2 * _MOST_PLANS:
        of = waiting.pop(0)
        plan = await others.plan(*of)
        if of in found or (plan is not None and plan.phase is Phase.REJECTED):
            continue
        found[of] = plan
        waiting += _above(plan) if plan is not None else []


def _above(plan: Plan) -> list[Of]:
    return list(dict.fromkeys(support.of for _, support in supported(plan.text)))
