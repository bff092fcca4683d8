"""Commands of an office: carried out, and told on the page that comes after."""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import quote

from markupsafe import Markup
from starlette.responses import Response

from api.answers import receipt_answer
from api.presentation.office_sentences import office_sentence
from api.usecases import Asked
from api.visit import Visit, see_other
from domain.actor import Actor
from domain.office import STREAM
from domain.office_commands import OfficeCommand
from domain.office_events import OfficeEvent
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
