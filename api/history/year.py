"""The histories of a year: of its action plan and of each quarter, act by act, with the rows as they then were."""

from collections.abc import Callable
from typing import Annotated, NotRequired

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.history import pages
from api.history.kinds import YEAR_KINDS
from api.history.looking import Looking
from api.history.pages.year import StateShown, action_moment, quarter_moment
from api.history.sentences import Teller
from api.history.story import KINDS, OF_ACTION, OF_QUARTER, Genre, S, deeds, tell
from api.history.telling import HistoryView, act_view, checked_view, histories, looking_at, questions, recorded
from api.http.answers import json_answer, page_answer
from api.http.described import reads
from api.http.paging import address, next_page
from api.http.visit import Visit
from api.http.way import Way
from api.reads.plan import unknown_plan
from api.reads.year import action_of, quarter_of
from domain.kernel.message import canonical
from eventstore.codec import decode
from views.action import action_view
from views.models.action import ActionView
from views.models.quarter import QuarterView
from views.quarter import quarter_view

router = APIRouter(tags=["history"])
_PLAN = "/offices/{office}/plans/{plan}"
_KINDS = [*(kind for kind in KINDS if kind in ("refused", "route", "system")), *YEAR_KINDS]


class ActionHistory(HistoryView):
    """The history of an action plan; `then` as it was at the moment `at`, where one was asked for."""

    then: NotRequired[ActionView]


class QuarterHistory(HistoryView):
    """The history of a quarter; `then` as it was at the moment `at`, where one was asked for."""

    then: NotRequired[QuarterView]


MayRead = Annotated[Visit, Depends(Way("read-history"))]


@router.get(
    _PLAN + "/action/history",
    **reads(
        "What was done with the action plan, and what was refused",
        ActionHistory,
        operation="read_action_history",
        tells=("Link",),
        headers=questions(_KINDS),
    ),
)
async def action_history(visit: MayRead) -> Response:
    """Tell the acts in time order; refused attempts stand among them."""
    return await _history(visit, action_of(visit), OF_ACTION, action_view, action_moment)


@router.get(
    _PLAN + "/quarters/{quarter}/history",
    **reads(
        "What was done in a quarter, and what was refused",
        QuarterHistory,
        operation="read_quarter_history",
        tells=("Link",),
        headers=questions(_KINDS),
    ),
)
async def quarter_history(visit: MayRead, quarter: str) -> Response:
    """Tell the acts in time order; refused attempts stand among them."""
    return await _history(visit, quarter_of(visit, quarter), OF_QUARTER, quarter_view, quarter_moment)


async def _history(
    visit: Visit,
    stream: str,
    genre: Genre[S],
    view: Callable[[S], ActionView | QuarterView],
    moment: Callable[..., StateShown],
) -> Response:
    store, office = visit.services.store, visit.office
    entries = await store.read(office.id, stream)
    if not entries:
        raise unknown_plan()
    past = [(entry, decode(entry.body)) for entry in entries]
    acts = deeds(genre, await recorded(store, office.id, stream, past))
    checked = await visit.services.chains.check(office.id)
    looking: Looking[S] = looking_at(visit.request, acts, checked.head.position, _KINDS)
    teller = Teller(visit.frame.words, visit.frame.clock(office), office)
    acts_told = [tell(genre, teller, deed, looking.filters) for deed in looking.shown]
    if visit.html:

        def go(**changes: object) -> str:
            return address(visit.request, **changes).removeprefix(visit.request.url.path) or "?"

        then = moment(visit.frame, looking.deed.after, looking)
        streams = await histories(visit)
        return page_answer(
            pages.year_history(visit.frame, office, visit.plan, looking, acts_told, checked, go, streams, then)
        )
    body: dict[str, object] = {
        "checked": checked_view(office.id, checked),
        "total": len(looking.kept),
        "acts": [act_view(act) for act in acts_told],
    }
    if looking.chosen:
        body["then"] = view(looking.deed.after)
    older = next_page(visit.request, before=looking.older) if looking.older else None
    return json_answer(canonical(body), headers=older)
