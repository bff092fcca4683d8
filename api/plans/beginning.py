"""A plan that is begun: empty, with the text of another year or kind, or with a file that a plan was sent as."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import msgspec
from fastapi import APIRouter, Depends
from msgspec import structs
from starlette.responses import Response

from api.http import reading
from api.http.address import plan_path
from api.http.answers import page_answer, receipt_answer
from api.http.described import reads, writes
from api.http.forms import file_sent
from api.http.negotiate import HTML
from api.http.problems import HttpError, Problem
from api.http.visit import Visit, see_other
from api.http.way import Way
from api.plans import pages
from api.plans.bodies import NewPlan
from api.plans.editing import other_plans, require_bounded
from api.plans.file import LARGEST, PlanFile, plan_file
from api.plans.form import TextForm, scales_of
from api.plans.typing import into_editor
from api.plans.upstream import following
from api.reads.plan import read_past
from api.reads.upstream import upstream
from api.reads.years import earlier_years
from domain.kernel.actor import Actor, Role
from domain.kernel.errors import Refused
from domain.kind.kind import Kind
from domain.office.positions import titled
from domain.office.state import Office
from domain.plan.blocks import filled_in, signing, with_blocks
from domain.plan.commands import DraftPlan
from domain.plan.derived import derived
from domain.plan.shape import carried_over, empty_form, fitted, years_on
from domain.plan.state import stream_of
from domain.plan.text import Part, PartDetails, PlanDetails, PlanText, SignatureBlock
from domain.route.route import Step, StepAct
from eventstore.views import PLAN, SUMMARY

router = APIRouter(tags=["plans"])
_OFFERED = 30  # plans to begin from, the newest
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
    name, printed = _TITLES.get(kind, kind.upper()), office.name.upper()  # as such papers have it
    cover = title or f"{name} {printed} TAHUN {year}"
    heading = f"{name} {year}\n{printed}"
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


@router.get("/offices/{office}/plans/new", **reads("The form for a new plan", operation="new_plan_page"))
async def new_plan(visit: Annotated[Visit, Depends(Way("draft-plan", (HTML,)))]) -> Response:
    """Ask for kind and year."""
    return page_answer(await _new_plan(visit, {}, None, visit.services.new_id()))


async def _new_plan(visit: Visit, values: Mapping[str, str], problem: Problem | None, command_id: str) -> str:
    rows, _ = await visit.services.store.page(visit.office.id, SUMMARY, _OFFERED)
    plans = [msgspec.json.decode(body) for body in rows]
    return pages.new_plan(visit.frame, visit.office, values, problem, command_id, plans)


@router.post("/offices/{office}/plans", **writes("Begin a plan", NewPlan, files=True))
async def draft(visit: Annotated[Visit, Depends(Way("draft-plan", most=reading.LARGEST, files=True))]) -> Response:
    """Begin a plan with the office's route; without a text it has the office's empty parts.

    A form may bring a file in place of a plan to begin with: what `GET` of a plan answers.
    """
    office = visit.office

    async def again(problem: Problem, command_id: str) -> str:
        return await _new_plan(visit, dict(visit.form or []), problem, command_id)

    visit.again = again
    file = await file_sent(visit, LARGEST)
    sent = await visit.command(NewPlan)
    body = sent.body
    stream = stream_of(body.kind, body.year)
    given, shape = None, office.kind(body.kind)
    brought = None if file is None else await reading.beside(len(file), lambda: plan_file(visit.office, file))
    scales = scales_of(office, body.year, shape)
    if (text := body.text) is not None:
        given = await reading.beside(
            len(visit.body or b""), lambda: TextForm.from_body(text).text(shape, scales=scales)
        )
    asked = {"kind": body.kind, "year": body.year, "title": body.title, "text": given}
    asked |= {"source": body.source} if body.source else {}
    intent = sent.intent("draft-plan", stream, body=asked | ({"file": brought} if brought else {}))

    async def command(by: Actor, at: datetime) -> DraftPlan:
        key = f"{body.kind}-{body.year}"
        text = given or await empty_text(visit, body.kind, body.year, body.title, at)
        if given is None and (source := brought or (await _source(visit, body) if body.source else None)):
            text = (await _derived(visit, body, text, shape)) or _begun(source, body, text, shape)
        text = await other_plans(visit).linked(text, (office.id, key), text.skeleton())
        require_bounded(text)
        return DraftPlan(
            by=by,
            at=at,
            office=office.id,
            kind=body.kind,
            year=body.year,
            trial=visit.services.trial,
            route=office.route(body.kind),
            text=text,
        )

    receipt = await visit.usecases.plan(visit.who, intent, command)
    where = plan_path(office, f"{body.kind}-{body.year}")
    if visit.html and body.source:
        await _earlier_years(visit, f"{body.kind}-{body.year}")
    return see_other(f"{where}/edit") if visit.html else receipt_answer(receipt, where)


async def _source(visit: Visit, body: NewPlan) -> PlanFile:
    """The plan of the office that is named."""
    kind, _, year = body.source.rpartition("-")
    known = kind and year.isdecimal() and year.isascii() and len(year) == 4
    view = await visit.services.store.view(visit.office.id, PLAN, body.source) if known else None
    if view is None:
        raise HttpError(422, "unknown-source", "This office has no such plan to begin from.", "source")
    plan = (await read_past(visit.services.store, visit.office.id, stream_of(kind, int(year)))).now
    return PlanFile(kind, int(year), plan.text)


async def _earlier_years(visit: Visit, key: str) -> None:
    """Put what is known of earlier years into the editor, to be looked at and saved."""
    plan = await other_plans(visit).plan(visit.office.id, key)
    years = () if plan is None else await earlier_years(other_plans(visit), plan)
    if plan is not None and plan.version == 1 and (patch := following(plan.text, (), years)):
        await into_editor(visit, key, plan.version, patch)


async def _derived(visit: Visit, body: NewPlan, empty: PlanText, shape: Kind | None) -> PlanText | None:
    """Return the rows of the plan that one of the kind comes from, where that is the one to begin with."""
    if shape is None or not shape.origin or body.source != shape.origin.key(body.year):
        return None
    there = await upstream(other_plans(visit), visit.office.id, shape, body.year)
    return None if there is None else derived(shape, there, empty)


def _begun(source: PlanFile, body: NewPlan, empty: PlanText, shape: Kind | None) -> PlanText:
    """Return the text that is begun from, as the kind, the year and the title of the new plan have it."""
    text = years_on(fitted(source.text, shape), shape, body.year - source.year)
    begun = carried_over(text, source.year, body.year, empty, alike=source.kind == body.kind)
    return structs.replace(begun, details=structs.replace(begun.details, title=body.title)) if body.title else begun
