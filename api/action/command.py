"""A command for an action plan on its way: to its receipt, then on to a page, or back to the program that sent it."""

from collections.abc import Callable
from datetime import datetime

from starlette.responses import Response

from api.http.answers import receipt_answer
from api.http.visit import B, Sent, Visit, account_id, see_other
from api.reads.year import action_of
from api.usecases import YearlyCommand
from domain.kernel.actor import Actor


def action_path(visit: Visit) -> str:
    """Return the address of the plan's action plan."""
    return f"/offices/{visit.office.id}/plans/{visit.plan}/action"


def tell_recorded(visit: Visit) -> None:
    """Let the page say that what led to it is recorded."""
    if visit.request.query_params.get("recorded") == "1":
        visit.notice = visit.frame.words("It is recorded")


async def carried_out(
    visit: Visit,
    act: str,
    sent: Sent[B],
    build: Callable[[Actor, datetime], YearlyCommand],
    *,
    page: str,
    then: str,
    step: str = "",
    about: str = "",
    body: object = None,
) -> Response:
    """Carry it out. `page` is where the form stands, whose kept text is dropped; a browser goes on to `then`.

    `body` is what was sent, where that is not what was read.
    """
    asked = sent.asked(act, action_of(visit), body=body, about=about)
    receipt = await visit.usecases.plan(visit.who, asked, build, step)
    await visit.services.unsaved.drop(account_id(visit), page)
    return see_other(then) if visit.html else receipt_answer(receipt, action_path(visit))
