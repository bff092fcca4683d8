"""The year of a plan as files for spreadsheets."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from activities.year_tables import XLSX, year_csv, year_xlsx
from api.described import reads
from api.fresh import IF_NONE_MATCH, unchanged
from api.past import unknown_plan
from api.pdf import BYTES
from api.visit import Visit
from api.way import Way
from api.year_stream import read_quarters
from domain.year.quarter import Quarter

router = APIRouter(tags=["quarters"])
_YEAR = "/offices/{office}/plans/{plan}/year"
_CSV = "text/csv"


@router.get(
    _YEAR + ".xlsx",
    **reads(
        "The year's table as a workbook", html=False, more={XLSX: BYTES}, headers=[IF_NONE_MATCH], not_modified=True
    ),
)
async def workbook(visit: Annotated[Visit, Depends(Way("read-plan", (XLSX,)))]) -> Response:
    """Send indicators and budgets; numbers are numbers, and no text is a formula."""
    return await _sent(visit, year_xlsx, XLSX, "xlsx")


@router.get(
    _YEAR + ".csv",
    **reads(
        "The indicators of the year as CSV",
        html=False,
        more={_CSV: {"type": "string"}},
        headers=[IF_NONE_MATCH],
        not_modified=True,
    ),
)
async def csv(visit: Annotated[Visit, Depends(Way("read-plan", (_CSV,)))]) -> Response:
    """Send them with semicolons and decimal commas, as spreadsheets in Indonesia read it."""
    return await _sent(visit, year_csv, _CSV, "csv")


async def _sent(visit: Visit, make: Callable[[Sequence[Quarter]], bytes], media: str, ending: str) -> Response:
    quarters = await read_quarters(visit)
    if not quarters:
        raise unknown_plan()
    # Weak: a workbook carries the time it was made at.
    tag = 'W/"' + ".".join(f"{q.quarter}-{q.version}-{len(q.closings)}-{len(q.reopenings)}" for q in quarters) + '"'
    known = unchanged(visit, tag)
    if known is not None:
        return known
    name = f'attachment; filename="{visit.office.id}-{visit.plan}-capaian.{ending}"'
    data = await asyncio.to_thread(make, quarters)
    return Response(data, media_type=media, headers={"Content-Disposition": name, "ETag": tag})
