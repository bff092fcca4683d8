"""The acts on an action plan's route: sent, accepted by owners, verified, signed, returned; and the proof of each."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.action import pages
from api.action.routes import ACTS, action_path
from api.http.acts import proof
from api.http.answers import json_answer, page_answer
from api.http.bodies import EndorsementBody, Refusal, SignatureBody, Submission
from api.http.described import reads
from api.http.forms import kept_form
from api.http.negotiate import HTML
from api.http.problems import Problem
from api.http.visit import Visit, see_other
from api.http.way import Way
from api.reads.plan import unknown_plan
from api.reads.year import action_of, read_action
from domain.action.commands import GiveActionParaf, ReturnAction, SignAction, SubmitAction
from eventstore.entry import Receipt

router = APIRouter(tags=["action plan"])
_ACTION = "/offices/{office}/plans/{plan}/action"
MayRead = Annotated[Visit, Depends(Way("read-plan"))]


@router.get(
    _ACTION + "/review",
    **reads("The exact document that is accepted, verified or signed", operation="action_review_page"),
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
    return pages.action_review(visit.frame, visit.office, action, problem, command_id, typed)


async def _review_again(visit: Visit, problem: Problem, command_id: str) -> str:
    """Show the review again; when it has left its route meanwhile, the action plan."""
    typed = dict(visit.form or [])
    html = await _page(visit, problem, command_id, typed)
    if html is not None:
        return html
    return pages.action(visit.frame, visit.office, await read_action(visit), problem, command_id, {})


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
    return page_answer(pages.action_proof(visit.frame, visit.office, await read_action(visit), found))
