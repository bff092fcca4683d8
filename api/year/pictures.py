"""The pages of a year's documents as pictures, for screens that show no PDF: the action plan's and the quarters'."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.http.described import reads
from api.http.negotiate import PNG
from api.http.pdf import BYTES, page_answer
from api.http.visit import Visit
from api.http.way import Way
from api.reads.plan import unknown_plan
from api.reads.year import read_action, read_quarter
from domain.action.state import Action
from domain.quarter.state import Quarter

router = APIRouter(tags=["documents"])
_WIDTH = 2339  # pixels: A4 on its side, as most of these pages lie, at 200 dots an inch
_PLAN = "/offices/{office}/plans/{plan}"
Reading = Annotated[Visit, Depends(Way("read-plan", (PNG,)))]


@router.get(
    _PLAN + "/action/documents/{digest}/pages/{number}.png",
    **reads("A page of the action plan's PDF", html=False, more={PNG: BYTES}),
)
async def of_action(visit: Reading, digest: str, number: str) -> Response:
    """Draw the page."""
    return await _drawn(visit, await read_action(visit), digest, number)


@router.get(
    _PLAN + "/quarters/{quarter}/documents/{digest}/pages/{number}.png",
    **reads("A page of a quarter's PDF", html=False, more={PNG: BYTES}),
)
async def of_quarter(visit: Reading, quarter: str, digest: str, number: str) -> Response:
    """Draw the page."""
    return await _drawn(visit, await read_quarter(visit, quarter), digest, number)


async def _drawn(visit: Visit, of: Action | Quarter, digest: str, number: str) -> Response:
    """By a digest alone nobody sees what is not this plan's."""
    if digest not in {rendered.document for rendered in of.documents}:
        raise unknown_plan()
    return await page_answer(visit, digest, number, _WIDTH)
