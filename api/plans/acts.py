"""The officials' acts: review, paraf, sign, return, reject; the drafter's withdrawal; and the proof of each."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.http.answers import receipt_answer, shown, told
from api.http.bodies import EndorsementBody, Refusal
from api.http.described import reads, reference, writes
from api.http.forms import kept_form
from api.http.problems import Problem
from api.http.visit import B, Sent, Visit, account_id, see_other
from api.http.way import Way
from api.plans import pages
from api.plans.bodies import Withdrawal
from api.reads.plan import read_past, unknown_plan
from domain.kernel.actor import Actor
from domain.plan.commands import GiveParaf, PlanCommand, RejectPlan, ReturnPlan, SignPart, WithdrawPlan
from domain.plan.state import Plan
from domain.route.route import Step, StepAct

router = APIRouter(tags=["acts"])
_PLAN = "/offices/{office}/plans/{plan}"
Reading = Annotated[Visit, Depends(Way("read-plan"))]


@router.get(_PLAN + "/review", **reads("The text under review, with what changed since you last looked"))
async def review(visit: Reading) -> Response:
    """Show the text, and note that it was seen."""
    if not visit.html:
        return see_other(f"/offices/{visit.office.id}/plans/{visit.plan}")
    typed, problem = await kept_form(visit)
    return shown(await _review(visit, problem, visit.services.new_id(), typed))


@router.get(_PLAN + "/sign", **reads("The exact document to be signed"))
async def sign(visit: Reading) -> Response:
    """Show it, with the signing step that is the viewer's; where nothing is to be signed, the plan."""
    typed, problem = await kept_form(visit) if visit.html else ({}, None)
    html = await _sign(visit, problem, visit.services.new_id(), typed) if visit.html else None
    return see_other(f"/offices/{visit.office.id}/plans/{visit.plan}") if html is None else shown(html)


async def _review(visit: Visit, problem: Problem | None, command_id: str, typed: dict[str, str]) -> str:
    past = await read_past(visit.services.store, visit.office.id, visit.stream)
    plan = past.now
    seen = await visit.services.seen.look(account_id(visit), visit.office.id, visit.stream, plan.version)
    text = None if seen is None else past.text_at(seen)
    if text is not None and [p.key for p in text.parts] != [p.key for p in plan.text.parts]:
        text = None  # begun anew with other parts: nothing of it can be compared
    return pages.review(visit.frame, visit.office, past, text, seen, problem, command_id, typed)


async def _sign(visit: Visit, problem: Problem | None, command_id: str, typed: dict[str, str]) -> str | None:
    plan = (await read_past(visit.services.store, visit.office.id, visit.stream)).now
    step = _own_step(visit, plan, typed.get("step", ""))
    if step is None:
        return None
    return pages.sign(visit.frame, visit.office, plan, step, problem, command_id, typed)


def _own_step(visit: Visit, plan: Plan, asked: str) -> Step | None:
    """The signing step that the page is about: the one asked for, else the viewer's own, else whichever is open."""
    steps = [step for step in plan.open_steps() if step.act is StepAct.SIGN]
    roles = visit.who.roles(visit.office.id)
    own = [step for step in steps if step.role in roles]
    named = [step for step in plan.route if step.key == asked and step.act is StepAct.SIGN]
    return next(iter([*named, *own, *steps]), None)


async def _again(visit: Visit, problem: Problem, command_id: str) -> str:
    """Show the page again that the form stood on: a signing step's, else the review."""
    typed = dict(visit.form or [])
    plan = (await read_past(visit.services.store, visit.office.id, visit.stream)).now
    step = plan.step(typed.get("step", ""))
    if step is not None and step.act is StepAct.SIGN:
        signing = await _sign(visit, problem, command_id, typed)
        if signing is not None:
            return signing
    return await _review(visit, problem, command_id, typed)


async def review_again(visit: Visit, problem: Problem) -> str:
    """Show the review again with the comment as it was typed."""
    return await _review(visit, problem, visit.services.new_id(), dict(visit.form or []))


