"""The internal auditor's statement on an annual report (*reviu APIP*): its form, and every statement that was made."""

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.responses import Response

from activities.documents.statement import StatementPrinter
from api.http.answers import page_answer
from api.http.described import query, reads
from api.http.forms import kept_form
from api.http.negotiate import HTML, PDF
from api.http.paging import query_number
from api.http.pdf import BYTES
from api.http.problems import Problem
from api.http.visit import Sent, Visit, see_other
from api.http.way import Way
from api.reads.execution import read_report
from api.reads.plan import unknown_plan
from api.report import pages
from api.report.bodies import ReviewBody
from api.report.routes import ACTS, PROOF, REPORT, report_path
from domain.report.commands import StateReview
from domain.report.state import ReportPhase
from domain.report.statement import Point, Review

router = APIRouter(tags=["annual report"])


@router.get(
    REPORT + "/statement", **reads("The internal auditor's statement of review", operation="report_statement_page")
)
async def statement(visit: Annotated[Visit, Depends(Way("read-plan", (HTML,)))]) -> Response:
    """Show the form to whoever may state one, and the statements; before it was sent there is only the report."""
    typed, problem = await kept_form(visit)
    report = await read_report(visit)
    if report.phase is ReportPhase.DRAFTING and not report.reviews:
        return see_other(report_path(visit))
    return page_answer(pages.statement(visit.frame, visit.office, report, problem, visit.services.new_id(), typed))


@router.get(
    REPORT + "/statement.pdf",
    **reads(
        "A statement of review, with its checklist, as a PDF",
        operation="download_review_statement",
        html=False,
        more={PDF: BYTES},
        headers=[query("number", "Which statement, counted from one; if not said, the last", {"type": "integer"})],
    ),
)
async def printed(visit: Annotated[Visit, Depends(Way("read-plan", (PDF,)))]) -> Response:
    """Print it from the record; one on a report that changed says that it no longer holds."""
    report = await read_report(visit)
    number = query_number(visit.request, "number", 0)
    pdf = await StatementPrinter(visit.services.store).printed(visit.office.id, report.stream, number)
    if not pdf:
        raise unknown_plan()
    disposition = f'inline; filename="{visit.office.id}-{visit.plan}-pernyataan-reviu.pdf"'
    return Response(pdf, media_type=PDF, headers={"Content-Disposition": disposition})


async def _again(visit: Visit, problem: Problem, command_id: str) -> str:
    report = await read_report(visit)
    return pages.statement(visit.frame, visit.office, report, problem, command_id, dict(visit.form or []))


async def _stated(_: Visit, sent: Sent[ReviewBody]) -> dict[str, Any]:
    said = sent.body
    points = tuple(Point(point.key, point.met, point.note) for point in said.points)
    return {"review": Review(points, said.findings, said.conclusion, said.statement)}


_ACTS = replace(ACTS, router=router, then=PROOF, again=_again)
_ACTS.add(
    "/reviews", "state-review", "State what the internal review of the annual report came to",
    ReviewBody, StateReview, versioned=True, fields=_stated,
)  # fmt: skip
