"""The action plan of a signed plan: how each indicator is measured, quarterly targets, owners, steps; its beginning."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.action import pages
from api.action.bodies import ActionStart
from api.http.acts import Acts, of_plan, recorded, tell_recorded
from api.http.address import plan_path
from api.http.answers import etag, json_answer, page_answer
from api.http.described import reads
from api.http.forms import kept_form
from api.http.problems import Problem
from api.http.visit import Sent, Visit
from api.http.way import Way
from api.reads.plan import read_past, unknown_plan
from api.reads.year import action_now, action_of, version_of
from domain.action.commands import BeginAction
from domain.action.state import ActionPhase
from domain.plan.basis import basis_of
from domain.plan.state import Phase
from domain.route.route import action_kind
from eventstore.entry import Receipt
from eventstore.views import ACTION
from views.models.action import ActionView

router = APIRouter(tags=["action plan"])
_ACTION = "/offices/{office}/plans/{plan}/action"


def action_path(visit: Visit) -> str:
    """Return the address of the plan's action plan."""
    return f"{plan_path(visit.office, visit.plan)}/action"


@router.get(_ACTION, **reads("The action plan", ActionView, operation="read_action", tells=("ETag",)))
async def show(visit: Annotated[Visit, Depends(Way("read-plan"))]) -> Response:
    """Send the stored bytes as they are, or show the page: before it is begun, the one to begin it."""
    if visit.html:
        typed, problem = await kept_form(visit)
        tell_recorded(visit)
        return page_answer(await action_page(visit, problem, visit.services.new_id(), typed))
    body = await visit.services.store.view(visit.office.id, ACTION, visit.plan)
    if body is None:
        raise unknown_plan()
    return json_answer(body, headers={"ETag": etag(version_of(body))})


async def action_page(visit: Visit, problem: Problem | None, command_id: str, typed: dict[str, str]) -> str:
    """Return the page. Raises `HttpError` 404 where the plan is not signed."""
    action = await action_now(visit)
    if action.phase is not ActionPhase.ABSENT:
        return pages.action(visit.frame, visit.office, action, problem, command_id, typed)
    plan = (await read_past(visit.services.store, visit.office.id, visit.stream)).now
    if plan.phase is not Phase.SIGNED:
        raise unknown_plan()
    return pages.action_begin(visit.frame, visit.office, plan, problem, command_id)


async def _again(visit: Visit, problem: Problem, command_id: str) -> str:
    return await action_page(visit, problem, command_id, dict(visit.form or []))


async def _beginning(visit: Visit, _: Sent[ActionStart]) -> dict[str, Any]:
    """Begin with the signed text; every indicator has an empty row."""
    plan = (await read_past(visit.services.store, visit.office.id, visit.stream)).now
    return {
        "office": visit.office.id,
        "kind": plan.kind,
        "year": plan.year,
        "trial": visit.services.trial,
        "route": visit.office.route(action_kind(plan.kind)),
        "basis": basis_of(plan),
    }


async def _to_action(visit: Visit, sent: Sent[ActionStart], _: Receipt) -> str:
    return action_path(visit)


ACTS = Acts(
    router=router,
    prefix=_ACTION,
    carry=of_plan,
    stream=action_of,
    where=action_path,
    then=recorded(action_path),
    again=_again,
)
ACTS.add(
    "", "begin-action", "Begin the action plan of a signed plan", ActionStart, BeginAction,
    fields=_beginning, then=_to_action,
)  # fmt: skip
