"""What changed in a text, in sentences: by whom, or what two texts differ in, which nobody did at once."""

from collections.abc import Mapping
from typing import assert_never

from markupsafe import Markup

from api.words import names
from api.words.names import called, linked_row, quoted
from api.words.words import Words
from domain.kernel.actor import Role
from domain.kernel.errors import N_
from domain.kernel.numbers import spell_rupiah
from domain.kind.kind import RowKind
from domain.measure.target import spell_target
from domain.plan.cell import spell_cell
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
from domain.plan.text import Goal, Indicator, Programme, Row, kind_of_row

_ADDED = {
    RowKind.GOAL: N_("{who} added the goal {row}."),
    RowKind.INDICATOR: N_("{who} added the indicator {row}, target {value}."),
    RowKind.PROGRAMME: N_("{who} added the programme {row}, budget {value}."),
}
_REMOVED = {
    RowKind.GOAL: N_("{who} removed the goal {row}."),
    RowKind.INDICATOR: N_("{who} removed the indicator {row}, target {value}."),
    RowKind.PROGRAMME: N_("{who} removed the programme {row}, budget {value}."),
}
_REWORDED = {
    RowKind.GOAL: N_("{who} reworded the goal {old} to {new}."),
    RowKind.INDICATOR: N_("{who} reworded the indicator {old} to {new}."),
    RowKind.PROGRAMME: N_("{who} reworded the programme {old} to {new}."),
}
_WAS_ADDED = {
    RowKind.GOAL: N_("The goal {row} is new."),
    RowKind.INDICATOR: N_("The indicator {row} is new, target {value}."),
    RowKind.PROGRAMME: N_("The programme {row} is new, budget {value}."),
}
_WAS_REMOVED = {
    RowKind.GOAL: N_("The goal {row} is gone."),
    RowKind.INDICATOR: N_("The indicator {row} is gone, target {value}."),
    RowKind.PROGRAMME: N_("The programme {row} is gone, budget {value}."),
}
_WAS_REWORDED = {
    RowKind.GOAL: N_("The goal {old} now reads {new}."),
    RowKind.INDICATOR: N_("The indicator {old} now reads {new}."),
    RowKind.PROGRAMME: N_("The programme {old} now reads {new}."),
}


