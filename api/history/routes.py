"""The history of a plan: what was done and what was refused, act by act, with the plan as it then was."""

from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.history import pages
from api.history.sentences import Teller
from api.history.story import KINDS, OF_PLAN, deeds, tell
from api.history.telling import act_view, checked_view, histories, looking_at, questions, recorded
from api.http.answers import shown, told
from api.http.described import reads
from api.http.paging import address, next_page
from api.http.visit import Visit
from api.http.way import Way
from api.reads.plan import read_past
from domain.kernel.canonical import canonical
from views.plan import plan_json

router = APIRouter(tags=["history"])
_TOLD = {
    "type": "object",
    "required": ["checked", "acts", "total"],
    "properties": {
        "checked": {"type": "object", "description": "Until where the office's chain of hashes was found whole"},
        "total": {"type": "integer", "description": "How many acts the filters keep"},
        "acts": {"type": "array", "items": {"type": "object"}, "description": "The oldest first"},
        "plan": {"description": "The plan at the moment `at`, where one was asked for"},
    },
}


@router.get(
    "/offices/{office}/plans/{plan}/history",
    **reads("What was done with a plan, and what was refused", _TOLD, headers=questions(list(KINDS))),
)
async def history(visit: Annotated[Visit, Depends(Way("read-history"))]) -> Response:
    """Tell the acts in time order; refused attempts stand among them."""
    store, office = visit.services.store, visit.office
    past = await read_past(store, office.id, visit.stream)
    acts = deeds(OF_PLAN, await recorded(store, office.id, visit.stream, past.recorded))
    checked = await visit.services.chains.check(office.id)
    looking = looking_at(visit.request, acts, checked.head.position, list(KINDS))
    if visit.html:

        def go(**changes: object) -> str:
            return address(visit.request, **changes).removeprefix(visit.request.url.path) or "?"

        streams = await histories(visit)
        return shown(pages.history(visit.frame, office, visit.plan, looking, checked, go, streams))
    teller = Teller(visit.frame.words, visit.frame.clock(office), office)
    body: dict[str, Any] = {
        "checked": checked_view(office.id, checked),
        "total": len(looking.kept),
        "acts": [act_view(tell(OF_PLAN, teller, deed, looking.filters)) for deed in looking.shown],
    }
    if looking.chosen:
        body["plan"] = msgspec.Raw(plan_json(looking.deed.after))
    older = next_page(visit.request, before=looking.older) if looking.older else None
    return told(canonical(body), headers=older)
