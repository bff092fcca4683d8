"""A row edited in an action plan of 500 rows, decided, folded and made ready to store, beside a cell of its plan."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from statistics import median

import msgspec

from bench import large
from bench.measure import Measure
from domain.action import rules as action_rules
from domain.action.commands import BeginAction, EditAction
from domain.action.row import ActionRow, Owner
from domain.action.state import Action
from domain.action.state import fold as fold_action
from domain.kernel.actor import Actor, Capacity, Role
from domain.kernel.streams import action_stream
from domain.measure.target import Percentage
from domain.plan import rules as plan_rules
from domain.plan.basis import PlanBasis
from domain.plan.commands import DraftPlan, EditText
from domain.plan.evolution import fold as fold_plan
from domain.plan.state import Plan, stream_of
from domain.plan.text import PlanText
from domain.route.route import default_action_route, default_route
from eventstore.views import View, rows

_ROUNDS = 15
_BY = Actor("penyusun", "Penyusun (contoh)", Role.DRAFTER, "", Capacity.DEFINITIVE, large.OFFICE)
_AT = datetime(2029, 1, 8, tzinfo=UTC)


async def measure() -> list[Measure]:
    """Return what each takes; the note says how much is stored anew."""
    text = large.plan_text()
    plan = fold_plan(plan_rules.decide(_drafting(text), Plan()))
    action = fold_action(action_rules.decide(_beginning(text), Action()))
    taken: tuple[list[float], list[float]] = ([], [])
    written: tuple[list[int], list[int]] = ([], [])
    for number in range(_ROUNDS):  # by turns, so that both meet the same weather
        for kind, act in enumerate((_row_edited(action, number), _cell_edited(plan, text, number))):
            began = time.perf_counter()
            stored = act()
            taken[kind].append((time.perf_counter() - began) * 1000)
            written[kind].append(sum(len(each.body) for each in stored))
    row, cell = (median(times) for times in taken)
    note = f"{large.INDICATORS} rows; {written[0][-1] >> 10} KiB stored anew, of the plan {written[1][-1] >> 10}"
    return [Measure("a row edited in an action plan", row, "a cell edited in its plan", cell, "ms", note=note, aim=1)]


def _drafting(text: PlanText) -> DraftPlan:
    return DraftPlan(
        by=_BY,
        at=_AT,
        office=large.OFFICE,
        kind="rkt",
        year=large.YEAR,
        trial=True,
        route=default_route(),
        text=text,
    )


def _beginning(text: PlanText) -> BeginAction:
    return BeginAction(
        by=_BY,
        at=_AT,
        office=large.OFFICE,
        kind="rkt",
        year=large.YEAR,
        trial=True,
        route=default_action_route(),
        basis=PlanBasis(1, "0" * 64, text.parts),
    )


def _row_edited(action: Action, number: int) -> Callable[[], tuple[View, ...]]:
    edited = ActionRow(large.key(number), owners=(Owner(_BY.person, _BY.name),))
    command = EditAction(by=_BY, at=_AT, based_on=action.version, rows=(edited,))

    def act() -> tuple[View, ...]:
        state = fold_action(action_rules.decide(command, action), action)
        return rows(large.OFFICE, action_stream("rkt", large.YEAR), state)

    return act


def _cell_edited(plan: Plan, text: PlanText, number: int) -> Callable[[], tuple[View, ...]]:
    part = text.part("B")
    aimed = msgspec.structs.replace(part.indicators[0], target=Percentage(Decimal(number)))
    changed = text.with_part(msgspec.structs.replace(part, indicators=(aimed, *part.indicators[1:])))
    command = EditText(by=_BY, at=_AT, based_on=plan.version, text=changed)

    def act() -> tuple[View, ...]:
        state = fold_plan(plan_rules.decide(command, plan), plan)
        return rows(large.OFFICE, stream_of("rkt", large.YEAR), state)

    return act
