"""The matrix of an amendment: each place that it changes, the old beside the new, and the reason."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import assert_never

from markupsafe import Markup

from api.plans.redline import sides
from api.plans.sentences import heading
from api.words import names
from api.words.words import Words
from domain.kernel.actor import system
from domain.kernel.errors import N_
from domain.kind.kind import RowKind
from domain.measure.target import spell_target
from domain.plan.cell import Cell, spell_cell
from domain.plan.difference import difference, place_of
from domain.plan.facts import (
    CellChanged,
    Change,
    DetailChanged,
    IndicatorLinked,
    ProgrammeAllotted,
    ProgrammeLinked,
    RowAdded,
    RowMoved,
    RowRemoved,
    RowReworded,
    TargetChanged,
)
from domain.plan.money import spell_allotted
from domain.plan.state import Plan
from domain.plan.support import Support
from domain.plan.text import Goal, Indicator, PlanText, Programme, Row, kind_of_row

_NEVER = datetime.min.replace(tzinfo=UTC)
_ADDED = {
    RowKind.GOAL: N_("New goal"),
    RowKind.INDICATOR: N_("New indicator"),
    RowKind.PROGRAMME: N_("New programme"),
}
_REMOVED = {
    RowKind.GOAL: N_("Goal taken out"),
    RowKind.INDICATOR: N_("Indicator taken out"),
    RowKind.PROGRAMME: N_("Programme taken out"),
}


@dataclass(frozen=True)
class Alteration:
    """One place that changes: `of` is the wording of its row, `what` names it there, `field` is its own in the editor.

    `old` and `new` are marked (what went struck, what came underlined), `was` and `now` the same as bare text.
    """

    place: str
    part: str
    of: str
    what: str
    old: Markup
    new: Markup
    was: str
    now: str
    reason: str
    field: str


def amended_from(plan: Plan) -> PlanText | None:
    """Return the text that the amendment changes which the plan's text is of; None for a first text."""
    held = plan.amended if plan.amendment is not None else plan.amended[:-1]
    return held[-1].text if held else None


def matrix(words: Words, plan: Plan) -> tuple[Alteration, ...]:
    """Return what the plan's amendment changes, in the order of the text; nothing where it is none."""
    base = amended_from(plan)
    if base is None:
        return ()
    rows = {**base.rows(), **plan.text.rows()}
    facts = difference(base, plan.text, system(plan.office), _NEVER, plan.version)
    reasons = plan.reasons if plan.amendment is not None else plan.amended[-1].reasons
    return tuple(_alteration(words, plan, rows, base.rows(), reasons, fact) for fact in facts)


def missing(alterations: Iterable[Alteration]) -> list[Alteration]:
    """Return those that nobody has given a reason for."""
    return [each for each in alterations if not each.reason]


def _alteration(
    words: Words,
    plan: Plan,
    rows: Mapping[str, Row],
    before: Mapping[str, Row],
    reasons: Mapping[str, str],
    fact: Change,
) -> Alteration:
    what, old, new = _told(words, plan, rows, before, fact)
    place = place_of(fact)
    row = place.partition(".")[0]
    struck, underlined = sides(words, old, new)
    return Alteration(
        place,
        fact.part,
        rows[row].text if row in rows and what != words("Wording") else "",
        what,
        struck,
        underlined,
        old,
        new,
        reasons.get(place, ""),
        place if "." in place or row not in rows else f"{row}.text",
    )


def _told(
    words: Words, plan: Plan, rows: Mapping[str, Row], before: Mapping[str, Row], fact: Change
) -> tuple[str, str, str]:
    """Return what a change is called beside its row, the old and the new."""
    match fact:
        case RowAdded(row=row):
            return words(_ADDED[kind_of_row(row)]), "", _whole(row)
        case RowRemoved(row=row):
            return words(_REMOVED[kind_of_row(row)]), _whole(row), ""
        case RowMoved(old=old, new=new, after=after):
            was = words("in “{row}”", row=rows[old].text) if old in rows and new != old else words("another place")
            if new in rows and new != old:
                return words("Moved row"), was, words("in “{row}”", row=rows[new].text)
            now = words("below “{row}”", row=rows[after].text) if after in rows else words("the first place")
            return words("Moved row"), was, now
        case RowReworded(old=old, new=new):
            return words("Wording"), old, new
        case TargetChanged(old=aim, new=aimed):
            return words("Target"), spell_target(aim), spell_target(aimed)
        case ProgrammeAllotted(programme=row):
            return words("Budget"), _money(before.get(row)), _money(rows.get(row))
        case ProgrammeLinked(old=had, new=has):
            return words("What it pays for"), _names(rows, had), _names(rows, has)
        case IndicatorLinked(old=stood_for, new=supports):
            return words("What it answers to"), _linked(stood_for), _linked(supports)
        case CellChanged(kind=kind, old=cell, new=filled):
            column = place_of(fact).rpartition(".")[2]
            return heading(plan, fact.part, kind, column), _cell(cell), _cell(filled)
        case DetailChanged(detail=name, old=said, new=says):
            return names.detail(words, name), said, says
        case _:
            assert_never(fact)


def _whole(row: Row) -> str:
    """Say all that a row says."""
    figure = ""
    match row:
        case Indicator(target=target):
            figure = spell_target(target)
        case Programme():
            figure = spell_allotted(row)
        case Goal():
            pass
    return "; ".join(filter(None, (row.text, figure, *(spell_cell(cell) for cell in row.cells))))


def _money(row: Row | None) -> str:
    return spell_allotted(row) if isinstance(row, Programme) else ""


def _linked(supports: Sequence[Support]) -> str:
    return "; ".join(f"{each.text} ({names.other_plan(each.plan)})" for each in supports)


def _names(rows: Mapping[str, Row], ids: Sequence[str]) -> str:
    return "; ".join(rows[each].text if each in rows else each for each in ids)


def _cell(cell: Cell | None) -> str:
    return "" if cell is None else spell_cell(cell)
