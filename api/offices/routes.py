"""Offices: those somebody knows, a new one, and what one says of itself: name, routes, reminders, days."""

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Any, TypedDict
from urllib.parse import quote

from fastapi import APIRouter, Depends
from markupsafe import Markup
from starlette.responses import Response

from api.http.acts import Acts, ShowAgain, Then
from api.http.address import office_path
from api.http.answers import json_answer, page_answer
from api.http.described import reads
from api.http.forms import Typed, make_ids
from api.http.problems import Problem
from api.http.visit import Sent, Visit
from api.http.way import Way
from api.offices import pages
from api.offices.bodies import DayBody, NewOffice, OfficeDescription, PolicyBody, RouteBody
from api.offices.forms import RouteForm
from api.offices.meanwhile import as_shown
from api.offices.sentences import office_sentence
from domain.kernel.actor import Role
from domain.office.commands import DeclareDay, DescribeOffice, OpenOffice, SetReminderPolicy, SetRoute
from domain.office.events import OfficeEvent, PrintedTitle, ReminderPolicy
from domain.office.state import GRANTED, STREAM, Office
from domain.route.route import Route
from eventstore.entry import Receipt
from eventstore.views import OFFICE, SUMMARY

router = APIRouter(tags=["offices"])
_OFFICE = "/offices/{office}"


def done(where: Callable[[Visit], str]) -> Then:
    """Go on to the page, which tells what was recorded."""

    async def then(visit: Visit, sent: Sent[Any], _: Receipt) -> str:
        return f"{where(visit)}?done={quote(sent.command_id)}"

    return then


async def tell_done(visit: Visit) -> None:
    """Let the page tell what was recorded by the command that led to it."""
    command_id = visit.request.query_params.get("done", "").replace("\0", "")
    if not command_id:
        return
    receipt = await visit.services.store.receipt(visit.office.id, command_id)
    if receipt is not None and receipt.stream == STREAM and receipt.refusal is None:
        visit.notice = _told(visit, receipt)


def _told(visit: Visit, receipt: Receipt) -> str:
    words, clock = visit.frame.words, visit.frame.clock(visit.office)
    if receipt.first is None:
        return words("Nothing had changed; nothing was recorded.")
    said = [
        office_sentence(words, clock, event, visit.office) for event in receipt.events if isinstance(event, OfficeEvent)
    ]
    where = words.html(
        "Recorded {when} at position {position} of the log.",
        when=clock.tag(receipt.recorded_at),
        position=receipt.last,
    )
    return Markup(" ").join([*said, where])


async def office_page(visit: Visit, typed: "Typed", route: RouteForm | None = None) -> str:
    """Return the page as it is now; `route` is the table that was typed and refused."""
    # Somebody else may have changed it since the request came in.
    office = await visit.services.offices.find(visit.office.id) or visit.office
    _, plans = await visit.services.store.page(office.id, SUMMARY, 0)
    return pages.office(visit.frame, office, typed, route, plans)


def again(form: str) -> ShowAgain:
    """Let a form that fails come back on the office's page."""

    async def show(visit: Visit, problem: Problem, command_id: str) -> str:
        typed = Typed(form, dict(visit.form or []), problem, command_id)
        return await office_page(visit, typed, RouteForm.from_fields(visit.form or []) if form == "route" else None)

    return show


def where(visit: Visit) -> str:
    """Return the address of the office."""
    return office_path(visit.office)


def office_acts(router: APIRouter, form: str = "") -> Acts:
    """Return the acts on an office whose form is the one of that name on its page."""
    return Acts(
        router=router,
        prefix="/offices/{office}",
        carry=as_shown,
        stream=lambda visit: STREAM,
        where=where,
        then=done(where),
        again=again(form),
    )


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
    return tuple(step.step() for step in ordered)


async def _policy(_: Visit, sent: Sent[PolicyBody]) -> dict[str, Any]:
    body = sent.body
    return {"policy": ReminderPolicy(body.effective, body.due, tuple(body.before), body.escalate, body.citation)}


async def _opened(visit: Visit) -> Sent[NewOffice]:
    await make_ids(visit, office="name")
    return await visit.command(NewOffice)


# Whoever administers an office may open another one: the office is that of the body.
replace(office_acts(router), prefix="/offices", again=_offices_again, then=_to_new).add(
    "", "open-office", "Begin an office; you administer it", NewOffice, OpenOffice,
    read=_opened, fields=_titles, of=lambda sent: sent.body.office,
    where=lambda visit, sent: office_path(sent.body.office),
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
