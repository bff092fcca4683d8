"""Own style sheet, scripts and pictures, kept by browsers for ever: their addresses change with their content."""

import mimetypes
from functools import cache
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.http.described import reads
from api.http.html import STATIC, version
from api.http.visit import Visit
from api.http.way import Way
from api.reads.plan import unknown_plan

router = APIRouter(tags=["static"])
_TYPES = ("text/css", "text/javascript", "image/svg+xml", "image/png")
_ANY = {media: {"type": "string"} for media in _TYPES}


@router.get("/static/{name:path}", **reads("A file of the pages", operation="static_file", html=False, more=_ANY))
async def static(visit: Annotated[Visit, Depends(Way("read-public", _TYPES))], name: str) -> Response:
    """Send it."""
    found = _file(name)
    if found is None:
        raise unknown_plan()
    media, data = found
    current = visit.request.query_params.get("v") == version(name)
    kept = "public, max-age=31536000, immutable" if current else "no-cache"
    return Response(data, media_type=media, headers={"Cache-Control": kept})


@cache
def _file(name: str) -> tuple[str, bytes] | None:
    # Only names that are there: an address never becomes a path.
    known = {path.relative_to(STATIC).as_posix(): path for path in STATIC.rglob("*.*")}
    media = mimetypes.guess_type(name)[0]
    return (media, known[name].read_bytes()) if name in known and media in _TYPES else None
