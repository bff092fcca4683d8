"""Offices: those somebody knows, a new one, and what one says of itself: name, routes, reminders, days."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.http.answers import shown, told
from api.http.described import reads, writes
from api.http.forms import Typed
from api.http.problems import Problem
from api.http.visit import Sent, Visit
from api.http.way import Way
from api.offices import pages
from api.offices.bodies import DayBody, NewOffice, OfficeDescription, PolicyBody, RouteBody
from api.offices.command import asking, carried_out, office_page, tell_done
from api.offices.route import RouteForm
from api.usecases import Asked
from domain.kernel.actor import Actor
from domain.office.commands import DeclareDay, DescribeOffice, OpenOffice, SetReminderPolicy, SetRoute
from domain.office.events import PrintedTitle, ReminderPolicy
from domain.office.state import GRANTED, STREAM
from domain.route.route import Route, Step
from eventstore.views import OFFICE

router = APIRouter(tags=["offices"])
_OFFICE = "/offices/{office}"
_LISTED = {
    "type": "object",
    "required": ["offices"],
    "properties": {
        "offices": {"type": "array", "items": {"type": "object", "required": ["office", "name", "time_zone", "roles"]}}
    },
}
_TOLD = {
    "type": "object",
    "required": ["id", "name", "address", "time_zone", "titles", "people", "grants", "routes", "policies", "days"],
}


@router.get("/offices", **reads("Your offices", _LISTED))
async def offices(visit: Annotated[Visit, Depends(Way("read-desk"))]) -> Response:
    """List those in which the viewer has a role."""
    if visit.html:
        return shown(pages.offices(visit.frame, {}, None, visit.services.new_id()))
    known = [
        {"office": m.office.id, "name": m.office.name, "time_zone": m.office.time_zone, "roles": sorted(m.roles)}
        for m in visit.who.memberships
    ]
    return told({"offices": known})


@router.post("/offices", **writes("Begin an office; you administer it", NewOffice))
async def open_office(visit: Annotated[Visit, Depends(Way("open-office"))]) -> Response:
    """Begin it, as the administrator of another."""

    async def again(problem: Problem, command_id: str) -> str:
        return pages.offices(visit.frame, dict(visit.form or []), problem, command_id)

    visit.again = again
    sent = await visit.command(NewOffice)
    body = sent.body
    asked = Asked(body.office, "open-office", STREAM, sent.command_id, body.model_dump(mode="json"))

    def command(by: Actor, at: datetime) -> OpenOffice:
        return OpenOffice(
            by=by,
            at=at,
            office=body.office,
            name=body.name,
            address=body.address,
            time_zone=body.time_zone,
            titles=titles(body),
        )

    return await carried_out(visit, asked, command, f"/offices/{body.office}")


def titles(body: OfficeDescription) -> tuple[PrintedTitle, ...]:
    """Return the printed titles, in the order of the roles."""
    return tuple(PrintedTitle(role, body.titles[role]) for role in GRANTED if role in body.titles)


@router.get(_OFFICE, **reads("An office: people, positions, routes, reminders and days", _TOLD))
async def office(visit: Annotated[Visit, Depends(Way("read-office"))]) -> Response:
    """Send the stored bytes as they are, or show them."""
    if visit.html:
        await tell_done(visit)
        return shown(await office_page(visit, Typed(command_id=visit.services.new_id())))
    body = await visit.services.store.view(visit.office.id, OFFICE, visit.office.id)
    return told(body or b"{}")


@router.post(_OFFICE + "/description", **writes("Say the office's name, address, zone and titles", OfficeDescription))
async def describe(visit: Annotated[Visit, Depends(Way("describe-office"))]) -> Response:
    """Correct them, all at once."""
    where = asking(visit, "description")
    sent = await visit.command(OfficeDescription)
    body = sent.body

    def command(by: Actor, at: datetime) -> DescribeOffice:
        return DescribeOffice(
            by=by, at=at, name=body.name, address=body.address, time_zone=body.time_zone, titles=titles(body)
        )

    return await carried_out(visit, sent.asked("describe-office", STREAM), command, where)


@router.post(_OFFICE + "/routes", **writes("Set the route of what is begun of a kind", RouteBody))
async def set_route(visit: Annotated[Visit, Depends(Way("set-route"))]) -> Response:
    """Set it; what was begun keeps its own."""
    where = asking(visit, "route")
    await visit.read()
    if visit.form is None:
        sent = await visit.command(RouteBody)
    else:
        sent = Sent(visit, RouteForm.from_fields(visit.form).body(), visit.command_id(), None)
    body = sent.body

    def command(by: Actor, at: datetime) -> SetRoute:
        return SetRoute(by=by, at=at, kind=body.kind, steps=steps(body))

    return await carried_out(visit, sent.asked("set-route", STREAM), command, where)


def steps(body: RouteBody) -> Route:
    """Return the route, its steps in their order."""
    ordered = sorted(body.steps, key=lambda step: step.order)
    return tuple(Step(s.key, s.order, s.role, s.act, s.part) for s in ordered)


@router.post(_OFFICE + "/reminder-policies", **writes("Say when steps are due, from a date on", PolicyBody))
async def set_policy(visit: Annotated[Visit, Depends(Way("set-reminder-policy"))]) -> Response:
    """Set it, with the rule that says so."""
    where = asking(visit, "policy")
    sent = await visit.command(PolicyBody)
    body = sent.body

    def command(by: Actor, at: datetime) -> SetReminderPolicy:
        policy = ReminderPolicy(body.effective, body.due, tuple(body.before), body.escalate, body.citation)
        return SetReminderPolicy(by=by, at=at, policy=policy)

    return await carried_out(visit, sent.asked("set-reminder-policy", STREAM), command, where)


@router.post(_OFFICE + "/days", **writes("Declare a day a working day or a holiday", DayBody))
async def declare_day(visit: Annotated[Visit, Depends(Way("declare-day"))]) -> Response:
    """Follow a decree."""
    where = asking(visit, "day")
    sent = await visit.command(DayBody)
    body = sent.body

    def command(by: Actor, at: datetime) -> DeclareDay:
        return DeclareDay(by=by, at=at, day=body.day, working=body.working, name=body.name, decree=body.decree)

    return await carried_out(visit, sent.asked("declare-day", STREAM), command, where)
