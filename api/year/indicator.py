"""One indicator over the year: its quarters side by side, each figure with all that it came from."""

from typing import Annotated, TypedDict

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.http.answers import json_answer, page_answer
from api.http.described import reads
from api.http.visit import Visit
from api.http.way import Way
from api.reads.plan import unknown_plan
from api.reads.year import quarter_of, read_quarters
from api.year import pages
from domain.kernel.canonical import canonical
from domain.quarter.events import RealisationCorrected
from eventstore.codec import decode
from views.models.quarter import YearCellView
from views.year import year_view

router = APIRouter(tags=["quarters"])


class IndicatorYear(TypedDict):
    """An indicator in each quarter so far."""

    quarters: list[YearCellView]


@router.get(
    "/offices/{office}/plans/{plan}/year/{indicator:text}",
    **reads(
        "An indicator in every quarter so far, with its derivations", IndicatorYear, operation="read_indicator_year"
    ),
)
async def show(visit: Annotated[Visit, Depends(Way("read-plan"))], indicator: str) -> Response:
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
