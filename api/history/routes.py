"""The history of a plan: what was done and what was refused, act by act, with the plan as it then was."""

from typing import Annotated, NotRequired

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.history import pages
from api.history.sentences import Teller
from api.history.story import KINDS, OF_PLAN, deeds, tell
from api.history.telling import HistoryView, act_view, checked_view, histories, looking_at, questions, recorded
from api.http.answers import json_answer, page_answer
from api.http.described import reads
from api.http.paging import address, next_page
from api.http.visit import Visit
from api.http.way import Way
from api.reads.plan import read_past
from domain.kernel.message import canonical
from views.models.plan import PlanView
from views.plan import plan_view

router = APIRouter(tags=["history"])


class PlanHistory(HistoryView):
    """The history of a plan; `plan` as it was at the moment `at`, where one was asked for."""

    plan: NotRequired[PlanView]


@router.get(
    "/offices/{office}/plans/{plan}/history",
    **reads(
        "What was done with a plan, and what was refused",
        PlanHistory,
        operation="read_history",
        tells=("Link",),
        headers=questions(list(KINDS)),
    ),
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
        return page_answer(pages.history(visit.frame, office, visit.plan, looking, checked, go, streams))
    teller = Teller(visit.frame.words, visit.frame.clock(office), office)
    body: PlanHistory = {
        "checked": checked_view(office.id, checked),
        "total": len(looking.kept),
        "acts": [act_view(tell(OF_PLAN, teller, deed, looking.filters)) for deed in looking.shown],
    }
    if looking.chosen:
        body["plan"] = plan_view(looking.deed.after)
    older = next_page(visit.request, before=looking.older) if looking.older else None
    return json_answer(canonical(body), headers=older)
