"""What the buttons of the editor do to the rows of the form: add, remove, move; for browsers without scripts."""

from collections.abc import Callable
from dataclasses import replace

from api.plans.form import FormRow, TextForm
from domain.kind.kind import RowKind


def pressed(form: TextForm, button: str, new_id: Callable[[], str]) -> TextForm:
    """Return the form after a button that changes rows; one that names nothing known changes nothing.

    `add-goal:A`, `add-goal:A:a-g1`, `add-indicator:a-g1`, `add-programme:B`, `add-programme:B:b-p1`, `remove:…`,
    `up:…`, `down:…`.
    """
    verb, _, subject = button.partition(":")
    rows = list(form.rows)
    match verb:
        case "add-goal":
            part, _, parent = subject.partition(":")
            if part in form.parts:
                place = _end(rows, parent) if parent else _end_of_goals(rows, part)
                rows.insert(place, FormRow(new_id(), part, RowKind.GOAL, parent))
        case "add-indicator":
            goal = _find(rows, subject)
            if goal is not None and rows[goal].kind == RowKind.GOAL:
                own = [n for n, r in enumerate(rows) if r.kind == RowKind.INDICATOR and r.parent == subject]
                fresh = FormRow(new_id(), rows[goal].part, RowKind.INDICATOR, subject)
                rows.insert(max([goal, *own]) + 1, fresh)
        case "add-programme":
            part, _, parent = subject.partition(":")
            if part in form.parts:
                last = max((n for n, r in enumerate(rows) if r.part == part), default=len(rows) - 1)
                place = _end(rows, parent) if parent else last + 1
                rows.insert(place, FormRow(new_id(), part, RowKind.PROGRAMME, parent))
        case "remove":
            gone = _family(rows, subject)
            rows = [row for row in rows if row.id not in gone]
        case "up" | "down":
            rows = _moved(rows, subject, -1 if verb == "up" else 1)
    return replace(form, rows=tuple(rows))


def _find(rows: list[FormRow], row_id: str) -> int | None:
    return next((n for n, row in enumerate(rows) if row.id == row_id), None)


def _family(rows: list[FormRow], row_id: str) -> set[str]:
    """The row and all that stands under it."""
    family = {row_id}
    for _ in rows:
        below = {row.id for row in rows if row.parent in family and row.id not in family}
        if not below:
            break
        family |= below
    return family


def _end(rows: list[FormRow], goal: str) -> int:
    """Where a row goes that comes last under a goal."""
    family = _family(rows, goal)
    return max((n for n, row in enumerate(rows) if row.id in family), default=len(rows) - 1) + 1


def _end_of_goals(rows: list[FormRow], part: str) -> int:
    here = [n for n, row in enumerate(rows) if row.part == part]
    goals = [n for n in here if rows[n].kind != RowKind.PROGRAMME]
    return max(goals) + 1 if goals else min(here, default=len(rows))


def _moved(rows: list[FormRow], row_id: str, step: int) -> list[FormRow]:
    """Change places with the sibling above or below; an indicator at the edge goes over to the next goal."""
    here = _find(rows, row_id)
    if here is None:
        return rows
    row = rows[here]
    siblings = [r for r in rows if (r.part, r.kind, r.parent) == (row.part, row.kind, row.parent)]
    n = siblings.index(row) + step
    if 0 <= n < len(siblings):
        upper, lower = (siblings[n], row) if step < 0 else (row, siblings[n])
        swapped = [*_block(rows, lower.id), *_block(rows, upper.id)]
        start = rows.index(upper)
        rest = [r for r in rows[start:] if r not in swapped]
        return [*rows[:start], *swapped, *rest]
    if row.kind != RowKind.INDICATOR:
        return rows
    goals = [r.id for r in rows if r.part == row.part and r.kind == RowKind.GOAL]
    g = goals.index(row.parent) + step if row.parent in goals else -1
    if not 0 <= g < len(goals):
        return rows
    rest = [r for r in rows if r.id != row_id]
    own = [i for i, r in enumerate(rest) if r.kind == RowKind.INDICATOR and r.parent == goals[g]]
    goal_at = _find(rest, goals[g]) or 0
    place = max([goal_at, *own]) + 1 if step < 0 else goal_at + 1
    return [*rest[:place], replace(row, parent=goals[g]), *rest[place:]]


def _block(rows: list[FormRow], row_id: str) -> list[FormRow]:
    family = _family(rows, row_id)
    return [row for row in rows if row.id in family]
