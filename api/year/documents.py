"""The documents of a year: the PDFs of the action plan and of the quarters, as shown and signed, or *dibatalkan*."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from activities.documents.year.render import YearRenderer, YearRenderOrder
from api.http.answers import IF_NONE_MATCH
from api.http.described import query, reads
from api.http.negotiate import PDF, PNG
from api.http.pdf import BYTES, page_answer, pdf_answer
from api.http.visit import Visit
from api.http.way import Way
from api.reads.plan import unknown_plan
from api.reads.year import read_action, read_quarter
from domain.action.state import Action
from domain.quarter.state import Quarter

router = APIRouter(tags=["documents"])
_PLAN = "/offices/{office}/plans/{plan}"
_VOID = query("void", "1: the copy that says dibatalkan", {"type": "string", "enum": ["1"]})
Reading = Annotated[Visit, Depends(Way("read-plan", (PDF,)))]
Drawing = Annotated[Visit, Depends(Way("read-plan", (PNG,)))]


@router.get(
    _PLAN + "/action/documents/{digest}",
    **reads("The action plan's PDF", html=False, more={PDF: BYTES}, headers=[_VOID, IF_NONE_MATCH], not_modified=True),
)
async def action_document(visit: Reading, digest: str) -> Response:
    """Send the stored bytes as they are; of a document that no longer holds, on request the marked copy."""
    return await _sent(visit, await read_action(visit), digest, "action")


@router.get(
    _PLAN + "/quarters/{quarter}/documents/{digest}",
    **reads("A quarter's PDF", html=False, more={PDF: BYTES}, headers=[_VOID, IF_NONE_MATCH], not_modified=True),
)
async def quarter_document(visit: Reading, quarter: str, digest: str) -> Response:
    """Send the stored bytes as they are; of a document that no longer holds, on request the marked copy."""
    return await _sent(visit, await read_quarter(visit, quarter), digest, f"q{quarter}")


@router.get(
    _PLAN + "/action/documents/{digest}/pages/{number}.png",
    **reads(
        "A page of it as a picture",
        html=False,
        more={PNG: BYTES},
        headers=[IF_NONE_MATCH],
        not_modified=True,
        statuses=(429,),
    ),
)
async def action_picture(visit: Drawing, digest: str, number: str) -> Response:
    """Draw the page."""
    _require(await read_action(visit), digest)
    return await page_answer(visit, digest, number)


@router.get(
    _PLAN + "/quarters/{quarter}/documents/{digest}/pages/{number}.png",
    **reads(
        "A page of it as a picture",
        html=False,
        more={PNG: BYTES},
        headers=[IF_NONE_MATCH],
        not_modified=True,
        statuses=(429,),
    ),
)
async def quarter_picture(visit: Drawing, quarter: str, digest: str, number: str) -> Response:
    """Draw the page."""
    _require(await read_quarter(visit, quarter), digest)
    return await page_answer(visit, digest, number)


async def _sent(visit: Visit, of: Action | Quarter, digest: str, name: str) -> Response:
    _require(of, digest)
    name = f"{visit.office.id}-{visit.plan}-{name}-{digest[:8]}"
    if visit.request.query_params.get("void") != "1":
        return await pdf_answer(visit, digest, name)
    if digest not in of.void_documents:
        raise unknown_plan()
    order = YearRenderOrder(visit.office.id, of.stream, 0, 0, voided=digest)
    marked = await YearRenderer(visit.services.store).render(order)
    return await pdf_answer(visit, marked.document, f"{name}-dibatalkan")


def _require(of: Action | Quarter, digest: str) -> None:
    """By a digest alone nobody reads what is not this plan's."""
    if digest not in {rendered.document for rendered in of.documents}:
        raise unknown_plan()
