"""What two moments of a plan's text differ in."""

from collections.abc import Sequence
from typing import Annotated, TypedDict

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.history import pages
from api.history.looking import versions
from api.http.answers import json_answer, page_answer
from api.http.described import Described, query, reads
from api.http.problems import HttpError
from api.http.visit import Visit
from api.http.way import Way
from api.plans.routes import version_named
from api.reads.plan import Past, read_past
from domain.kernel.actor import system
from domain.kernel.message import canonical
from domain.office.state import Office
from domain.plan.facts import Change, difference
from domain.plan.state import Plan, text_digest
from views.models.action import PlanSeen

router = APIRouter(tags=["history"])
Differences = TypedDict("Differences", {"from": PlanSeen, "to": PlanSeen, "changes": Sequence[Change]})
_MOMENT: Described = {"type": "string", "examples": ["3", "2024-01-16T10:42+08:00"]}


@router.get(
    "/offices/{office}/plans/{plan}/differences",
    **reads(
        "What two texts of a plan differ in",
        Differences,
        operation="compare_texts",
        headers=[
            query("from", "A text version or an instant; if not said, the version before `to`", _MOMENT),
            query("to", "A text version or an instant; if not said, now", _MOMENT),
        ],
    ),
)
async def differences(visit: Annotated[Visit, Depends(Way("read-history"))]) -> Response:
    """Send the fewest facts that make the one text of the other, whichever came first.

    They are found by comparing, so their actor is the system and their time is now. Who changed what, and when, is in
    the history.
    """
    past = await read_past(visit.services.store, visit.office.id, visit.stream)
    asked = visit.request.query_params
    new = moment(past, asked["to"], visit.office, "to") if asked.get("to") else past.now
    old = moment(past, asked["from"], visit.office, "from") if asked.get("from") else _before(past, new)
    if [part.key for part in old.text.parts] != [part.key for part in new.text.parts]:
        # A plan that was rejected may have begun again with other parts.
        raise HttpError(422, "parts-differ", "These two texts have different parts; rows cannot be compared.", "from")
    now = visit.services.clock()
    changes = difference(old.text, new.text, system(visit.office.id), now, new.version)
    if visit.html:
        return page_answer(pages.differences(visit.frame, visit.office, visit.plan, past, old, new, changes))
    return json_answer(canonical({"from": _version(old), "to": _version(new), "changes": changes}))


def moment(past: Past, name: str, office: Office, place: str) -> Plan:
    """Return the plan at a text version or an instant. Raises `HttpError` that names its place."""
    try:
        return version_named(past, name, office, place)
    except HttpError as no:
        if no.code == "not-found":  # the plan is there, but was not yet
            began = past.recorded[0][0].recorded_at.isoformat(timespec="seconds")
            raise HttpError(404, "before-the-plan", "The plan began only at {at}.", place, at=began) from no
        raise no.at(place) from no


def _before(past: Past, new: Plan) -> Plan:
    """The text that the version replaced, or the version itself where it is the first."""
    older = [version.number for version in versions(past.recorded) if version.number < new.version]
    return past.at_version(older[-1] if older else new.version)


def _version(plan: Plan) -> PlanSeen:
    return {"version": plan.version, "text_digest": text_digest(plan)}
