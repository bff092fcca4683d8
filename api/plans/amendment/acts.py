"""The acts on an amendment: begun, stated otherwise, reasons given for its changes, given up."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from fastapi import APIRouter

from api.http import reading
from api.http.problems import Problem
from api.http.visit import Sent, Visit
from api.plans.acts import ACTS, where
from api.plans.amendment.bodies import Correction, GivingUp, Reasons, Statement
from api.plans.amendment.files import require_kept, take_file
from api.plans.amendment.reasons import REASONS, given, sent_reasons, typed_reasons
from api.plans.amendment.routes import form_again
from api.plans.editing import other_plans
from api.plans.sending import check_again
from api.reads.plan import read_past
from api.reads.upstream import to_follow
from api.words.clock import read_day
from domain.kernel.message import canonical
from domain.plan.amendment import BasisDocument
from domain.plan.commands import BeginAmendment, GiveReasons, StateAmendment, WithdrawAmendment
from eventstore.entry import Receipt

router = APIRouter(tags=["amendment"])


async def _statement(visit: Visit, body: type[Statement] = Statement) -> Sent[Statement]:
    """Read it as a program sends it, or out of a form with its days as people type them."""
    await take_file(visit)
    await visit.read()
    if visit.form is None:
        sent = await visit.command(body)
    else:
        typed = dict(visit.form)
        told: dict[str, object] = {name: typed[name] for name in body.model_fields if name in typed}
        basis = {name: typed.get(f"basis.{name}", "") for name in BasisDocument.__struct_fields__}
        grounds = [value for name, value in visit.form if name == "grounds"]
        told |= {"grounds": grounds, "effective": _day(typed.get("effective", ""))}
        told["basis"] = {**basis, "day": _day(basis["day"])}
        sent = Sent(visit, reading.filled(body, canonical(told), None), visit.command_id(), None)
    await require_kept(visit, sent.body.basis.file)
    return sent


def _day(text: str) -> str:
    day = read_day(text)
    return text if day is None else day.isoformat()


async def _correction(visit: Visit) -> Sent[Statement]:
    return await _statement(visit, Correction)


async def _stated(_: Visit, sent: Sent[Statement]) -> Mapping[str, Any]:
    basis = sent.body.basis
    document = BasisDocument(basis.title, basis.number, basis.day, basis.file, basis.name)
    return {"grounds": tuple(sent.body.grounds), "basis": document}


async def _reasons(_: Visit, sent: Sent[Reasons]) -> Mapping[str, Any]:
    return given(sent.body)


async def _again(visit: Visit, problem: Problem, _: str) -> str:
    return await check_again(visit, problem, REASONS)


async def _begun(visit: Visit, sent: Sent[Any], receipt: Receipt) -> str:
    """What is to be followed upstream, to be taken into the editor; where there is nothing, the proof."""
    plan = (await read_past(visit.services.store, visit.office.id, visit.stream)).now
    if await to_follow(other_plans(visit), plan):
        return f"{where(visit)}/upstream?recorded=1"
    return await ACTS.then(visit, sent, receipt)


async def _to_check(visit: Visit, _: Sent[Any], __: Receipt) -> str:
    return visit.next(f"{where(visit)}/check#reasons")


_ACTS = replace(ACTS, router=router, prefix=f"{ACTS.prefix}/amendment")
_ACTS.add(
    "", "begin-amendment", "Begin to amend a signed plan, which stays in force meanwhile", Statement, BeginAmendment,
    files=True, read=_statement, fields=_stated, then=_begun, again=form_again,
)  # fmt: skip
_ACTS.add(
    "/statement", "state-amendment", "Correct what the amendment says of itself", Correction, StateAmendment,
    files=True, read=_correction, fields=_stated, again=form_again,
)  # fmt: skip
_ACTS.add(
    "/reasons", "state-reasons", "Say why the amendment changes what it does", Reasons, GiveReasons,
    read=sent_reasons, identity=typed_reasons, fields=_reasons, then=_to_check, again=_again,
)  # fmt: skip
_ACTS.add("/withdrawal", "withdraw-amendment", "Give the amendment up", GivingUp, WithdrawAmendment)
