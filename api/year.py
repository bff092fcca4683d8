"""The year of a plan for whoever leads: achievement by goal, quarter by quarter, money beside it, what changed."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api import pages
from api.answers import shown, told
from api.described import reads
from api.past import unknown_plan
from api.visit import Visit
from api.way import Way
from api.year_stream import read_quarters
from domain.canonical import canonical
from domain.year.year_table import year_view

router = APIRouter(tags=["quarters"])
_YEAR = {"type": "object", "required": ["indicators"], "properties": {"indicators": {"type": "array"}}}


@router.get("/offices/{office}/plans/{plan}/year", **reads("Every indicator in every quarter so far", _YEAR))
async def show(visit: Annotated[Visit, Depends(Way("read-plan"))]) -> Response:
    """Show the year so far; before its first quarter there is nothing."""
    quarters = await read_quarters(visit)
    if not quarters:
        raise unknown_plan()
    if not visit.html:
        return told(canonical({"indicators": year_view(quarters)}))
    return shown(pages.year(visit.frame, visit.office, visit.plan, quarters))
