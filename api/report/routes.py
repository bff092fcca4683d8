"""The annual report of a plan's year: its beginning, its page, what it takes from the year, and the proof of acts."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.responses import Response

from activities.documents.execution import ExecutionRenderer
from activities.documents.report.word.file import DOCX
from api.http.acts import Acts, of_plan, proof, recorded, tell_recorded
from api.http.address import plan_path
from api.http.answers import IF_NONE_MATCH, etag, json_answer, page_answer, unchanged
from api.http.described import reads
from api.http.forms import kept_form
from api.http.negotiate import JSON
from api.http.pdf import BYTES
from api.http.problems import Problem
from api.http.visit import Sent, Visit
from api.http.way import Way
from api.reads.execution import read_report, report_now, report_of
from api.reads.plan import read_past, unknown_plan
from api.report import pages
from api.report.bodies import Composition, ReportStart
from domain.kernel.message import canonical
from domain.report.commands import BeginReport, ComposeReport
from domain.report.difference import YearDifference, differences
from domain.report.state import Report, ReportPhase, report_digest
from domain.report.text import Composed
from domain.route.route import report_kind
from eventstore.entry import Receipt
from views.models.report import ReportView, YearSince
from views.plan import instant_view
from views.report import report_json

router = APIRouter(tags=["annual report"])
REPORT = "/offices/{office}/plans/{plan}/report"
MayRead = Annotated[Visit, Depends(Way("read-plan"))]


def report_path(visit: Visit) -> str:
    """Return the address of the year's report."""
    return f"{plan_path(visit.office, visit.plan)}/report"


@router.get(REPORT, **reads("The annual report", ReportView, operation="read_report", tells=("ETag",)))
async def show(visit: MayRead) -> Response:
    """Send it, or show its page: before it is begun, the one to begin it."""
    if visit.html:
        typed, problem = await kept_form(visit)
        tell_recorded(visit)
        return page_answer(await report_page(visit, problem, visit.services.new_id(), typed))
    report = await read_report(visit)
    return json_answer(report_json(report), headers={"ETag": etag(report.version)})


async def report_page(visit: Visit, problem: Problem | None, command_id: str, typed: dict[str, str]) -> str:
    """Return the page. Raises `HttpError` 404 where the plan is not signed."""
    report = await report_now(visit)
    if report.phase is not ReportPhase.ABSENT:
        return pages.report(visit.frame, visit.office, report, await changed_since(visit, report), problem, command_id)
    plan = (await read_past(visit.services.store, visit.office.id, visit.stream)).now
    taken = await year_now(visit, plan.kind, plan.year, visit.who.person)
    if taken is None:
        raise unknown_plan()
    return pages.report_begin(visit.frame, visit.office, plan, taken, problem, command_id)


async def year_now(visit: Visit, kind: str, year: int, person: str) -> Composed | None:
    """Return what a report would take from the year now; None where the plan is not signed."""
    years = visit.services.recorder.years
    return (await years.of(visit.office.id, kind, year, visit.office, person)).composed


async def changed_since(visit: Visit, report: Report) -> tuple[YearDifference, ...]:
    """Return what the year says otherwise than when the report was composed, as far as its composer may read."""
    now = await year_now(visit, report.kind, report.year, report.composed_by)
    return () if now is None else differences(report.year_taken, now)


@router.get(
    REPORT + "/composition",
    **reads(
        "What changed in the year since the report was composed", YearSince, operation="read_year_since", html=False
    ),
)
async def since(visit: Annotated[Visit, Depends(Way("read-plan", (JSON,)))]) -> Response:
    """Send each figure, target, sum and quarter that reads otherwise now."""
    report = await read_report(visit)
    changed = await changed_since(visit, report)
    return json_answer(
        canonical({"composed_at": instant_view(report.composed_at), "changed": list(map(asdict, changed))})
    )


async def _again(visit: Visit, problem: Problem, command_id: str) -> str:
    return await report_page(visit, problem, command_id, dict(visit.form or []))


async def _beginning(visit: Visit, _: Sent[ReportStart]) -> dict[str, Any]:
    """Begin for the plan; what the year gives is filled in where it is recorded."""
    plan = (await read_past(visit.services.store, visit.office.id, visit.stream)).now
    return {
        "office": visit.office.id,
        "kind": plan.kind,
        "year": plan.year,
        "trial": visit.services.trial,
        "route": visit.office.route(report_kind(plan.kind)),
    }


async def _composing(visit: Visit, _: Sent[Composition]) -> dict[str, Any]:
    report = await read_report(visit)
    return {"kind": report.kind, "year": report.year}


ACTS = Acts(
    router=router,
    prefix=REPORT,
    carry=of_plan,
    stream=report_of,
    where=report_path,
    then=recorded(report_path),
    again=_again,
)
ACTS.add(
    "", "begin-report", "Begin the annual report of a plan's year", ReportStart, BeginReport, fields=_beginning,
)  # fmt: skip
ACTS.add(
    "/composition", "compose-report", "Compose the annual report again, of the year as it stands now",
    Composition, ComposeReport, fields=_composing,
)  # fmt: skip
PROOF = proof(report_path)


@router.get(
    REPORT + "/document.docx",
    **reads(
        "The annual report as it is now, for Word",
        operation="download_report_word",
        html=False,
        more={DOCX: BYTES},
        headers=[IF_NONE_MATCH],
        not_modified=True,
    ),
)
async def word(visit: Annotated[Visit, Depends(Way("read-plan", (DOCX,)))]) -> Response:
    """Write it, for those who must hand a file in that can be edited; what is signed is the PDF."""
    report = await read_report(visit)
    tag = f'W/"{report_digest(report)[:32]}-{len(report.signatures)}"'
    known = unchanged(visit, tag, {})
    if known is not None:
        return known
    data = await ExecutionRenderer(visit.services.store).word(visit.office.id, report)
    disposition = f'attachment; filename="{visit.office.id}-{visit.plan}-laporan-kinerja.docx"'
    return Response(data, media_type=DOCX, headers={"Content-Disposition": disposition, "ETag": tag})


@router.get(
    REPORT + "/receipts/{command_id:path}",
    **reads(
        "What a command made happen to the annual report, or why it was refused",
        Receipt,
        operation="read_report_receipt",
    ),
)
async def receipt(visit: MayRead, command_id: str) -> Response:
    """Show the proof."""
    found = await visit.services.store.receipt(visit.office.id, command_id.replace("\0", ""))
    if found is None or found.stream != report_of(visit):
        raise unknown_plan()
    if not visit.html:
        return json_answer(found)
    return page_answer(pages.report_proof(visit.frame, visit.office, await read_report(visit), found))
