"""The plan as its readers get it: the one JSON spelling that the API serves and the read model keeps."""

from datetime import datetime
from decimal import Decimal
from typing import Any, TypedDict, overload

import msgspec

from domain.kernel.actor import Actor
from domain.kernel.message import canonical
from domain.kernel.numbers import in_words, spell_rupiah
from domain.kind.kind import Kind
from domain.measure.target import Target, kind_of, spell_target
from domain.plan.cell import Cell, spell_cell
from domain.plan.money import spell_allotted
from domain.plan.money import total as budget
from domain.plan.state import Answer, Comment, Plan, text_digest
from domain.plan.support import Support
from domain.plan.text import Goal, Indicator, Part, PartDetails, PlanText, Programme, Row
from domain.route.route import Step
from views.models.plan import (
    AnswerView,
    CommentView,
    PartDetailsView,
    PartView,
    PlanStep,
    PlanSummary,
    PlanTextView,
    PlanView,
)
from views.models.shared import ActorView, CellView, GoalView, ProgrammeView, SupportView, TargetView


def plan_json(plan: Plan) -> bytes:
    """Return the whole plan as canonical JSON."""
    return canonical(plan_view(plan))


def summary_json(plan: Plan) -> bytes:
    """Return the row of the desk: what the plan is and what it waits for."""
    return canonical(summary_view(plan))


def summary_view(plan: Plan) -> PlanSummary:
    """Return it as plain values."""
    open_steps = {s.key for s in plan.open_steps()}
    return {
        "office": plan.office,
        "kind": plan.kind,
        "year": plan.year,
        "title": plan.text.details.title,
        "trial": plan.trial,
        "phase": plan.phase,
        "version": plan.version,
        "round": plan.round,
        "since": instant_view(plan.since),
        "steps": [s for s in _route(plan) if s["key"] in open_steps],
        "drafters": sorted(plan.drafters),
        "open_comments": sum(c.open for c in plan.comments.values()),
        "returned": None
        if plan.returned is None
        else {
            "by": actor_view(plan.returned.by),
            "at": instant_view(plan.returned.at),
            "reason": plan.returned.reason,
        },
        "signed_at": instant_view(plan.signatures[-1].at) if plan.closed and plan.signatures else None,
        "document": plan.document.document if plan.document else None,
    }


def plan_view(plan: Plan) -> PlanView:
    """Return the plan as plain values."""
    view: PlanView = {
        "office": plan.office,
        "kind": plan.kind,
        "year": plan.year,
        "trial": plan.trial,
        "phase": plan.phase,
        "version": plan.version,
        "text_digest": text_digest(plan),
        "round": plan.round,
        "since": instant_view(plan.since),
        "text": text_view(plan.text, plan.shape),
        "route": _route(plan),
        "void": [
            {
                "step": e.step,
                "part": e.part,
                "official": actor_view(e.official),
                "given": instant_view(e.given),
                "document": e.document,
                "cause": e.cause,
                "by": actor_view(e.by),
                "at": instant_view(e.at),
            }
            for e in plan.void
        ],
        "document": plan.document.document if plan.document else None,
        "documents": [
            {
                "document": d.document,
                "version": d.version,
                "text_digest": d.digest,
                "shown": d.shown,
                "template": d.template,
                "pages": d.pages,
                "signatures": d.signatures,
                "at": instant_view(d.at),
            }
            for d in plan.documents
        ],
        "comments": [_comment(c) for c in plan.comments.values()],
    }
    if plan.shape is not None:
        view["shape"] = msgspec.to_builtins(plan.shape)
    return view


def text_view(text: PlanText, shape: Kind | None = None) -> PlanTextView:
    """Return the text as plain values: rows in printed order, targets as printed and as read."""
    total = budget(text, shape)
    view: PlanTextView = {
        "title": text.details.title,
        "address": text.details.address,
        "cover_date": text.details.cover_date,
        "parts": [_part(part) for part in text.parts],
        "budget": {"total": str(total), "printed": spell_rupiah(total), "in_words": in_words(total), "derived": True},
    }
    if text.details.numbers:
        view["numbers"] = text.details.numbers
    if text.details.money:
        view["money"] = text.details.money
    return view


def target_view(target: Target) -> TargetView:
    """Return a target's kind and its printed text; what `read_target` takes."""
    return {"kind": kind_of(target), "text": spell_target(target)}


def _details(d: PartDetails) -> PartDetailsView:
    view: PartDetailsView = {
        "heading": d.heading,
        "goals_heading": d.goals_heading,
        "place": d.place,
        "date": d.date,
        "capacity": d.capacity,
        "signatory": d.signatory,
        "name": d.name,
    }
    if d.pledge:
        view["pledge"] = d.pledge
    return view


