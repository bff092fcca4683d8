"""The plans of an office: the list, and one at any moment."""

from datetime import datetime
from functools import partial
from typing import Annotated, TypedDict
from zoneinfo import ZoneInfo

import msgspec
from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.http.answers import etag, json_answer, page_answer
from api.http.described import query, reads
from api.http.paging import page_asked, pages_asked
from api.http.problems import HttpError
from api.http.visit import Visit, account_id
from api.http.way import Way
from api.plans import pages
from api.reads.execution import version_of
from api.reads.plan import Past, read_past, unknown_plan
from api.reads.supports import OtherPlans
from api.reads.upstream import ALONE, in_step
from api.words.clock import read_day, read_instant
from domain.action.state import ActionPhase
from domain.kernel.errors import N_
from domain.kernel.message import canonical
from domain.office.state import Office
from domain.plan.state import Phase, Plan
from eventstore.views import ACTION, PLAN, QUARTER, SUMMARY
from views.models.plan import PlanSummary, PlanView
from views.plan import plan_json

router = APIRouter(tags=["plans"])
MayRead = Annotated[Visit, Depends(Way("read-plan"))]


class PlansListed(TypedDict):
    """The plans of an office."""

    plans: list[PlanSummary]
    total: int


_INSTANT = {"type": "string", "format": "date-time"}
_DAY = {"type": "string", "format": "date"}


@router.get(
    "/offices/{office}/plans",
    **reads(
        "The plans of an office, the newest year first",
        PlansListed,
        operation="list_plans",
        tells=("Link",),
        headers=[
            *pages_asked(),
            query("phase", "Only those that stand there", {"type": "string", "enum": list(Phase)}),
            query("name", "Only those whose name or title has this in it, such as RKT 2024", {"type": "string"}),
        ],
    ),
)
async def plans(visit: MayRead) -> Response:
    """List a page of them."""
    store, asked = visit.services.store, visit.request.query_params
    wanted = [" ".join(asked.get(name, "").replace("\0", "").split()) for name in ("phase", "name")]
    _, total = await store.page(visit.office.id, SUMMARY, 0, 0, *wanted)
    page = page_asked(visit.request, total)
    rows, _ = await store.page(visit.office.id, SUMMARY, page.size, page.offset, *wanted)
    if visit.html:
        summaries = [msgspec.json.decode(body) for body in rows]
        return page_answer(pages.office_plans(visit.frame, visit.office, summaries, page))
    answer = {"plans": [msgspec.Raw(body) for body in rows], "total": total}
    return json_answer(canonical(answer), headers=page.headers)


@router.get(
    "/offices/{office}/plans/{plan}",
    **reads(
        "A plan, now or as it was",
        PlanView,
        operation="read_plan",
        tells=("ETag",),
        headers=[
            query("version", "Its text version", {"type": "integer", "minimum": 0}),
            query(
                "at", "An instant: as it was recorded then; without a zone it is read on the office's clock", _INSTANT
            ),
            query("on", "A day: the signed version in force on it, with `at` as it was known then", _DAY),
        ],
    ),
)
async def show(visit: Annotated[Visit, Depends(Way("open-plan"))]) -> Response:
    """Send the stored bytes as they are, or fold the past up to the moment that was asked for."""
    if visit.html:
        return await _page(visit)
    if moment_asked(visit):
        past = await read_past(visit.services.store, visit.office.id, visit.stream)
        plan = moment(past, visit)
        return _sent(visit, plan.version, plan_json(plan))
    body = await visit.services.store.view(visit.office.id, PLAN, visit.plan)
    if body is None:
        raise unknown_plan()
    return _sent(visit, version_of(body), body)


def _sent(visit: Visit, version: int, body: bytes) -> Response:
    return json_answer(body, headers={"ETag": etag(version)})


async def _page(visit: Visit) -> Response:
    past = await read_past(visit.services.store, visit.office.id, visit.stream)
    plan = moment(past, visit)
    await visit.meet(plan.route)
    now = not moment_asked(visit)
    if now:
        await visit.services.seen.look(account_id(visit), visit.office.id, visit.stream, plan.version)
    command_id = visit.services.new_id()
    # Its year is there as soon as the first quarter is.
    lived = await visit.services.store.view(visit.office.id, QUARTER, f"{visit.plan}-q1") is not None
    action = await visit.services.store.view(visit.office.id, ACTION, visit.plan)
    phase = ActionPhase.ABSENT if action is None else msgspec.json.decode(action, type=_Action).phase
    apart = await in_step(OtherPlans(visit.who, visit.services.recorder), plan) if now else ALONE
    shown = partial(pages.plan, visit.frame, visit.office, past, plan, now=now, lived=lived)
    return page_answer(shown(action=phase, apart=apart, command_id=command_id))


class _Action(msgspec.Struct):
    phase: ActionPhase


def moment_asked(visit: Visit) -> bool:
    """Return whether the plan is asked for as it was."""
    return bool(visit.request.query_params.keys() & {"version", "at", "on"})


def moment(past: Past, visit: Visit) -> Plan:
    """Return the plan at the moment that was asked for. Raises `HttpError`."""
    asked = visit.request.query_params
    if "version" in asked:
        return version_named(past, asked["version"], visit.office)
    known = past.at_instant(instant(asked["at"], visit.office, "at")) if "at" in asked else past.now
    if "on" in asked:
        if (day := read_day(asked["on"])) is None:
            raise HttpError(422, "not-a-date", _NO_DAY, "on")
        return past.in_force_on(day, known)
    return known


def version_named(past: Past, name: str, office: Office, place: str = "version") -> Plan:
    """Return the plan at a text version, or at an instant. Raises `HttpError`."""
    if name.isdecimal() and name.isascii() and len(name) < 10:
        return past.at_version(int(name))
    return past.at_instant(instant(name, office, place, versions=True))


_NEITHER = N_("“{text}” is neither a text version nor an instant such as 2024-01-16T10:42+08:00.")
_NO_DAY = N_("This must be a date, such as 16 January 2024 or 2024-01-16.")
_NO_INSTANT = N_("“{text}” is no day with a time, such as 16 January 2024 at 16.00.")


def instant(text: str, office: Office, place: str, *, versions: bool = False) -> datetime:
    """Read an instant, on the office's clock if it has no zone; `versions` may stand there too. Raises `HttpError`."""
    if (typed := read_instant(text, office.time_zone)) is not None:
        return typed
    try:
        # A plus of a zone that was not escaped has become a space.
        read = datetime.fromisoformat(text.replace(" ", "+") if "T" in text else text)
        return read.astimezone(ZoneInfo("UTC")) if read.tzinfo else read.replace(tzinfo=ZoneInfo(office.time_zone))
    except (ValueError, OverflowError) as error:
        raise HttpError(422, "not-an-instant", _NEITHER if versions else _NO_INSTANT, place, text=text[:40]) from error
