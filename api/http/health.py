"""Whether this process lives, and whether it can serve."""

import asyncio
from typing import Annotated, Literal, NotRequired, TypedDict

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.http.answers import json_answer
from api.http.described import reads
from api.http.middleware import Trouble
from api.http.negotiate import JSON
from api.http.unexpected import within
from api.http.visit import Visit
from api.http.way import Way
from eventstore.errors import Unavailable
from eventstore.pool import room

router = APIRouter(tags=["health"])
Public = Annotated[Visit, Depends(Way("read-public", (JSON,)))]


class Health(TypedDict):
    """Whether the process lives or can serve, and which of those it needs do answer; `worker`: one asks for work.

    `troubles` are the last outcomes that nobody knew, the oldest first; the log tells more under the request's id.
    """

    status: Literal["alive", "ready", "not-ready"]
    database: NotRequired[bool]
    temporal: NotRequired[bool]
    worker: NotRequired[bool]
    troubles: NotRequired[list[Trouble]]


_PATIENCE = 3.0  # seconds


@router.get("/livez", **reads("Whether the process answers", Health, operation="is_alive", html=False))
async def livez(visit: Public) -> Response:
    """Answer."""
    return json_answer({"status": "alive"})


@router.get(
    "/readyz", **reads("Whether database, Temporal and a worker answer", Health, operation="is_ready", html=False)
)
async def readyz(visit: Public) -> Response:
    """Ask them; 503 while one of them does not answer, or the database has no room to write."""
    plans = visit.services.plans
    database, temporal, worker = await asyncio.gather(_database(visit), plans.reachable(), plans.attended())
    ready = database and temporal and worker
    health: Health = {
        "status": "ready" if ready else "not-ready",
        "database": database,
        "temporal": temporal,
        "worker": worker,
        "troubles": list(visit.request.app.state.troubles),
    }
    return json_answer(health, 200 if ready else 503)


async def _database(visit: Visit) -> bool:
    try:
        await within(_PATIENCE, room(visit.services.store.pool))
    except (Unavailable, TimeoutError):
        return False
    return True
