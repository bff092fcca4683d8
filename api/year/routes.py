"""The year of a plan: achievement by goal, one indicator over its quarters, and all of it for spreadsheets."""

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from typing import Annotated, TypedDict

from fastapi import APIRouter, Depends
from starlette.responses import Response

from activities.documents.execution import EXECUTION_TEMPLATE_VERSION
from activities.documents.sheets import XLSX
from activities.documents.year.tables import budget_csv, year_csv, year_xlsx
from api.http.answers import IF_NONE_MATCH, json_answer, page_answer, tagged_answer, unchanged
from api.http.described import query, reads
from api.http.pdf import BYTES
from api.http.visit import Visit
from api.http.way import Way
from api.reads.execution import quarter_of, read_quarters
from api.reads.plan import unknown_plan
from api.year import pages
from domain.kernel.message import canonical
from domain.kernel.streams import last_day
from domain.office.state import Office
from domain.quarter.events import RealisationCorrected
from domain.quarter.outcome import money_of
from domain.quarter.state import Quarter
from eventstore.codec import decode
from eventstore.views import SUMMARY
from views.models.year import YearCellView, YearView
from views.quarter import money_view
from views.year import year_view

router = APIRouter(tags=["quarters"])
_YEAR = "/offices/{office}/plans/{plan}/year"
_CSV = "text/csv"


@router.get(
    "/offices/{office}/plans/{plan}/year",
    **reads(
        "Every indicator and programme in every quarter so far",
        YearView,
        operation="read_year",
        headers=[
            query("goal", "The goal whose indicators the page of a large plan opens", {"type": "string"}),
            IF_NONE_MATCH,
        ],
        not_modified=True,
    ),
)
async def show(visit: Annotated[Visit, Depends(Way("read-plan"))]) -> Response:
    """Show the year so far; before its first quarter it is empty."""
    quarters = await read_quarters(visit)
    if not quarters and await visit.services.store.view(visit.office.id, SUMMARY, visit.plan) is None:
        raise unknown_plan()
    if not visit.html:
        return tagged_answer(visit, canonical(year_of(visit.office, quarters)))
    goal = visit.request.query_params.get("goal", "")
    return page_answer(pages.year(visit.frame, visit.office, visit.plan, quarters, goal))


def year_of(office: Office, quarters: tuple[Quarter, ...]) -> YearView:
    """Return the year as plain values and messages."""
    money = [money_view(q.quarter, money_of(q, office.quadrant_lines(last_day(q.year, q.quarter)))) for q in quarters]
    return {
        "indicators": year_view(quarters),
        "programmes": [one for programmes, _ in money for one in programmes],
        "office": [whole for _, whole in money],
    }


class IndicatorYear(TypedDict):
    """An indicator in each quarter so far."""

    quarters: list[YearCellView]


@router.get(
    "/offices/{office}/plans/{plan}/year/{indicator:text}",
    **reads(
        "An indicator in every quarter so far, with its derivations", IndicatorYear, operation="read_indicator_year"
    ),
)
async def indicator_over_the_year(visit: Annotated[Visit, Depends(Way("read-plan"))], indicator: str) -> Response:
    """Show it; evidence, corrections and history of each quarter are one link away."""
    quarters = tuple(quarter for quarter in await read_quarters(visit) if indicator in quarter.lines)
    if not quarters:
        raise unknown_plan()
    if not visit.html:
        found: IndicatorYear = {"quarters": [cell for cell in year_view(quarters) if cell["indicator"] == indicator]}
        return json_answer(canonical(found))
    corrections = {quarter.quarter: await _corrections(visit, quarter.quarter, indicator) for quarter in quarters}
    return page_answer(pages.year_indicator(visit.frame, visit.office, visit.plan, indicator, quarters, corrections))


async def _corrections(visit: Visit, quarter: int, indicator: str) -> list[RealisationCorrected]:
    entries = await visit.services.store.read(visit.office.id, quarter_of(visit, str(quarter)))
    corrected = (decode(entry.body) for entry in entries if entry.tag == "realisation-corrected")
    return [event for event in corrected if isinstance(event, RealisationCorrected) and event.indicator == indicator]


@router.get(
    _YEAR + ".xlsx",
    **reads(
        "The year's table as a workbook",
        operation="download_year_workbook",
        html=False,
        more={XLSX: BYTES},
        headers=[IF_NONE_MATCH],
        not_modified=True,
    ),
)
async def workbook(visit: Annotated[Visit, Depends(Way("read-plan", (XLSX,)))]) -> Response:
    """Send indicators and budgets; numbers are numbers, and no text is a formula."""
    return await _sent(
        visit, lambda year: year_xlsx(year, visit.office.quadrant_lines, visit.office.name), XLSX, "capaian.xlsx"
    )


@router.get(
    _YEAR + ".csv",
    **reads(
        "The indicators of the year as CSV",
        operation="download_year_csv",
        html=False,
        more={_CSV: {"type": "string"}},
        headers=[IF_NONE_MATCH],
        not_modified=True,
    ),
)
async def csv(visit: Annotated[Visit, Depends(Way("read-plan", (_CSV,)))]) -> Response:
    """Send them with semicolons and decimal commas, as spreadsheets in Indonesia read it."""
    return await _sent(visit, year_csv, _CSV, "capaian.csv")


@router.get(
    _YEAR + "-budget.csv",
    **reads(
        "The programmes of the year as CSV",
        operation="download_year_budget_csv",
        html=False,
        more={_CSV: {"type": "string"}},
        headers=[IF_NONE_MATCH],
        not_modified=True,
    ),
)
async def money_csv(visit: Annotated[Visit, Depends(Way("read-plan", (_CSV,)))]) -> Response:
    """Send what each was spent on and what it bought, in the same way."""
    return await _sent(visit, lambda year: budget_csv(year, visit.office.quadrant_lines), _CSV, "anggaran.csv")


async def _sent(visit: Visit, make: Callable[[Sequence[Quarter]], bytes], media: str, name: str) -> Response:
    quarters = await read_quarters(visit)
    if not quarters:
        raise unknown_plan()
    shown = [
        (q.version, len(q.closings), len(q.reopenings), visit.office.quadrant_lines(last_day(q.year, q.quarter)))
        for q in quarters
    ]
    # Weak: a workbook carries the time it was made at.
    tag = f'W/"{hashlib.sha256(canonical([EXECUTION_TEMPLATE_VERSION, shown])).hexdigest()[:32]}"'
    known = unchanged(visit, tag)
    if known is not None:
        return known
    disposition = f'attachment; filename="{visit.office.id}-{visit.plan}-{name}"'
    data = await asyncio.to_thread(make, quarters)
    return Response(data, media_type=media, headers={"Content-Disposition": disposition, "ETag": tag})
