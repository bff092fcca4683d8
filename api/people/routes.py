"""The people of an office: who they are, which positions they hold, in which roles they may act."""

from dataclasses import replace
from datetime import date, datetime
from typing import Annotated, Any, NotRequired, TypedDict
from urllib.parse import quote

from fastapi import APIRouter, Depends
from msgspec import UNSET
from starlette.responses import Response

from api.access.accounts import AccountState
from api.access.memberships import AccountStanding, Elsewhere
from api.http.acts import Acts
from api.http.address import office_path
from api.http.answers import json_answer, page_answer
from api.http.described import query, reads
from api.http.forms import Typed
from api.http.paging import page_asked, pages_asked
from api.http.problems import Problem
from api.http.visit import Sent, Visit
from api.http.way import Way
from api.offices.routes import done, office_acts, tell_done
from api.people import pages
from api.people.bodies import AppointmentEnd, Grant, NewAppointment, NewPerson, PersonName, Revocation
from api.reads.plan import unknown_plan
from api.rights import may
from api.usecases import derived_id
from domain.kernel.actor import Capacity, Role
from domain.office.appointment import Appointment
from domain.office.commands import Appoint, EndAppointment, GrantRole, RegisterPerson, RenamePerson, RevokeRole
from domain.office.state import GRANTED, Office
from eventstore.entry import Receipt

router = APIRouter(tags=["people"])
MayRead = Annotated[Visit, Depends(Way("read-office"))]
Managed = dict[str, AccountStanding]
PEOPLE = "/offices/{office}/people"
PERSON = PEOPLE + "/{person}"


class AppointmentView(TypedDict):
    """A position held, both days included."""

    appointment: str
    position: str
    position_key: NotRequired[str]
    role: Role | None
    capacity: Capacity
    decree: str
    since: date
    until: date | None


class AccountView(TypedDict, total=False):
    """What an administrator may know of an account: of another office's, only its `home` and whether it acts here."""

    username: str
    email: str | None
    closed: bool
    password_chosen: bool
    invited_until: datetime | None
    home: str
    made: bool
    asked: bool
    joined: bool


class PersonView(TypedDict):
    """A person of an office; `account` (null: none yet) only for whoever manages accounts."""

    person: str
    name: str
    roles: list[Role]
    appointments: list[AppointmentView]
    account: NotRequired[AccountView | None]


class PeopleListed(TypedDict):
    """The people of an office, as they were registered."""

    people: list[PersonView]
    total: int


@router.get(
    PEOPLE,
    **reads(
        "The people of an office; administrators see their accounts too",
        PeopleListed,
        operation="list_people",
        tells=("Link",),
        headers=[
            *pages_asked(),
            query("name", "Only those whose name or id has this in it", {"type": "string"}),
            query("role", "Only those who hold it", {"type": "string", "enum": list(GRANTED)}),
        ],
    ),
)
async def people(visit: MayRead) -> Response:
    """List them in the order in which they were registered."""
    if visit.html:
        await tell_done(visit)
        return page_answer(await _list(visit, {}, None, visit.services.new_id()))
    accounts = await managed(visit)
    found = _named(visit, visit.office)
    page = page_asked(visit.request, len(found))
    answer: PeopleListed = {
        "people": [_view(visit.office, person, accounts) for person in page.of(found)],
        "total": len(found),
    }
    return json_answer(answer, headers=page.headers)


def _named(visit: Visit, office: Office) -> list[str]:
    """The people whose name or id has what is looked for in it, and who hold the role, as they were registered."""
    asked = visit.request.query_params
    part, role = asked.get("name", "").casefold(), asked.get("role", "")
    found = (person for person, name in office.people.items() if part in name.casefold() or part in person)
    return [person for person in found if role in ("", *office.roles_of(person))]


async def _list(visit: Visit, typed: dict[str, str], problem: Problem | None, command_id: str) -> str:
    office = await now(visit)
    found = sorted(_named(visit, office), key=lambda person: not office.roles_of(person))
    page, accounts = page_asked(visit.request, len(found)), await managed(visit)
    return pages.people(visit.frame, office, page.of(found), page, accounts, typed, problem, command_id)


async def now(visit: Visit) -> Office:
    """Return the office as it is at this moment: somebody else may have changed it since the request came in."""
    return await visit.services.offices.find(visit.office.id) or visit.office


async def managed(visit: Visit) -> Managed:
    """Return the accounts of the office's people to whoever manages accounts here; to all others, nothing."""
    if not may("manage-accounts", visit.who.roles(visit.office.id)):
        return {}
    people = (await now(visit)).people
    states = await visit.services.accounts.states(people)
    return {person: await standing_of(visit, person, states.get(person)) for person in people}


