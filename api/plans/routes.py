"""The plans of an office: the list, a new one and what it starts from, one at any moment, and its text."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Annotated, TypedDict
from zoneinfo import ZoneInfo

import msgspec
from fastapi import APIRouter, Depends
from msgspec import structs
from starlette.responses import Response

from api.http import reading
from api.http.address import plan_path
from api.http.answers import etag, json_answer, page_answer, receipt_answer
from api.http.described import query, reads, writes
from api.http.negotiate import HTML
from api.http.paging import page_asked, pages_asked
from api.http.problems import HttpError, Problem
from api.http.visit import Visit, account_id, see_other
from api.http.way import Way
from api.plans import pages
from api.plans.bodies import NewPlan
from api.plans.form import TextForm, scales_of
from api.reads.execution import version_of
from api.reads.plan import Past, read_past, unknown_plan
from api.reads.supports import OtherPlans
from api.words.clock import read_instant
from domain.action.state import ActionPhase
from domain.kernel.actor import Actor, Role
from domain.kernel.errors import N_, Refused
from domain.kernel.message import canonical
from domain.office.positions import titled
from domain.office.state import Office
from domain.plan.blocks import filled_in, signing, with_blocks
from domain.plan.commands import DraftPlan
from domain.plan.shape import carried_over, empty_form
from domain.plan.state import Phase, Plan, stream_of
from domain.plan.text import Part, PartDetails, PlanDetails, PlanText, SignatureBlock
from domain.route.route import Step, StepAct
from eventstore.views import ACTION, PLAN, QUARTER, SUMMARY
from views.models.plan import PlanSummary, PlanView
from views.plan import plan_json

_TITLES = {"rkt": "RENCANA KINERJA TAHUNAN"}  # documents are Indonesian only


async def empty_text(visit: Visit, kind: str, year: int, title: str, at: datetime) -> PlanText:
    """Return what its kind begins with; where the office declared none, the parts that the route signs."""
    office, shape = visit.office, visit.office.kind(kind)
    route = office.route(kind)
    others = {step.office: await visit.services.offices.find(step.office) or Office() for step in route if step.office}
    with suppress(Refused):  # what an office has not named is refused where the plan is begun
        route = with_blocks(titled(route, office, others), shape)
    signatories = {step.key: _signatory(step, others.get(step.office or "", office), at) for step in route}
    if shape is not None:
        form = filled_in(empty_form(shape, year, office.address), route, signatories)
        return structs.replace(form, details=structs.replace(form.details, title=title)) if title else form
    name = _TITLES.get(kind, kind.upper())
    cover = title or f"{name} {office.name} TAHUN {year}"
    heading = f"{name} {year}\n{office.name}"
    signed = dict.fromkeys(sorted(step.part for step in route if step.act is StepAct.SIGN))
    parts = tuple(_part(key, signing(route, key), heading, signatories) for key in signed)
    return PlanText(PlanDetails(cover, office.address, ""), parts)


def _signatory(step: Step, office: Office, at: datetime) -> tuple[str, str]:
    """Return how whoever signs at a step is printed, and their name where it can be only one."""
    if not office.exists:
        return step.title or "", ""
    holders = office.on_duty(step.duty._replace(office=""), at.astimezone(ZoneInfo(office.time_zone)).date())
    alone = holders[:1] if step.role is not Role.OFFICIAL or len(holders) == 1 else ()
    return step.title or office.title(step.role), "".join(office.people[person] for person in alone)


_PARTIES = ("PIHAK KESATU", "PIHAK KEDUA")


def _part(key: str, steps: list[Step], heading: str, signatories: Mapping[str, tuple[str, str]]) -> Part:
    details = PartDetails(heading, "SASARAN", "", "", "", "", "")
    if len(steps) == 1:
        position, name = signatories[steps[0].key]
        return Part(key, structs.replace(details, signatory=position, name=name))
    for n, step in enumerate(steps):
        party = _PARTIES[n] if len(steps) == len(_PARTIES) else ""
        position, name = signatories[step.key]
        block = SignatureBlock(step.block or step.key, party, position=position, name=name)
        details = details.with_block(block)
    return Part(key, details)


router = APIRouter(tags=["plans"])
MayRead = Annotated[Visit, Depends(Way("read-plan"))]


class PlansListed(TypedDict):
    """The plans of an office."""

    plans: list[PlanSummary]
    total: int


_OFFERED = 30  # plans to begin from, the newest
_INSTANT = {"type": "string", "format": "date-time"}


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
        ],
    ),
)
async def plans(visit: MayRead) -> Response:
    """List a page of them."""
    store, phase = visit.services.store, visit.request.query_params.get("phase", "").replace("\0", "")
    _, total = await store.page(visit.office.id, SUMMARY, 0, phase=phase)
    page = page_asked(visit.request, total)
    rows, _ = await store.page(visit.office.id, SUMMARY, page.size, page.offset, phase)
    if visit.html:
        summaries = [msgspec.json.decode(body) for body in rows]
        return page_answer(pages.office_plans(visit.frame, visit.office, summaries, page))
    answer = {"plans": [msgspec.Raw(body) for body in rows], "total": total}
    return json_answer(canonical(answer), headers=page.headers)


@router.get("/offices/{office}/plans/new", **reads("The form for a new plan", operation="new_plan_page"))
async def new_plan(visit: Annotated[Visit, Depends(Way("draft-plan", (HTML,)))]) -> Response:
    """Ask for kind and year."""
    return page_answer(await _new_plan(visit, {}, None, visit.services.new_id()))


async def _new_plan(visit: Visit, values: Mapping[str, str], problem: Problem | None, command_id: str) -> str:
    rows, _ = await visit.services.store.page(visit.office.id, SUMMARY, _OFFERED)
    plans = [msgspec.json.decode(body) for body in rows]
    return pages.new_plan(visit.frame, visit.office, values, problem, command_id, plans)


@router.post("/offices/{office}/plans", **writes("Begin a plan", NewPlan))
async def draft(visit: Annotated[Visit, Depends(Way("draft-plan", most=reading.LARGEST))]) -> Response:
    """Begin a plan with the office's route; without a text it has the office's empty parts."""
    office = visit.office

    async def again(problem: Problem, command_id: str) -> str:
        return await _new_plan(visit, dict(visit.form or []), problem, command_id)

    visit.again = again
    sent = await visit.command(NewPlan)
    body = sent.body
    stream = stream_of(body.kind, body.year)
    given, shape = None, office.kind(body.kind)
    scales = scales_of(office, body.year, shape)
    if (text := body.text) is not None:
        given = await reading.beside(
            len(visit.body or b""), lambda: TextForm.from_body(text).text(shape, scales=scales)
        )
    asked = {"kind": body.kind, "year": body.year, "title": body.title, "text": given}
    intent = sent.intent("draft-plan", stream, body=asked | ({"source": body.source} if body.source else {}))

    async def command(by: Actor, at: datetime) -> DraftPlan:
        key = f"{body.kind}-{body.year}"
        text = given or await empty_text(visit, body.kind, body.year, body.title, at)
        if given is None and body.source:
            text = await _from(visit, body, text)
        return DraftPlan(
            by=by,
            at=at,
            office=office.id,
            kind=body.kind,
            year=body.year,
            trial=visit.services.trial,
            route=office.route(body.kind),
            text=await OtherPlans(visit.who, visit.services.recorder).linked(text, (office.id, key), text.skeleton()),
        )

    receipt = await visit.usecases.plan(visit.who, intent, command)
    where = plan_path(office, f"{body.kind}-{body.year}")
    return see_other(f"{where}/edit") if visit.html else receipt_answer(receipt, where)


async def _from(visit: Visit, body: NewPlan, empty: PlanText) -> PlanText:
    """Return the text of the plan that is begun from, for the new one's year and title."""
    kind, _, year = body.source.rpartition("-")
    known = kind and year.isdecimal() and year.isascii() and len(year) == 4
    view = await visit.services.store.view(visit.office.id, PLAN, body.source) if known else None
    if view is None:
        raise HttpError(422, "unknown-source", "This office has no such plan to begin from.", "source")
    text = (await read_past(visit.services.store, visit.office.id, stream_of(kind, int(year)))).now.text
    begun = carried_over(text, int(year), body.year, empty)
    return structs.replace(begun, details=structs.replace(begun.details, title=body.title)) if body.title else begun


