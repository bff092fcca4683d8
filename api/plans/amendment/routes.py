"""The redline of an amendment, and the form in which it says what it says of itself."""

from typing import Annotated, TypedDict

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.http.answers import json_answer, page_answer
from api.http.described import query, reads
from api.http.forms import kept
from api.http.negotiate import HTML
from api.http.paging import query_number
from api.http.problems import HttpError, Problem
from api.http.reading import Fields
from api.http.visit import Visit, see_other
from api.http.way import Way
from api.plans.acts import where
from api.plans.amendment.matrix import matrix
from api.plans.amendment.pages import amendment_form, redline_page
from api.plans.editing import other_plans
from api.reads.plan import Past, read_past
from api.reads.upstream import to_follow
from api.rights import may
from domain.plan.amendment import Amendment, amendment_digest
from domain.plan.state import Plan
from views.models.shared import Digest

router = APIRouter(tags=["amendment"])
_PLAN = "/offices/{office}/plans/{plan}"


class ChangeShown(TypedDict):
    """A place that the amendment changes: what it is, the old beside the new (empty: none), and why.

    `field` is the id of its field in the editor.
    """

    place: str
    part: str
    row: str
    what: str
    old: str
    new: str
    reason: str
    field: str


class Redline(TypedDict):
    """What an amendment says of itself, the digest of that, and what it changes between two text versions."""

    amendment: Amendment
    digest: Digest
    since: int
    version: int
    changes: list[ChangeShown]


@router.get(
    _PLAN + "/redline",
    **reads(
        "What an amendment changes, old beside new, with the reasons",
        Redline,
        operation="read_redline",
        headers=[query("number", "Which amendment; if not said, the open one, else the newest", {"type": "integer"})],
    ),
)
async def redline(visit: Annotated[Visit, Depends(Way("open-plan"))]) -> Response:
    """Compare the text of an amendment with the one that was in force before it."""
    past = await read_past(visit.services.store, visit.office.id, visit.stream)
    plan = _amended(past, query_number(visit.request, "number", 0) if "number" in visit.request.query_params else None)
    amendment = plan.amendment or (plan.in_force.amendment if plan.in_force else None)
    if amendment is None:
        raise HttpError(404, "no-amendment", "This plan has no such amendment.", "number")
    if visit.html:
        known = [held.amendment.number for held in past.now.amended if held.amendment]
        numbers = (*known, past.now.amendment.number) if past.now.amendment else tuple(known)
        return page_answer(redline_page(visit.frame, visit.office, plan, amendment, numbers))
    changes: list[ChangeShown] = [
        {
            "place": each.place,
            "part": each.part,
            "row": each.of,
            "what": each.what,
            "old": each.was,
            "new": each.now,
            "reason": each.reason,
            "field": each.field,
        }
        for each in matrix(visit.frame.words, plan)
    ]
    before = plan.amended[-1 if plan.amendment else -2]
    told: Redline = {
        "amendment": amendment,
        "digest": amendment_digest(amendment),
        "since": before.version,
        "version": plan.version,
        "changes": changes,
    }
    return json_answer(told)


def _amended(past: Past, number: int | None) -> Plan:
    """Return the plan as the amendment of a number made it; with none, the open one or the newest."""
    now = past.now
    if number is None or (now.amendment is not None and now.amendment.number == number):
        return now
    made = (held for held in now.amended if held.amendment is not None and held.amendment.number == number)
    held = next(made, None)
    if held is None:
        raise HttpError(404, "no-amendment", "This plan has no such amendment.", "number")
    return past.at_version(held.version)


@router.get(
    _PLAN + "/amendment",
    **reads("The form in which an amendment is begun, or says otherwise what it says", operation="amendment_page"),
)
async def amendment(visit: Annotated[Visit, Depends(Way("begin-amendment", (HTML,)))]) -> Response:
    """Show it to whoever may begin one; where there is nothing to begin or to change, the plan."""
    plan = (await read_past(visit.services.store, visit.office.id, visit.stream)).now
    unsaved = await kept(visit)
    fields, problem = unsaved or ([], None)
    if not offered(visit, plan):
        return see_other(where(visit))
    return page_answer(await _form(visit, plan, problem, visit.services.new_id(), fields))


async def form_again(visit: Visit, problem: Problem, command_id: str) -> str:
    """Show the form again as it was typed."""
    plan = (await read_past(visit.services.store, visit.office.id, visit.stream)).now
    return await _form(visit, plan, problem, command_id, visit.form or [])


async def _form(visit: Visit, plan: Plan, problem: Problem | None, command_id: str, fields: Fields) -> str:
    grounds = tuple(value for name, value in fields if name == "grounds")
    source = await to_follow(other_plans(visit), plan) if plan.amendment is None else None
    return amendment_form(visit.frame, visit.office, plan, problem, command_id, dict(fields), grounds, source)


def offered(visit: Visit, plan: Plan) -> bool:
    """Return whether an amendment can be begun now, or say something else of itself."""
    act = "begin-amendment" if plan.amendment is None else "state-amendment"
    return may(act, visit.who.roles(visit.office.id), plan.phase)
