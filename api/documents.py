"""The documents of a plan: the PDF as it was shown, its pages as pictures, its copy that says *dibatalkan*."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from activities.pages import page_image
from activities.press import PDF as PDF_TYPE
from activities.render import Renderer, RenderOrder
from api.described import query, reads
from api.errors import HttpError
from api.negotiate import PDF, PNG
from api.past import read_past, unknown_plan
from api.visit import Visit
from api.way import Way
from domain.plan import Plan

router = APIRouter(tags=["documents"])
_DOCUMENT = "/offices/{office}/plans/{plan}/documents/{digest}"
_BYTES = {"type": "string", "format": "binary"}
_WIDTH = 1654  # pixels: A4 at 200 dots an inch
# The address names the content, which never changes; only who may see it may.
_KEPT = {"Cache-Control": "private, max-age=31536000, immutable"}


@router.get(
    _DOCUMENT,
    **reads(
        "A PDF as it was shown, by the SHA-256 of its bytes",
        html=False,
        more={PDF: _BYTES},
        headers=[query("void", "1: the copy that says dibatalkan", {"type": "string", "enum": ["1"]})],
    ),
)
async def document(visit: Annotated[Visit, Depends(Way("read-plan", (PDF,)))], digest: str) -> Response:
    """Send the stored bytes as they are; of a document that was signed and is void, on request the marked copy."""
    plan = await _plan_with(visit, digest)
    data = await _bytes(visit, digest)
    name = f"{visit.office.id}-{visit.plan}-{digest[:8]}"
    if visit.request.query_params.get("void") == "1":
        if digest not in plan.void_documents:
            raise unknown_plan()
        order = RenderOrder(visit.office.id, visit.stream, 0, 0, voided=digest)
        marked = await Renderer(visit.services.store).render(order)
        data, name = await _bytes(visit, marked.document), f"{name}-dibatalkan"
    headers = {**_KEPT, "Content-Disposition": f'inline; filename="{name}.pdf"', "ETag": f'"{digest}"'}
    return Response(data, media_type=PDF, headers=headers)


@router.get(
    _DOCUMENT + "/pages/{number}.png",
    **reads("A page of it as a picture", html=False, more={PNG: _BYTES}),
)
async def picture(visit: Annotated[Visit, Depends(Way("read-plan", (PNG,)))], digest: str, number: str) -> Response:
    """Draw the page, sharp enough to be enlarged."""
    await _plan_with(visit, digest)
    data = await _bytes(visit, digest)
    if not (number.isascii() and number.isdecimal() and len(number) < 5):
        raise unknown_plan()
    try:
        png = await asyncio.to_thread(page_image, data, int(number), _WIDTH)
    except IndexError:
        raise HttpError(404, "unknown-page", "The document has no page {page}.", "page", page=number) from None
    return Response(png, media_type=PNG, headers=_KEPT)


async def _plan_with(visit: Visit, digest: str) -> Plan:
    """Return the plan that the document is one of: by its digest alone nobody reads another office's."""
    plan = (await read_past(visit.services.store, visit.office.id, visit.stream)).now
    if digest not in {rendered.document for rendered in plan.documents}:
        raise unknown_plan()
    return plan


async def _bytes(visit: Visit, digest: str) -> bytes:
    found = await visit.services.store.document(digest)
    if found is None or found[0] != PDF_TYPE:
        raise unknown_plan()
    return found[1]
