"""The front page: the desk of whoever looks."""

from typing import Annotated

import msgspec
from fastapi import APIRouter, Depends
from starlette.responses import Response

from api import pages
from api.answers import shown, told
from api.described import reads
from api.desk import Item, desk
from api.visit import Visit
from api.way import Way
from eventstore.views import SUMMARY

router = APIRouter(tags=["desk"])
_LIST = {"type": "array", "items": {"type": "object"}}
_DESK = {
    "type": "object",
    "required": ["mine", "others", "done"],
    "properties": {"mine": _LIST, "others": _LIST, "done": _LIST},
}


@router.get("/", **reads("What waits for you, what you wait for, what is done", _DESK))
async def front(visit: Annotated[Visit, Depends(Way("read-desk"))]) -> Response:
    """Show the desk of all offices of the viewer."""
    summaries = [
        msgspec.json.decode(body)
        for membership in visit.who.memberships
        for _, body in await visit.services.store.views(membership.office.id, SUMMARY)
    ]
    lists = desk(visit.who, summaries, visit.services.clock())
    if visit.html:
        return shown(pages.desk(visit.frame, lists))
    sides = {"mine": lists.mine, "others": lists.others, "done": lists.done}
    return told({side: [_told(item) for item in items] for side, items in sides.items()})


def _told(item: Item) -> dict[str, object]:
    return {
        "office": item.office.id,
        "plan": item.plan,
        "act": item.act,
        "step": item.step,
        "holders": list(item.holders),
        "since": item.since,
        "due": item.due,
        "working_days_waited": item.waited,
        "working_days_late": item.late,
        "summary": item.summary,
    }
