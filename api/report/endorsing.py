"""An annual report on its route: checked and sent, reviewed, signed or returned."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.http.answers import page_answer
from api.http.bodies import EndorsementBody, Refusal, SignatureBody, Submission
from api.http.described import reads
from api.http.forms import kept_form
from api.http.leaves import AS_TEXT
from api.http.negotiate import HTML
from api.http.pdf import reading_of
from api.http.problems import Problem
from api.http.visit import Visit, see_other
from api.http.way import Way
from api.reads.execution import read_report
from api.report import pages
from api.report.routes import ACTS, PROOF, REPORT, changed_since, report_path
from domain.report.commands import GiveReportParaf, ReturnReport, SignReport, SubmitReport
from domain.report.state import ReportPhase

router = APIRouter(tags=["annual report"])


@router.get(REPORT + "/check", **reads("The annual report before it is sent", operation="check_report_page"))
async def check(visit: Annotated[Visit, Depends(Way("submit-report", (HTML,)))]) -> Response:
    """Show what is missing, what a careful reader would ask, and the form to send it."""
    typed, problem = await kept_form(visit)
    html = await _check_page(visit, problem, visit.services.new_id(), typed)
    return see_other(report_path(visit)) if html is None else page_answer(html)


async def _check_page(visit: Visit, problem: Problem | None, command_id: str, typed: dict[str, str]) -> str | None:
    report = await read_report(visit)
    if report.phase is not ReportPhase.DRAFTING:
        return None
    changed = await changed_since(visit, report)
    return pages.check(visit.frame, visit.office, report, changed, problem, command_id, typed)


@router.get(
    REPORT + "/review",
    **reads("The exact document that is reviewed or signed", operation="report_review_page", headers=[AS_TEXT]),
)
async def review(visit: Annotated[Visit, Depends(Way("read-plan", (HTML,)))]) -> Response:
    """Show it, with the step that is the viewer's; off its route there is only the report."""
    typed, problem = await kept_form(visit)
    html = await _page(visit, problem, visit.services.new_id(), typed)
    return see_other(report_path(visit)) if html is None else page_answer(html)


async def _page(visit: Visit, problem: Problem | None, command_id: str, typed: dict[str, str]) -> str | None:
    report = await read_report(visit)
    if not report.open_steps():
        return None
    reading = await reading_of(visit, report)
    return pages.review(visit.frame, visit.office, report, reading, problem, command_id, typed)


async def _whole(visit: Visit, problem: Problem, command_id: str) -> str:
    report = await read_report(visit)
    return pages.report(visit.frame, visit.office, report, await changed_since(visit, report), problem, command_id)


async def _check_again(visit: Visit, problem: Problem, command_id: str) -> str:
    html = await _check_page(visit, problem, command_id, dict(visit.form or []))
    return html or await _whole(visit, problem, command_id)


async def _review_again(visit: Visit, problem: Problem, command_id: str) -> str:
    html = await _page(visit, problem, command_id, dict(visit.form or []))
    return html or await _whole(visit, problem, command_id)


_SENDING = replace(ACTS, router=router, then=PROOF, again=_check_again)
_SENDING.add(
    "/submission", "submit-report", "Send the annual report on its route", Submission, SubmitReport, versioned=True
)
_ACTS = replace(_SENDING, again=_review_again)
_ACTS.add(
    "/parafs", "give-report-paraf", "Put the paraf of a review step", EndorsementBody, GiveReportParaf, versioned=True
)
_ACTS.add("/signatures", "sign-report", "Sign the annual report", SignatureBody, SignReport, versioned=True)
_ACTS.add("/returns", "return-report", "Return the annual report", Refusal, ReturnReport)
