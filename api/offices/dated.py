"""Every dated policy that an office set, of each kind, and which one is in force."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, TypedDict
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.http.answers import json_answer, page_answer
from api.http.described import reads
from api.http.visit import Visit
from api.http.way import Way
from api.offices import pages
from domain.measure.budget import Lines
from domain.measure.practice import Practice
from domain.office.events import DutyPolicy, FilingPolicy, ReminderPolicy
from domain.office.state import Office

router = APIRouter(tags=["offices"])
Policy = ReminderPolicy | FilingPolicy | Practice | Lines | DutyPolicy


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
        "quadrant": (office.lines, office.quadrant_lines(today)),
    }


def _dated(kept: Mapping[date, Policy], now: Policy | None) -> Iterator[tuple[date | None, bool, Policy]]:
    if now is not None and not any(policy is now for policy in kept.values()):
        yield None, True, now  # what every office follows that says nothing
    for day, policy in sorted(kept.items()):
        yield None if day == date.min else day, policy is now, policy
