"""The histories of a plan, its action plan and its quarters: act by act, what was done and what was refused."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Annotated, Any, NotRequired

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.history import pages
from api.history.kinds import YEAR_KINDS
from api.history.looking import Looking
from api.history.pages.year import action_moment, quarter_moment
from api.history.sentences import Teller
from api.history.story import KINDS, OF_ACTION, OF_PLAN, OF_QUARTER, Genre, S, deeds, tell
from api.history.telling import HistoryView, act_view, checked_view, histories, looking_at, questions, recorded
from api.http.answers import json_answer, page_answer
from api.http.described import Described, reads
from api.http.paging import address, next_page
from api.http.visit import Visit
from api.http.way import Way
from api.reads.plan import unknown_plan
from api.reads.year import action_of, quarter_of
from domain.kernel.message import canonical
from eventstore.codec import decode
from views.action import action_view
from views.models.action import ActionView
from views.models.plan import PlanView
from views.models.quarter import QuarterView
from views.plan import plan_view
from views.quarter import quarter_view

router = APIRouter(tags=["history"])
_PLAN = "/offices/{office}/plans/{plan}"
_KINDS = list(KINDS)
_YEAR_KINDS = [*(kind for kind in KINDS if kind in ("refused", "route", "system")), *YEAR_KINDS]
MayRead = Annotated[Visit, Depends(Way("read-history"))]


class PlanHistory(HistoryView):
    """The history of a plan; `plan` as it was at the moment `at`, where one was asked for."""

    plan: NotRequired[PlanView]


class ActionHistory(HistoryView):
    """The history of an action plan; `then` as it was at the moment `at`, where one was asked for."""

    then: NotRequired[ActionView]


class QuarterHistory(HistoryView):
    """The history of a quarter; `then` as it was at the moment `at`, where one was asked for."""

    then: NotRequired[QuarterView]


def _tells(summary: str, view: type[HistoryView], operation: str, kinds: Sequence[str]) -> Described:
    return reads(summary, view, operation=operation, tells=("Link",), headers=questions(kinds))


@router.get(
    _PLAN + "/history",
    **_tells("What was done with a plan, and what was refused", PlanHistory, "read_history", _KINDS),
)
async def history(visit: MayRead) -> Response:
    """Tell the acts in time order, with the plan as it then was."""
    return await _history(visit, visit.stream, OF_PLAN, _KINDS, "plan", plan_view, pages.history)


@router.get(
    _PLAN + "/action/history",
    **_tells(
        "What was done with the action plan, and what was refused", ActionHistory, "read_action_history", _YEAR_KINDS
    ),
)
async def action_history(visit: MayRead) -> Response:
    """Tell the acts in time order, with the rows as they then were."""
    page = partial(pages.year_history, action_moment)
    return await _history(visit, action_of(visit), OF_ACTION, _YEAR_KINDS, "then", action_view, page)


@router.get(
    _PLAN + "/quarters/{quarter}/history",
    **_tells("What was done in a quarter, and what was refused", QuarterHistory, "read_quarter_history", _YEAR_KINDS),
)
async def quarter_history(visit: MayRead, quarter: str) -> Response:
    """Tell the acts in time order, with the rows as they then were."""
    page = partial(pages.year_history, quarter_moment)
    return await _history(visit, quarter_of(visit, quarter), OF_QUARTER, _YEAR_KINDS, "then", quarter_view, page)


async def _history(
    visit: Visit,
    stream: str,
    genre: Genre[S],
    kinds: Sequence[str],
    then: str,
    view: Callable[[S], Any],
    page: Callable[..., str],
) -> Response:
    """Tell the acts of a stream; refused attempts stand among them."""
    store, office = visit.services.store, visit.office
    entries = await store.read(office.id, stream)
    if not entries:
        raise unknown_plan()
    past = [(entry, decode(entry.body)) for entry in entries]
    acts = deeds(genre, await recorded(store, office.id, stream, past))
    checked = await visit.services.chains.check(office.id)
    looking: Looking[S] = looking_at(visit.request, acts, checked.head.position, kinds)
    teller = Teller(visit.frame.words, visit.frame.clock(office), office)
    told = [tell(genre, teller, deed, looking.filters) for deed in looking.shown]
    if visit.html:

        def go(**changes: object) -> str:
            return address(visit.request, **changes).removeprefix(visit.request.url.path) or "?"

        streams = await histories(visit)
        return page_answer(page(visit.frame, office, visit.plan, looking, told, checked, go, streams))
    body: dict[str, object] = {
        "checked": checked_view(office.id, checked),
        "total": len(looking.kept),
        "acts": [act_view(act) for act in told],
    }
    if looking.chosen:
        body[then] = view(looking.deed.after)
    older = next_page(visit.request, before=looking.older) if looking.older else None
    return json_answer(canonical(body), headers=older)
