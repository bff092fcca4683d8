"""What an amendment changes, as files: the comparison that its paper has annexed, and its places for spreadsheets."""

import asyncio
import hashlib
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from activities.documents.amendment.sheet import changes_csv
from activities.documents.design import NEWEST
from activities.documents.kind.source import PLAN_TEMPLATES
from activities.documents.plan import Renderer
from activities.documents.typesetting import TypesettingFailed
from api.http.answers import IF_NONE_MATCH, unchanged
from api.http.described import query, reads
from api.http.negotiate import PDF
from api.http.paging import query_number
from api.http.pdf import BYTES
from api.http.problems import HttpError
from api.http.visit import Visit
from api.http.way import Way
from api.reads.plan import Past, read_past, unknown_plan

router = APIRouter(tags=["documents"])
_CSV = "text/csv"
_NUMBER = query("number", "Which amendment; if not said, the open one, else the newest", {"type": "integer"})


@router.get(
    "/offices/{office}/plans/{plan}/redline.pdf",
    name="The comparison of an amendment",
    **reads(
        "What the amendment changes, as a PDF: old struck, new underlined, why",
        operation="download_comparison", html=False, more={PDF: BYTES}, headers=[_NUMBER, IF_NONE_MATCH],
        not_modified=True, statuses=(409,),
    ),
)  # fmt: skip
async def comparison(visit: Annotated[Visit, Depends(Way("read-plan", (PDF,)))]) -> Response:
    """Print it from the record as it is now."""
    past = await read_past(visit.services.store, visit.office.id, visit.stream)
    number = query_number(visit.request, "number", 0)
    tag = _tag(past, f"{PDF} {number}")
    known = unchanged(visit, tag)
    if known is not None:
        return known
    try:
        pdf = await Renderer(visit.services.store).redline(visit.office.id, visit.stream, number)
    except TypesettingFailed:
        raise HttpError(409, "unprintable", "This cannot be printed: its text is too long.") from None
    return _file(visit, pdf, PDF, "pdf", tag)


@router.get(
    "/offices/{office}/plans/{plan}/redline.csv",
    name="The changes of an amendment",
    **reads(
        "Every place that the amendment changes with old, new and reason, as CSV",
        operation="download_changes", html=False, more={_CSV: {"type": "string"}}, headers=[IF_NONE_MATCH],
        not_modified=True,
    ),
)  # fmt: skip
async def changes(visit: Annotated[Visit, Depends(Way("read-plan", (_CSV,)))]) -> Response:
    """Tell them as the comparison does."""
    past = await read_past(visit.services.store, visit.office.id, visit.stream)
    tag = _tag(past, _CSV)
    known = unchanged(visit, tag)
    if known is not None:
        return known
    return _file(visit, await asyncio.to_thread(changes_csv, past.now), _CSV, "csv", tag)


def _tag(past: Past, media: str) -> str:
    """Name what is told: all of it follows from the record up to its newest entry."""
    newest = past.moments[-1].entry.hash.hex() if past.moments else ""
    return f'"{hashlib.sha256(":".join([newest, PLAN_TEMPLATES[NEWEST], media]).encode()).hexdigest()[:32]}"'


def _file(visit: Visit, data: bytes, media: str, ending: str, tag: str) -> Response:
    if not data:
        raise unknown_plan()
    disposition = f'attachment; filename="{visit.office.id}-{visit.plan}-redline.{ending}"'
    headers = {"Content-Disposition": disposition, "ETag": tag, "Cache-Control": "private, no-cache"}
    return Response(data, media_type=media, headers=headers)
