"""The text of a plan while it is written: the editor, saving, the check before sending, sending."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated, TypedDict

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.http import reading
from api.http.answers import json_answer, page_answer, receipt_answer
from api.http.bodies import Submission
from api.http.described import reads, writes
from api.http.forms import kept
from api.http.problems import HttpError, Problem
from api.http.visit import Sent, Visit, account_id, see_other
from api.http.way import Way
from api.plans import pages
from api.plans.acts import ACTS, where
from api.plans.bodies import Restoring, TextBody
from api.plans.buttons import pressed
from api.plans.form import TextForm, scales_of
from api.plans.merging import Clash, together
from api.reads.plan import Past, read_past
from api.reads.supports import OtherPlans
from domain.kernel.actor import Actor, system
from domain.kernel.message import canonical
from domain.plan.across import across
from domain.plan.commands import EditText, SubmitPlan
from domain.plan.difference import difference
from domain.plan.events import PlanSubmitted
from domain.plan.facts import Change
from domain.plan.questions import Question, questions
from domain.plan.state import Plan
from domain.plan.text import PlanText
from eventstore.entry import Receipt
from views.models.plan import AnswerView
from views.plan import answer_view

router = APIRouter(tags=["text"])
_PLAN = "/offices/{office}/plans/{plan}"
# What the recorder is sent, and its answer, must stay within Temporal's payloads; a fact holds both old and new.
_MOST_TEXT = 512 * 1024
_NEVER = datetime.min.replace(tzinfo=UTC)
Editing = Annotated[Visit, Depends(Way("edit-text", most=reading.LARGEST))]
Submitting = Annotated[Visit, Depends(Way("submit-plan"))]


class TextToEdit(TypedDict):
    """The text as its facts have it, and its version."""

    version: int
    text: PlanText


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


@router.get(_PLAN + "/edit", **reads("The text to write on, and its version", TextToEdit, operation="read_text"))
async def edit(visit: Editing) -> Response:
    """Show the text to be written on, or what could not be saved before, with the reason."""
    plan = (await read_past(visit.services.store, visit.office.id, visit.stream)).now
    if not visit.html:
        return json_answer({"version": plan.version, "text": plan.text})
    form, problem, based_on = TextForm.from_text(plan.text, plan.shape), None, plan.version
    unsaved = await kept(visit)
    if unsaved is not None:
        fields, problem = unsaved
        typed, based_on = TextForm.from_fields(fields), _based_on(fields, plan)
        if problem is None and typed == form:  # it was saved while it was being kept
            visit.kept_at = None
        form = typed
    saved = visit.request.query_params.get("saved")
    if saved is not None and problem is None:
        visit.notice = _saved(visit, saved == "0", plan.version)
    new_id = visit.services.new_id()
    return page_answer(pages.editor(visit.frame, visit.office, plan, form, problem, new_id, based_on))


def _based_on(fields: reading.Fields, plan: Plan) -> int:
    """The text version the typing began from: whoever typed on an older text is told before it is replaced."""
    given = dict(fields).get("text_version", "")
    return int(given) if given.isdecimal() and given.isascii() and len(given) < 10 else plan.version


def _saved(visit: Visit, nothing: bool, version: int) -> str:
    words = visit.frame.words
    if nothing:
        return words("Nothing had changed; nothing was recorded.")
    return words("Saved as text version {version}.", version=str(version))


@router.post(
    _PLAN + "/text",
    **writes("Make the whole text this one", TextBody, versioned=True),
)
async def save(visit: Editing) -> Response:
    """Record one fact for each thing that changed. A button that only changes rows records nothing."""

    clash: Clash | None = None

    async def again(problem: Problem, command_id: str) -> str:
        plan = (await read_past(visit.services.store, visit.office.id, visit.stream)).now
        fields = visit.form or []
        if clash is not None:
            form, based_on = clash.form, clash.version
        else:
            # Shown what changed meanwhile, they may save over it.
            based_on = problem.stale.current if problem.stale else _based_on(fields, plan)
            form = TextForm.from_fields(fields)
        return pages.editor(visit.frame, visit.office, plan, form, problem, command_id, based_on)

    visit.again = again
    await visit.read()
    if visit.form is not None and (button := visit.typed("do")) not in ("", "save", "check"):
        return await _changed(visit, button)
    sent = Sent(visit, Submission(), visit.command_id(), visit.seen_version())
    now = (await read_past(visit.services.store, visit.office.id, visit.stream)).now
    text, keeps = await reading.beside(len(visit.body or b""), lambda: _text(visit, now))
    intent = sent.intent("edit-text", visit.stream, body=text)

    async def command(by: Actor, at: datetime) -> EditText:
        nonlocal clash
        past = await read_past(visit.services.store, visit.office.id, visit.stream)
        based_on = intent.based_on or 0
        before = past.text_at(based_on) or past.now.text
        whole = await other_plans(visit).linked(text, (visit.office.id, visit.plan), before, keeps)
        require_bounded(whole)
        if visit.form is not None and based_on < past.now.version:
            try:
                both = together(past, based_on, whole, TextForm.from_fields(visit.form))
            except Clash as both_wrote:
                clash = both_wrote
                raise
            if both is not None:
                based_on, whole = past.now.version, both
        return EditText(by=by, at=at, based_on=based_on, text=whole)

    receipt = await visit.usecases.plan(visit.who, intent, command)
    plan = where(visit)
    await visit.services.unsaved.drop(account_id(visit), f"{plan}/edit")
    if not visit.html:
        return receipt_answer(receipt, plan)
    if visit.typed("do") == "check":
        return see_other(f"{plan}/check")
    return see_other(f"{plan}/edit?saved={1 if receipt.events else 0}")


def other_plans(visit: Visit) -> OtherPlans:
    """Return the plans that the visitor may read."""
    return OtherPlans(visit.who, visit.services.recorder)


def _text(visit: Visit, now: Plan) -> tuple[PlanText, frozenset[str]]:
    """What was sent, and the rows of which it says nothing about other plans."""
    if visit.form is not None:
        form = TextForm.from_fields(visit.form)
    else:
        form = TextForm.from_body(reading.filled(TextBody, visit.body or b"", None, visit.most))
    text = form.text(now.shape, now.text, scales_of(visit.office, now.year, now.shape))
    require_bounded(text)
    return text, form.kept


def require_bounded(text: PlanText) -> None:
    """Refuse a text that is too large to be recorded at once. Raises `HttpError` 413."""
    if len(canonical(text)) > _MOST_TEXT:
        raise HttpError(
            413, "text-too-large", "A plan's text has at most {most} bytes; nothing was recorded.", "",
            most=str(_MOST_TEXT),
        )  # fmt: skip


async def _changed(visit: Visit, button: str) -> Response:
    """Show the form again after a button that adds, moves or removes a row; for browsers without scripts."""
    plan = (await read_past(visit.services.store, visit.office.id, visit.stream)).now
    fields = visit.form or []
    form = pressed(TextForm.from_fields(fields), button, visit.services.new_id)
    # Nothing was asked to be recorded: the form keeps its id.
    command_id = visit.form_id or visit.services.new_id()
    return page_answer(pages.editor(visit.frame, visit.office, plan, form, None, command_id, _based_on(fields, plan)))


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
    """What is asked of the text, and of what it answers to in other plans."""
    between = across(plan.text, await other_plans(visit).there(plan.text))
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
    return pages.check(visit.frame, visit.office, past.now, changed, asked, typed, problem, command_id, first=first)


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


async def _as_it_was(visit: Visit, sent: Sent[Restoring]) -> dict[str, PlanText]:
    past = await read_past(visit.services.store, visit.office.id, visit.stream)
    return {"text": past.at_version(sent.body.version).text}


async def _to_editor(visit: Visit, _: Sent[Restoring], receipt: Receipt) -> str:
    return f"{where(visit)}/edit?saved={1 if receipt.events else 0}"


_SUBMITTING.add(
    "/restoration", "edit-text", "Make the text of an earlier version the text again", Restoring, EditText,
    versioned=True, operation="restore_version", fields=_as_it_was, then=_to_editor, again=ACTS.again,
)  # fmt: skip
