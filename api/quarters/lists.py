"""What programs read of a year a page at a time: its quarters, the rows of one, and the evidence of a row."""

from typing import Annotated, TypedDict

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.http.answers import json_answer
from api.http.described import query, reads
from api.http.negotiate import JSON
from api.http.paging import page_asked, pages_asked
from api.http.visit import Visit
from api.http.way import Way
from api.quarters.evidence import row_at
from api.reads.plan import unknown_plan
from api.reads.year import read_quarter, read_quarters
from domain.quarter.filing import Evidence
from domain.quarter.line import Standing
from views.models.quarter import QuarterSummary, RealisationView
from views.quarter import quarter_summary, quarter_view

router = APIRouter(tags=["quarters"])
MayRead = Annotated[Visit, Depends(Way("read-plan", (JSON,)))]
_QUARTERS = "/offices/{office}/plans/{plan}/quarters"
_ROWS = _QUARTERS + "/{quarter}/realisations"


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
