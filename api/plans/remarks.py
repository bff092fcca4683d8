"""A remark that is settled by a button of the form that the editor is: nothing typed there is left behind."""

from datetime import datetime

from api.http import reading
from api.http.visit import Sent, Visit
from api.plans.bodies import Answering, Carrying, Settlement
from api.reads.plan import read_past
from api.reads.supports import OtherPlans
from api.usecases import derived_id
from domain.kernel.actor import Actor
from domain.kernel.message import canonical
from domain.plan.commands import AnswerQuestion, CarryComment, SettleComment
from domain.plan.support import Support

VERBS = ("settle", "carry", "answer")


async def settle(visit: Visit, verb: str, about: str) -> None:
    """Settle a comment, carry it over, or answer a question, with what the form says of it."""
    text = visit.typed(f"remark-{about}")
    command_id = derived_id("remark", visit.office.id, f"{visit.command_id()}/{verb}/{about}/{text}")
    if verb == "settle":
        settled = Sent(visit, reading.filled(Settlement, canonical({"answer": text}), None), command_id, None)
        intent = settled.intent("settle-comment", visit.stream, about=about)

        async def command(by: Actor, at: datetime) -> SettleComment | CarryComment | AnswerQuestion:
            return SettleComment(by=by, at=at, comment=about, answer=text)
    elif verb == "carry":
        carried = Sent(visit, reading.filled(Carrying, canonical({"reason": text}), None), command_id, None)
        intent = carried.intent("carry-comment", visit.stream, about=about)

        async def command(by: Actor, at: datetime) -> SettleComment | CarryComment | AnswerQuestion:
            return CarryComment(by=by, at=at, comment=about, reason=text)
    else:
        answered = Sent(visit, reading.filled(Answering, canonical({"reason": text}), None), command_id, None)
        intent = answered.intent("answer-question", visit.stream, about=about)

        async def command(by: Actor, at: datetime) -> SettleComment | CarryComment | AnswerQuestion:
            return AnswerQuestion(by=by, at=at, question=about, reason=text, compared=await compared(visit, about))

    await visit.usecases.plan(visit.who, intent, command)


async def compared(visit: Visit, question: str) -> Support | None:
    """Return the row of another plan that the question is about, as it reads now."""
    plan = (await read_past(visit.services.store, visit.office.id, visit.stream)).now
    between = await OtherPlans(visit.who, visit.services.recorder).between(plan)
    return next((row for asked, row in between if asked.name == question), None)