async def standing_of(visit: Visit, person: str, state: AccountState | None) -> AccountStanding:
    """Return whose it is: its home's; where there is none yet, the office's that registered the person's id first."""
    services, here = visit.services, visit.office.id
    if state is None:
        first = await services.offices.first(person)
        return None if first is None or first.id == here else Elsewhere(first.name)
    if state.account.home == here:
        return state
    home = await services.offices.find(state.account.home or "")
    name = home.name if home else ""
    return Elsewhere(name, True, asked=here in state.asked, joined=here in state.account.offices)


def _held_by(a: Appointment) -> AppointmentView:
    view: AppointmentView = {"appointment": a.id, "position": a.position, "role": a.role, "capacity": a.capacity,
                             "decree": a.decree, "since": a.since, "until": a.until}  # fmt: skip
    if a.position_key:
        view["position_key"] = a.position_key
    return view


def _view(office: Office, person: str, accounts: Managed) -> PersonView:
    held = [_held_by(a) for a in office.appointments.values() if a.person == person]
    about: PersonView = {
        "person": person,
        "name": office.people[person],
        "roles": sorted(office.roles_of(person)),
        "appointments": held,
    }
    if person in accounts:
        state = accounts[person]
        about["account"] = None if state is None else account_view(state)
    return about


def account_view(state: AccountState | Elsewhere) -> AccountView:
    """Return what an administrator may know of an account; of another office's, whether it acts here."""
    if isinstance(state, Elsewhere):
        return {"home": state.home, "made": state.made, "asked": state.asked, "joined": state.joined}
    return {
        "username": state.account.username,
        "email": state.account.email,
        "closed": state.account.disabled,
        "password_chosen": state.chosen,
        "invited_until": state.invited_until,
    }


async def _list_again(visit: Visit, problem: Problem, command_id: str) -> str:
    return await _list(visit, dict(visit.form or []), problem, command_id)


@router.get(PERSON, **reads("A person of an office", PersonView, operation="read_person"))
async def person(visit: MayRead, person: str) -> Response:
    """Show them, with what an administrator can change."""
    require_known(visit, person)
    if visit.html:
        await tell_done(visit)
        return page_answer(await person_page(visit, person))
    return json_answer(_view(visit.office, person, await managed(visit)))


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
        (await visit.services.profiles.numbers(visit.office.id)).get(person, ""),
    )


def _person_path(visit: Visit) -> str:
    return f"{office_path(visit.office)}/people/{visit.part('person')}"


def _new_person(visit: Visit, sent: Sent[NewPerson]) -> str:
    return f"{office_path(visit.office)}/people/{sent.body.person}"


async def _to_new(visit: Visit, sent: Sent[NewPerson], _: Receipt) -> str:
    return f"{_new_person(visit, sent)}?done={quote(sent.command_id)}"


def _of_person(form: str) -> Acts:
    """Return the acts on a person whose form is the one of that name on their page."""

    async def again(visit: Visit, problem: Problem, command_id: str) -> str:
        named = form.format(**visit.request.path_params)
        return await person_page(visit, visit.part("person"), form=named, problem=problem, command_id=command_id)

    return replace(_ACTS, prefix=PERSON, where=_person_path, then=done(_person_path), again=again)


async def _known(visit: Visit) -> None:
    require_known(visit, visit.part("person"))


async def _held(visit: Visit) -> None:
    held = visit.office.appointments.get(visit.part("appointment"))
    if held is None or held.person != visit.part("person"):
        raise unknown_plan()


async def _appointment(visit: Visit, sent: Sent[NewAppointment]) -> dict[str, Any]:
    """The appointment's id comes from the command's, so that a retry appoints nobody twice."""
    key = derived_id("appointment", visit.office.id, sent.command_id)
    return {"appointment": key, "position_key": sent.body.position_key or UNSET}


_ACTS = replace(office_acts(router), again=_list_again)
_ACTS.add(
    "/people", "register-person", "Make a person known to the office", NewPerson, RegisterPerson,
    then=_to_new, where=_new_person,
)  # fmt: skip
_of_person("name").add(
    "/name", "rename-person", "Correct a person's name; what was signed under the old one stays", PersonName,
    RenamePerson, about="person", first=_known,
)  # fmt: skip
_of_person("appointment").add(
    "/appointments", "appoint", "Give a person a position", NewAppointment, Appoint,
    about="person", first=_known, fields=_appointment,
)  # fmt: skip
_of_person("end-{appointment}").add(
    "/appointments/{appointment}/end", "end-appointment", "Set an appointment's last day", AppointmentEnd,
    EndAppointment, about="appointment", first=_held,
)  # fmt: skip
_of_person("role").add(
    "/roles", "grant-role", "Let a person act in a role", Grant, GrantRole, about="person", first=_known
)
_of_person("revocation").add(
    "/roles/revocations", "revoke-role", "Take a role away; the person's sessions end", Revocation, RevokeRole,
    about="person", first=_known,
)  # fmt: skip
