"""The rows of an action plan: many at once by a program, a goal as a whole, or one on its own page."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

import msgspec
from fastapi import APIRouter, Depends
from msgspec import UNSET
from starlette.responses import Response

from api.action import pages
from api.action.bodies import ActionCells, ActionRowBody, ActionRowChange, ActionRows, GoalOwners
from api.action.form import RowForm, row_digest
from api.action.proposals import proposal_of
from api.action.routes import ACTS, action_path
from api.http import reading
from api.http.acts import tell_recorded
from api.http.address import action_row_path
from api.http.answers import etag, json_answer, page_answer
from api.http.bodies import RangeBody
from api.http.described import reads
from api.http.figures import Writing, read_aim, read_policy
from api.http.forms import kept
from api.http.negotiate import JSON
from api.http.problems import Problem, Unprocessable
from api.http.visit import Sent, Visit
from api.http.way import Way
from api.reads.execution import owners_named, read_action
from api.reads.plan import unknown_plan
from domain.action.commands import EditAction
from domain.action.edit import row_of
from domain.action.row import ActionRow, Start, Steps
from domain.action.rules import gaps
from domain.action.state import Action
from domain.kernel.errors import N_, PlanError, Refused
from domain.kernel.message import canonical
from domain.measure.policy import MeasurementPolicy
from domain.measure.realisation import Aim
from eventstore.entry import Receipt
from views.action import row_view
from views.models.action import ActionRowView

router = APIRouter(tags=["action plan"])
_ROWS = "/offices/{office}/plans/{plan}/action/rows"


@router.get(
    _ROWS + "/{indicator:text}",
    **reads("A row of the action plan", ActionRowView, operation="read_action_row", tells=("ETag",)),
)
async def show(visit: Annotated[Visit, Depends(Way("read-plan"))], indicator: str) -> Response:
    """Show the row, with its form for whoever may write it."""
    action = await read_action(visit)
    if indicator not in action.rows:
        raise unknown_plan()
    if not visit.html:
        return json_answer(
            row_view(action, action.basis.indicators()[indicator]), headers={"ETag": etag(action.version)}
        )
    fields: reading.Fields = []
    problem = None
    unsaved = await kept(visit)
    if unsaved is not None:
        fields, problem = unsaved
    tell_recorded(visit)
    return page_answer(_page(visit, action, indicator, fields, problem, visit.services.new_id()))


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


async def _again(visit: Visit, problem: Problem, command_id: str) -> str:
    action, indicator = await read_action(visit), visit.part("indicator")
    if indicator not in action.rows:
        raise unknown_plan()
    return _page(visit, action, indicator, visit.form or [], problem, command_id)


async def _sent(visit: Visit) -> Sent[ActionRowChange]:
    """Read a row; what a form makes of it is for whoever knows the row as it is."""
    await visit.read()
    command_id, based_on = visit.command_id(), visit.seen_version()
    body = ActionRowChange() if visit.form is not None else reading.filled(ActionRowChange, visit.body or b"", None)
    return Sent(visit, body, command_id, based_on)


def _typed(visit: Visit, sent: Sent[ActionRowChange]) -> object:
    """Only what the form has tells a retry."""
    return [[name, text] for name, text in visit.form or [] if name not in reading.CONTROLS] or None


async def _made_so(visit: Visit, sent: Sent[ActionRowChange]) -> dict[str, object]:
    """Make the row so. What a form does not have comes from the row as it is, and other rows are nothing to it."""
    action, indicator = await read_action(visit), visit.part("indicator")
    old = action.rows.get(indicator)
    if old is None:
        raise unknown_plan()
    body, seen = sent.body, sent.based_on
    if visit.form is not None:
        proposed = proposal_of(visit, action, indicator).policy
        form = RowForm.from_row(old, proposed).typed(visit.form)
        body = reading.filled(ActionRowChange, canonical(form.sent(old, proposed)), None)
        seen = action.version if form.seen == row_digest(old) else seen
    return {"based_on": seen, "rows": (_row(visit, action, indicator, body),)}


async def _onward(visit: Visit, sent: Sent[ActionRowChange], _: Receipt) -> str:
    """The next row that lacks something, behind this one or from the beginning; where there is none, the whole."""
    where, indicator = action_path(visit), visit.part("indicator")
    if visit.typed("do") != "next":
        return f"{action_row_path(where, indicator)}?recorded=1"
    action = await read_action(visit)
    lacking = {place.rpartition(".")[0] for place in gaps(action)} - {indicator}
    keys = list(action.rows)
    at = keys.index(indicator)
    found = (action_row_path(where, key) for key in (*keys[at:], *keys[:at]) if key in lacking)
    return next(found, f"{where}?recorded=1")


async def _many(visit: Visit, sent: Sent[ActionRows]) -> dict[str, object]:
    return {"rows": _rows(visit, await read_action(visit), sent.body.rows)}


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
    old, policy = row_of(action, key), None
    if body.policy is not None:
        policy = read_policy(body.policy, (old.policy.version if old.policy else 0) + 1, f"{key}.policy")
    measured = policy or old.policy
    if body.targets and measured is None:
        unmeasured = N_("Before it has targets, confirm how this indicator is measured.")
        raise Refused("policy-missing", unmeasured, f"{key}.policy")
    targets = _targets(measured, body.targets, f"{key}.targets", visit.writing)
    first, second, third, fourth = body.steps.quarters
    steps = Steps(body.steps.year, (first, second, third, fourth))
    start = old.start
    if "start" in body.model_fields_set:
        start = UNSET if body.start is None else Start(body.start.quarter, body.start.reason)
    return ActionRow(key, policy, targets, owners_named(visit, body.owners, f"{key}.owners"), steps, start)


def _targets(
    policy: MeasurementPolicy | None, sent: Sequence[str | RangeBody | None], place: str, writing: Writing
) -> tuple[Aim | None, ...]:
    aims: list[Aim | None] = []
    wrong: list[PlanError] = []
    for n, each in enumerate(sent, 1):
        try:
            aims.append(None if each is None or policy is None else read_aim(policy, each, f"{place}.{n}", writing))
        except PlanError as no:
            wrong.append(no)
    if wrong:
        raise Unprocessable(wrong)
    return tuple(aims)


async def _given(visit: Visit, sent: Sent[GoalOwners]) -> dict[str, object]:
    """Give every row of the goal to these owners; the rest of each stays."""
    body, action = sent.body, await read_action(visit)
    owners = owners_named(visit, body.owners, "owners")
    indicators = [i.id for i in action.basis.indicators().values() if i.goal == body.goal]
    if not indicators:
        raise Refused("unknown-row", "The plan has no row “{row}”.", "goal", row=body.goal)
    return {"rows": tuple(msgspec.structs.replace(action.rows[key], owners=owners) for key in indicators)}


_ACTS = replace(ACTS, router=router)
_ACTS.add(
    "/rows", "edit-action", "Make rows of the action plan so", ActionRows, EditAction,
    operation="edit_action_rows", versioned=True, offers=(JSON,), most=reading.LARGEST, fields=_many,
)  # fmt: skip
_ACTS.add(
    "/rows/{indicator:text}", "edit-action", "Make a row of the action plan so", ActionRowChange, EditAction,
    operation="edit_action_row", versioned=True, about="indicator", read=_sent, identity=_typed, fields=_made_so,
    then=_onward, again=_again,
)  # fmt: skip
_ACTS.add(
    "/owners", "edit-action", "Give every row of a goal to the same owners", GoalOwners, EditAction,
    operation="assign_goal_owners", versioned=True, fields=_given,
)  # fmt: skip
