"""The year of a plan as files for spreadsheets."""

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from activities.documents.year.source import YEAR_TEMPLATE_VERSION
from activities.documents.year.tables import XLSX, budget_csv, year_csv, year_xlsx
from api.http.answers import IF_NONE_MATCH, unchanged
from api.http.described import reads
from api.http.pdf import BYTES
from api.http.visit import Visit
from api.http.way import Way
from api.reads.plan import unknown_plan
from api.reads.year import read_quarters
from domain.kernel.message import canonical
from domain.kernel.streams import last_day
from domain.quarter.state import Quarter

router = APIRouter(tags=["quarters"])
_YEAR = "/offices/{office}/plans/{plan}/year"
_CSV = "text/csv"


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
    return await _sent(visit, lambda year: year_xlsx(year, visit.office.quadrant_lines), XLSX, "capaian.xlsx")


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
    tag = f'W/"{hashlib.sha256(canonical([YEAR_TEMPLATE_VERSION, shown])).hexdigest()[:32]}"'
    known = unchanged(visit, tag)
    if known is not None:
        return known
    disposition = f'attachment; filename="{visit.office.id}-{visit.plan}-{name}"'
    data = await asyncio.to_thread(make, quarters)
    return Response(data, media_type=media, headers={"Content-Disposition": disposition, "ETag": tag})
