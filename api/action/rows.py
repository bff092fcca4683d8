"""The rows of an action plan: many at once by a program, a goal as a whole, or one on its own page."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Annotated

import msgspec
from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.action import pages
from api.action.bodies import ActionCells, ActionRowBody, ActionRowChange, ActionRows, GoalOwners
from api.action.command import action_path, carried_out, tell_recorded
from api.action.form import RowForm, row_digest
from api.action.proposals import proposal_of
from api.action.routes import with_action_page
from api.http import reading
from api.http.answers import shown, told
from api.http.described import reads, writes
from api.http.figures import read_aim, read_policy
from api.http.forms import kept
from api.http.negotiate import JSON
from api.http.problems import Problem, Unprocessable
from api.http.visit import Sent, Visit
from api.http.way import Way
from api.reads.plan import unknown_plan
from api.reads.year import owners_named, read_action
from domain.action.commands import EditAction
from domain.action.row import ActionRow, Steps
from domain.action.rules import gaps
from domain.action.state import Action
from domain.kernel.actor import Actor
from domain.kernel.canonical import canonical
from domain.kernel.errors import PlanError, Refused
from domain.kernel.msgids import N_
from domain.measure.policy import MeasurementPolicy
from domain.measure.realisation import Aim
from views.action import row_view

router = APIRouter(tags=["action plan"])


_ROWS = "/offices/{office}/plans/{plan}/action/rows"


Editing = Annotated[Visit, Depends(Way("edit-action"))]


@router.post(_ROWS, **writes("Make rows of the action plan so", ActionRows, versioned=True))
async def edit(visit: Annotated[Visit, Depends(Way("edit-action", (JSON,), most=reading.LARGEST))]) -> Response:
    """Record one fact for each thing that changed; a policy in a row is thereby confirmed."""
    sent = await visit.command(ActionRows, versioned=True)
    rows = _rows(visit, await read_action(visit), sent.body.rows)

    def command(by: Actor, at: datetime) -> EditAction:
        return EditAction(by=by, at=at, based_on=sent.based_on or 0, rows=rows)

    where = action_path(visit)
    return await carried_out(visit, "edit-action", sent, command, page=where, then=where)


@router.get(_ROWS + "/{indicator}", **reads("A row of the action plan", {"type": "object"}))
async def show(visit: Annotated[Visit, Depends(Way("read-plan"))], indicator: str) -> Response:
    """Show the row, with its form for whoever may write it."""
    action = await read_action(visit)
    if indicator not in action.rows:
        raise unknown_plan()
    if not visit.html:
        return told(canonical(row_view(action, action.basis.indicators()[indicator])))
    fields: reading.Fields = []
    problem = None
    unsaved = await kept(visit)
    if unsaved is not None:
        fields, problem = unsaved
    tell_recorded(visit)
    return shown(_page(visit, action, indicator, fields, problem, visit.services.new_id()))


def _page(
    visit: Visit, action: Action, indicator: str, fields: reading.Fields, problem: Problem | None, command_id: str
) -> str:
    proposal = proposal_of(visit, action, indicator)
    row = action.rows[indicator]
    form = RowForm.from_row(row, proposal.policy)
    based_on = action.version
    if fields:
        form = form.typed(fields)
        given = dict(fields).get("text_version", "")
        based_on = int(given) if given.isdecimal() and given.isascii() and len(given) < 10 else based_on
    if problem is not None and problem.code == "text-changed":
        # Shown what is recorded now, they may save over it.
        form, based_on = replace(form, seen=row_digest(row)), action.version
    return pages.action_row(visit.frame, visit.office, action, indicator, proposal, form, problem, command_id, based_on)


@router.post(_ROWS + "/{indicator}", **writes("Make a row of the action plan so", ActionRowChange, versioned=True))
async def save(visit: Editing, indicator: str) -> Response:
    """Make it so. A form is of the row alone: that others were changed meanwhile is nothing to it."""

    async def again(problem: Problem, command_id: str) -> str:
        action = await read_action(visit)
        if indicator not in action.rows:
            raise unknown_plan()
        return _page(visit, action, indicator, visit.form or [], problem, command_id)

    visit.again = again
    await visit.read()
    command_id, based_on = visit.command_id(), visit.text_version()
    action = await read_action(visit)
    old = action.rows.get(indicator)
    if old is None:
        raise unknown_plan()
    if visit.form is None:
        body = reading.filled(ActionRowChange, visit.body or b"", None)
    else:
        proposed = proposal_of(visit, action, indicator).policy
        form = RowForm.from_row(old, proposed).typed(visit.form)
        body = reading.filled(ActionRowChange, canonical(form.sent(old, proposed)), None)
    row = _row(visit, action, indicator, body)
    seen = action.version if visit.typed("seen") == row_digest(old) else based_on

    def command(by: Actor, at: datetime) -> EditAction:
        return EditAction(by=by, at=at, based_on=seen, rows=(row,))

    page = f"{action_path(visit)}/rows/{indicator}"
    sent = Sent(visit, body, command_id, based_on)
    # What a form does not have comes from the row as it is, so that only what it has tells a retry.
    typed = [[name, text] for name, text in visit.form or [] if name not in reading.CONTROLS]
    then = _next(visit, action, row) if visit.typed("do") == "next" else f"{page}?recorded=1"
    return await carried_out(
        visit, "edit-action", sent, command, page=page, then=then, about=indicator, body=typed or None
    )


def _next(visit: Visit, action: Action, row: ActionRow) -> str:
    """The next row that lacks something, behind this one or from the beginning; where there is none, the whole."""
    where = action_path(visit)
    lacking = {place.rpartition(".")[0] for place in gaps(action)} - {row.indicator}
    keys = list(action.rows)
    at = keys.index(row.indicator)
    return next((f"{where}/rows/{key}" for key in (*keys[at:], *keys[:at]) if key in lacking), f"{where}?recorded=1")


def _rows(visit: Visit, action: Action, sent: Sequence[ActionRowBody]) -> tuple[ActionRow, ...]:
    """Read the rows, and say everything that cannot be read at once."""
    rows: list[ActionRow] = []
    wrong: list[PlanError] = []
    for body in sent:
        try:
            rows.append(_row(visit, action, body.indicator, body))
        except Unprocessable as no:
            wrong.extend(no.causes)
        except PlanError as no:
            wrong.append(no)
    if wrong:
        raise Unprocessable(wrong)
    return tuple(rows)


def _row(visit: Visit, action: Action, key: str, body: ActionCells) -> ActionRow:
    """Read a row. Raises `Refused` or `Unreadable` at its cell, `Unprocessable` for several targets."""
    old = action.rows.get(key)
    if old is None:
        raise Refused("unknown-row", "The plan has no row “{row}”.", "row", row=key)
    policy = None
    if body.policy is not None:
        policy = read_policy(body.policy, (old.policy.version if old.policy else 0) + 1, f"{key}.policy")
    measured = policy or old.policy
    if body.targets and measured is None:
        unmeasured = N_("Before it has targets, confirm how this indicator is measured.")
        raise Refused("policy-missing", unmeasured, f"{key}.policy")
    targets = _targets(measured, body.targets, f"{key}.targets")
    first, second, third, fourth = body.steps.quarters
    steps = Steps(body.steps.year, (first, second, third, fourth))
    return ActionRow(key, policy, targets, owners_named(visit, body.owners, f"{key}.owners"), steps)


def _targets(policy: MeasurementPolicy | None, sent: Sequence[str | None], place: str) -> tuple[Aim | None, ...]:
    aims: list[Aim | None] = []
    wrong: list[PlanError] = []
    for n, text in enumerate(sent, 1):
        try:
            aims.append(None if text is None or policy is None else read_aim(policy, text, f"{place}.{n}"))
        except PlanError as no:
            wrong.append(no)
    if wrong:
        raise Unprocessable(wrong)
    return tuple(aims)


@router.post(
    "/offices/{office}/plans/{plan}/action/owners",
    **writes("Give every row of a goal to the same owners", GoalOwners, versioned=True),
)
async def give(visit: Annotated[Visit, Depends(Way("edit-action"))]) -> Response:
    """Give the rows; the rest of each stays."""
    with_action_page(visit)
    sent = await visit.command(GoalOwners, versioned=True)
    body, action = sent.body, await read_action(visit)
    owners = owners_named(visit, body.owners, "owners")
    indicators = [i.id for i in action.basis.indicators().values() if i.goal == body.goal]
    if not indicators:
        raise Refused("unknown-row", "The plan has no row “{row}”.", "goal", row=body.goal)
    rows = tuple(msgspec.structs.replace(action.rows[key], owners=owners) for key in indicators)

    def command(by: Actor, at: datetime) -> EditAction:
        return EditAction(by=by, at=at, based_on=sent.based_on or 0, rows=rows)

    where = action_path(visit)
    return await carried_out(visit, "edit-action", sent, command, page=where, then=f"{where}?recorded=1")
