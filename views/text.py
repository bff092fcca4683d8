"""A plan's text as plain values: rows in printed order, what stands in their cells as printed and as read."""

from decimal import Decimal
from typing import Any, TypedDict

import msgspec

from domain.kernel.numbers import in_words, spell_rupiah
from domain.kind.kind import Kind
from domain.measure.target import Target, kind_of, spell_target
from domain.plan.cell import Cell, spell_cell
from domain.plan.money import spell_allotted
from domain.plan.money import total as budget
from domain.plan.support import Support
from domain.plan.text import Goal, Indicator, Part, PartDetails, PlanText, Programme, Row, SignatureBlock
from views.models.plan import (
    BlockView,
    PartDetailsView,
    PartView,
    PlanTextView,
)
from views.models.shared import CellView, GoalView, ProgrammeView, SupportView, TargetView

MONEY = "money"

_BESIDE = frozenset({"type", "printed"})  # how it is stored, and what the cell's text says


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
    if d.blocks:
        view["blocks"] = [block_view(block) for block in d.blocks]
    return view


def block_view(block: SignatureBlock) -> BlockView:
    """Return what a signature block prints."""
    return {
        "key": block.key,
        "heading": block.heading,
        "on_behalf": block.on_behalf,
        "further": block.further,
        "position": block.position,
        "name": block.name,
        "number": block.number,
        "place": block.place,
        "date": block.date,
    }


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
