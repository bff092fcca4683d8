"""Documents of a plan, its action plan and its quarters: PDFs as shown, their pages, void copies, rows as tables."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from activities.documents.execution import ExecutionRenderer, ExecutionRenderOrder
from activities.documents.kind.workbook import plan_csv, plan_xlsx
from activities.documents.plan import Renderer, RenderOrder
from activities.documents.sheets import XLSX
from api.http.answers import IF_NONE_MATCH, unchanged
from api.http.described import query, reads
from api.http.negotiate import PDF, PNG
from api.http.pdf import BYTES, page_answer, pdf_answer
from api.http.visit import Visit
from api.http.way import Way
from api.reads.execution import read_action, read_quarter
from api.reads.plan import read_past, unknown_plan
from domain.action.state import Action
from domain.plan.state import Plan, text_digest
from domain.quarter.state import Quarter

router = APIRouter(tags=["documents"])
_VOID = query("void", "1: the copy that says dibatalkan", {"type": "string", "enum": ["1"]})
Documented = Plan | Action | Quarter


async def _plan(visit: Visit) -> Plan:
    return (await read_past(visit.services.store, visit.office.id, visit.stream)).now


async def _quarter(visit: Visit) -> Quarter:
    return await read_quarter(visit, visit.part("quarter"))


def _routes(part: str, named: str, noun: str, of: str, find: Callable[[Visit], Awaitable[Documented]]) -> None:
    """Add the routes of a noun's documents.

    `part` is its own part of the address, `named` that of a file's name, `noun` that of an operation's.
    """

    async def found(visit: Visit, digest: str) -> Documented:
        """Return what the document is one of: by its digest alone nobody reads another office's."""
        state = await find(visit)
        if digest not in {rendered.document for rendered in state.documents}:
            raise unknown_plan()
        return state

    async def document(visit: Annotated[Visit, Depends(Way("open-plan", (PDF,)))], digest: str) -> Response:
        """Send the stored bytes as they are; of a document that no longer holds, on request the marked copy."""
        state = await found(visit, digest)
        name = "-".join([visit.office.id, visit.plan, *named.format(**visit.request.path_params).split(), digest[:8]])
        if visit.request.query_params.get("void") != "1":
            return await pdf_answer(visit, digest, name)
        if digest not in state.void_documents:
            raise unknown_plan()
        return await pdf_answer(visit, await _marked(visit, state, digest), f"{name}-dibatalkan")

    async def picture(visit: Annotated[Visit, Depends(Way("open-plan", (PNG,)))], digest: str, number: str) -> Response:
        """Draw the page, sharp enough to be enlarged."""
        await found(visit, digest)
        return await page_answer(visit, digest, number)

    where = f"/offices/{{office}}/plans/{{plan}}{part}/documents/{{digest}}"
    answers = reads(
        f"{of} as a PDF, as it was shown, by the SHA-256 of its bytes",
        operation=f"download_{noun}", html=False, more={PDF: BYTES}, headers=[_VOID, IF_NONE_MATCH], not_modified=True,
    )  # fmt: skip
    router.add_api_route(where, document, name=f"{of} document", **answers)
    answers = reads(
        "A page of it as a picture",
        operation=f"draw_{noun}_page", html=False, more={PNG: BYTES}, headers=[IF_NONE_MATCH], not_modified=True,
        statuses=(429,),
    )  # fmt: skip
    router.add_api_route(f"{where}/pages/{{number}}.png", picture, name=f"{of} picture", **answers)


async def _marked(visit: Visit, state: Documented, digest: str) -> str:
    """Return the digest of the copy that says *dibatalkan*."""
    where = visit.office.id
    if isinstance(state, Plan):
        plan = RenderOrder(where, visit.stream, 0, 0, voided=digest)
        return (await Renderer(visit.services.store).render(plan)).document
    order = ExecutionRenderOrder(where, state.stream, 0, 0, voided=digest)
    return (await ExecutionRenderer(visit.services.store).render(order)).document


_routes("", "", "document", "The plan", _plan)
_routes("/action", "action", "action_document", "The action plan", read_action)
_routes("/quarters/{quarter}", "q{quarter}", "quarter_document", "The quarter", _quarter)

_TABLE = "/offices/{office}/plans/{plan}/table"
_CSV = "text/csv"


@router.get(
    _TABLE + ".xlsx",
    **reads(
        "The rows of a plan as a workbook", operation="download_plan_workbook", html=False, more={XLSX: BYTES},
        headers=[IF_NONE_MATCH], not_modified=True,
    ),
)  # fmt: skip
async def plan_workbook(visit: Annotated[Visit, Depends(Way("read-plan", (XLSX,)))]) -> Response:
    """Send every row with every column; numbers are numbers, and no text is a formula."""
    return await _table(visit, plan_xlsx, XLSX, "xlsx")


@router.get(
    _TABLE + ".csv",
    **reads(
        "The rows of a plan as CSV", operation="download_plan_csv", html=False, more={_CSV: {"type": "string"}},
        headers=[IF_NONE_MATCH], not_modified=True,
    ),
)  # fmt: skip
async def plan_table(visit: Annotated[Visit, Depends(Way("read-plan", (_CSV,)))]) -> Response:
    """Send them with semicolons and decimal commas, as spreadsheets in Indonesia read it."""
    return await _table(visit, plan_csv, _CSV, "csv")


async def _table(visit: Visit, make: Callable[[Plan], bytes], media: str, ending: str) -> Response:
    plan = await _plan(visit)
    # Weak: a workbook carries the time it was made at.
    tag = f'W/"{text_digest(plan)[:24]}-{plan.version}-{ending}"'
    known = unchanged(visit, tag)
    if known is not None:
        return known
    disposition = f'attachment; filename="{visit.office.id}-{visit.plan}.{ending}"'
    data = await asyncio.to_thread(make, plan)
    return Response(data, media_type=media, headers={"Content-Disposition": disposition, "ETag": tag})
