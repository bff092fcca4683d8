"""Whether this process lives, and whether it can serve."""

import asyncio
from typing import Annotated, Literal, NotRequired, TypedDict

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.http.answers import json_answer
from api.http.described import reads
from api.http.negotiate import JSON
from api.http.unexpected import within
from api.http.visit import Visit
from api.http.way import Way
from eventstore.errors import Unavailable

router = APIRouter(tags=["health"])
Public = Annotated[Visit, Depends(Way("read-public", (JSON,)))]


class Health(TypedDict):
    """Whether the process lives or can serve, and which of the two it asks do answer."""

    status: Literal["alive", "ready", "not-ready"]
    database: NotRequired[bool]
    temporal: NotRequired[bool]


_PATIENCE = 3.0  # seconds


@router.get("/livez", **reads("Whether the process answers", Health, operation="is_alive", html=False))
async def livez(visit: Public) -> Response:
    """Answer."""
    return json_answer({"status": "alive"})


@router.get("/readyz", **reads("Whether database and Temporal answer", Health, operation="is_ready", html=False))
async def readyz(visit: Public) -> Response:
    """Ask both; 503 while one of them does not answer."""
    database, temporal = await asyncio.gather(_database(visit), visit.services.plans.reachable())
    ready = database and temporal
    return json_answer(
        {"status": "ready" if ready else "not-ready", "database": database, "temporal": temporal},
        200 if ready else 503,
    )


async def _database(visit: Visit) -> bool:
    try:
        await within(_PATIENCE, visit.services.store.offices())
    except (Unavailable, TimeoutError):
        return False
    return True
