"""A new official in one form: person, position, role and account at once, each recorded by a command of its own."""

import itertools
import re
from collections.abc import Iterator
from datetime import date
from typing import Annotated, TypedDict

from babel.dates import format_date
from fastapi import APIRouter, Depends
from msgspec import UNSET
from pydantic import Field
from starlette.responses import Response

from api.access.errors import AccountRefused
from api.access.log import By
from api.access.passwords import checked_email, checked_username
from api.access.profiles import checked_number
from api.doors.sessions import Done
from api.http.address import office_path
from api.http.answers import json_answer, page_answer
from api.http.bodies import Body, OneLine
from api.http.described import reads, writes
from api.http.forms import kept_form
from api.http.negotiate import HTML
from api.http.problems import HttpError, Problem
from api.http.visit import Sent, Visit, account_id, see_other
from api.http.way import Way
from api.people import pages
from api.people.account import invitation, require_own
from api.people.bodies import GrantedRole
from api.people.routes import PERSON, now, person_page, require_known
from api.usecases import Intent, derived_id
from domain.kernel.actor import Actor, Capacity, Role
from domain.kernel.errors import N_, require
from domain.office import check
from domain.office.appointment import require_consistent
from domain.office.commands import Appoint, GrantRole, OfficeCommand, RegisterPerson, RenamePerson
from domain.office.rules import decide
from domain.office.state import OFFICIALS, STREAM, Office, fold
from eventstore.entry import Receipt

router = APIRouter(tags=["people"])
_OFFICIALS = "/offices/{office}/officials"
_TITLES = frozenset({"dr", "drs", "dra", "ir", "prof", "h", "hj"})  # before a name
_LONGEST_ID = 40  # characters of an id that is made of a name


class OfficialBody(Body):
    """A new official; `begun` is the id of the first try, where a part of it was recorded and another was refused."""

    name: OneLine
    number: Annotated[str, Field(max_length=40)] = ""
    position: OneLine = ""
    capacity: Capacity = Capacity.DEFINITIVE
    decree_number: OneLine = ""
    decree_date: date | None = None
    since: date | None = None
    until: date | None = None
    role: GrantedRole | None = None
    account: bool = False
    username: Annotated[str, Field(max_length=63)] = ""
    email: Annotated[str, Field(max_length=254)] = ""
    begun: Annotated[str, Field(pattern=r"^[A-Za-z0-9._:~-]{0,128}$")] = ""

    @property
    def decree(self) -> str:
        """Return number and date of the decree as they are printed."""
        day = f"tanggal {format_date(self.decree_date, 'd MMMM y', locale='id')}" if self.decree_date else ""
        return f"{self.decree_number.strip()} {day}".strip()


class OfficialMade(TypedDict):
    """The person's new id, and the link by which they choose a password, where an account was asked for."""

    person: str
    link: str | None


@router.get(_OFFICIALS + "/new", **reads("The form for a new official", operation="official_page"))
async def new(visit: Annotated[Visit, Depends(Way("register-person", (HTML,)))]) -> Response:
    """Ask for everything at once."""
    typed, problem = await kept_form(visit)
    return page_answer(pages.official(visit.frame, await now(visit), typed, problem, visit.services.new_id()))


@router.post(
    _OFFICIALS,
    **writes(
        "Make an official: person, position, role and account at once; only this answer has the link",
        OfficialBody,
        shape=OfficialMade,
        operation="make_official",
    ),
)
async def make(visit: Annotated[Visit, Depends(Way("register-person"))]) -> Response:
    """Record what is missing of it; all is judged before any is recorded, and sent again, nothing is made twice."""

    async def again(problem: Problem, command_id: str) -> str:
        typed = dict(visit.form or ())
        typed["begun"] = typed.get("begun") or visit.form_id
        return pages.official(visit.frame, await now(visit), typed, problem, command_id)

    visit.again = again
    sent = await visit.command(OfficialBody)
    body, office = sent.body, await now(visit)
    person = await _person(visit, office, body.begun or sent.command_id, body.name)
    number, email = checked_number(body.number), checked_email(body.email.strip())
    username = await _username(visit, office, body, person)
    await _record(visit, sent, office, person)
    if number:
        await visit.services.profiles.set_number(office.id, person, number)
    link = await _invited(visit, person, username, email) if username else None
    await visit.services.unsaved.drop(account_id(visit), f"{office_path(office)}/officials/new")
    if visit.html:
        visit.notice = visit.frame.words("It is recorded")
        return page_answer(await person_page(visit, person, link=link or ""))
    made: OfficialMade = {"person": person, "link": link}
    return json_answer(made, 201)


class NumberBody(Body):
    """A person's NIP; empty: it is forgotten."""

    number: Annotated[str, Field(max_length=40)] = ""


@router.post(
    PERSON + "/number",
    **writes("Keep a person's NIP beside the log", NumberBody, shape=Done, operation="set_number", command=False),
)
async def set_number(visit: Annotated[Visit, Depends(Way("register-person"))], person: str) -> Response:
    """Keep it, or forget it."""
    require_known(visit, person)

    async def again(problem: Problem, command_id: str) -> str:
        return await person_page(visit, person, form="number", problem=problem, command_id=command_id)

    visit.again = again
    number = checked_number((await visit.sent(NumberBody)).body.number)
    await visit.services.profiles.set_number(visit.office.id, person, number)
    return see_other(f"{office_path(visit.office)}/people/{person}#named") if visit.html else json_answer({})