@router.get(
    "/offices/{office}/plans/{plan}",
    **reads(
        "A plan, now or as it was",
        PlanView,
        operation="read_plan",
        tells=("ETag",),
        headers=[
            query("version", "Its text version", {"type": "integer", "minimum": 0}),
            query("at", "An instant; without a zone it is read on the office's clock", _INSTANT),
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
    now = not moment_asked(visit)
    if now:
        await visit.services.seen.look(account_id(visit), visit.office.id, visit.stream, plan.version)
    command_id = visit.services.new_id()
    # Its year is there as soon as the first quarter is.
    lived = await visit.services.store.view(visit.office.id, QUARTER, f"{visit.plan}-q1") is not None
    action = await visit.services.store.view(visit.office.id, ACTION, visit.plan)
    phase = ActionPhase.ABSENT if action is None else msgspec.json.decode(action, type=_Action).phase
    return page_answer(
        pages.plan(visit.frame, visit.office, past, plan, now=now, lived=lived, action=phase, command_id=command_id)
    )


class _Action(msgspec.Struct):
    phase: ActionPhase


def moment_asked(visit: Visit) -> bool:
    """Return whether the plan is asked for as it was."""
    return bool(visit.request.query_params.keys() & {"version", "at"})


def moment(past: Past, visit: Visit) -> Plan:
    """Return the plan at the moment that was asked for. Raises `HttpError`."""
    asked = visit.request.query_params
    if "version" in asked:
        return version_named(past, asked["version"], visit.office)
    if "at" in asked:
        return past.at_instant(instant(asked["at"], visit.office, "at"))
    return past.now


def version_named(past: Past, name: str, office: Office, place: str = "version") -> Plan:
    """Return the plan at a text version, or at an instant. Raises `HttpError`."""
    if name.isdecimal() and name.isascii() and len(name) < 10:
        return past.at_version(int(name))
    return past.at_instant(instant(name, office, place, versions=True))


_NEITHER = N_("“{text}” is neither a text version nor an instant such as 2024-01-16T10:42+08:00.")
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
