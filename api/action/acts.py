"""The acts on an action plan's route: sent, accepted by owners, verified, signed, returned; and the proof of each."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.action import pages
from api.action.command import action_path, carried_out
from api.action.routes import with_action_page
from api.http.answers import shown, told
from api.http.bodies import EndorsementBody, Refusal, Submission
from api.http.described import reads, reference, writes
from api.http.forms import kept_form
from api.http.problems import Problem
from api.http.visit import B, Sent, Visit, see_other
from api.http.way import Way
from api.reads.plan import unknown_plan
from api.reads.year import action_of, read_action
from api.usecases import YearlyCommand
from domain.action.commands import GiveActionParaf, ReturnAction, SignAction, SubmitAction
from domain.kernel.actor import Actor

router = APIRouter(tags=["action plan"])
_ACTION = "/offices/{office}/plans/{plan}/action"
Reading = Annotated[Visit, Depends(Way("read-plan"))]


@router.get(_ACTION + "/review", **reads("The exact document that is accepted, verified or signed"))
async def review(visit: Reading) -> Response:
    """Show it, with the step that is the viewer's; off its route there is only the action plan."""
    if not visit.html:
        return see_other(action_path(visit))
    typed, problem = await kept_form(visit)
    html = await _page(visit, problem, visit.services.new_id(), typed)
    return see_other(action_path(visit)) if html is None else shown(html)


async def _page(visit: Visit, problem: Problem | None, command_id: str, typed: dict[str, str]) -> str | None:
    action = await read_action(visit)
    if not action.open_steps():
        return None
    return pages.action_review(visit.frame, visit.office, action, problem, command_id, typed)


def _with_review(visit: Visit) -> None:
    """Show the review again; when it has left its route meanwhile, the action plan."""

    async def again(problem: Problem, command_id: str) -> str:
        typed = dict(visit.form or [])
        html = await _page(visit, problem, command_id, typed)
        if html is not None:
            return html
        action = await read_action(visit)
        return pages.action(visit.frame, visit.office, action, problem, command_id, {})

    visit.again = again


async def _act(
    visit: Visit, act: str, sent: Sent[B], build: Callable[[Actor, datetime], YearlyCommand], page: str, step: str = ""
) -> Response:
    where = action_path(visit)
    proof = f"{where}/receipts/{sent.command_id}"
    return await carried_out(visit, act, sent, build, page=f"{where}{page}", then=proof, step=step)


@router.post(_ACTION + "/submission", **writes("Send the action plan on its route", Submission, versioned=True))
async def submit(visit: Annotated[Visit, Depends(Way("submit-action"))]) -> Response:
    """Send it."""
    with_action_page(visit)
    sent = await visit.command(Submission, versioned=True)

    def command(by: Actor, at: datetime) -> SubmitAction:
        return SubmitAction(by=by, at=at, based_on=sent.based_on or 0, note=sent.body.note)

    return await _act(visit, "submit-action", sent, command, "")


@router.post(_ACTION + "/parafs", **writes("Put the paraf of a review step", EndorsementBody, versioned=True))
async def give_paraf(visit: Annotated[Visit, Depends(Way("give-action-paraf"))]) -> Response:
    """Put it: owners accept their rows, the planning section verifies."""
    _with_review(visit)
    sent = await visit.command(EndorsementBody, versioned=True)
    body, based_on = sent.body, sent.based_on or 0

    def command(by: Actor, at: datetime) -> GiveActionParaf:
        return GiveActionParaf(
            by=by, at=at, step=body.step, based_on=based_on, digest=body.digest, document=body.document
        )

    return await _act(visit, "give-action-paraf", sent, command, "/review", body.step)


@router.post(_ACTION + "/signatures", **writes("Sign the action plan", EndorsementBody, versioned=True))
async def sign(visit: Annotated[Visit, Depends(Way("sign-action"))]) -> Response:
    """Sign it."""
    _with_review(visit)
    sent = await visit.command(EndorsementBody, versioned=True)
    body, based_on = sent.body, sent.based_on or 0

    def command(by: Actor, at: datetime) -> SignAction:
        return SignAction(by=by, at=at, step=body.step, based_on=based_on, digest=body.digest, document=body.document)

    return await _act(visit, "sign-action", sent, command, "/review", body.step)


@router.post(_ACTION + "/returns", **writes("Return the action plan", Refusal))
async def send_back(visit: Annotated[Visit, Depends(Way("return-action"))]) -> Response:
    """Return it to whoever writes it."""
    _with_review(visit)
    sent = await visit.command(Refusal)
    body = sent.body

    def command(by: Actor, at: datetime) -> ReturnAction:
        return ReturnAction(by=by, at=at, step=body.step, reason=body.reason)

    return await _act(visit, "return-action", sent, command, "/review", body.step)


@router.get(
    _ACTION + "/receipts/{command_id:path}",
    **reads("What a command made happen to the action plan, or why it was refused", reference("Receipt")),
)
async def receipt(visit: Reading, command_id: str) -> Response:
    """Show the proof."""
    found = await visit.services.store.receipt(visit.office.id, command_id.replace("\0", ""))
    if found is None or found.stream != action_of(visit):
        raise unknown_plan()
    if not visit.html:
        return told(found)
    return shown(pages.action_proof(visit.frame, visit.office, await read_action(visit), found))
