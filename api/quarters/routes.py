"""The quarters of a year: what is filed, spent, checked, extended, signed and reopened in each."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.responses import Response

from activities.reminders.windows import reminders
from api.http.acts import Acts, of_plan, recorded, tell_recorded
from api.http.address import page_of, plan_path
from api.http.answers import etag, json_answer, page_answer
from api.http.bodies import SignatureBody
from api.http.described import reads
from api.http.figures import read_money
from api.http.forms import kept
from api.http.problems import Problem
from api.http.visit import Sent, Visit
from api.http.way import Way
from api.plans.routes import instant
from api.quarters import pages
from api.quarters.bodies import BudgetBody, HandOver, NewEnd, RowReturn, Verification, Waiver
from api.quarters.rows import row_again
from api.reads.year import owners_named, quarter_of, read_quarter
from domain.kernel.streams import last_day
from domain.quarter.commands import (
    ExtendWindow,
    FileBudget,
    HandOverRealisation,
    ReopenQuarter,
    ReturnRealisation,
    RowVersion,
    SignQuarter,
    Spent,
    VerifyRealisations,
    WaiveRealisation,
)
from views.models.quarter import QuarterView
from views.quarter import quarter_json

router = APIRouter(tags=["quarters"])
_QUARTER = "/offices/{office}/plans/{plan}/quarters/{quarter}"


@router.get(
    _QUARTER,
    **reads("A quarter with its figures and their derivations", QuarterView, operation="read_quarter", tells=("ETag",)),
)
async def show(visit: Annotated[Visit, Depends(Way("read-plan"))], quarter: str) -> Response:
    """Show what is owed, filed and to be signed."""
    state = await read_quarter(visit, quarter)
    if visit.html:
        unsaved = await kept(visit)
        fields, problem = unsaved or ([], None)
        tell_recorded(visit)
        return page_answer(
            pages.year_quarter(visit.frame, visit.office, state, problem, visit.services.new_id(), fields)
        )
    return json_answer(quarter_json(state), headers={"ETag": etag(state.version)})


def quarter_path(visit: Visit) -> str:
    """Return the address of the quarter."""
    return f"{plan_path(visit.office, visit.plan)}/quarters/{visit.part('quarter')}"


async def _again(visit: Visit, problem: Problem, command_id: str) -> str:
    """Show the form again where it stood: on the page of the row that it names, else on the quarter's."""
    of_row = page_of(visit.path, visit.form or ()) != quarter_path(visit)
    if of_row and not visit.typed("programme"):
        return await row_again(visit, visit.typed("indicator") or visit.typed("row"), problem, command_id)
    state = await read_quarter(visit, visit.part("quarter"))
    return pages.year_quarter(visit.frame, visit.office, state, problem, command_id, visit.form or [])


async def _amounts(visit: Visit, sent: Sent[BudgetBody]) -> dict[str, Any]:
    return {
        "amounts": tuple(
            Spent(a.programme, a.based_on, read_money(a.realised, f"{a.programme}.realised", visit.writing))
            for a in sent.body.amounts
        )
    }


async def _rows(_: Visit, sent: Sent[Verification]) -> dict[str, Any]:
    return {"rows": tuple(RowVersion(row.indicator, row.based_on) for row in sent.body.rows)}


async def _owners(visit: Visit, sent: Sent[HandOver]) -> dict[str, Any]:
    return {"owners": owners_named(visit, sent.body.owners, f"{sent.body.indicator}.owners")}


async def _until(visit: Visit, sent: Sent[NewEnd]) -> dict[str, Any]:
    """Whoever has not filed is reminded of the new end."""
    closes = instant(sent.body.closes, visit.office, "closes")
    state = await read_quarter(visit, visit.part("quarter"))
    return {"closes": closes, "reminders": reminders(visit.office, last_day(state.year, state.quarter), closes)}


ACTS = Acts(
    router=router,
    prefix=_QUARTER,
    carry=of_plan,
    stream=lambda visit: quarter_of(visit, visit.part("quarter")),
    where=quarter_path,
    then=recorded(quarter_path),
    again=_again,
)
ACTS.add("/budget", "file-budget", "Report what was spent", BudgetBody, FileBudget, fields=_amounts)
ACTS.add(
    "/verifications", "verify-realisations", "Pass rows as they were seen", Verification, VerifyRealisations,
    fields=_rows,
)  # fmt: skip
ACTS.add("/returns", "return-realisation", "Return a row to its owners", RowReturn, ReturnRealisation, versioned=True)
ACTS.add("/waivers", "waive-realisation", "Go on without a row that nobody filed in time", Waiver, WaiveRealisation)
ACTS.add(
    "/owners", "hand-over-realisation", "Give a row to other owners", HandOver, HandOverRealisation, fields=_owners
)
ACTS.add("/extension", "extend-window", "Let people file for longer", NewEnd, ExtendWindow, fields=_until)
ACTS.add("/reopening", "reopen-quarter", "Reopen a closed quarter", NewEnd, ReopenQuarter, fields=_until)
ACTS.add("/signatures", "sign-quarter", "Sign the quarter", SignatureBody, SignQuarter, versioned=True)
