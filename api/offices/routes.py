"""Offices: those somebody knows, a new one, and what one says of itself: name, routes, reminders, days."""

from dataclasses import replace
from typing import Annotated, Any, TypedDict
from urllib.parse import quote

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.http.address import office_path
from api.http.answers import json_answer, page_answer
from api.http.described import reads
from api.http.forms import Typed
from api.http.problems import Problem
from api.http.visit import Sent, Visit
from api.http.way import Way
from api.offices import pages
from api.offices.bodies import DayBody, NewOffice, OfficeDescription, PolicyBody, RouteBody
from api.offices.command import office_acts, office_page, tell_done
from api.offices.forms import RouteForm
from domain.kernel.actor import Role
from domain.office.commands import DeclareDay, DescribeOffice, OpenOffice, SetReminderPolicy, SetRoute
from domain.office.events import PrintedTitle, ReminderPolicy
from domain.office.state import GRANTED, Office
from domain.route.route import Route, Step
from eventstore.entry import Receipt
from eventstore.views import OFFICE

router = APIRouter(tags=["offices"])
_OFFICE = "/offices/{office}"


class OfficeListed(TypedDict):
    """An office in which the reader has roles."""

    office: str
    name: str
    time_zone: str
    roles: list[Role]


class OfficesListed(TypedDict):
    """The reader's offices."""

    offices: list[OfficeListed]


@router.get("/offices", **reads("Your offices", OfficesListed, operation="list_offices"))
async def offices(visit: Annotated[Visit, Depends(Way("read-desk"))]) -> Response:
    """List those in which the viewer has a role."""
    if visit.html:
        return page_answer(pages.offices(visit.frame, {}, None, visit.services.new_id()))
    known: list[OfficeListed] = [
        {"office": m.office.id, "name": m.office.name, "time_zone": m.office.time_zone, "roles": sorted(m.roles)}
        for m in visit.who.memberships
    ]
    return json_answer({"offices": known})


async def _offices_again(visit: Visit, problem: Problem, command_id: str) -> str:
    return pages.offices(visit.frame, dict(visit.form or []), problem, command_id)


async def _titles(_: Visit, sent: Sent[OfficeDescription]) -> dict[str, Any]:
    return {"titles": titles(sent.body)}


async def _to_new(visit: Visit, sent: Sent[NewOffice], _: Receipt) -> str:
    return f"{office_path(sent.body.office)}?done={quote(sent.command_id)}"


def titles(body: OfficeDescription) -> tuple[PrintedTitle, ...]:
    """Return the printed titles, in the order of the roles."""
    return tuple(PrintedTitle(role, body.titles[role]) for role in GRANTED if role in body.titles)


@router.get(
    _OFFICE, **reads("An office: people, positions, routes, reminders and days", Office, operation="read_office")
)
async def office(visit: Annotated[Visit, Depends(Way("read-office"))]) -> Response:
    """Send the stored bytes as they are, or show them."""
    if visit.html:
        await tell_done(visit)
        return page_answer(await office_page(visit, Typed(command_id=visit.services.new_id())))
    body = await visit.services.store.view(visit.office.id, OFFICE, visit.office.id)
    return json_answer(body or b"{}")


async def _route(visit: Visit) -> Sent[RouteBody]:
    await visit.read()
    if visit.form is None:
        return await visit.command(RouteBody)
    return Sent(visit, RouteForm.from_fields(visit.form).body(), visit.command_id(), None)


async def _steps(_: Visit, sent: Sent[RouteBody]) -> dict[str, Any]:
    return {"steps": steps(sent.body)}


def steps(body: RouteBody) -> Route:
    """Return the route, its steps in their order."""
    ordered = sorted(body.steps, key=lambda step: step.order)
    return tuple(Step(s.key, s.order, s.role, s.act, s.part) for s in ordered)


async def _policy(_: Visit, sent: Sent[PolicyBody]) -> dict[str, Any]:
    body = sent.body
    return {"policy": ReminderPolicy(body.effective, body.due, tuple(body.before), body.escalate, body.citation)}


# Whoever administers an office may open another one: the office is that of the body.
replace(office_acts(router), prefix="/offices", again=_offices_again, then=_to_new).add(
    "", "open-office", "Begin an office; you administer it", NewOffice, OpenOffice,
    fields=_titles, of=lambda sent: sent.body.office, where=lambda visit, sent: office_path(sent.body.office),
)  # fmt: skip
office_acts(router, "description").add(
    "/description", "describe-office", "Say the office's name, address, zone and titles", OfficeDescription,
    DescribeOffice, fields=_titles,
)  # fmt: skip
office_acts(router, "route").add(
    "/routes", "set-route", "Set the route of what is begun of a kind", RouteBody, SetRoute,
    read=_route, fields=_steps,
)  # fmt: skip
office_acts(router, "policy").add(
    "/reminder-policies", "set-reminder-policy", "Say when steps are due, from a date on", PolicyBody,
    SetReminderPolicy, fields=_policy,
)  # fmt: skip
office_acts(router, "day").add("/days", "declare-day", "Declare a day a working day or a holiday", DayBody, DeclareDay)
