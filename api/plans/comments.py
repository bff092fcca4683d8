"""Comments on rows: made, settled, carried over into the next submission."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.http.answers import receipt_answer
from api.http.described import writes
from api.http.problems import Problem
from api.http.visit import B, Sent, Visit, account_id, see_other
from api.http.way import Way
from api.plans.acts import review_again
from api.plans.bodies import Carrying, CommentBody, Settlement
from api.plans.editing import check_again
from api.usecases import derived_id
from domain.kernel.actor import Actor
from domain.plan.commands import CarryComment, MakeComment, PlanCommand, SettleComment

router = APIRouter(tags=["comments"])
_COMMENTS = "/offices/{office}/plans/{plan}/comments"


@router.post(_COMMENTS, **writes("Comment on a row, or on the whole plan", CommentBody))
async def comment(visit: Annotated[Visit, Depends(Way("make-comment"))]) -> Response:
    """Make a comment; its id follows from the command's."""

    async def again(problem: Problem, _: str) -> str:
        return await review_again(visit, problem)

    visit.again = again
    sent = await visit.command(CommentBody)
    key = derived_id("c", visit.office.id, sent.command_id)

    def command(by: Actor, at: datetime) -> MakeComment:
        return MakeComment(by=by, at=at, comment=key, row=sent.body.row, text=sent.body.text)

    return await _done(visit, "make-comment", sent, command, f"#comments-{sent.body.row}")


@router.post(_COMMENTS + "/{comment}/settlement", **writes("Settle a comment", Settlement))
async def settle(visit: Annotated[Visit, Depends(Way("settle-comment"))], comment: str) -> Response:
    """Answer it."""
    _with_check(visit, comment)
    sent = await visit.command(Settlement)

    def command(by: Actor, at: datetime) -> SettleComment:
        return SettleComment(by=by, at=at, comment=comment, answer=sent.body.answer)

    return await _done(visit, "settle-comment", sent, command, "#comments", comment)


@router.post(_COMMENTS + "/{comment}/carrying", **writes("Carry a comment over into the next submission", Carrying))
async def carry(visit: Annotated[Visit, Depends(Way("carry-comment"))], comment: str) -> Response:
    """Leave it open, with the reason."""
    _with_check(visit, comment)
    sent = await visit.command(Carrying)

    def command(by: Actor, at: datetime) -> CarryComment:
        return CarryComment(by=by, at=at, comment=comment, reason=sent.body.reason)

    return await _done(visit, "carry-comment", sent, command, "#comments", comment)


def _with_check(visit: Visit, comment: str) -> None:
    async def again(problem: Problem, _: str) -> str:
        return await check_again(visit, problem, comment)

    visit.again = again


async def _done(
    visit: Visit,
    act: str,
    sent: Sent[B],
    build: Callable[[Actor, datetime], PlanCommand],
    anchor: str,
    about: str = "",
) -> Response:
    receipt = await visit.usecases.plan(visit.who, sent.asked(act, visit.stream, about=about), build)
    where = f"/offices/{visit.office.id}/plans/{visit.plan}"
    if not visit.html:
        return receipt_answer(receipt, where)
    page, _, row = visit.next(f"{where}/review").partition("#")
    await visit.services.unsaved.drop(account_id(visit), page)
    return see_other(page + (f"#{row}" if row else anchor))
