"""Documents of a plan and of its year: PDFs as shown, their pages, the copies of void ones, rows as tables."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from activities.documents.design import NEWEST
from activities.documents.execution import EXECUTION_TEMPLATE_VERSION, ExecutionRenderer, ExecutionRenderOrder
from activities.documents.kind.source import PLAN_TEMPLATES
from activities.documents.kind.workbook import plan_csv, plan_xlsx
from activities.documents.plan import Renderer, RenderOrder
from activities.documents.sheets import XLSX
from activities.documents.year.tables import action_xlsx, quarter_xlsx
from api.http.answers import IF_NONE_MATCH, unchanged
from api.http.described import query, reads
from api.http.negotiate import PDF, PNG
from api.http.pdf import BYTES, page_answer, pdf_answer
from api.http.visit import Visit
from api.http.way import Way
from api.reads.execution import read_action, read_quarter, read_report
from api.reads.plan import read_past, unknown_plan
from domain.action.state import Action, action_digest
from domain.kernel.message import canonical
from domain.kernel.streams import last_day
from domain.office.state import Office
from domain.plan.state import Plan, text_digest
from domain.quarter.content import quarter_digest
from domain.quarter.state import Quarter
from domain.report.state import Report, report_digest

router = APIRouter(tags=["documents"])
_VOID = query("void", "1: the copy that says dibatalkan", {"type": "string", "enum": ["1"]})
Documented = Plan | Action | Quarter | Report


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
_routes("/report", "report", "report_document", "The annual report", read_report)
_routes("/quarters/{quarter}", "q{quarter}", "quarter_document", "The quarter", _quarter)

_CSV = "text/csv"


def _table(
    part: str,
    noun: str,
    of: str,
    find: Callable[[Visit], Awaitable[Documented]],
    media: str,
    make: Callable[..., bytes],
) -> None:
    """Add the route of a noun's rows for spreadsheets; `make` gets what they are of, and the office."""
    ending, kind = ("xlsx", "workbook") if media == XLSX else ("csv", "csv")

    async def table(visit: Annotated[Visit, Depends(Way("read-plan", (media,)))]) -> Response:
        """Send every row with every column; numbers are numbers, and no text is a formula."""
        state, office = await find(visit), visit.office
        tag = _tag(state, office, media)
        known = unchanged(visit, tag)
        if known is not None:
            return known
        name = "-".join([office.id, visit.plan, *part.format(**visit.request.path_params).split("/")[1:]])
        disposition = f'attachment; filename="{name}.{ending}"'
        data = await asyncio.to_thread(make, state, office)
        return Response(data, media_type=media, headers={"Content-Disposition": disposition, "ETag": tag})

    body = BYTES if media == XLSX else {"type": "string"}
    answers = reads(
        f"The rows of {of} as {'a workbook' if media == XLSX else 'CSV'}",
        operation=f"download_{noun}_{kind}", html=False, more={media: body}, headers=[IF_NONE_MATCH], not_modified=True,
    )  # fmt: skip
    where = f"/offices/{{office}}/plans/{{plan}}{part}/table.{ending}"
    router.add_api_route(where, table, name=f"{of} {ending}", **answers)


def _tag(state: Documented, office: Office, media: str) -> str:
    """Name what a table shows. Weak: a workbook carries the time it was made at."""
    shown: list[object] = [PLAN_TEMPLATES[NEWEST], EXECUTION_TEMPLATE_VERSION, media, office.name, state.version]
    match state:
        case Plan():
            shown.append(text_digest(state))
        case Action():
            shown.append(action_digest(state))
        case Report():
            shown.append(report_digest(state))
        case Quarter():
            lines = office.quadrant_lines(last_day(state.year, state.quarter))
            shown += [quarter_digest(state), len(state.closings), len(state.reopenings), lines]
    return f'W/"{hashlib.sha256(canonical(shown)).hexdigest()[:32]}"'


def _quarter_book(quarter: Quarter, office: Office) -> bytes:
    return quarter_xlsx(quarter, office.quadrant_lines, office.name)


_table("", "plan", "a plan", _plan, XLSX, lambda plan, _: plan_xlsx(plan))
_table("", "plan", "a plan", _plan, _CSV, lambda plan, _: plan_csv(plan))
_table("/action", "action", "an action plan", read_action, XLSX, lambda action, at: action_xlsx(action, at.name))
_table("/quarters/{quarter}", "quarter", "a quarter", _quarter, XLSX, _quarter_book)