async def _act(
    visit: Visit, act: str, sent: Sent[B], build: Callable[[Actor, datetime], PlanCommand], step: str
) -> Response:
    receipt = await visit.usecases.plan(visit.who, sent.asked(act, visit.stream), build, step)
    where = f"/offices/{visit.office.id}/plans/{visit.plan}"
    for page in ("review", "sign"):
        await visit.services.unsaved.drop(account_id(visit), f"{where}/{page}")
    return see_other(f"{where}/receipts/{sent.command_id}") if visit.html else receipt_answer(receipt, where)


def _with_page(visit: Visit) -> None:
    async def again(problem: Problem, command_id: str) -> str:
        return await _again(visit, problem, command_id)

    visit.again = again


@router.post(_PLAN + "/parafs", **writes("Put the paraf of a review step", EndorsementBody, versioned=True))
async def give_paraf(visit: Annotated[Visit, Depends(Way("give-paraf"))]) -> Response:
    """Put it."""
    _with_page(visit)
    sent = await visit.command(EndorsementBody, versioned=True)
    body, based_on = sent.body, sent.based_on or 0

    def command(by: Actor, at: datetime) -> GiveParaf:
        return GiveParaf(by=by, at=at, step=body.step, based_on=based_on, digest=body.digest, document=body.document)

    return await _act(visit, "give-paraf", sent, command, body.step)


@router.post(_PLAN + "/signatures", **writes("Sign a part", EndorsementBody, versioned=True))
async def sign_part(visit: Annotated[Visit, Depends(Way("sign-part"))]) -> Response:
    """Sign it."""
    _with_page(visit)
    sent = await visit.command(EndorsementBody, versioned=True)
    body, based_on = sent.body, sent.based_on or 0

    def command(by: Actor, at: datetime) -> SignPart:
        return SignPart(by=by, at=at, step=body.step, based_on=based_on, digest=body.digest, document=body.document)

    return await _act(visit, "sign-part", sent, command, body.step)


@router.post(_PLAN + "/returns", **writes("Return the plan to its drafter", Refusal))
async def return_plan(visit: Annotated[Visit, Depends(Way("return-plan"))]) -> Response:
    """Return it."""
    _with_page(visit)
    sent = await visit.command(Refusal)
    body = sent.body

    def command(by: Actor, at: datetime) -> ReturnPlan:
        return ReturnPlan(by=by, at=at, step=body.step, reason=body.reason)

    return await _act(visit, "return-plan", sent, command, body.step)


@router.post(_PLAN + "/rejections", **writes("End the plan", Refusal))
async def reject_plan(visit: Annotated[Visit, Depends(Way("reject-plan"))]) -> Response:
    """End it."""
    _with_page(visit)
    sent = await visit.command(Refusal)
    body = sent.body

    def command(by: Actor, at: datetime) -> RejectPlan:
        return RejectPlan(by=by, at=at, step=body.step, reason=body.reason)

    return await _act(visit, "reject-plan", sent, command, body.step)


@router.post(_PLAN + "/withdrawals", **writes("Take the plan back before the first signature", Withdrawal))
async def withdraw(visit: Annotated[Visit, Depends(Way("withdraw-plan"))]) -> Response:
    """Take it back."""
    _with_page(visit)
    sent = await visit.command(Withdrawal)

    def command(by: Actor, at: datetime) -> WithdrawPlan:
        return WithdrawPlan(by=by, at=at, reason=sent.body.reason)

    return await _act(visit, "withdraw-plan", sent, command, "")


@router.get(
    _PLAN + "/receipts/{command_id:path}",
    **reads("What a command made happen, or why it was refused", reference("Receipt")),
)
async def receipt(visit: Reading, command_id: str) -> Response:
    """Show the proof."""
    found = await visit.services.store.receipt(visit.office.id, command_id.replace("\0", ""))
    if found is None or found.stream != visit.stream:
        raise unknown_plan()
    if not visit.html:
        return told(found)
    plan = (await read_past(visit.services.store, visit.office.id, visit.stream)).now
    return shown(pages.proof(visit.frame, visit.office, plan, found))
