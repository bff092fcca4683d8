"""The documents of a plan: the PDF as it was shown, its pages as pictures, its copy that says *dibatalkan*."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from activities.documents.plan import Renderer, RenderOrder
from api.http.answers import IF_NONE_MATCH
from api.http.described import query, reads
from api.http.negotiate import PDF, PNG
from api.http.pdf import BYTES, page_answer, pdf_answer
from api.http.visit import Visit
from api.http.way import Way
from api.reads.plan import read_past, unknown_plan
from domain.plan.state import Plan

router = APIRouter(tags=["documents"])
_DOCUMENT = "/offices/{office}/plans/{plan}/documents/{digest}"


@router.get(
    _DOCUMENT,
    **reads(
        "A PDF as it was shown, by the SHA-256 of its bytes",
        html=False,
        more={PDF: BYTES},
        headers=[query("void", "1: the copy that says dibatalkan", {"type": "string", "enum": ["1"]}), IF_NONE_MATCH],
        not_modified=True,
    ),
)
async def document(visit: Annotated[Visit, Depends(Way("read-plan", (PDF,)))], digest: str) -> Response:
    """Send the stored bytes as they are; of a document that was signed and is void, on request the marked copy."""
    plan = await _plan_with(visit, digest)
    name = f"{visit.office.id}-{visit.plan}-{digest[:8]}"
    if visit.request.query_params.get("void") != "1":
        return await pdf_answer(visit, digest, name)
    if digest not in plan.void_documents:
        raise unknown_plan()
    order = RenderOrder(visit.office.id, visit.stream, 0, 0, voided=digest)
    marked = await Renderer(visit.services.store).render(order)
    return await pdf_answer(visit, marked.document, f"{name}-dibatalkan")


@router.get(
    _DOCUMENT + "/pages/{number}.png",
    **reads(
        "A page of it as a picture",
        html=False,
        more={PNG: BYTES},
        headers=[IF_NONE_MATCH],
        not_modified=True,
        statuses=(429,),
    ),
)
async def picture(visit: Annotated[Visit, Depends(Way("read-plan", (PNG,)))], digest: str, number: str) -> Response:
    """Draw the page, sharp enough to be enlarged."""
    await _plan_with(visit, digest)
    return await page_answer(visit, digest, number)


async def _plan_with(visit: Visit, digest: str) -> Plan:
    """Return the plan that the document is one of: by its digest alone nobody reads another office's."""
    plan = (await read_past(visit.services.store, visit.office.id, visit.stream)).now
    if digest not in {rendered.document for rendered in plan.documents}:
        raise unknown_plan()
    return plan