def change_sentence(words: Words, event: Change, rows: Mapping[str, Row], of: Plan | None = None) -> Markup:
    """Tell one change `of` a plan; `rows` are those before it, by id. What only a comparison found names nobody."""
    found = event.by.role is Role.SYSTEM

    def say(msgid: str, **params: object) -> Markup:
        who = Markup("<b>{}</b>").format(names.actor(words, event.by))
        return words.html(msgid, who=who, **params)

    match event:
        case RowAdded(row=row):
            sentence = _WAS_ADDED if found else _ADDED
            return say(sentence[kind_of_row(row)], row=quoted(row.text), value=_new(_value(row)))
        case RowRemoved(row=row):
            sentence = _WAS_REMOVED if found else _REMOVED
            return say(sentence[kind_of_row(row)], row=quoted(row.text), value=_old(_value(row)))
        case RowReworded(kind=kind, old=old, new=new):
            sentence = _WAS_REWORDED if found else _REWORDED
            return say(sentence[kind], old=_old(old), new=_new(new))
        case RowMoved(row=row_id, old=old, new=new, after=after):
            row_name = called(rows, row_id)
            if old != new and new:
                msgid = (
                    N_("{row} now belongs to the goal {goal}.")
                    if found
                    else N_("{who} moved {row} to the goal {goal}.")
                )
                return say(msgid, row=row_name, goal=called(rows, new))
            if after:
                msgid = N_("{row} now stands below {other}.") if found else N_("{who} moved {row} below {other}.")
                return say(msgid, row=row_name, other=called(rows, after))
            msgid = N_("{row} now stands in the first place.") if found else N_("{who} moved {row} to the first place.")
            return say(msgid, row=row_name)
        case TargetChanged(indicator=row_id):
            msgid = (
                N_("The target of {row} went from {old} to {new}.")
                if found
                else N_("{who} changed the target of {row} from {old} to {new}.")
            )
            old, new = _old(spell_target(event.old)), _new(spell_target(event.new))
            return say(msgid, row=called(rows, row_id), old=old, new=new)
        case ProgrammeAllotted(programme=row_id):
            msgid = (
                N_("The budget of {row} went from {old} to {new}.")
                if found
                else N_("{who} changed the budget of {row} from {old} to {new}.")
            )
            empty = Markup("{}").format(words("empty"))
            before = rows.get(row_id)
            was = before.printed if isinstance(before, Programme) else ""
            old = empty if event.old is None else _old(was or spell_rupiah(event.old))
            new = empty if event.new is None else _new(event.printed or spell_rupiah(event.new))
            return say(msgid, row=called(rows, row_id), old=old, new=new)
        case ProgrammeLinked(programme=row_id, new=linked):
            if not linked:
                msgid = (
                    N_("{row} is linked to nothing now.")
                    if found
                    else N_("{who} unlinked {row} from what it pays for.")
                )
                return say(msgid, row=called(rows, row_id))
            msgid = N_("{row} now pays for {linked}.") if found else N_("{who} linked {row} to {linked}.")
            named = Markup(", ").join(called(rows, key) for key in linked)
            return say(msgid, row=called(rows, row_id), linked=named)
        case IndicatorLinked(indicator=row_id, new=supports):
            if not supports:
                msgid = (
                    N_("{row} answers to no other plan now.")
                    if found
                    else N_("{who} let {row} answer to no other plan any more.")
                )
                return say(msgid, row=called(rows, row_id))
            msgid = N_("{row} now answers to {linked}.") if found else N_("{who} let {row} answer to {linked}.")
            return say(msgid, row=called(rows, row_id), linked=Markup(", ").join(map(linked_row, supports)))
        case CellChanged(row=row_id, old=had, new=has):
            msgid = (
                N_("“{column}” of {row} went from {old} to {new}.")
                if found
                else N_("{who} changed “{column}” of {row} from {old} to {new}.")
            )
            return say(
                msgid,
                column=_head(event, of),
                row=called(rows, row_id),
                old=words("empty") if had is None else _old(spell_cell(had)),
                new=words("empty") if has is None else _new(spell_cell(has)),
            )
        case DetailChanged(detail=name, part=part):
            detail = names.detail(words, name)
            msgid = (
                N_("“{detail}” went from {old} to {new}.")
                if found
                else N_("{who} changed “{detail}” from {old} to {new}.")
            )
            return say(
                msgid,
                detail=words("{detail}, part {part}", detail=detail, part=part) if part else detail,
                old=_old(event.old) if event.old else words("empty"),
                new=_new(event.new) if event.new else words("empty"),
            )
        case _:
            assert_never(event)


def _head(event: CellChanged, of: Plan | None) -> str:
    cell = event.new or event.old
    column = "" if cell is None else cell.column
    return column if of is None else heading(of, event.part, event.kind, column)


def heading(plan: Plan, part: str, kind: RowKind, key: str) -> str:
    """Return the heading of a column as the plan prints it in its year; without a kind it has only its key."""
    asked = None if plan.shape is None else plan.shape.part(part)
    column = None if asked is None else asked.column(key, kind)
    return key if column is None else column.head_in(plan.year)


def _value(row: Row) -> str:
    match row:
        case Goal():
            return ""
        case Indicator(target=target):
            return spell_target(target)
        case Programme():
            return spell_allotted(row)


def _old(text: str) -> Markup:
    return Markup('<span class="was">{}</span>').format(text)


def _new(text: str) -> Markup:
    return Markup('<span class="now">{}</span>').format(text)
