"""What the indicators of a plan answer to in other plans: chosen many at once, recorded as one edit of the text."""

from datetime import datetime
from typing import Annotated, TypedDict

from fastapi import APIRouter, Depends
from msgspec.structs import replace
from starlette.responses import Response

from api.http import reading
from api.http.answers import json_answer, page_answer, receipt_answer
from api.http.described import query, reads, writes
from api.http.forms import kept
from api.http.problems import Problem
from api.http.visit import Sent, Visit, account_id, see_other
from api.http.way import Way
from api.plans.acts import where
from api.plans.bodies import Linking
from api.plans.choosing import Choice, chosen, shown
from api.plans.editing import other_plans, require_bounded
from api.plans.merging import linked_together
from api.plans.pages.supports import supports_page
from api.reads.plan import read_past
from domain.kernel.actor import Actor
from domain.kernel.errors import N_, Unreadable
from domain.plan.commands import EditText
from domain.plan.likeness import alike
from domain.plan.state import Plan
from domain.plan.support import Support
from domain.plan.text import Indicator, PlanText
from views.models.shared import SupportView, TargetView
from views.text import support_view, target_view

router = APIRouter(tags=["text"])
_PATH = "/offices/{office}/plans/{plan}/supports"
Editing = Annotated[Visit, Depends(Way("edit-text", most=reading.LARGEST))]


class RowToLink(TypedDict):
    """An indicator with what it answers to, and the rows of the other plan that seem to speak of the same."""

    row: str
    text: str
    target: TargetView
    supports: list[SupportView]
    proposed: list[str]


class OtherRow(TypedDict):
    """A row of the other plan, as it reads now."""

    row: str
    text: str
    target: TargetView


class Linkable(TypedDict):
    """The indicators of a plan, and those of the other plan that was asked for, none where it cannot be read."""

    version: int
    rows: list[RowToLink]
    others: list[OtherRow]


@router.get(
    _PATH,
    **reads(
        "What the indicators answer to, and what they might",
        Linkable,
        operation="read_supports",
        headers=[query("of", "Another plan, as `office/plan`, whose rows are proposed", {"type": "string"})],
    ),
)
async def show(visit: Editing) -> Response:
    """Show what is linked, and the rows of another plan to choose from."""
    plan = (await read_past(visit.services.store, visit.office.id, visit.stream)).now
    if not visit.html:
        other = await _other(visit, visit.request.query_params.get("of", ""))
        return json_answer(_linkable(plan, other))
    fields: reading.Fields = []
    problem = None
    unsaved = await kept(visit)
    if unsaved is not None:
        fields, problem = unsaved
    if visit.request.query_params.get("saved") and problem is None:
        visit.notice = visit.frame.words("Saved as text version {version}.", version=str(plan.version))
    return page_answer(await _page(visit, plan, fields, problem, visit.services.new_id()))


def _linkable(plan: Plan, other: Plan | None) -> Linkable:
    others = [] if other is None else _indicators(other.text)
    return {
        "version": plan.version,
        "rows": [
            {
                "row": row.id,
                "text": row.text,
                "target": target_view(row.target),
                "supports": [support_view(support) for support in row.supports],
                "proposed": [each.id for each in alike(row, others)],
            }
            for row in _indicators(plan.text)
        ],
        "others": [{"row": row.id, "text": row.text, "target": target_view(row.target)} for row in others],
    }


def _indicators(text: PlanText) -> list[Indicator]:
    return [row for part in text.parts for row in part.indicators]


async def _other(visit: Visit, name: str) -> Plan | None:
    """The other plan that is asked for; not the plan itself."""
    office, _, key = name.partition("/")
    itself = (office, key) == (visit.office.id, visit.plan)
    return None if itself else await other_plans(visit).plan(office, key)


async def _page(visit: Visit, plan: Plan, fields: reading.Fields, problem: Problem | None, command_id: str) -> str:
    others = other_plans(visit)
    known = await others.names(visit.services.store, (visit.office.id, visit.plan))
    linked = [support.of for row in _indicators(plan.text) for support in row.supports]
    asked = dict(fields).get("of") or visit.request.query_params.get("of", "")
    of = asked or "/".join(next(iter([*linked, *known]), ("", "")))
    choice = Choice(of, await _other(visit, of))
    take_all = visit.request.query_params.get("propose") == "1"
    rows = shown(plan.text, choice, await others.there(plan.text), fields, take_all=take_all)
    return supports_page(visit.frame, visit.office, plan, choice, known, rows, problem, command_id)


@router.post(
    _PATH,
    **writes("Say what indicators answer to in other plans", Linking, operation="link_indicators", versioned=True),
)
async def save(visit: Editing) -> Response:
    """Record what changed as one edit of the text."""

    async def again(problem: Problem, command_id: str) -> str:
        plan = (await read_past(visit.services.store, visit.office.id, visit.stream)).now
        return await _page(visit, plan, visit.form or [], problem, command_id)

    visit.again = again
    await visit.read()
    fields = visit.form
    if fields is None:
        sent: Sent[Linking] = await visit.command(Linking, versioned=True)
        intent = sent.intent("edit-text", visit.stream)
    else:
        asked = sorted(field for field in fields if field[0] not in reading.CONTROLS)
        bare = Sent(visit, Linking.model_construct(links=[]), visit.command_id(), visit.seen_version())
        sent, intent = bare, bare.intent("edit-text", visit.stream, body=asked)

    async def command(by: Actor, at: datetime) -> EditText:
        past, seen = await read_past(visit.services.store, visit.office.id, visit.stream), intent.based_on or 0
        plan = past.now
        if fields is None:
            links = {
                each.row: tuple(Support(s.office, s.plan, s.row, s.version) for s in each.supports)
                for each in sent.body.links
            }
        else:
            of = dict(fields).get("of", "")
            links = chosen(Choice(of, await _other(visit, of)), fields)
        began = plan.text if fields is None else past.text_at(seen) or plan.text
        own = (visit.office.id, visit.plan)
        linked = await other_plans(visit).linked(_with_links(began, links), own, began)
        seen, whole = (seen, linked) if fields is None else linked_together(past, seen, lambda _: linked)
        require_bounded(whole)
        return EditText(by=by, at=at, based_on=seen, text=whole)

    receipt = await visit.usecases.plan(visit.who, intent, command)
    await visit.services.unsaved.drop(account_id(visit), f"{where(visit)}/supports")
    if not visit.html:
        return receipt_answer(receipt, where(visit))
    saved = "&saved=1" if receipt.events else ""
    return see_other(f"{where(visit)}/supports?of={visit.typed('of')}{saved}")


def _with_links(text: PlanText, links: dict[str, tuple[Support, ...]]) -> PlanText:
    """Return the text with these links. Raises Unreadable for a row that the plan does not have."""
    rows = {row.id for row in _indicators(text)}
    for row in links:
        if row not in rows:
            raise Unreadable("unknown-row", N_("The plan has no row “{row}”."), row[:200], row=row[:40])
    parts = []
    for part in text.parts:
        indicators = tuple(replace(row, supports=links.get(row.id, row.supports)) for row in part.indicators)
        parts.append(replace(part, indicators=indicators))
    return replace(text, parts=tuple(parts))
