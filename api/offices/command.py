"""Commands of an office: carried out, and told on the page that comes after, or shown again with the fault."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter
from markupsafe import Markup

from api.http.acts import Acts, Again, Then, of_office
from api.http.address import office_path
from api.http.forms import Typed
from api.http.problems import Problem
from api.http.visit import Sent, Visit
from api.offices import pages
from api.offices.forms import RouteForm
from api.offices.sentences import office_sentence
from domain.office.events import OfficeEvent
from domain.office.state import STREAM
from eventstore.entry import Receipt


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
    return pages.office(visit.frame, office, typed, route)


def again(form: str) -> Again:
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
        carry=of_office,
        stream=lambda visit: STREAM,
        where=where,
        then=done(where),
        again=again(form),
    )
