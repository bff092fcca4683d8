"""Remarks on rows: comments made, settled, carried over; what a careful reviewer would ask, answered."""

from dataclasses import replace
from typing import Any

from fastapi import APIRouter

from api.http.problems import Problem
from api.http.visit import Sent, Visit
from api.plans.acts import ACTS, review_again, where
from api.plans.bodies import Answering, Carrying, CommentBody, Settlement
from api.plans.remarks import compared
from api.plans.sending import check_again
from api.usecases import derived_id
from domain.plan.commands import AnswerQuestion, CarryComment, MakeComment, SettleComment
from domain.plan.support import Support
from eventstore.entry import Receipt

router = APIRouter(tags=["comments"])
_COMMENTS = "/offices/{office}/plans/{plan}/comments"


async def _check_again(visit: Visit, problem: Problem, _: str) -> str:
    return await check_again(visit, problem, visit.part("comment"))


async def _question_again(visit: Visit, problem: Problem, _: str) -> str:
    return await check_again(visit, problem, visit.part("question"))


async def _compared(visit: Visit, sent: Sent[Any]) -> dict[str, Support | None]:
    return {"compared": await compared(visit, visit.part("question"))}


async def _to_questions(visit: Visit, sent: Sent[Any], _: Receipt) -> str:
    return f"{where(visit)}/check#question-{visit.part('question')}"


async def _key(visit: Visit, sent: Sent[CommentBody]) -> dict[str, str]:
    """The comment's id follows from the command's."""
    return {"comment": derived_id("c", visit.office.id, sent.command_id)}


async def _to_row(visit: Visit, sent: Sent[CommentBody], _: Receipt) -> str:
    return _back(visit, f"#comments-{sent.body.row}")


async def _to_comments(visit: Visit, sent: Sent[Any], _: Receipt) -> str:
    return _back(visit, "#comments")


def _back(visit: Visit, anchor: str) -> str:
    page, _, row = visit.next(f"{where(visit)}/review").partition("#")
    return page + (f"#{row}" if row else anchor)


_ACTS = replace(ACTS, router=router, prefix=_COMMENTS, then=_to_comments, again=_check_again)
_ACTS.add(
    "", "make-comment", "Comment on a row, or on the whole plan", CommentBody, MakeComment,
    fields=_key, then=_to_row, again=review_again,
)  # fmt: skip
_ACTS.add("/{comment}/settlement", "settle-comment", "Settle a comment", Settlement, SettleComment, about="comment")
_ACTS.add(
    "/{comment}/carrying", "carry-comment", "Carry a comment over into the next submission", Carrying, CarryComment,
    about="comment",
)  # fmt: skip
_QUESTIONS = replace(ACTS, router=router, prefix="/offices/{office}/plans/{plan}/questions", again=_question_again)
_QUESTIONS.add(
    "/{question}/answer", "answer-question", "Say why what is asked of the text stands as it is", Answering,
    AnswerQuestion, about="question", fields=_compared, then=_to_questions,
)  # fmt: skip
