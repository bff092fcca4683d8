"""The text of a plan while it is written: the editor, and saving what is right of what was typed."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any, TypedDict

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.http import reading
from api.http.answers import json_answer, page_answer, receipt_answer
from api.http.bodies import Submission
from api.http.described import reads, writes
from api.http.forms import kept
from api.http.problems import FormErrors, HttpError, Problem, Reader, RefusedCommand, problem_of
from api.http.visit import Sent, Visit, account_id, see_other
from api.http.way import Way
from api.imports.given import source_of
from api.plans import pages
from api.plans.acts import where
from api.plans.amendment.reasons import give
from api.plans.bodies import TextBody, TextChanges
from api.plans.buttons import pressed
from api.plans.clash import chosen
from api.plans.form import TextForm, scales_of
from api.plans.merging import Taken, taken
from api.plans.patch import PlacedRow, TextPatch, patched, places_of
from api.plans.remarks import VERBS, settle
from api.plans.typing import keep_typed
from api.reads.plan import Past, read_past
from api.reads.supports import OtherPlans
from api.reads.upstream import in_step, relinked
from api.usecases import derived_id
from domain.kernel.actor import Actor
from domain.kernel.errors import N_, PlanError
from domain.kernel.message import canonical
from domain.plan.commands import EditText
from domain.plan.facts import TextFact
from domain.plan.state import Plan
from domain.plan.text import PlanText
from eventstore.entry import Receipt

router = APIRouter(tags=["text"])
_PLAN = "/offices/{office}/plans/{plan}"
# What the recorder is sent, and its answer, must stay within Temporal's payloads; a fact holds both old and new.
_MOST_TEXT = 512 * 1024
_TRIES = 5  # at a text that others change at the same moment
Editing = Annotated[Visit, Depends(Way("edit-text", most=reading.LARGEST))]


class TextToEdit(TypedDict):
    """The text as its facts have it, and its version."""

    version: int
    text: PlanText


@router.get(_PLAN + "/edit", **reads("The text to write on, and its version", TextToEdit, operation="read_text"))
async def edit(visit: Editing) -> Response:
    """Show the text to be written on, with what was typed and is not saved yet, as far as it is still to be saved."""
    past = await read_past(visit.services.store, visit.office.id, visit.stream)
    plan = past.now
    if not visit.html:
        return json_answer({"version": plan.version, "text": plan.text})
    form, problem, based_on = TextForm.from_text(plan.text, plan.shape), None, plan.version
    unsaved = await kept(visit)
    if unsaved is not None:
        fields, problem = unsaved
        unsent = problem
        shown, problem = await asyncio.to_thread(_with_typed, visit, past, fields, problem)
        if shown == form and problem is unsent:  # it was saved while it was being kept
            visit.kept_at = None
        form = shown
    saved = visit.request.query_params.get("saved")
    if saved is not None and problem is None:
        visit.notice = _saved(visit, saved == "0", plan.version)
    apart, new_id = await in_step(other_plans(visit), plan), visit.services.new_id()
    typed = dict(unsaved[0]) if unsaved else None
    html = pages.editor(visit.frame, visit.office, plan, form, problem, new_id, based_on, typed, apart)
    return page_answer(html)


def _with_typed(
    visit: Visit, past: Past, fields: reading.Fields, problem: Problem | None
) -> tuple[TextForm, Problem | None]:
    """Return the text as it is now with what was typed on it or on an older one, and why that is not right.

    Of what cannot be read it is told why; it stays kept, beside the text.
    """
    based_on, typed = _based_on(fields, past.now), TextForm.from_text(past.now.text, past.now.shape)
    try:
        typed = _typed(past, based_on, fields)
        found = take(visit, past, based_on, typed)
    except (PlanError, FormErrors) as no:
        return typed, problem_of(no, Reader(visit.language))
    return found.form, _held(visit, found, problem)


def _typed(past: Past, based_on: int, fields: reading.Fields) -> TextForm:
    """Return the form that a page sent, whole or as what changed in it."""
    told = dict(fields).get("changes")
    if told is None:
        return TextForm.from_fields(fields)
    changes = reading.filled(TextChanges, told.encode(), None)
    return patched(begun(past, based_on), patch_of(changes))


def begun(past: Past, based_on: int) -> TextForm:
    """Return the form that a page was begun on; of a version that never was, the form as it is."""
    return TextForm.from_text(past.text_at(based_on) or past.now.text, past.now.shape)


def patch_of(sent: TextChanges) -> TextPatch:
    """Return what was sent as changes of a form."""
    return TextPatch(
        {(cell.row, cell.column): cell.text.replace("\r\n", "\n") for cell in sent.cells},
        tuple(PlacedRow(row.id, row.part, row.kind, row.parent, row.after) for row in sent.rows),
        tuple(sent.removed),
        frozenset(sent.undecided),
    )


def take(visit: Visit, past: Past, based_on: int, typed: TextForm) -> Taken:
    """Return what is right of what was typed. Raises `FormErrors` or `PlanError` for what is wrong at no place."""
    plan = past.now
    return taken(past, based_on, typed, scales_of(visit.office, plan.year, plan.shape))


def _held(visit: Visit, found: Taken, problem: Problem | None = None) -> Problem | None:
    """Return what is told of that which is not right; `problem` is why nothing was saved at all."""
    if not found.errors:
        return problem
    told = problem_of(FormErrors(found.errors), Reader(visit.language))
    return told if problem is None else replace(problem, errors=told.errors, faults=told.faults)


def _based_on(fields: reading.Fields, plan: Plan) -> int:
    """The text version the typing began from."""
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
    """Record one fact for each thing that changed. A button that only changes rows records nothing.

    Of a form what is right is recorded, put into what others made of the text meanwhile, and the rest comes back.
    """

    async def again(problem: Problem, command_id: str) -> str:
        past = await read_past(visit.services.store, visit.office.id, visit.stream)
        fields = visit.form or []
        form, based_on = TextForm.from_fields(fields), _based_on(fields, past.now)
        return pages.editor(visit.frame, visit.office, past.now, form, problem, command_id, based_on, dict(fields))

    visit.again = again
    await visit.read()
    if visit.form is None:
        return await _replaced(visit)
    button = visit.typed("do")
    verb, _, place = button.partition(":")
    if verb in VERBS:
        await settle(visit, verb, place)
    if button not in ("", "save", "check") and verb not in ("mine", "theirs"):
        return await _changed(visit, button)
    sent = Sent(visit, Submission(), visit.command_id(), visit.seen_version())
    typed = await reading.beside(len(visit.body or b""), lambda: TextForm.from_fields(visit.form or []))

    def read(past: Past) -> TextForm:
        if verb not in ("mine", "theirs"):
            return typed
        return chosen(TextForm.from_text(past.now.text, past.now.shape), typed, place, mine=verb == "mine")

    receipt, found = await recorded(visit, sent, read)
    await give(visit)
    version, editor = version_after(receipt, found), f"{where(visit)}/edit"
    if not found.errors:
        await visit.services.unsaved.drop(account_id(visit), editor)
        await visit.services.imports.files.settle(account_id(visit), f"{where(visit)}/import")
        if not visit.html:
            return receipt_answer(receipt, where(visit))
        return see_other(
            f"{where(visit)}/check" if button == "check" else f"{editor}?saved={int(bool(receipt.events))}"
        )
    await keep_typed(visit, visit.plan, version, found.rest)
    if not visit.html:
        raise FormErrors(found.errors)
    past = await read_past(visit.services.store, visit.office.id, visit.stream)
    told = _held(visit, found)
    if told is not None and receipt.events:
        partly = N_("Saved as text version {version}. What is marked is not saved yet, and stays as typed.")
        detail = visit.frame.words(partly, version=str(version))
        told = replace(told, detail=detail)
    fields, new_id = dict(visit.form), visit.services.new_id()
    html = pages.editor(visit.frame, visit.office, past.now, found.form, told, new_id, version, fields)
    return page_answer(html, 422)


async def recorded(
    visit: Visit, sent: Sent[Any], read: Callable[[Past], TextForm], body: object = None
) -> tuple[Receipt, Taken]:
    """Record what is right of what was typed, on the text as it is at that moment.

    `read` says what was typed, `body` what tells a retry where that is not the text it makes. Where somebody else was
    quicker by a moment, the same is done again on what they made.
    """
    based_on = sent.based_on or 0
    for attempt in range(_TRIES):
        past = await read_past(visit.services.store, visit.office.id, visit.stream)
        typed = read(past)
        found = await asyncio.to_thread(take, visit, past, based_on, typed)
        require_bounded(found.text)
        office, given = visit.office.id, sent.command_id
        tried = replace(sent, command_id=derived_id("again", office, f"{given}/{attempt}") if attempt else given)
        intent = tried.intent("edit-text", visit.stream, body=found.right if body is None else body)

        async def command(by: Actor, at: datetime, found: Taken = found, typed: TextForm = typed) -> EditText:
            text = await relinked(other_plans(visit), found.plan, found.text)
            source = await source_of(visit, f"{where(visit)}/import", visit.stream, dict(places_of(typed)))
            return EditText(by=by, at=at, based_on=found.plan.version, text=text, source=source)

        try:
            receipt = await visit.usecases.plan(visit.who, intent, command)
        except RefusedCommand as no:
            moved_on = no.receipt.refusal is not None and no.receipt.refusal.code == "text-changed"
            if moved_on and attempt + 1 < _TRIES:
                continue
            raise
        if receipt.first is not None and past.moments[-1].entry.position >= receipt.first:
            found = take(visit, past.before(receipt.first), based_on, read(past))  # as it was answered before
        return receipt, found
    raise AssertionError("unreachable")


def version_after(receipt: Receipt, found: Taken) -> int:
    """Return the text version that the save made, or that the text had."""
    made = [event.version for event in receipt.events if isinstance(event, TextFact)]
    return made[-1] if made else found.plan.version


async def _replaced(visit: Visit) -> Response:
    """Make the text the one that a program sent; of an older version than it is, nothing is taken."""
    sent = Sent(visit, Submission(), visit.command_id(), visit.seen_version())
    now = (await read_past(visit.services.store, visit.office.id, visit.stream)).now
    text = await reading.beside(len(visit.body or b""), lambda: _told(visit, now))
    intent = sent.intent("edit-text", visit.stream, body=text)

    async def command(by: Actor, at: datetime) -> EditText:
        past = await read_past(visit.services.store, visit.office.id, visit.stream)
        before = past.text_at(intent.based_on or 0) or past.now.text
        whole = await other_plans(visit).linked(text, (visit.office.id, visit.plan), before)
        require_bounded(whole)
        return EditText(by=by, at=at, based_on=intent.based_on or 0, text=whole)

    receipt = await visit.usecases.plan(visit.who, intent, command)
    await visit.services.unsaved.drop(account_id(visit), f"{where(visit)}/edit")
    return receipt_answer(receipt, where(visit))


def _told(visit: Visit, now: Plan) -> PlanText:
    form = TextForm.from_body(reading.filled(TextBody, visit.body or b"", None, visit.most))
    text = form.text(now.shape, now.text, scales_of(visit.office, now.year, now.shape))
    require_bounded(text)
    return text


def other_plans(visit: Visit) -> OtherPlans:
    """Return the plans that the visitor may read."""
    return OtherPlans(visit.who, visit.services.recorder)


def require_bounded(text: PlanText) -> None:
    """Refuse a text that is too large to be recorded at once. Raises `HttpError` 413."""
    if len(canonical(text)) > _MOST_TEXT:
        large = N_("A plan's text has at most {most} bytes; nothing was recorded.")
        raise HttpError(413, "text-too-large", large, "", most=str(_MOST_TEXT))


async def _changed(visit: Visit, button: str) -> Response:
    """Show the form again after a button that adds, moves or removes a row; for browsers without scripts."""
    plan = (await read_past(visit.services.store, visit.office.id, visit.stream)).now
    fields = visit.form or []
    form = pressed(TextForm.from_fields(fields), button, visit.services.new_id)
    # Nothing was asked to be recorded: the form keeps its id.
    command_id = visit.form_id or visit.services.new_id()
    based_on, typed = _based_on(fields, plan), dict(fields)
    return page_answer(pages.editor(visit.frame, visit.office, plan, form, None, command_id, based_on, typed))
