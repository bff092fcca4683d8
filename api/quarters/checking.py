"""Rows that wait to be verified: many at once where nothing stands against them, the others one after the other."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.http import reading
from api.http.answers import json_answer, page_answer
from api.http.bodies import MOST_ROWS
from api.http.described import reads, writes
from api.http.negotiate import HTML
from api.http.problems import Problem
from api.http.several import One, ResultsListed, each, listed, together
from api.http.visit import Visit, see_other
from api.http.way import Way
from api.quarters import pages
from api.quarters.bodies import SeenRow, Verification
from api.quarters.filing import typed_rows
from api.reads.execution import quarter_of, read_quarter
from api.usecases import Intent
from domain.kernel.actor import Actor
from domain.kernel.errors import N_, Unreadable
from domain.quarter.commands import RowVersion, VerifyRealisations
from eventstore.entry import Receipt

router = APIRouter(tags=["quarters"])
_CHECKING = "/offices/{office}/plans/{plan}/quarters/{quarter}/checking"


@router.get(_CHECKING, **reads("The rows of a quarter that wait to be verified", operation="checking_page"))
async def show(visit: Annotated[Visit, Depends(Way("read-plan", (HTML,)))], quarter: str) -> Response:
    """Show those that can be verified at once, and why the others cannot."""
    state = await read_quarter(visit, quarter)
    visit.notice = pages.verified_said(visit.frame, visit.request.query_params.get("verified", ""))
    return page_answer(pages.quarter_checking(visit.frame, visit.office, state, None, visit.services.new_id(), None))


@router.post(
    _CHECKING,
    **writes(
        "Verify rows, each by itself", Verification, shape=ResultsListed, operation="verify_each", created=200
    ),
)  # fmt: skip
async def check(visit: Annotated[Visit, Depends(Way("verify-realisations"))], quarter: str) -> Response:
    """Verify each as it was seen, and go on to the first of the others."""
    ticked: set[str] | None = None

    async def again(problem: Problem, command_id: str) -> str:
        state = await read_quarter(visit, quarter)
        return pages.quarter_checking(visit.frame, visit.office, state, problem, command_id, ticked)

    visit.again = again
    await visit.read()
    if visit.form is None:
        sent = await visit.command(Verification)
        rows, command_id, under = sent.body.rows, sent.command_id, sent.body
    else:
        chosen = [row.fields for row in typed_rows(visit.form).values() if row.fields.get("verify")]
        ticked = {fields["indicator"] for fields in chosen}
        if not chosen:
            raise Unreadable("nothing-ticked", N_("Tick at least one indicator."), "rows")
        if len(chosen) > MOST_ROWS:
            many = N_("At most {most} rows are recorded at once; press once more for the others.")
            raise Unreadable("too-many-rows", many, "rows", most=str(MOST_ROWS))
        rows = [_seen(fields) for fields in chosen]
        command_id, under = visit.command_id(), None
    results = await each(visit, command_id, [_one(visit, quarter, row, under) for row in rows])
    if visit.form is None:
        return json_answer(listed(results))
    problem, said = together(visit, results), sum(result.problem is None for result in results)
    if problem is None:
        state = await read_quarter(visit, quarter)
        return see_other(pages.next_to_check(visit.frame, visit.office, state, verified=said))
    visit.notice = pages.verified_said(visit.frame, str(said))
    # What may have been recorded is asked again under the same id; a refusal has used its id up.
    next_id = command_id if problem.unknown else visit.services.new_id()
    return page_answer(await again(problem, next_id), problem.status)


def _seen(fields: Mapping[str, str]) -> SeenRow:
    return reading.filled(SeenRow, b"", [(name, value) for name, value in fields.items() if name != "verify"])


def _one(visit: Visit, quarter: str, row: SeenRow, under: Verification | None) -> One:
    async def build(by: Actor, at: datetime) -> VerifyRealisations:
        return VerifyRealisations((RowVersion(row.indicator, row.based_on),), by=by, at=at)

    async def carry(command_id: str) -> Receipt:
        intent = Intent(
            office=visit.office.id,
            act="verify-realisations",
            target=quarter_of(visit, quarter),
            command_id=command_id,
            body=row.model_dump(mode="json"),
            role=under.role if under else None,
            position=under.position if under else None,
        )
        return await visit.usecases.plan(visit.who, intent, build)

    return One(row.indicator, row.model_dump(mode="json"), carry)
