"""The acts on a plan beside its writing: paraf, signature, return, withdrawal, an earlier version; and their proof."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.http.acts import Acts, of_plan, proof
from api.http.address import plan_path
from api.http.answers import json_answer, page_answer
from api.http.bodies import EndorsementBody, Refusal, SignatureBody
from api.http.described import reads
from api.http.forms import kept_form
from api.http.leaves import AS_TEXT
from api.http.negotiate import HTML
from api.http.pdf import reading_of
from api.http.problems import Problem
from api.http.visit import Sent, Visit, account_id, see_other
from api.http.way import Way
from api.plans import pages
from api.plans.amendment.lowered import lowered
from api.plans.bodies import Restoring, Withdrawal
from api.reads.plan import read_past, unknown_plan
from domain.plan.commands import EditText, GiveParaf, RejectPlan, ReturnPlan, SignPart, WithdrawPlan
from domain.plan.state import Plan
from domain.plan.text import PlanText
from domain.route.route import Step, StepAct
from eventstore.entry import Receipt

router = APIRouter(tags=["acts"])
_PLAN = "/offices/{office}/plans/{plan}"
MayRead = Annotated[Visit, Depends(Way("open-plan"))]
MayLook = Annotated[Visit, Depends(Way("open-plan", (HTML,)))]


def where(visit: Visit) -> str:
    """Return the address of the plan."""
    return plan_path(visit.office, visit.plan)


@router.get(
    _PLAN + "/review",
    **reads("The text under review, with what changed since you last looked", operation="review_page"),
)
async def review(visit: MayLook) -> Response:
    """Show the text, and note that it was seen."""
    typed, problem = await kept_form(visit)
    return page_answer(await _review(visit, problem, visit.services.new_id(), typed))


@router.get(_PLAN + "/sign", **reads("The exact document to be signed", operation="signing_page", headers=[AS_TEXT]))
async def sign(visit: MayLook) -> Response:
    """Show it, with the signing step that is the viewer's; where nothing is to be signed, the plan."""
    typed, problem = await kept_form(visit)
    html = await _sign(visit, problem, visit.services.new_id(), typed)
    return see_other(where(visit)) if html is None else page_answer(html)


async def _review(visit: Visit, problem: Problem | None, command_id: str, typed: dict[str, str]) -> str:
    past = await read_past(visit.services.store, visit.office.id, visit.stream)
    plan = past.now
    await visit.meet(plan.route)
    seen = await visit.services.seen.look(account_id(visit), visit.office.id, visit.stream, plan.version)
    text = None if seen is None else past.text_at(seen)
    if text is not None and [p.key for p in text.parts] != [p.key for p in plan.text.parts]:
        text = None  # begun anew with other parts: nothing of it can be compared
    easier = await lowered(visit, plan)
    return pages.review(visit.frame, visit.office, past, text, seen, problem, command_id, typed, easier)


async def _sign(visit: Visit, problem: Problem | None, command_id: str, typed: dict[str, str]) -> str | None:
    plan = (await read_past(visit.services.store, visit.office.id, visit.stream)).now
    step = _own_step(visit, plan, typed.get("step", ""))
    if step is None:
        return None
    reading, easier = await reading_of(visit, plan), await lowered(visit, plan)
    return pages.sign(visit.frame, visit.office, plan, step, reading, problem, command_id, typed, easier)


def _own_step(visit: Visit, plan: Plan, asked: str) -> Step | None:
    """The signing step that the page is about: the one asked for, else the viewer's own, else whichever is open."""
    steps = [step for step in plan.open_steps() if step.act is StepAct.SIGN]
    duties = visit.who.duties(visit.office.id)
    own = [step for step in steps if step.duty in duties]
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


async def review_again(visit: Visit, problem: Problem, _: str) -> str:
    """Show the review again with the comment as it was typed."""
    return await _review(visit, problem, visit.services.new_id(), dict(visit.form or []))


ACTS = Acts(
    router=router,
    prefix=_PLAN,
    carry=of_plan,
    stream=lambda visit: visit.stream,
    where=where,
    then=proof(where),
    again=_again,
)
ACTS.add("/parafs", "give-paraf", "Put the paraf of a review step", EndorsementBody, GiveParaf, versioned=True)
ACTS.add("/signatures", "sign-part", "Sign a part", SignatureBody, SignPart, versioned=True)
ACTS.add("/returns", "return-plan", "Return the plan to its drafter", Refusal, ReturnPlan)
ACTS.add("/rejections", "reject-plan", "End the plan", Refusal, RejectPlan)
ACTS.add("/withdrawals", "withdraw-plan", "Take the plan back before the first signature", Withdrawal, WithdrawPlan)


@router.get(
    _PLAN + "/receipts/{command_id:path}",
    **reads("What a command made happen, or why it was refused", Receipt, operation="read_receipt"),
)
async def receipt(visit: MayRead, command_id: str) -> Response:
    """Show the proof."""
    found = await visit.services.store.receipt(visit.office.id, command_id.replace("\0", ""))
    if found is None or found.stream != visit.stream:
        raise unknown_plan()
    if not visit.html:
        return json_answer(found)
    plan = (await read_past(visit.services.store, visit.office.id, visit.stream)).now
    await visit.meet(plan.route)
    return page_answer(pages.proof(visit.frame, visit.office, plan, found))


async def _as_it_was(visit: Visit, sent: Sent[Restoring]) -> dict[str, PlanText]:
    past = await read_past(visit.services.store, visit.office.id, visit.stream)
    return {"text": past.at_version(sent.body.version).text}


async def _to_editor(visit: Visit, _: Sent[Restoring], receipt: Receipt) -> str:
    return f"{where(visit)}/edit?saved={1 if receipt.events else 0}"


ACTS.add(
    "/restoration", "edit-text", "Make the text of an earlier version the text again", Restoring, EditText,
    versioned=True, operation="restore_version", fields=_as_it_was, then=_to_editor,
)  # fmt: skip
