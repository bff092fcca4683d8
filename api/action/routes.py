"""The action plan of a signed plan: its beginning, its pages, the acts on its route, and the proof of each."""

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.action import pages
from api.action.bodies import ActionStart, Following
from api.http.acts import Acts, of_plan, proof, recorded, tell_recorded
from api.http.address import plan_path
from api.http.answers import etag, json_answer, page_answer
from api.http.bodies import EndorsementBody, Refusal, SignatureBody, Submission
from api.http.described import reads
from api.http.forms import kept_form
from api.http.leaves import AS_TEXT
from api.http.negotiate import HTML
from api.http.pdf import reading_of
from api.http.problems import Problem
from api.http.visit import Sent, Visit, see_other
from api.http.way import Way
from api.reads.execution import action_now, action_of, plan_now, read_action
from api.reads.plan import unknown_plan
from domain.action.commands import BeginAction, FollowPlan, GiveActionParaf, ReturnAction, SignAction, SubmitAction
from domain.action.state import ActionPhase
from domain.plan.basis import basis_of, newer_basis
from domain.route.route import action_kind
from eventstore.entry import Receipt
from views.action import action_json
from views.models.action import ActionView

router = APIRouter(tags=["action plan"])
_ACTION = "/offices/{office}/plans/{plan}/action"
MayRead = Annotated[Visit, Depends(Way("read-plan"))]


def action_path(visit: Visit) -> str:
    """Return the address of the plan's action plan."""
    return f"{plan_path(visit.office, visit.plan)}/action"


@router.get(_ACTION, **reads("The action plan", ActionView, operation="read_action", tells=("ETag",)))
async def show(visit: Annotated[Visit, Depends(Way("read-plan"))]) -> Response:
    """Send it, or show its page: before it is begun, the one to begin it."""
    if visit.html:
        typed, problem = await kept_form(visit)
        tell_recorded(visit)
        return page_answer(await action_page(visit, problem, visit.services.new_id(), typed))
    action = await read_action(visit)
    newer = newer_basis(await plan_now(visit), action.basis)
    return json_answer(action_json(action, newer), headers={"ETag": etag(action.version)})


async def action_page(visit: Visit, problem: Problem | None, command_id: str, typed: dict[str, str]) -> str:
    """Return the page. Raises `HttpError` 404 where the plan is not signed."""
    action = await action_now(visit)
    if action.phase is not ActionPhase.ABSENT:
        newer = newer_basis(await plan_now(visit), action.basis)
        return pages.action(visit.frame, visit.office, action, newer, problem, command_id, typed)
    plan = await plan_now(visit)
    if plan.in_force is None:
        raise unknown_plan()
    return pages.action_begin(visit.frame, visit.office, plan, problem, command_id)


async def _again(visit: Visit, problem: Problem, command_id: str) -> str:
    return await action_page(visit, problem, command_id, dict(visit.form or []))


async def _beginning(visit: Visit, _: Sent[ActionStart]) -> dict[str, Any]:
    """Begin with the signed text; every indicator has an empty row."""
    plan = await plan_now(visit)
    return {
        "office": visit.office.id,
        "kind": plan.kind,
        "year": plan.year,
        "trial": visit.services.trial,
        "route": visit.office.route(action_kind(plan.kind)),
        "basis": basis_of(plan),
    }


async def _followed(visit: Visit, _: Sent[Following]) -> dict[str, Any]:
    basis = (await read_action(visit)).basis
    return {"basis": newer_basis(await plan_now(visit), basis) or basis}


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


ACTS.add(
    "/following", "follow-plan", "Take the amended plan as the basis of the action plan", Following, FollowPlan,
    versioned=True, fields=_followed,
)  # fmt: skip


@router.get(
    _ACTION + "/review",
    **reads(
        "The exact document that is accepted, verified or signed", operation="action_review_page", headers=[AS_TEXT]
    ),
)
async def review(visit: Annotated[Visit, Depends(Way("read-plan", (HTML,)))]) -> Response:
    """Show it, with the step that is the viewer's; off its route there is only the action plan."""
    typed, problem = await kept_form(visit)
    html = await _page(visit, problem, visit.services.new_id(), typed)
    return see_other(action_path(visit)) if html is None else page_answer(html)


async def _page(visit: Visit, problem: Problem | None, command_id: str, typed: dict[str, str]) -> str | None:
    action = await read_action(visit)
    if not action.open_steps():
        return None
    reading = await reading_of(visit, action)
    return pages.action_review(visit.frame, visit.office, action, reading, problem, command_id, typed)


async def _review_again(visit: Visit, problem: Problem, command_id: str) -> str:
    """Show the review again; when it has left its route meanwhile, the action plan."""
    typed = dict(visit.form or [])
    html = await _page(visit, problem, command_id, typed)
    if html is not None:
        return html
    return await action_page(visit, problem, command_id, {})


_SENDING = replace(ACTS, router=router, then=proof(action_path))
_SENDING.add(
    "/submission", "submit-action", "Send the action plan on its route", Submission, SubmitAction, versioned=True
)
_ACTS = replace(_SENDING, again=_review_again)
_ACTS.add(
    "/parafs", "give-action-paraf", "Put the paraf of a review step", EndorsementBody, GiveActionParaf, versioned=True
)
_ACTS.add("/signatures", "sign-action", "Sign the action plan", SignatureBody, SignAction, versioned=True)
_ACTS.add("/returns", "return-action", "Return the action plan", Refusal, ReturnAction)


@router.get(
    _ACTION + "/receipts/{command_id:path}",
    **reads(
        "What a command made happen to the action plan, or why it was refused", Receipt, operation="read_action_receipt"
    ),
)
async def receipt(visit: MayRead, command_id: str) -> Response:
    """Show the proof."""
    found = await visit.services.store.receipt(visit.office.id, command_id.replace("\0", ""))
    if found is None or found.stream != action_of(visit):
        raise unknown_plan()
    if not visit.html:
        return json_answer(found)
    action = await read_action(visit)
    await visit.meet(action.route)
    return page_answer(pages.action_proof(visit.frame, visit.office, action, found))
