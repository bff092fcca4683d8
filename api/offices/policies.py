"""The dated policies of an office's year: when it is filed, how it is measured, where money meets results."""

from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.http import reading
from api.http.answers import shown, told
from api.http.described import reads, writes
from api.http.fields import FormReader
from api.http.problems import Problem, Unprocessable
from api.http.reading import Fields
from api.http.visit import Sent, Visit
from api.http.way import Way
from api.offices import pages
from api.offices.bodies import FilingPolicyBody, LinesBody, PracticeBody
from api.offices.command import asking, carried_out, tell_done
from api.offices.practice import PracticeForm
from domain.kernel.actor import Actor
from domain.kernel.canonical import canonical
from domain.office.commands import SetFilingPolicy, SetPractice, SetQuadrantLines
from domain.office.state import STREAM

router = APIRouter(tags=["offices"])
_OFFICE = "/offices/{office}"
_PRACTICES = _OFFICE + "/measurement-practices"
_TOLD = {
    "type": "object",
    "required": ["in_force", "practices"],
    "properties": {"in_force": {"type": "object"}, "practices": {"type": "array", "items": {"type": "object"}}},
}


@router.post(_OFFICE + "/filing-policies", **writes("Say when quarters are filed, from a date on", FilingPolicyBody))
async def set_filing(visit: Annotated[Visit, Depends(Way("set-filing-policy"))]) -> Response:
    """Set it, with the rule that says so; quarters that run follow at once."""
    where = asking(visit, "filing")
    sent = await visit.command(FilingPolicyBody)
    policy = sent.body.policy()

    def command(by: Actor, at: datetime) -> SetFilingPolicy:
        return SetFilingPolicy(by=by, at=at, policy=policy)

    return await carried_out(visit, sent.asked("set-filing-policy", STREAM), command, where)


@router.get(_PRACTICES, **reads("How an office measures its indicators: today, and each practice it set", _TOLD))
async def practices(visit: Annotated[Visit, Depends(Way("read-office"))]) -> Response:
    """Tell them, or show the form that sets another."""
    if visit.html:
        await tell_done(visit)
        return shown(pages.practice(visit.frame, visit.office, None, None, visit.services.new_id()))
    today = visit.services.clock().astimezone(ZoneInfo(visit.office.time_zone)).date()
    dated = sorted(visit.office.practices.items())
    return told({"in_force": visit.office.practice(today), "practices": [practice for _, practice in dated]})


@router.post(_PRACTICES, **writes("Say how indicators are measured, from a date on", PracticeBody))
async def set_practice(visit: Annotated[Visit, Depends(Way("set-measurement-practice"))]) -> Response:
    """Set it; what was confirmed of an indicator stays."""

    async def again(problem: Problem, command_id: str) -> str:
        typed = PracticeForm.from_fields(dict(visit.form or []))
        return pages.practice(visit.frame, visit.office, typed, problem, command_id)

    visit.again = again
    await visit.read()
    if visit.form is None:
        sent = await visit.command(PracticeBody)
    else:
        sent = Sent(visit, PracticeForm.from_fields(dict(visit.form)).body(), visit.command_id(), None)
    practice = sent.body.practice()

    def command(by: Actor, at: datetime) -> SetPractice:
        return SetPractice(by=by, at=at, practice=practice)

    where = f"/offices/{visit.office.id}/measurement-practices"
    return await carried_out(visit, sent.asked("set-measurement-practice", STREAM), command, where)


@router.post(_OFFICE + "/quadrant-lines", **writes("Draw the lines of the quadrant, from a date on", LinesBody))
async def set_lines(visit: Annotated[Visit, Depends(Way("set-quadrant-lines"))]) -> Response:
    """Draw them, with the rule that says so."""
    where = asking(visit, "lines")
    await visit.read()
    if visit.form is None:
        sent = await visit.command(LinesBody)
    else:
        sent = Sent(visit, _typed_lines(visit.form), visit.command_id(), None)
    effective, lines = sent.body.effective, sent.body.lines()

    def command(by: Actor, at: datetime) -> SetQuadrantLines:
        return SetQuadrantLines(by=by, at=at, effective=effective, lines=lines)

    return await carried_out(visit, sent.asked("set-quadrant-lines", STREAM), command, where)


def _typed_lines(fields: Fields) -> LinesBody:
    """Read the lines as people write them. Raises `Unprocessable` that names every wrong field."""
    reader, told = FormReader(), {name: text for name, text in fields if name in LinesBody.model_fields}
    for name in ("achievement", "absorption"):
        told[name] = reader.bound(name, told.get(name, "").strip().removesuffix("%")) or ""
    if reader.wrong:
        raise Unprocessable(reader.wrong)
    return reading.filled(LinesBody, canonical(told), None)
