"""A day is read back to whoever types it: *14/1/2027* is *Kamis, 14 Januari 2027*."""

from datetime import date
from typing import Annotated, TypedDict

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.http.answers import json_answer
from api.http.described import query, reads
from api.http.negotiate import JSON
from api.http.visit import Visit
from api.http.way import Way
from api.words.clock import read_day
from domain.kernel.errors import Unreadable

router = APIRouter(tags=["static"])
_LONGEST = 60  # characters


class DaySaid(TypedDict):
    """A day, and how it is said in the reader's language."""

    day: date
    said: str


@router.get(
    "/days",
    **reads(
        "A day as people type it, read back",
        DaySaid,
        operation="read_day",
        html=False,
        headers=[query("text", "Such as 14 Januari 2027 or 14/1/2027", {"type": "string", "maxLength": _LONGEST})],
    ),
)
async def day(visit: Annotated[Visit, Depends(Way("read-public", (JSON,)))]) -> Response:
    """Read it. Raises `Unreadable` where it is no day."""
    found = read_day(visit.request.query_params.get("text", "")[:_LONGEST])
    if found is None:
        raise Unreadable("not-a-date", "This must be a date, such as 16 January 2024 or 2024-01-16.", "text")
    said: DaySaid = {"day": found, "said": visit.frame.clock().day(found)}
    return json_answer(said)
