"""A plan before it is sent: what changed, what is open, what would be asked of it; and sending it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated, TypedDict

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.http.answers import json_answer, page_answer
from api.http.bodies import Submission
from api.http.described import reads
from api.http.forms import kept
from api.http.problems import Problem
from api.http.visit import Visit
from api.http.way import Way
from api.plans import pages
from api.plans.acts import ACTS
from api.plans.amendment.lowered import lowered
from api.plans.editing import other_plans
from api.reads.plan import Past, read_past
from api.reads.upstream import amended_source
from domain.kernel.actor import system
from domain.plan.commands import SubmitPlan
from domain.plan.difference import difference
from domain.plan.events import PlanSubmitted
from domain.plan.facts import Change
from domain.plan.questions import Question, questions
from domain.plan.state import Plan
from domain.plan.text import PlanText
from views.models.plan import AnswerView
from views.plan import answer_view

router = APIRouter(tags=["text"])
_PLAN = "/offices/{office}/plans/{plan}"
_NEVER = datetime.min.replace(tzinfo=UTC)
Submitting = Annotated[Visit, Depends(Way("submit-plan"))]


class Asked(TypedDict):
    """What a careful reviewer would ask about a cell (`place`): in English, with what fills it, and its answer."""

    question: str
    code: str
    place: str
    message: str
    params: dict[str, str]
    answer: AnswerView | None


class ToSend(TypedDict):
    """What changed since the plan was last sent, the comments to settle or carry first, and what would be asked."""

    version: int
    changes: Sequence[Change]
    comments_to_settle: list[str]
    questions: list[Asked]


@router.get(_PLAN + "/check", **reads("What would be sent: changes and open comments", ToSend, operation="check_plan"))
async def check(visit: Submitting) -> Response:
    """Show what the officials will see as changed."""
    past = await read_past(visit.services.store, visit.office.id, visit.stream)
    if not visit.html:
        comments = [c.id for c in past.now.comments.values() if c.open and c.carried <= past.now.round]
        return json_answer(
            {
                "version": past.now.version,
                "changes": list(since_submitted(past)),
                "comments_to_settle": comments,
                "questions": [_asked(question, past.now) for question in await _questions(visit, past.now)],
            }
        )
    typed, problem = {}, None
    unsaved = await kept(visit)
    if unsaved is not None:
        typed, problem = dict(unsaved[0]), unsaved[1]
    return page_answer(await _check(visit, past, typed, problem, visit.services.new_id()))


async def _questions(visit: Visit, plan: Plan) -> list[Question]:
    """What is asked of the text, and beside other plans."""
    between = await other_plans(visit).between(plan)
    return [*questions(plan.text, plan.shape), *(question for question, _ in between)]


def _asked(question: Question, plan: Plan) -> Asked:
    answer = plan.answers.get(question.name)
    return {
        "question": question.name,
        "code": question.code,
        "place": question.place,
        "message": question.message,
        "params": question.params,
        "answer": None if answer is None else answer_view(answer),
    }


async def _check(visit: Visit, past: Past, typed: dict[str, str], problem: Problem | None, command_id: str) -> str:
    first = not any(isinstance(event, PlanSubmitted) for _, event in past.recorded)
    changed = since_submitted(past)
    asked = await _questions(visit, past.now)
    easier = await lowered(visit, past.now)
    source = None if past.now.amendment is None else await amended_source(other_plans(visit), past.now)
    return pages.check(
        visit.frame,
        visit.office,
        past.now,
        changed,
        asked,
        typed,
        problem,
        command_id,
        easier,
        source=source,
        first=first,
    )


async def check_again(visit: Visit, problem: Problem, comment: str) -> str:
    """Show the check again with what was typed about a comment."""
    past = await read_past(visit.services.store, visit.office.id, visit.stream)
    typed = {**dict(visit.form or []), "comment": comment}
    return await _check(visit, past, typed, problem, visit.services.new_id())


def since_submitted(past: Past) -> tuple[Change, ...]:
    """Return what changed since the plan was last sent; before the first time, since it was begun."""
    plan = past.now
    sent = [event.version for _, event in past.recorded if isinstance(event, PlanSubmitted)]
    base = past.text_at(sent[-1]) if sent else plan.text.skeleton()
    return changes(base or plan.text.skeleton(), plan)


def changes(base: PlanText, plan: Plan) -> tuple[Change, ...]:
    """Return the fewest facts between a text and the plan's; who made them is for the history to say.

    A plan begun anew may have other parts: then nothing of the old text is compared.
    """
    if [p.key for p in base.parts] != [p.key for p in plan.text.parts]:
        base = plan.text.skeleton()
    return tuple(difference(base, plan.text, system(plan.office), _NEVER, plan.version))


async def _submit_again(visit: Visit, problem: Problem, command_id: str) -> str:
    past = await read_past(visit.services.store, visit.office.id, visit.stream)
    return await _check(visit, past, dict(visit.form or []), problem, command_id)


_SUBMITTING = replace(ACTS, router=router, again=_submit_again)
_SUBMITTING.add("/submission", "submit-plan", "Send the text on its route", Submission, SubmitPlan, versioned=True)