async def _person(visit: Visit, office: Office, begun: str, name: str) -> str:
    """The id under which this form registered the person before, else a free one that is made of the name."""
    services = visit.services
    _, receipt = await _registration(visit, office, begun)
    if receipt is not None:
        return str(getattr(receipt.events[0], "person", ""))
    for made in _ids(check.name(name)):
        known = made in office.people or await services.offices.first(made) is not None
        if not known and await services.accounts.of_person(made) is None:
            return made
    raise AssertionError("numbers do not end")


async def _registration(visit: Visit, office: Office, begun: str) -> tuple[str, Receipt | None]:
    """The id of the command by which a form registers its person, and its receipt once it has.

    One that registered nobody met another person of that name, who came first: then it is the next.
    """
    for number in itertools.count(1):
        command_id = f"{begun}.person" if number == 1 else f"{begun}.person-{number}"
        receipt = await visit.services.store.receipt(office.id, command_id)
        if receipt is None or receipt.events:
            return command_id, receipt
    raise AssertionError("numbers do not end")


def _ids(name: str) -> Iterator[str]:
    """Ids that a name gives: without titles, then numbered."""
    words = [word for word in check.slug_of(name.partition(",")[0]).split("-") if word not in _TITLES]
    stem = "-".join(words)[:_LONGEST_ID].strip("-")
    stem = stem if re.search("[a-z]", stem) and stem != "system" else "pejabat"
    yield stem
    yield from (f"{stem}-{n}" for n in range(2, 1_000_000))


async def _username(visit: Visit, office: Office, body: OfficialBody, person: str) -> str:
    """The name to sign in with, made of the id where none was typed; empty where no account is wanted."""
    if not body.account:
        return ""
    if person in office.people:  # whom an earlier try registered, or anybody else
        await require_own(visit, person)
    username = checked_username(body.username or person.replace("-", "."))
    known = await visit.services.accounts.find(username)
    if known is not None and known.person != person:
        taken = N_("Somebody else signs in as “{username}”: choose another user name.")
        raise AccountRefused("username-taken", taken, "username", username=username)
    return username


async def _record(visit: Visit, sent: Sent[OfficialBody], office: Office, person: str) -> None:
    at, who = visit.services.clock(), visit.who
    today = visit.frame.clock(office).date(at)
    parts = dict(_missing(sent, office, person, office.actor(who.person, Role.ADMINISTRATOR, today), today))
    state = office
    for command in parts.values():  # what would be refused is refused before anything is recorded
        events = decide(command, state)
        state = fold(events, state)
        if isinstance(command, Appoint):
            mine = state.appointments[command.appointment]
            require_consistent(mine, office.appointments.values(), office.people)
    registration, _ = await _registration(visit, office, sent.body.begun or sent.command_id)
    for part, command in parts.items():

        async def build(_: Actor, __: object, made: OfficeCommand = command) -> OfficeCommand:
            return made

        registers = part == "person"
        intent = Intent(
            office=office.id,
            act=str(command.__struct_config__.tag),
            target=STREAM,
            command_id=registration if registers else f"{sent.command_id}.{part}",
            body={"person": person, "sent": sent.body.model_dump(mode="json", exclude={"number", "email"})},
        )
        receipt = await visit.usecases.office(who, intent, build)
        if registers and not receipt.events:  # somebody of that name came first, and is somebody else
            raise HttpError(
                409, "person-meanwhile", N_("Somebody of this name was registered just now: send it again.")
            )


def _missing(
    sent: Sent[OfficialBody], office: Office, person: str, by: Actor, today: date
) -> Iterator[tuple[str, OfficeCommand]]:
    """Yield the commands that make an official, but for those that an earlier try has carried out, by their part."""
    body, at = sent.body, sent.visit.services.clock()
    if person not in office.people:
        yield "person", RegisterPerson(by=by, at=at, person=person, name=body.name)
    elif office.people[person] != check.name(body.name):
        yield "name", RenamePerson(by=by, at=at, person=person, name=body.name)
    title, since = " ".join(body.position.split()), body.since or today
    held = "|".join((body.begun or sent.command_id, title, body.capacity, body.decree, str(since), str(body.until)))
    appointment = derived_id("appointment", office.id, held)
    if title and appointment not in office.appointments:
        known = ((key, each.title) for key, each in office.positions.items())
        key, title = next(((k, told) for k, told in known if told.casefold() == title.casefold()), (UNSET, title))
        yield "position", Appoint(
            by=by, at=at, appointment=appointment, person=person, position=title, capacity=body.capacity,
            role=body.role if body.role in OFFICIALS else None, decree=body.decree, since=since, until=body.until,
            position_key=key,
        )  # fmt: skip
    if body.role is not None:
        needed = N_("Who acts as this needs a position: they speak for the office from it.")
        require(bool(title) or body.role not in OFFICIALS, "position-missing", needed, "position")
        if body.role not in office.roles_of(person):
            yield "role", GrantRole(by=by, at=at, person=person, role=body.role)


async def _invited(visit: Visit, person: str, username: str, email: str | None) -> str:
    accounts, by = visit.services.accounts, By(visit.who.person, visit.office.id)
    account = await accounts.of_person(person)
    if account is None:
        account = await accounts.create(username, person, home=visit.office.id, email=email, by=by)
    return await invitation(visit, account)
