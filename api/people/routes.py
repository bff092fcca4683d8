"""The people of an office: who they are, which positions they hold, in which roles they may act."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.access.accounts import AccountState
from api.access.memberships import Elsewhere, Standing
from api.http.answers import shown, told
from api.http.described import reads, writes
from api.http.forms import Typed
from api.http.problems import Problem
from api.http.visit import Visit
from api.http.way import Way
from api.offices.command import carried_out, tell_done
from api.people import pages
from api.people.bodies import Appointment, AppointmentEnd, Grant, NewPerson, PersonName, Revocation
from api.reads.plan import unknown_plan
from api.rights import may
from api.usecases import derived_id
from domain.kernel.actor import Actor
from domain.office.commands import Appoint, EndAppointment, GrantRole, RegisterPerson, RenamePerson, RevokeRole
from domain.office.state import STREAM, Office

router = APIRouter(tags=["people"])
Reading = Annotated[Visit, Depends(Way("read-office"))]
Managed = dict[str, Standing]
PEOPLE = "/offices/{office}/people"
PERSON = PEOPLE + "/{person}"
_PERSON_TOLD = {"type": "object", "required": ["person", "name", "roles", "appointments"]}
_PEOPLE_TOLD = {
    "type": "object",
    "required": ["people"],
    "properties": {"people": {"type": "array", "items": _PERSON_TOLD}},
}


@router.get(PEOPLE, **reads("The people of an office; administrators see their accounts too", _PEOPLE_TOLD))
async def people(visit: Reading) -> Response:
    """List them in the order in which they were registered."""
    if visit.html:
        await tell_done(visit)
        return shown(await _list(visit, {}, None, visit.services.new_id()))
    accounts = await managed(visit)
    return told({"people": [_told(visit.office, person, accounts) for person in visit.office.people]})


async def _list(visit: Visit, typed: dict[str, str], problem: Problem | None, command_id: str) -> str:
    return pages.people(visit.frame, await now(visit), await managed(visit), typed, problem, command_id)


async def now(visit: Visit) -> Office:
    """Return the office as it is at this moment: somebody else may have changed it since the request came in."""
    return await visit.services.offices.find(visit.office.id) or visit.office


async def managed(visit: Visit) -> Managed:
    """Return the accounts of the office's people to whoever manages accounts here; to all others, nothing."""
    if not may("manage-accounts", visit.who.roles(visit.office.id)):
        return {}
    states = await visit.services.accounts.states(visit.office.people)
    await visit.services.offices.all()
    return {person: await _standing(visit, person, states.get(person)) for person in visit.office.people}


async def _standing(visit: Visit, person: str, state: AccountState | None) -> Standing:
    """An account is its home's; where there is none yet, the person's id is of the office that registered it first."""
    services, here = visit.services, visit.office.id
    if state is None:
        first = services.offices.first(person)
        return None if first is None or first.id == here else Elsewhere(first.name)
    if state.account.home == here:
        return state
    home = await services.offices.find(state.account.home or "")
    name = home.name if home else ""
    return Elsewhere(name, True, asked=here in state.asked, joined=here in state.account.offices)


def _told(office: Office, person: str, accounts: Managed) -> dict[str, object]:
    held = [
        {"appointment": a.id, "position": a.position, "role": a.role, "capacity": a.capacity, "decree": a.decree,
         "since": a.since, "until": a.until}
        for a in office.appointments.values()
        if a.person == person
    ]  # fmt: skip
    about: dict[str, object] = {
        "person": person,
        "name": office.people[person],
        "roles": sorted(office.roles_of(person)),
        "appointments": held,
    }
    if person in accounts:
        about["account"] = account_told(accounts[person])
    return about


def account_told(state: Standing) -> dict[str, object] | None:
    """Return what an administrator may know of an account; of another office's, whether it acts here."""
    if state is None:
        return None
    if isinstance(state, Elsewhere):
        return {"home": state.home, "made": state.made, "asked": state.asked, "joined": state.joined}
    return {
        "username": state.account.username,
        "email": state.account.email,
        "closed": state.account.disabled,
        "password_chosen": state.chosen,
        "invited_until": state.invited_until,
    }


@router.post(PEOPLE, **writes("Make a person known to the office", NewPerson))
async def register(visit: Annotated[Visit, Depends(Way("register-person"))]) -> Response:
    """Register them; what they may do comes after."""

    async def again(problem: Problem, command_id: str) -> str:
        return await _list(visit, dict(visit.form or []), problem, command_id)

    visit.again = again
    sent = await visit.command(NewPerson)
    body = sent.body

    def command(by: Actor, at: datetime) -> RegisterPerson:
        return RegisterPerson(by=by, at=at, person=body.person, name=body.name)

    where = f"/offices/{visit.office.id}/people/{body.person}"
    return await carried_out(visit, sent.asked("register-person", STREAM), command, where)


