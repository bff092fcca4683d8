"""The histories of a plan, its action plan and its quarters, act by act; and what two moments of a text differ in."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Annotated, Any, NotRequired, TypedDict

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.history import pages
from api.history.kinds import EXECUTION_KINDS
from api.history.looking import Looking, versions
from api.history.pages.execution import action_moment, quarter_moment, report_moment
from api.history.sentences import Teller
from api.history.story import KINDS, OF_ACTION, OF_PLAN, OF_QUARTER, OF_REPORT, Genre, S, deeds, tell
from api.history.telling import HistoryView, act_view, checked_view, histories, looking_at, questions, recorded
from api.http.answers import json_answer, page_answer
from api.http.described import Described, query, reads
from api.http.paging import address, next_page
from api.http.problems import HttpError
from api.http.visit import Visit
from api.http.way import Way
from api.plans.routes import version_named
from api.reads.execution import action_of, quarter_of, report_of
from api.reads.plan import Past, read_past, unknown_plan
from domain.kernel.actor import system
from domain.kernel.message import canonical
from domain.office.state import Office
from domain.plan.difference import difference
from domain.plan.facts import Change
from domain.plan.state import Plan, text_digest
from eventstore.codec import decode
from views.action import action_view
from views.models.action import ActionView, PlanSeen
from views.models.plan import PlanView
from views.models.quarter import QuarterView
from views.models.report import ReportView
from views.plan import plan_view
from views.quarter import quarter_view
from views.report import report_view

router = APIRouter(tags=["history"])
_PLAN = "/offices/{office}/plans/{plan}"
_KINDS = list(KINDS)
_STREAM_KINDS = [*(kind for kind in KINDS if kind in ("refused", "route", "system")), *EXECUTION_KINDS]
MayRead = Annotated[Visit, Depends(Way("read-history"))]
Differences = TypedDict("Differences", {"from": PlanSeen, "to": PlanSeen, "changes": Sequence[Change]})
_MOMENT: Described = {"type": "string", "examples": ["3", "2024-01-16T10:42+08:00"]}


class PlanHistory(HistoryView):
    """The history of a plan; `plan` as it was at the moment `at`, where one was asked for."""

    plan: NotRequired[PlanView]


class ActionHistory(HistoryView):
    """The history of an action plan; `then` as it was at the moment `at`, where one was asked for."""

    then: NotRequired[ActionView]


class QuarterHistory(HistoryView):
    """The history of a quarter; `then` as it was at the moment `at`, where one was asked for."""

    then: NotRequired[QuarterView]


class ReportHistory(HistoryView):
    """The history of an annual report; `then` as it was at the moment `at`, where one was asked for."""

    then: NotRequired[ReportView]


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
        "What was done with the action plan, and what was refused",
        ActionHistory,
        "read_action_history",
        _STREAM_KINDS,
    ),
)
async def action_history(visit: MayRead) -> Response:
    """Tell the acts in time order, with the rows as they then were."""
    page = partial(pages.execution_history, action_moment)
    return await _history(visit, action_of(visit), OF_ACTION, _STREAM_KINDS, "then", action_view, page)


@router.get(
    _PLAN + "/quarters/{quarter}/history",
    **_tells("What was done in a quarter, and what was refused", QuarterHistory, "read_quarter_history", _STREAM_KINDS),
)
async def quarter_history(visit: MayRead, quarter: str) -> Response:
    """Tell the acts in time order, with the rows as they then were."""
    page = partial(pages.execution_history, quarter_moment)
    return await _history(visit, quarter_of(visit, quarter), OF_QUARTER, _STREAM_KINDS, "then", quarter_view, page)


@router.get(
    _PLAN + "/report/history",
    **_tells(
        "What was done with the annual report, and what was refused",
        ReportHistory,
        "read_report_history",
        _STREAM_KINDS,
    ),
)
async def report_history(visit: MayRead) -> Response:
    """Tell the acts in time order, with the report as it then stood."""
    page = partial(pages.execution_history, report_moment)
    return await _history(visit, report_of(visit), OF_REPORT, _STREAM_KINDS, "then", report_view, page)


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


@router.get(
    "/offices/{office}/plans/{plan}/differences",
    **reads(
        "What two texts of a plan differ in",
        Differences,
        operation="compare_texts",
        headers=[
            query("from", "A text version or an instant; if not said, the version before `to`", _MOMENT),
            query("to", "A text version or an instant; if not said, now", _MOMENT),
        ],
    ),
)
async def differences(visit: Annotated[Visit, Depends(Way("read-history"))]) -> Response:
    """Send the fewest facts that make the one text of the other, whichever came first.

    They are found by comparing, so their actor is the system and their time is now. Who changed what, and when, is in
    the history.
    """
    past = await read_past(visit.services.store, visit.office.id, visit.stream)
    asked = visit.request.query_params
    new = moment(past, asked["to"], visit.office, "to") if asked.get("to") else past.now
    old = moment(past, asked["from"], visit.office, "from") if asked.get("from") else _before(past, new)
    if [part.key for part in old.text.parts] != [part.key for part in new.text.parts]:
        # A plan that was rejected may have begun again with other parts.
        raise HttpError(422, "parts-differ", "These two texts have different parts; rows cannot be compared.", "from")
    now = visit.services.clock()
    changes = difference(old.text, new.text, system(visit.office.id), now, new.version)
    if visit.html:
        return page_answer(pages.differences(visit.frame, visit.office, visit.plan, past, old, new, changes))
    return json_answer(canonical({"from": _version(old), "to": _version(new), "changes": changes}))


def moment(past: Past, name: str, office: Office, place: str) -> Plan:
    """Return the plan at a text version or an instant. Raises `HttpError` that names its place."""
    try:
        return version_named(past, name, office, place)
    except HttpError as no:
        if no.code == "not-found":  # the plan is there, but was not yet
            began = past.recorded[0][0].recorded_at.isoformat(timespec="seconds")
            raise HttpError(404, "before-the-plan", "The plan began only at {at}.", place, at=began) from no
        raise no.at(place) from no


def _before(past: Past, new: Plan) -> Plan:
    """The text that the version replaced, or the version itself where it is the first."""
    older = [version.number for version in versions(past.recorded) if version.number < new.version]
    return past.at_version(older[-1] if older else new.version)


def _version(plan: Plan) -> PlanSeen:
    return {"version": plan.version, "text_digest": text_digest(plan)}
