"""The quarters of a year: their list, what is filed, spent, checked, extended, signed and reopened in each."""

from typing import Annotated, Any, TypedDict

from fastapi import APIRouter, Depends
from starlette.responses import Response

from activities.reminders.quarters import reminders
from api.http.acts import Acts, of_plan, recorded, tell_recorded
from api.http.address import page_of, plan_path
from api.http.answers import etag, json_answer, page_answer
from api.http.described import query, reads
from api.http.figures import read_money
from api.http.forms import kept
from api.http.negotiate import JSON
from api.http.paging import page_asked, pages_asked
from api.http.problems import Problem
from api.http.visit import Sent, Visit
from api.http.way import Way
from api.imports.given import source_of
from api.plans.routes import instant
from api.quarters import pages
from api.quarters.bodies import BudgetBody, HandOver, NewEnd, RowReturn, Verification, Waiver
from api.quarters.evidence import row_at
from api.quarters.rows import row_again
from api.reads.execution import owners_named, plan_now, quarter_of, read_quarter, read_quarters
from api.reads.plan import unknown_plan
from api.rights import may
from domain.kernel.streams import last_day
from domain.quarter.commands import (
    ExtendWindow,
    FileBudget,
    HandOverRealisation,
    ReopenQuarter,
    ReturnRealisation,
    RowVersion,
    Spent,
    VerifyRealisations,
    WaiveRealisation,
)
from domain.quarter.filing import Evidence
from domain.quarter.line import Standing
from domain.quarter.opening import signed_versions
from domain.quarter.row import QuarterBasis
from domain.quarter.state import Quarter
from eventstore.entry import Receipt
from views.models.quarter import QuarterSummary, QuarterView, RealisationView
from views.quarter import quarter_json, quarter_summary, quarter_view

router = APIRouter(tags=["quarters"])
_QUARTER = "/offices/{office}/plans/{plan}/quarters/{quarter}"
MayRead = Annotated[Visit, Depends(Way("read-plan", (JSON,)))]
_QUARTERS = "/offices/{office}/plans/{plan}/quarters"
_ROWS = _QUARTERS + "/{quarter}/realisations"


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
            pages.year_quarter(
                visit.frame, visit.office, state, await newer(visit, state), problem, visit.services.new_id(), fields
            )
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
    behind = await newer(visit, state)
    return pages.year_quarter(visit.frame, visit.office, state, behind, problem, command_id, visit.form or [])


async def newer(visit: Visit, state: Quarter) -> QuarterBasis | None:
    """Return the amended plan by which the quarter is to go on, and does not yet."""
    return state.behind(signed_versions(await plan_now(visit)))


async def _amounts(visit: Visit, sent: Sent[BudgetBody]) -> dict[str, Any]:
    typed = {f"{a.programme}.realised": a.realised for a in sent.body.amounts}
    stream = quarter_of(visit, visit.part("quarter"))
    return {
        "source": await source_of(visit, f"{quarter_path(visit)}/import", stream, typed),
        "amounts": tuple(
            Spent(a.programme, a.based_on, read_money(a.realised, f"{a.programme}.realised", visit.writing))
            for a in sent.body.amounts
        ),
    }


async def _next(visit: Visit, sent: Sent[Verification] | Sent[RowReturn], _: Receipt) -> str:
    """Go on to the next row that waits for whoever verifies; who does not, to the quarter."""
    state = await read_quarter(visit, visit.part("quarter"))
    if not may("verify-realisations", visit.who.roles(visit.office.id), state.phase):
        return f"{quarter_path(visit)}?recorded=1"
    match sent.body:
        case Verification(rows=rows):
            return pages.next_to_check(visit.frame, visit.office, state, rows[-1].indicator, verified=len(rows))
        case RowReturn(indicator=indicator):
            return pages.next_to_check(visit.frame, visit.office, state, indicator)


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
    fields=_rows, then=_next,
)  # fmt: skip
ACTS.add(
    "/returns", "return-realisation", "Return a row to its owners", RowReturn, ReturnRealisation, versioned=True,
    then=_next,
)  # fmt: skip
ACTS.add("/waivers", "waive-realisation", "Go on without a row that nobody filed in time", Waiver, WaiveRealisation)
ACTS.add(
    "/owners", "hand-over-realisation", "Give a row to other owners", HandOver, HandOverRealisation, fields=_owners
)
ACTS.add("/extension", "extend-window", "Let people file for longer", NewEnd, ExtendWindow, fields=_until)
ACTS.add("/reopening", "reopen-quarter", "Reopen a closed quarter", NewEnd, ReopenQuarter, fields=_until)


class QuartersListed(TypedDict):
    """The quarters that were opened."""

    quarters: list[QuarterSummary]


class RealisationsListed(TypedDict):
    """A page of the rows of a quarter, in the order of the plan; `total` counts what the filters keep."""

    realisations: list[RealisationView]
    total: int


class EvidenceListed(TypedDict):
    """The files of a row: `filed` with it, and `sent` by the reader, who may still file them."""

    filed: tuple[Evidence, ...]
    sent: list[Evidence]


@router.get(_QUARTERS, **reads("The quarters of a year", QuartersListed, operation="list_quarters", html=False))
async def quarters(visit: MayRead) -> Response:
    """List them; before the first is opened there are none."""
    answer: QuartersListed = {"quarters": [quarter_summary(quarter) for quarter in await read_quarters(visit)]}
    return json_answer(answer)


@router.get(
    _ROWS,
    **reads(
        "The rows of a quarter",
        RealisationsListed,
        operation="list_realisations",
        html=False,
        tells=("Link",),
        headers=[
            *pages_asked(),
            query("owner", "Only those that this person answers for", {"type": "string"}),
            query("standing", "Only those that stand so", {"type": "string", "enum": list(Standing)}),
        ],
    ),
)
async def realisations(visit: MayRead, quarter: str) -> Response:
    """List them with their figures."""
    asked = visit.request.query_params
    kept = [
        row
        for row in quarter_view(await read_quarter(visit, quarter))["rows"]
        if asked.get("standing", row["standing"]) == row["standing"]
        and ("owner" not in asked or asked["owner"] in {owner.person for owner in row["owners"]})
    ]
    page = page_asked(visit.request, len(kept))
    answer: RealisationsListed = {"realisations": list(page.of(kept)), "total": len(kept)}
    return json_answer(answer, headers=page.headers)


@router.get(
    _ROWS + "/{indicator:text}/evidence",
    **reads("The evidence of a row", EvidenceListed, operation="list_evidence", html=False),
)
async def evidence(visit: MayRead, quarter: str, indicator: str) -> Response:
    """List what is filed, and of what is sent only the reader's own."""
    line = (await read_quarter(visit, quarter)).lines.get(indicator)
    if line is None:
        raise unknown_plan()
    filed = line.filing.evidence if line.filing else ()
    sent = (await visit.services.evidence.of(row_at(visit, quarter, indicator))).values()
    own = [each.evidence for each in sent if each.person == visit.who.person and each.evidence not in filed]
    answer: EvidenceListed = {"filed": filed, "sent": own}
    return json_answer(answer)