@router.get(PERSON, **reads("A person of an office", _PERSON_TOLD))
async def person(visit: Reading, person: str) -> Response:
    """Show them, with what an administrator can change."""
    require_known(visit, person)
    if visit.html:
        await tell_done(visit)
        return shown(await person_page(visit, person))
    return told(_told(visit.office, person, await managed(visit)))


def require_known(visit: Visit, person: str) -> None:
    """Raise `HttpError` 404 where the office does not know the person."""
    if person not in visit.office.people:
        raise unknown_plan()


async def person_page(
    visit: Visit, person: str, *, form: str = "", problem: Problem | None = None, command_id: str = "", link: str = ""
) -> str:
    """Return the page; `form` is the one whose command failed, `link` an invitation to hand over."""
    return pages.person(
        visit.frame,
        await now(visit),
        person,
        await managed(visit),
        Typed(form, dict(visit.form or []), problem, command_id or visit.services.new_id()),
        link,
    )


def _asking(visit: Visit, person: str, form: str) -> str:
    """Let a form that fails come back on the person's page; return the address of that page."""
    require_known(visit, person)

    async def again(problem: Problem, command_id: str) -> str:
        return await person_page(visit, person, form=form, problem=problem, command_id=command_id)

    visit.again = again
    return f"/offices/{visit.office.id}/people/{person}"


@router.post(PERSON + "/name", **writes("Correct a person's name", PersonName))
async def rename(visit: Annotated[Visit, Depends(Way("rename-person"))], person: str) -> Response:
    """Correct it; what was signed under the old one stays as it was."""
    where = _asking(visit, person, "name")
    sent = await visit.command(PersonName)

    def command(by: Actor, at: datetime) -> RenamePerson:
        return RenamePerson(by=by, at=at, person=person, name=sent.body.name)

    return await carried_out(visit, sent.asked("rename-person", STREAM, about=person), command, where)


@router.post(PERSON + "/appointments", **writes("Give a person a position", Appointment))
async def appoint(visit: Annotated[Visit, Depends(Way("appoint"))], person: str) -> Response:
    """Appoint them. The appointment's id comes from the command's, so that a retry appoints nobody twice."""
    where = _asking(visit, person, "appointment")
    sent = await visit.command(Appointment)
    body = sent.body

    def command(by: Actor, at: datetime) -> Appoint:
        return Appoint(
            by=by,
            at=at,
            appointment=derived_id("appointment", visit.office.id, sent.command_id),
            person=person,
            position=body.position,
            role=body.role,
            capacity=body.capacity,
            decree=body.decree,
            since=body.since,
            until=body.until,
        )

    return await carried_out(visit, sent.asked("appoint", STREAM, about=person), command, where)


@router.post(PERSON + "/appointments/{appointment}/end", **writes("Set an appointment's last day", AppointmentEnd))
async def end_appointment(
    visit: Annotated[Visit, Depends(Way("end-appointment"))], person: str, appointment: str
) -> Response:
    """End it."""
    where = _asking(visit, person, f"end-{appointment}")
    held = visit.office.appointments.get(appointment)
    if held is None or held.person != person:
        raise unknown_plan()
    sent = await visit.command(AppointmentEnd)

    def command(by: Actor, at: datetime) -> EndAppointment:
        return EndAppointment(by=by, at=at, appointment=appointment, until=sent.body.until, decree=sent.body.decree)

    return await carried_out(visit, sent.asked("end-appointment", STREAM, about=appointment), command, where)


@router.post(PERSON + "/roles", **writes("Let a person act in a role", Grant))
async def grant(visit: Annotated[Visit, Depends(Way("grant-role"))], person: str) -> Response:
    """Grant it."""
    where = _asking(visit, person, "role")
    sent = await visit.command(Grant)

    def command(by: Actor, at: datetime) -> GrantRole:
        return GrantRole(by=by, at=at, person=person, role=sent.body.role)

    return await carried_out(visit, sent.asked("grant-role", STREAM, about=person), command, where)


@router.post(PERSON + "/roles/revocations", **writes("Take a role away; the person's sessions end", Revocation))
async def revoke(visit: Annotated[Visit, Depends(Way("revoke-role"))], person: str) -> Response:
    """Take it away."""
    where = _asking(visit, person, "revocation")
    sent = await visit.command(Revocation)

    def command(by: Actor, at: datetime) -> RevokeRole:
        return RevokeRole(by=by, at=at, person=person, role=sent.body.role, reason=sent.body.reason)

    return await carried_out(visit, sent.asked("revoke-role", STREAM, about=person), command, where)
