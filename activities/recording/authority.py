"""By whose word a command is recorded: who acts, as what, and what their office and the plan say of what they ask."""

from datetime import date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from msgspec import structs

from activities.recording.states import StreamState
from activities.recording.year import NOTHING, Taken
from domain.action.commands import BeginAction, FollowPlan
from domain.kernel.actor import Actor, Command, Role, system
from domain.kernel.errors import N_, PlanError, Refused, require
from domain.office.events import AppointmentEnded, RoleRevoked
from domain.office.state import STREAM, Office
from domain.plan.basis import basis_of
from domain.plan.commands import BeginAmendment, DraftPlan, StateAmendment, SubmitPlan
from domain.plan.state import Plan
from domain.quarter.commands import SignQuarter
from domain.quarter.opening import signed_versions
from domain.report.commands import BeginReport, ComposeReport
from domain.route.messages import Endorse, Send
from domain.route.route import action_kind, report_kind
from eventstore.codec import decode
from eventstore.store import Store

C = TypeVar("C", bound=Command)
NOT_YOURS, NO_POSITION = "not-your-role", "no-position"


def acting(by: Actor, at: datetime, known: StreamState[Office], of: str) -> Actor:
    """Return the person in the role with the position of that day, by the office that is known so.

    The system acts in the log `of` alone; an official of another office names what was known of it. Raises Refused.
    """
    office = known.state
    if by.role is Role.SYSTEM:
        require(by == system(of), NOT_YOURS, "You do not hold the role this act needs.")
        return by
    require(office.exists, "office-unknown", "There is no such office.")
    if by.role is not Role.OFFICIAL:
        return office.actor(by.person, by.role, _day(at, office))
    official = office.official(by.person, by.position_key or "", _day(at, office))
    return official if office.id == of else structs.replace(official, authority=known.hash.hex())


def _day(at: datetime, office: Office) -> date:
    return at.astimezone(ZoneInfo(office.time_zone)).date()


def ordered(command: C, by: Actor, office: Office, plan: Plan, taken: Taken = NOTHING) -> C:
    """Return the command as this actor asks it, with what the office says of whatever is begun or sent and of who may
    act, the plan that it amends or that is of its year, and what a report takes from that: whatever was read of them
    when the command was made may have changed since.

    Raises Refused where an action plan is begun or follows it, and the plan is not signed.
    """
    told = structs.replace(command, by=by)
    match told:
        case BeginAction():
            route = office.route(action_kind(told.kind)) if office.exists else told.route
            told = structs.replace(told, route=route, basis=basis_of(plan))
        case FollowPlan(basis=named):
            told = structs.replace(told, basis=basis_of(plan, named.version))
        case BeginReport():
            route = office.route(report_kind(told.kind)) if office.exists else told.route
            told = structs.replace(told, route=route, composed=taken.composed)
        case ComposeReport():
            told = structs.replace(told, composed=taken.composed)
        case DraftPlan():
            route = office.route(told.kind) if office.exists else told.route
            told = structs.replace(told, route=route, shape=office.kind(told.kind))
        case BeginAmendment() | StateAmendment():
            last = office.paper_policy(plan.year).last_year(plan.kind, plan.year)
            told = structs.replace(told, holds=last - plan.year + 1)
        case Send() if office.exists:
            day = _day(told.at, office)
            told = structs.replace(told, separate=office.duty_policy(day).separate)
            if isinstance(told, SubmitPlan):
                rule = office.acting_policy(day)
                told = structs.replace(told, acting=rule.citation if rule.refused else "")
        case Endorse() if by.role is Role.OFFICIAL:
            told = structs.replace(told, holders=office.on_duty(by.duty, _day(told.at, office)))
    if isinstance(told, SignQuarter):
        told = structs.replace(told, versions=signed_versions(plan))
    return told


async def ended(store: Store, by: Actor, office: Office, no: PlanError) -> PlanError:
    """Return the refusal of somebody who does not hold the role or position: who ended it and when, if anybody did."""
    for entry in reversed(await store.read(office.id, STREAM)):
        event = decode(entry.body)
        if isinstance(event, RoleRevoked) and (event.person, event.role) == (by.person, by.role):
            who, at = event.by.name, event.at.isoformat()
            return Refused("role-ended", "{name} ended your role {role} on {at}.", name=who, role=by.role, at=at)
        if isinstance(event, AppointmentEnded) and by.role is Role.OFFICIAL:
            post = office.appointments[event.appointment]
            if (post.person, post.position_key) == (by.person, by.position_key):
                over = N_("{name} ended your appointment as {position} on {at}; its last day was {day}.")
                when, day = event.at.isoformat(), str(event.until)
                return Refused("position-ended", over, name=event.by.name, position=post.position, at=when, day=day)
    return no
