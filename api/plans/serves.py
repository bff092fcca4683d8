"""What the programmes of a plan pay for: goals and indicators chosen many at once, recorded as one edit of the text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, TypedDict

from fastapi import APIRouter, Depends
from msgspec.structs import replace
from starlette.responses import Response

from api.http import reading
from api.http.address import plan_path
from api.http.answers import json_answer, page_answer, receipt_answer
from api.http.described import reads, writes
from api.http.forms import kept
from api.http.frame import Frame
from api.http.html import page
from api.http.problems import FormErrors, Problem
from api.http.visit import Sent, Visit, account_id, see_other
from api.http.way import Way
from api.plans.acts import where
from api.plans.bodies import Paying
from api.plans.choosing import found_among, numbered
from api.plans.merging import linked_together
from api.reads.plan import read_past
from domain.kernel.actor import Actor
from domain.kernel.errors import N_, PlanError, Unreadable
from domain.kind.kind import PLAIN, numbers
from domain.office.state import Office
from domain.plan.commands import EditText
from domain.plan.money import proposed, spell_allotted
from domain.plan.state import Plan
from domain.plan.text import Goal, Indicator, Part, PlanText, Programme

router = APIRouter(tags=["text"])
_PATH = "/offices/{office}/plans/{plan}/serves"
Editing = Annotated[Visit, Depends(Way("edit-text", most=reading.LARGEST))]


class ProgrammeToLink(TypedDict):
    """A programme with the goals and indicators that it pays for, and those that it seems to."""

    row: str
    text: str
    serves: list[str]
    proposed: list[str]


class Payable(TypedDict):
    """The programmes of a plan."""

    version: int
    rows: list[ProgrammeToLink]


@router.get(_PATH, **reads("What the programmes pay for, and what they might", Payable, operation="read_serves"))
async def show(visit: Editing) -> Response:
    """Show what is linked, and what codes and wording propose."""
    plan = (await read_past(visit.services.store, visit.office.id, visit.stream)).now
    if not visit.html:
        rows: list[ProgrammeToLink] = [
            {
                "row": programme.id,
                "text": programme.text,
                "serves": list(programme.serves),
                "proposed": list(proposed(part).get(programme.id, ())),
            }
            for part in plan.text.parts
            for programme in part.programmes
        ]
        return json_answer({"version": plan.version, "rows": rows})
    fields, problem = (await kept(visit)) or ([], None)
    if visit.request.query_params.get("saved") and problem is None:
        visit.notice = visit.frame.words("Saved as text version {version}.", version=str(plan.version))
    return page_answer(_page(visit, plan, fields, problem, visit.services.new_id()))


@router.post(_PATH, **writes("Say what programmes pay for", Paying, operation="link_programmes", versioned=True))
async def save(visit: Editing) -> Response:
    """Record what changed as one edit of the text."""

    async def again(problem: Problem, command_id: str) -> str:
        plan = (await read_past(visit.services.store, visit.office.id, visit.stream)).now
        return _page(visit, plan, visit.form or [], problem, command_id)

    visit.again = again
    await visit.read()
    fields = visit.form
    if fields is None:
        sent: Sent[Paying] = await visit.command(Paying, versioned=True)
        intent = sent.intent("edit-text", visit.stream)
    else:
        asked = sorted(field for field in fields if field[0] not in reading.CONTROLS)
        sent = Sent(visit, Paying.model_construct(links=[]), visit.command_id(), visit.seen_version())
        intent = sent.intent("edit-text", visit.stream, body=asked)

    async def command(by: Actor, at: datetime) -> EditText:
        past, seen = await read_past(visit.services.store, visit.office.id, visit.stream), intent.based_on or 0
        if fields is None:
            links = {each.row: tuple(each.serves) for each in sent.body.links}
            return EditText(by=by, at=at, based_on=seen, text=_with_links(past.now.text, links))
        links = _chosen(past.now, fields)
        based_on, text = linked_together(past, seen, lambda text: _with_links(text, links))
        return EditText(by=by, at=at, based_on=based_on, text=text)

    receipt = await visit.usecases.plan(visit.who, intent, command)
    await visit.services.unsaved.drop(account_id(visit), f"{where(visit)}/serves")
    if not visit.html:
        return receipt_answer(receipt, where(visit))
    return see_other(f"{where(visit)}/serves{'?saved=1' if receipt.events else ''}")


def _with_links(text: PlanText, links: Mapping[str, tuple[str, ...]]) -> PlanText:
    """Return the text with these links. Raises Unreadable for a programme that the plan does not have."""
    known = {programme.id for part in text.parts for programme in part.programmes}
    for row in links:
        if row not in known:
            raise Unreadable("unknown-row", N_("The plan has no row “{row}”."), row[:200], row=row[:40])
    parts = []
    for part in text.parts:
        rows = tuple(replace(row, serves=links.get(row.id, row.serves)) for row in part.programmes)
        parts.append(replace(part, programmes=rows))
    return replace(text, parts=tuple(parts))


def _chosen(plan: Plan, fields: reading.Fields) -> dict[str, tuple[str, ...]]:
    """Return what each programme of the form pays for. Raises `FormErrors` where what was typed finds no row."""
    homes = {programme.id: part for part in plan.text.parts for programme in part.programmes}
    links: dict[str, dict[str, None]] = {value: {} for name, value in fields if name == "row"}
    wrong: list[tuple[str, PlanError]] = []
    for name, value in fields:
        what, _, row = name.partition(":")
        if row not in links or not value.strip():
            continue
        if what == "link":
            links[row][value] = None
        elif what == "add" and row in homes:
            try:
                links[row][found_among(_payable(homes[row]), value, _printed(plan, homes[row])).id] = None
            except PlanError as no:
                wrong.append((f"{row}.serves", no.at(f"{row}.serves")))
    if wrong:
        raise FormErrors(wrong)
    return {row: tuple(ids) for row, ids in links.items()}


def _printed(plan: Plan, part: Part) -> dict[str, Goal | Indicator]:
    """The goals of the part by the numbers that stand before them on paper."""
    shape = plan.shape and plan.shape.part(part.key)
    printed = numbers(((goal.id, goal.parent) for goal in part.goals), shape.levels if shape else PLAIN)
    return {number.rstrip("."): goal for goal in part.goals if (number := printed[goal.id])}


def _payable(part: Part) -> list[Goal | Indicator]:
    """What a programme of the part can pay for, as it is numbered in the list."""
    rows: list[Goal | Indicator] = []
    for goal in part.goals:
        rows.append(goal)
        rows += [indicator for indicator in part.indicators if indicator.goal == goal.id]
    return rows


@dataclass(frozen=True)
class _Paying:
    """A programme of the page: what it can be ticked to pay for, what is proposed among that, and what was typed."""

    programme: Programme
    amount: str
    ticks: Sequence[tuple[str, str, bool, bool]]  # id, wording, ticked, proposed
    typed: str


@dataclass(frozen=True)
class _Part:
    key: str
    programmes: Sequence[_Paying]
    labels: Sequence[str]


def _page(visit: Visit, plan: Plan, fields: reading.Fields, problem: Problem | None, command_id: str) -> str:
    frame: Frame = visit.frame
    office: Office = visit.office
    take_all = visit.request.query_params.get("propose") == "1"
    typed, ticked = dict(fields), set(fields)
    sent = {value for name, value in fields if name == "row"}
    parts = []
    for part in plan.text.parts:
        wording = {row.id: row.text for row in _payable(part)}
        near = proposed(part)
        programmes = []
        for row in part.programmes:
            found = near.get(row.id, ())
            ticks = [
                (
                    key,
                    wording.get(key, key),
                    (f"link:{row.id}", key) in ticked if row.id in sent else key in row.serves or take_all,
                    key in found,
                )
                for key in (*row.serves, *found)
            ]
            programmes.append(_Paying(row, spell_allotted(row), ticks, typed.get(f"add:{row.id}", "")))
        if programmes:
            parts.append(_Part(part.key, programmes, list(numbered(_payable(part)))))
    return page(
        frame,
        "plans/serves.html",
        office=office,
        problem=problem,
        plan=plan,
        base=plan_path(office, plan.key),
        parts=parts,
        proposals=sum(any(tick[3] for tick in each.ticks) for part in parts for each in part.programmes),
        command_id=command_id,
    )
