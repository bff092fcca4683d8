"""The action plan of a signed plan: how each indicator is measured, quarterly targets, owners, steps; its beginning."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.action import pages
from api.action.bodies import ActionStart
from api.action.command import action_path, carried_out, tell_recorded
from api.http.answers import etag, shown, told
from api.http.described import reads, reference, writes
from api.http.forms import kept_form
from api.http.problems import Problem
from api.http.visit import Visit
from api.http.way import Way
from api.reads.plan import read_past, unknown_plan
from api.reads.year import action_now, version_of
from domain.action.commands import BeginAction
from domain.action.state import ActionPhase
from domain.kernel.actor import Actor
from domain.plan.basis import basis_of
from domain.plan.state import Phase
from domain.route.kinds import action_kind
from eventstore.views import ACTION

router = APIRouter(tags=["action plan"])
_ACTION = "/offices/{office}/plans/{plan}/action"


@router.get(_ACTION, **reads("The action plan", reference("Action")))
async def show(visit: Annotated[Visit, Depends(Way("read-plan"))]) -> Response:
    """Send the stored bytes as they are, or show the page: before it is begun, the one to begin it."""
    if visit.html:
        typed, problem = await kept_form(visit)
        tell_recorded(visit)
        return shown(await action_page(visit, problem, visit.services.new_id(), typed))
    body = await visit.services.store.view(visit.office.id, ACTION, visit.plan)
    if body is None:
        raise unknown_plan()
    return told(body, headers={"ETag": etag(version_of(body))})


async def action_page(visit: Visit, problem: Problem | None, command_id: str, typed: dict[str, str]) -> str:
    """Return the page. Raises `HttpError` 404 where the plan is not signed."""
    action = await action_now(visit)
    if action.phase is not ActionPhase.ABSENT:
        return pages.action(visit.frame, visit.office, action, problem, command_id, typed)
    plan = (await read_past(visit.services.store, visit.office.id, visit.stream)).now
    if plan.phase is not Phase.SIGNED:
        raise unknown_plan()
    return pages.action_begin(visit.frame, visit.office, plan, problem, command_id)


def with_action_page(visit: Visit) -> None:
    """Show the action plan's page again, with what was typed, when its command fails."""

    async def again(problem: Problem, command_id: str) -> str:
        return await action_page(visit, problem, command_id, dict(visit.form or []))

    visit.again = again


@router.post(_ACTION, **writes("Begin the action plan of a signed plan", ActionStart))
async def begin(visit: Annotated[Visit, Depends(Way("begin-action"))]) -> Response:
    """Begin it with the signed text; every indicator has an empty row."""
    with_action_page(visit)
    sent = await visit.command(ActionStart)
    plan = (await read_past(visit.services.store, visit.office.id, visit.stream)).now
    basis = basis_of(plan)

    def command(by: Actor, at: datetime) -> BeginAction:
        return BeginAction(
            by=by,
            at=at,
            office=visit.office.id,
            kind=plan.kind,
            year=plan.year,
            trial=visit.services.trial,
            route=visit.office.route(action_kind(plan.kind)),
            basis=basis,
        )

    where = action_path(visit)
    return await carried_out(visit, "begin-action", sent, command, page=where, then=where)
