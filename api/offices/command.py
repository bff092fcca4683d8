"""Commands of an office: carried out, and told on the page that comes after, or shown again with the fault."""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import quote

from markupsafe import Markup
from starlette.responses import Response

from api.http.answers import receipt_answer
from api.http.forms import Typed
from api.http.problems import Problem
from api.http.visit import Visit, see_other
from api.offices import pages
from api.offices.route import RouteForm
from api.offices.sentences import office_sentence
from api.usecases import Asked
from domain.kernel.actor import Actor
from domain.office.commands import OfficeCommand
from domain.office.events import OfficeEvent
from domain.office.state import STREAM
from eventstore.receipt import Receipt


async def carried_out(
    visit: Visit, asked: Asked, build: Callable[[Actor, datetime], OfficeCommand], where: str
) -> Response:
    """Carry out the command; a browser goes on to the page `where`, which tells of it."""
    receipt = await visit.usecases.office(visit.who, asked, build)
    return see_other(f"{where}?done={quote(asked.command_id)}") if visit.html else receipt_answer(receipt, where)


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


def asking(visit: Visit, form: str) -> str:
    """Let a form that fails come back on the office's page; return the address of that page."""

    async def again(problem: Problem, command_id: str) -> str:
        typed = Typed(form, dict(visit.form or []), problem, command_id)
        return await office_page(visit, typed, RouteForm.from_fields(visit.form or []) if form == "route" else None)

    visit.again = again
    return f"/offices/{visit.office.id}"
