"""The dated policies of an office: when it files, how it measures, who acts in two roles; all that were set."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Annotated, Any, TypedDict
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.http import reading
from api.http.answers import json_answer, page_answer
from api.http.described import reads
from api.http.forms import FormReader
from api.http.problems import Problem, Unprocessable
from api.http.reading import Fields
from api.http.visit import Sent, Visit
from api.http.way import Way
from api.offices import pages
from api.offices.bodies import ActingPolicyBody, DutyPolicyBody, FilingPolicyBody, LinesBody, PracticeBody
from api.offices.forms import PracticeForm
from api.offices.routes import done, office_acts, tell_done, where
from domain.kernel.message import canonical
from domain.measure.budget import Lines
from domain.measure.practice import Practice
from domain.measure.reading.cell import PERCENT
from domain.office.commands import SetActingPolicy, SetDutyPolicy, SetFilingPolicy, SetPractice, SetQuadrantLines
from domain.office.events import ActingPolicy, DutyPolicy, FilingPolicy, ReminderPolicy
from domain.office.state import Office

router = APIRouter(tags=["offices"])
_OFFICE = "/offices/{office}"
_PRACTICES = _OFFICE + "/measurement-practices"
Policy = ReminderPolicy | FilingPolicy | Practice | Lines | DutyPolicy | ActingPolicy


class PracticesListed(TypedDict):
    """The practice in force today, and each that the office set, the oldest first."""

    in_force: Practice
    practices: list[Practice]


@router.get(
    _PRACTICES,
    **reads(
        "How an office measures its indicators: today, and each practice it set",
        PracticesListed,
        operation="list_measurement_practices",
    ),
)
async def practices(visit: Annotated[Visit, Depends(Way("read-office"))]) -> Response:
    """Tell them, or show the form that sets another."""
    if visit.html:
        await tell_done(visit)
        return page_answer(pages.practice(visit.frame, visit.office, None, None, visit.services.new_id()))
    today = visit.services.clock().astimezone(ZoneInfo(visit.office.time_zone)).date()
    dated = sorted(visit.office.practices.items())
    return json_answer({"in_force": visit.office.practice(today), "practices": [practice for _, practice in dated]})


def _typed_lines(fields: Fields) -> LinesBody:
    """Read the lines as people write them. Raises `Unprocessable` that names every wrong field."""
    reader, typed = FormReader(), {name: text for name, text in fields if name in LinesBody.model_fields}
    for name in ("achievement", "absorption"):
        typed[name] = reader.bound(name, typed.get(name, ""), PERCENT) or ""
    if reader.wrong:
        raise Unprocessable(reader.wrong)
    return reading.filled(LinesBody, canonical(typed), None)


async def _filing(_: Visit, sent: Sent[FilingPolicyBody]) -> dict[str, Any]:
    return {"policy": sent.body.policy()}


async def _practice_again(visit: Visit, problem: Problem, command_id: str) -> str:
    typed = PracticeForm.from_fields(dict(visit.form or []))
    return pages.practice(visit.frame, visit.office, typed, problem, command_id)


async def _practice_sent(visit: Visit) -> Sent[PracticeBody]:
    await visit.read()
    if visit.form is None:
        return await visit.command(PracticeBody)
    return Sent(visit, PracticeForm.from_fields(dict(visit.form)).body(), visit.command_id(), None)


async def _practice(_: Visit, sent: Sent[PracticeBody]) -> dict[str, Any]:
    return {"practice": sent.body.practice()}


async def _lines_sent(visit: Visit) -> Sent[LinesBody]:
    await visit.read()
    if visit.form is None:
        return await visit.command(LinesBody)
    return Sent(visit, _typed_lines(visit.form), visit.command_id(), None)


async def _lines(_: Visit, sent: Sent[LinesBody]) -> dict[str, Any]:
    return {"lines": sent.body.lines()}


async def _policy(_: Visit, sent: Sent[DutyPolicyBody] | Sent[ActingPolicyBody]) -> dict[str, Any]:
    return {"policy": sent.body.policy()}


def _practices_path(visit: Visit) -> str:
    return f"{where(visit)}/measurement-practices"


office_acts(router, "filing").add(
    "/filing-policies", "set-filing-policy", "Say when quarters are filed, from a date on",
    FilingPolicyBody, SetFilingPolicy, fields=_filing,
)  # fmt: skip
replace(office_acts(router), again=_practice_again, then=done(_practices_path), where=_practices_path).add(
    "/measurement-practices", "set-measurement-practice", "Say how indicators are measured, from a date on",
    PracticeBody, SetPractice, read=_practice_sent, fields=_practice,
)  # fmt: skip
office_acts(router, "lines").add(
    "/quadrant-lines", "set-quadrant-lines", "Draw the lines of the quadrant, from a date on", LinesBody,
    SetQuadrantLines, read=_lines_sent, fields=_lines,
)  # fmt: skip
office_acts(router, "duties").add(
    "/duty-policies", "set-duty-policy", "Say whether one person may act in two roles, from a date on", DutyPolicyBody,
    SetDutyPolicy, fields=_policy,
)  # fmt: skip
office_acts(router, "acting").add(
    "/acting-policies", "set-acting-policy", "Say whether Plt. and Plh. may sign amendments, from a date on",
    ActingPolicyBody, SetActingPolicy, fields=_policy,
)  # fmt: skip


class PolicyDated(TypedDict):
    """A policy and from when on it holds; null: until the office says otherwise."""

    effective: date | None
    in_force: bool
    policy: Policy


class PoliciesListed(TypedDict):
    """The policies of an office, kind by kind as `type` names it, the oldest first."""

    policies: list[PolicyDated]


@router.get(
    "/offices/{office}/policies",
    **reads("The dated policies of an office", PoliciesListed, operation="list_policies"),
)
async def policies(visit: Annotated[Visit, Depends(Way("read-office"))]) -> Response:
    """List them."""
    today = visit.services.clock().astimezone(ZoneInfo(visit.office.time_zone)).date()
    found = {kind: list(_dated(*of)) for kind, of in _kinds(visit.office, today).items()}
    if visit.html:
        return page_answer(pages.policies(visit.frame, visit.office, found))
    answer: PoliciesListed = {
        "policies": [
            {"effective": day, "in_force": in_force, "policy": policy}
            for dated in found.values()
            for day, in_force, policy in dated
        ]
    }
    return json_answer(answer)


def _kinds(office: Office, today: date) -> dict[str, tuple[Mapping[date, Policy], Policy | None]]:
    """What was set of each kind, by its day, and what is in force; called as on the page of the office."""
    return {
        "reminders": ({policy.effective: policy for policy in office.policies}, office.reminder_policy(today)),
        "filing": (office.filing, office.filing_policy(today)),
        "measured": (office.practices, office.practice(today)),
        "duties": (office.duties, office.duty_policy(today)),
        "acting": (office.acting, office.acting_policy(today)),
        "quadrant": (office.lines, office.quadrant_lines(today)),
    }


def _dated(kept: Mapping[date, Policy], now: Policy | None) -> Iterator[tuple[date | None, bool, Policy]]:
    if now is not None and not any(policy is now for policy in kept.values()):
        yield None, True, now  # what every office follows that says nothing
    for day, policy in sorted(kept.items()):
        yield None if day == date.min else day, policy is now, policy
