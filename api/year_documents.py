"""The documents of a year: the PDFs of the action plan and of the quarters, as they were shown and signed."""

from collections.abc import Iterable
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.described import reads
from api.negotiate import PDF
from api.past import unknown_plan
from api.visit import Visit
from api.way import Way
from api.year_stream import read_action, read_quarter
from domain.year.action_events import ActionDocumentRendered
from domain.year.quarter_events import QuarterDocumentRendered

router = APIRouter(tags=["documents"])
_PLAN = "/offices/{office}/plans/{plan}"
_BYTES = {"type": "string", "format": "binary"}
# The address names the content, which never changes; only who may see it may.
_KEPT = {"Cache-Control": "private, max-age=31536000, immutable"}
Reading = Annotated[Visit, Depends(Way("read-plan", (PDF,)))]


@router.get(_PLAN + "/action/documents/{digest}", **reads("The action plan's PDF", html=False, more={PDF: _BYTES}))
async def action_document(visit: Reading, digest: str) -> Response:
    """Send the stored bytes as they are."""
    return await _sent(visit, (await read_action(visit)).documents, digest, "action")


@router.get(
    _PLAN + "/quarters/{quarter}/documents/{digest}", **reads("A quarter's PDF", html=False, more={PDF: _BYTES})
)
async def quarter_document(visit: Reading, quarter: str, digest: str) -> Response:
    """Send the stored bytes as they are."""
    return await _sent(visit, (await read_quarter(visit, quarter)).documents, digest, f"q{quarter}")


async def _sent(
    visit: Visit, documents: Iterable[ActionDocumentRendered | QuarterDocumentRendered], digest: str, name: str
) -> Response:
    """By a digest alone nobody reads what is not this plan's."""
    known = digest in {rendered.document for rendered in documents}
    found = await visit.services.store.document(digest) if known else None
    if found is None or found[0] != PDF:
        raise unknown_plan()
    disposition = f'inline; filename="{visit.office.id}-{visit.plan}-{name}-{digest[:8]}.pdf"'
    return Response(
        found[1], media_type=PDF, headers={**_KEPT, "Content-Disposition": disposition, "ETag": f'"{digest}"'}
    )
