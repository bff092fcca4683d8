"""The signature of a quarter: the exact document with what signing means, and the proof of every act on a quarter."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.http.acts import proof
from api.http.answers import json_answer, page_answer
from api.http.described import reads
from api.http.forms import kept_form
from api.http.leaves import AS_TEXT
from api.http.negotiate import HTML
from api.http.pdf import reading_of
from api.http.problems import Problem
from api.http.visit import Visit, see_other
from api.http.way import Way
from api.quarters import pages
from api.quarters.bodies import QuarterSignature
from api.quarters.routes import ACTS, newer, quarter_path
from api.reads.execution import quarter_of, read_quarter
from api.reads.plan import unknown_plan
from domain.quarter.commands import SignQuarter
from eventstore.entry import Receipt

router = APIRouter(tags=["quarters"])
_QUARTER = "/offices/{office}/plans/{plan}/quarters/{quarter}"


@router.get(
    _QUARTER + "/sign",
    **reads("The exact document of a quarter to be signed", operation="quarter_signing_page", headers=[AS_TEXT]),
)
async def sign(visit: Annotated[Visit, Depends(Way("read-plan", (HTML,)))], quarter: str) -> Response:
    """Show it, with the step that is open; where none is, the quarter."""
    typed, problem = await kept_form(visit)
    html = await _sign(visit, problem, visit.services.new_id(), typed)
    return see_other(quarter_path(visit)) if html is None else page_answer(html)


async def _sign(visit: Visit, problem: Problem | None, command_id: str, typed: dict[str, str]) -> str | None:
    quarter = await read_quarter(visit, visit.part("quarter"))
    if not quarter.open_steps():
        return None
    reading, behind = await reading_of(visit, quarter), await newer(visit, quarter)
    return pages.quarter_signing(visit.frame, visit.office, quarter, behind, reading, problem, command_id, typed)


async def _again(visit: Visit, problem: Problem, command_id: str) -> str:
    """Show the document again; when nothing is to be signed any more, the quarter."""
    html = await _sign(visit, problem, command_id, dict(visit.form or []))
    return await ACTS.again(visit, problem, command_id) if html is None else html


_ACTS = replace(ACTS, router=router, then=proof(quarter_path), again=_again)
_ACTS.add("/signatures", "sign-quarter", "Sign the quarter", QuarterSignature, SignQuarter, versioned=True)


@router.get(
    _QUARTER + "/receipts/{command_id:path}",
    **reads(
        "What a command made happen to the quarter, or why it was refused", Receipt, operation="read_quarter_receipt"
    ),
)
async def receipt(visit: Annotated[Visit, Depends(Way("read-plan"))], quarter: str, command_id: str) -> Response:
    """Show the proof."""
    found = await visit.services.store.receipt(visit.office.id, command_id.replace("\0", ""))
    if found is None or found.stream != quarter_of(visit, quarter):
        raise unknown_plan()
    if not visit.html:
        return json_answer(found)
    state = await read_quarter(visit, quarter)
    await visit.meet(state.route)
    return page_answer(pages.quarter_proof(visit.frame, visit.office, state, found))