def _part(part: Part) -> PartView:
    return {
        "key": part.key,
        "details": _details(part.details),
        "goals": [_goal(goal) for goal in part.goals],
        "indicators": [
            {"id": i.id, "goal": i.goal, "text": i.text, "target": target_view(i.target), **_cells(i), **_supports(i)}
            for i in part.indicators
        ],
        "programmes": [programme_view(programme) for programme in part.programmes],
    }


class _Supports(TypedDict, total=False):
    supports: list[SupportView]


def _supports(indicator: Indicator) -> _Supports:
    """What it answers to in other plans, where it does."""
    found = [support_view(support) for support in indicator.supports]
    return {"supports": found} if found else {}


def support_view(support: Support) -> SupportView:
    """Return a row of another plan as it was read."""
    return {
        "office": support.office,
        "plan": support.plan,
        "row": support.row,
        "version": support.version,
        "text": support.text,
        "target": None if support.target is None else target_view(support.target),
    }


def _goal(goal: Goal) -> GoalView:
    return {"id": goal.id, "parent": goal.parent, "text": goal.text, **_cells(goal)}


def programme_view(programme: Programme) -> ProgrammeView:
    """Return a programme as plain values."""
    view: ProgrammeView = {
        "id": programme.id,
        "text": programme.text,
        "allotted": None if programme.allotted is None else str(programme.allotted),
        "printed": spell_allotted(programme),
    }
    if programme.cells:
        view["cells"] = [_cell(cell) for cell in programme.cells]
    if programme.parent:
        view["parent"] = programme.parent
    if programme.serves:
        view["serves"] = list(programme.serves)
    return view


class _Cells(TypedDict, total=False):
    cells: list[CellView]


def _cells(row: Row) -> _Cells:
    """The cells of a row, where its kind has columns and something stands in them."""
    return {"cells": [_cell(cell) for cell in row.cells]} if row.cells else {}


def _cell(cell: Cell) -> CellView:
    return {"column": cell.column, "text": spell_cell(cell), "value": value_view(cell)}


def value_view(cell: Cell) -> dict[str, Any] | None:
    """Return what a cell comes to: the kind of figure and its decimals; None for words."""
    match cell.value:
        case None:
            return None
        case Decimal() as amount:
            return {"kind": MONEY, "value": str(amount)}
        case target:
            fields: dict[str, Any] = msgspec.to_builtins(target)
            return {"kind": kind_of(target), **{name: of for name, of in fields.items() if name not in _BESIDE}}


MONEY = "money"
_BESIDE = frozenset({"type", "printed"})  # how it is stored, and what the cell's text says


def _route(plan: Plan) -> list[PlanStep]:
    return [_step(step, plan) for step in plan.route]


def _step(step: Step, plan: Plan) -> PlanStep:
    done = next((e for e in plan.given if e.step == step.key), None)
    due = plan.due.get(step.key)
    is_open = step in plan.open_steps()
    return {
        "key": step.key,
        "order": step.order,
        "role": step.role,
        "act": step.act,
        "part": step.part,
        "state": "done" if done else "open" if is_open else "ahead",
        "by": actor_view(done.by) if done else None,
        "at": instant_view(done.at) if done else None,
        "version": done.version if done else None,
        "text_digest": done.digest if done else None,
        "document": done.document if done else None,
        "since": instant_view(plan.since) if is_open else None,
        "due": instant_view(due.due) if due and is_open else None,
        "estimated": bool(due and due.estimated and is_open),
        "reminded": [
            {"kind": r.kind, "at": instant_view(r.at)}
            for (key, round_, _), r in plan.reminded.items()
            if is_open and key == step.key and round_ == plan.round
        ],
    }


def _comment(c: Comment) -> CommentView:
    return {
        "id": c.id,
        "by": actor_view(c.by),
        "at": instant_view(c.at),
        "row": c.row,
        "version": c.version,
        "text": c.text,
        "answer": c.answer,
        "settled_by": actor_view(c.settled_by) if c.settled_by else None,
        "settled_at": instant_view(c.settled_at),
        "carried": c.carried,
        "reason": c.reason,
    }


def answer_view(answer: Answer) -> AnswerView:
    """Return why what is asked of a text stands as it is."""
    return {"by": actor_view(answer.by), "at": instant_view(answer.at), "reason": answer.reason}


def actor_view(actor: Actor) -> ActorView:
    """Return who acted, and as what."""
    return {
        "person": actor.person,
        "name": actor.name,
        "role": actor.role,
        "position": actor.position,
        "capacity": actor.capacity,
        "office": actor.office,
        "decree": actor.decree,
    }


@overload
def instant_view(at: datetime) -> str: ...
@overload
def instant_view(at: datetime | None) -> str | None: ...
def instant_view(at: datetime | None) -> str | None:
    """Return an instant in ISO 8601 with microseconds."""
    return at.isoformat(timespec="microseconds") if at else None
