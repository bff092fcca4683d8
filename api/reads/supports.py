"""Rows of other plans and the plans of a year, as far as somebody may read, as they read now."""

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from activities.recording.recorder import PlanStream, Recorder
from api.http.problems import FormErrors
from api.rights import Viewer, may
from domain.kernel.errors import N_, PlanError, Unreadable
from domain.plan.across import across, leapt, read_now, rows_of, supported
from domain.plan.questions import Question
from domain.plan.state import Phase, Plan
from domain.plan.support import PLAN_KEY, Support
from domain.plan.text import Indicator, PlanDetails, PlanText
from eventstore.store import Store
from eventstore.views import SUMMARY
from views.tree import Branch, Of

MOST_OFFICES = 40  # whose plans are looked through
_NOWHERE = N_("“{row}” is no row of a plan that is there and that you may read.")


_CIRCLE = N_("“{row}” is in a plan that answers to this one itself.")
Known = Mapping[tuple[str, str], Support]


@dataclass(frozen=True)
class OtherPlans:
    """Every plan that somebody may read, of whatever office."""

    viewer: Viewer
    recorder: Recorder

    async def plan(self, office: str, key: str) -> Plan | None:
        """Return a plan (`rkt-2024`) as it is recorded; None where it is not there, or not the reader's to know of."""
        if not may("read-plan", self.viewer.roles(office)) or not PLAN_KEY.fullmatch(key):
            return None
        plan = await self.recorder.plan(PlanStream(office, f"plan/{key}"))
        return None if plan.phase is Phase.ABSENT else plan

    async def names(self, store: Store, own: tuple[str, str]) -> list[tuple[str, str]]:
        """Return office and name of each plan that may be read but for one's own, its office's first."""
        offices = [m.office.id for m in self.viewer.memberships if may("read-plan", m.roles)]
        offices.sort(key=lambda office: office != own[0])
        found = [(o, key) for o in offices[:MOST_OFFICES] for key, _ in await store.views(o, SUMMARY)]
        found.sort(key=lambda of: (of[0] != own[0], -int(of[1][-4:])))
        return [of for of in found if of != own]

    async def there(self, text: PlanText) -> list[Support]:
        """Return how the rows that a text answers to read now, and their neighbours; none of what cannot be read."""
        found: list[Support] = []
        linked: dict[tuple[str, str], list[Support]] = {}
        for _, support in supported(text):
            linked.setdefault(support.of, []).append(support)
        for of, supports in linked.items():
            plan = await self.plan(*of)
            if plan is not None:
                version, text = says(plan)
                text = text.skeleton() if plan.phase is Phase.REJECTED else text
                found += read_now(*of, version, text, supports)
        return found

    async def rows(self, office: str, key: str) -> list[Support]:
        """Return the figures of a plan as they read now; none of what cannot be read, or is no plan any more."""
        plan = await self.plan(office, key)
        return [] if plan is None or plan.phase is Phase.REJECTED else rows_of(office, key, *says(plan))

    async def between(self, plan: Plan) -> list[tuple[Question, Support]]:
        """Return what is asked beside the plans that it answers to, and last year's; each with the other's row."""
        answered, before = await self.there(plan.text), await self.rows(*plan.year_before)
        return [*across(plan.text, answered), *leapt(plan.text, before)]

    async def linked(self, text: PlanText, own: tuple[str, str], before: PlanText) -> PlanText:
        """Return the text with each link as its row reads: as it was linked `before`, anything else as it reads now.

        `own` are the text's office and plan. Raises `FormErrors`.
        """
        known = {(row.id, support.address): support for row, support in supported(before)}
        wrong: list[tuple[str, PlanError]] = []
        parts = []
        for part in text.parts:
            indicators = []
            for row in part.indicators:
                read = [await self._read(row, support, own, known, wrong) for support in row.supports]
                supports = tuple(support for support in read if support is not None)
                indicators.append(msgspec.structs.replace(row, supports=supports))
            parts.append(msgspec.structs.replace(part, indicators=tuple(indicators)))
        if wrong:
            raise FormErrors(wrong)
        return msgspec.structs.replace(text, parts=tuple(parts))

    async def _read(
        self,
        row: Indicator,
        support: Support,
        own: tuple[str, str],
        known: Known,
        wrong: list[tuple[str, PlanError]],
    ) -> Support | None:
        before = known.get((row.id, support.address))
        if before is not None and support.version in (0, before.version):
            return before
        place = f"{row.id}.supports"
        plan = await self.plan(*support.of)
        version, text = (0, PlanText(PlanDetails("", "", ""), ())) if plan is None else says(plan)
        there = None if plan is None or plan.phase is Phase.REJECTED else text.rows().get(support.row)
        if plan is None or not isinstance(there, Indicator):
            code, message = "support-not-found", _NOWHERE
        elif any(each.of == own for _, each in supported(plan.text)):
            code, message = "support-circle", _CIRCLE
        else:
            return Support(*support.of, support.row, version, there.text, there.target)
        wrong.append((place, Unreadable(code, message, place, row=support.address[:120])))
        return None


def says(plan: Plan) -> tuple[int, PlanText]:
    """Return what other plans go by, and its version: the text in force, else the text as it stands."""
    held = plan.in_force
    return (plan.version, plan.text) if held is None else (held.version, held.text)


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
