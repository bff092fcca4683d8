"""A row of a quarter: its page, what its owner files and corrects, what the planning section makes of it."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.http.acts import Acts, of_plan, recorded, tell_recorded
from api.http.address import plan_path, row_path
from api.http.answers import etag, json_answer, page_answer
from api.http.described import reads
from api.http.figures import read_reading
from api.http.forms import kept
from api.http.problems import Problem
from api.http.visit import Sent, Visit
from api.http.way import Way
from api.quarters import pages
from api.quarters.bodies import CorrectionBody, PolicyCorrection, RealisationBody, Realised
from api.quarters.evidence import chosen, not_kept, row_at, sent_of, take_files
from api.quarters.pages.row import evidence_form
from api.reads.execution import action_now, quarter_of, read_quarter
from api.reads.plan import unknown_plan
from domain.action.state import Action
from domain.kernel.errors import Refused
from domain.kernel.streams import last_day
from domain.measure.policy import MeasurementPolicy, unbounded
from domain.quarter.commands import CorrectPolicy, CorrectRealisation, FileRealisation
from domain.quarter.filing import Filing, FollowUpAnswer
from domain.quarter.state import Quarter
from views.models.quarter import RealisationView
from views.quarter import quarter_view

router = APIRouter(tags=["quarters"])
_ROW = "/offices/{office}/plans/{plan}/quarters/{quarter}/realisations/{indicator:text}"


@router.get(
    _ROW,
    **reads(
        "A row of a quarter with its figures and their derivations",
        RealisationView,
        operation="read_realisation",
        tells=("ETag",),
    ),
)
async def show(visit: Annotated[Visit, Depends(Way("read-plan"))], quarter: str, indicator: str) -> Response:
    """Show the row, with the form for whoever may file it and the previous quarter beside it."""
    if not visit.html:
        state = await read_quarter(visit, quarter)
        if indicator not in state.lines:
            raise unknown_plan()
        row = next(r for r in quarter_view(state)["rows"] if r["id"] == indicator)
        return json_answer(row, headers={"ETag": etag(row["version"])})
    typed, problem = {}, None
    unsaved = await kept(visit)
    if unsaved is not None:
        typed, problem = dict(unsaved[0]), unsaved[1]
    tell_recorded(visit)
    visit.notice = pages.verified_said(visit.frame, visit.request.query_params.get("verified", "")) or visit.notice
    return page_answer(await _page(visit, quarter, indicator, problem, visit.services.new_id(), typed))


async def row_again(visit: Visit, indicator: str, problem: Problem, command_id: str) -> str:
    """Show the row's page again, with what was typed, when its command fails."""
    return await _page(visit, visit.part("quarter"), indicator, problem, command_id, dict(visit.form or []))


async def _again(visit: Visit, problem: Problem, command_id: str) -> str:
    return await row_again(visit, visit.part("indicator"), problem, command_id)


def _row_path(visit: Visit) -> str:
    return row_path(plan_path(visit.office, visit.plan), visit.part("quarter"), visit.part("indicator"))


async def _page(
    visit: Visit, quarter: str, indicator: str, problem: Problem | None, command_id: str, typed: Mapping[str, str]
) -> str:
    state = await read_quarter(visit, quarter)
    line = state.lines.get(indicator)
    if line is None:
        raise unknown_plan()
    sent = await sent_of(visit, row_at(visit, quarter, indicator), typed)
    evidence = evidence_form(line.filing, typed, sent, visit.services.largest_evidence)
    planned = _planned(await action_now(visit), state, indicator)
    return pages.year_row(visit.frame, visit.office, state, indicator, problem, command_id, typed, evidence, planned)


async def _with_files(visit: Visit) -> Sent[RealisationBody]:
    faults = await take_files(visit, visit.part("quarter"), lambda _: visit.part("indicator"))
    # A retry finds its receipt, although its files would be kept no longer.
    if faults and await visit.services.store.receipt(visit.office.id, visit.form_id) is None:
        raise not_kept(faults)
    correcting = visit.path.endswith("/corrections")
    return await visit.command(CorrectionBody if correcting else RealisationBody, versioned=True)


async def _filing(visit: Visit, sent: Sent[RealisationBody]) -> dict[str, Any]:
    return {"filing": await filing_of(visit, visit.part("quarter"), visit.part("indicator"), sent.body)}


async def _policy(visit: Visit, _: Sent[PolicyCorrection]) -> dict[str, Any]:
    indicator = visit.part("indicator")
    planned = _planned(await action_now(visit), await read_quarter(visit, visit.part("quarter")), indicator)
    if planned is None:
        raise Refused("policy-missing", "Nobody has confirmed how this indicator is measured.", indicator)
    return {"policy": planned}


async def _unbounded(visit: Visit, _: Sent[PolicyCorrection]) -> dict[str, Any]:
    """Bounds keep slips out; they are wrong where a rate falls below zero, or a share passes the whole."""
    line = (await read_quarter(visit, visit.part("quarter"))).lines.get(visit.part("indicator"))
    if line is None:
        raise unknown_plan()
    return {"policy": unbounded(line.row.policy)}


def _planned(action: Action, quarter: Quarter, indicator: str) -> MeasurementPolicy | None:
    """Return how the action plan in force on its last day says that a row of the quarter is measured."""
    signed = action.in_force_on(last_day(quarter.year, quarter.quarter))
    return None if signed is None else signed.policy(indicator, last_day(quarter.year, quarter.quarter))


_ACTS = Acts(
    router=router,
    prefix=_ROW,
    carry=of_plan,
    stream=lambda visit: quarter_of(visit, visit.part("quarter")),
    where=_row_path,
    then=recorded(_row_path),
    again=_again,
)
_ACTS.add(
    "", "file-realisation", "File what an indicator came to", RealisationBody, FileRealisation,
    about="indicator", versioned=True, files=True, read=_with_files, fields=_filing,
)  # fmt: skip
_ACTS.add(
    "/corrections", "correct-realisation", "Correct what an indicator came to", CorrectionBody, CorrectRealisation,
    about="indicator", versioned=True, files=True, read=_with_files, fields=_filing,
)  # fmt: skip
_ACTS.add(
    "/policy", "correct-policy", "Measure a row as the action plan in force says by now", PolicyCorrection,
    CorrectPolicy, about="indicator", versioned=True, fields=_policy,
)  # fmt: skip
_ACTS.add(
    "/bounds", "correct-policy", "Measure a row as before, without bounds for what comes out", PolicyCorrection,
    CorrectPolicy, operation="open_bounds", about="indicator", versioned=True, fields=_unbounded,
)  # fmt: skip


async def filing_of(visit: Visit, quarter: str, indicator: str, body: Realised) -> Filing:
    """Return the filing as it was sent. Raises Refused, Unreadable or Ambiguous."""
    line = (await read_quarter(visit, quarter)).lines.get(indicator)
    if line is None:
        raise Refused("unknown-row", "The plan has no row “{row}”.", "row", row=indicator[:60])
    answer = None
    if body.follow_up_done is not None:
        answer = FollowUpAnswer(body.follow_up_done, body.follow_up_answer)
    return Filing(
        reading=read_reading(line.row.policy, body, indicator, visit.writing),
        explanation=body.explanation,
        obstacles=body.obstacles,
        follow_up=body.follow_up,
        justification=body.justification,
        answer=answer,
        evidence=await chosen(visit, row_at(visit, quarter, indicator), line, body.evidence),
    )
