"""A row of a quarter: its page, what its owner files and corrects, what the planning section makes of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.http.answers import receipt_answer, shown, told
from api.http.described import reads, writes
from api.http.figures import read_reading
from api.http.forms import kept
from api.http.problems import Problem
from api.http.visit import Visit, account_id, see_other
from api.http.way import Way
from api.quarters import pages
from api.quarters.bodies import CorrectionBody, RealisationBody
from api.quarters.evidence import chosen, row_at, sent_of, take_files
from api.quarters.pages.row import evidence_form
from api.reads.plan import unknown_plan
from api.reads.year import quarter_of, read_quarter
from domain.kernel.actor import Actor
from domain.kernel.canonical import canonical
from domain.kernel.errors import Refused
from domain.quarter.commands import CorrectRealisation, FileRealisation
from domain.quarter.filing import Filing, FollowUpAnswer
from eventstore.receipt import Receipt
from views.quarter import quarter_view

router = APIRouter(tags=["quarters"])
_ROW = "/offices/{office}/plans/{plan}/quarters/{quarter}/realisations/{indicator}"


@router.get(_ROW, **reads("A row of a quarter with its figures and their derivations", {"type": "object"}))
async def show(visit: Annotated[Visit, Depends(Way("read-plan"))], quarter: str, indicator: str) -> Response:
    """Show the row, with the form for whoever may file it and the previous quarter beside it."""
    if not visit.html:
        state = await read_quarter(visit, quarter)
        if indicator not in state.lines:
            raise unknown_plan()
        row = next(r for r in quarter_view(state)["rows"] if r["id"] == indicator)
        return told(canonical(row))
    typed, problem = {}, None
    unsaved = await kept(visit)
    if unsaved is not None:
        typed, problem = dict(unsaved[0]), unsaved[1]
    if visit.request.query_params.get("recorded") == "1":
        visit.notice = visit.frame.words("It is recorded")
    return shown(await _page(visit, quarter, indicator, problem, visit.services.new_id(), typed))


def with_row(visit: Visit, quarter: str, indicator: str) -> None:
    """Show the row's page again, with what was typed, when its command fails."""

    async def again(problem: Problem, command_id: str) -> str:
        return await _page(visit, quarter, indicator, problem, command_id, dict(visit.form or []))

    visit.again = again


async def _page(
    visit: Visit, quarter: str, indicator: str, problem: Problem | None, command_id: str, typed: Mapping[str, str]
) -> str:
    state = await read_quarter(visit, quarter)
    line = state.lines.get(indicator)
    if line is None:
        raise unknown_plan()
    sent = await sent_of(visit, row_at(visit, quarter, indicator), typed)
    evidence = evidence_form(line.filing, typed, sent, visit.services.largest_evidence)
    return pages.year_row(visit.frame, visit.office, state, indicator, problem, command_id, typed, evidence)


@router.post(_ROW, **writes("File what an indicator came to", RealisationBody, files=True))
async def file(
    visit: Annotated[Visit, Depends(Way("file-realisation", files=True))], quarter: str, indicator: str
) -> Response:
    """File the row for the first time."""
    with_row(visit, quarter, indicator)
    await take_files(visit, quarter, indicator)
    sent = await visit.command(RealisationBody)
    filing = await filing_of(visit, quarter, indicator, sent.body)

    def command(by: Actor, at: datetime) -> FileRealisation:
        return FileRealisation(by=by, at=at, indicator=indicator, based_on=sent.body.based_on, filing=filing)

    asked = sent.asked("file-realisation", quarter_of(visit, quarter), about=indicator)
    return await _recorded(visit, await visit.usecases.plan(visit.who, asked, command), quarter, indicator)


@router.post(_ROW + "/corrections", **writes("Correct what an indicator came to", CorrectionBody, files=True))
async def correct(
    visit: Annotated[Visit, Depends(Way("correct-realisation", files=True))], quarter: str, indicator: str
) -> Response:
    """Make the row another, with a reason."""
    with_row(visit, quarter, indicator)
    await take_files(visit, quarter, indicator)
    sent = await visit.command(CorrectionBody)
    body = sent.body
    filing = await filing_of(visit, quarter, indicator, body)

    def command(by: Actor, at: datetime) -> CorrectRealisation:
        return CorrectRealisation(
            by=by, at=at, indicator=indicator, based_on=body.based_on, filing=filing, reason=body.reason
        )

    asked = sent.asked("correct-realisation", quarter_of(visit, quarter), about=indicator)
    return await _recorded(visit, await visit.usecases.plan(visit.who, asked, command), quarter, indicator)


async def _recorded(visit: Visit, receipt: Receipt, quarter: str, indicator: str) -> Response:
    where = f"/offices/{visit.office.id}/plans/{visit.plan}/quarters/{quarter}/realisations/{indicator}"
    await visit.services.unsaved.drop(account_id(visit), where)
    return see_other(f"{where}?recorded=1") if visit.html else receipt_answer(receipt, where)


async def filing_of(visit: Visit, quarter: str, indicator: str, body: RealisationBody) -> Filing:
    """Return the filing as it was sent. Raises Refused, Unreadable or Ambiguous."""
    line = (await read_quarter(visit, quarter)).lines.get(indicator)
    if line is None:
        raise Refused("unknown-row", "The plan has no row “{row}”.", "row", row=indicator[:60])
    answer = None
    if body.follow_up_done is not None:
        answer = FollowUpAnswer(body.follow_up_done, body.follow_up_answer)
    return Filing(
        reading=read_reading(line.row.policy, body, indicator),
        explanation=body.explanation,
        obstacles=body.obstacles,
        follow_up=body.follow_up,
        justification=body.justification,
        answer=answer,
        evidence=await chosen(visit, row_at(visit, quarter, indicator), line, body.evidence),
    )
