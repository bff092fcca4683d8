"""`paraf office`: offices, their people, positions, roles, routes and policies."""

import uuid
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer
from msgspec import UNSET

from cli.console import Failed, say
from cli.office_policies import acting_policy, duty_policy, filing_policy, papers, practice, quadrant_lines
from cli.ordered import OfficeId, record, within
from domain.kernel.actor import Actor, Capacity, Duty, Role
from domain.office.commands import (
    Appoint,
    DescribeOffice,
    EndAppointment,
    GrantRole,
    NamePosition,
    OpenOffice,
    RegisterPerson,
    RenamePerson,
    RevokeRole,
    SetRoute,
)
from domain.office.events import PrintedTitle
from domain.office.state import GRANTED, Office

if TYPE_CHECKING:
    from api.services import Services

office = typer.Typer(name="office", help="Offices, and who may act in them.", no_args_is_help=True)
PersonId = Annotated[str, typer.Argument(metavar="PERSON", help="The person's id; never an identity number.")]
PersonName = Annotated[str, typer.Argument(metavar="NAME", help="As printed.")]
Titles = Annotated[list[str] | None, typer.Option("--title", metavar="ROLE=TEXT", help="How a position prints.")]
Decree = Annotated[str, typer.Option(help="Number of the decree, as printed.")]
FirstDay = Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="First day.")]
LastDay = typer.Option(formats=["%Y-%m-%d"], help="Last day.")


class Granted(StrEnum):
    """The roles that a person can be given."""

    DRAFTER = Role.DRAFTER
    SECRETARY = Role.SECRETARY
    CHAIR = Role.CHAIR
    OWNER = Role.OWNER
    PLANNER = Role.PLANNER
    AUDITOR = Role.AUDITOR
    ADMINISTRATOR = Role.ADMINISTRATOR


RoleName = Annotated[Granted, typer.Argument(metavar="ROLE", help=", ".join(GRANTED))]


@office.command(name="list")
def list_all() -> None:
    """List the offices."""

    async def work(services: "Services") -> list[str]:
        return [f"{o.id}  {o.name}  {o.time_zone}  {len(o.people)} people" for o in await services.offices.all()]

    for line in within(work) or ["No office. Begin with: paraf account bootstrap"]:
        say(line)


@office.command(name="open")
def begin(
    office_id: OfficeId,
    name: Annotated[str, typer.Argument(metavar="NAME")],
    time_zone: Annotated[str, typer.Option(help="Such as Asia/Makassar.")],
    address: Annotated[str, typer.Option()] = "",
    title: Titles = None,
) -> None:
    """Begin an office; give somebody the role of its administrator next."""
    titles = _titles(title or [])
    record(
        office_id,
        lambda by, at, _: OpenOffice(
            by=by, at=at, office=office_id, name=name, address=address, time_zone=time_zone, titles=titles
        ),
    )


@office.command()
def describe(
    office_id: OfficeId,
    name: Annotated[str | None, typer.Option()] = None,
    time_zone: Annotated[str | None, typer.Option()] = None,
    address: Annotated[str | None, typer.Option()] = None,
    title: Titles = None,
) -> None:
    """Correct what the office says of itself; what is left out stays."""
    titles = _titles(title or [])

    def build(by: Actor, at: datetime, now: Office) -> DescribeOffice:
        texts = {t.role: t for t in (*now.titles, *titles)}
        return DescribeOffice(
            by=by,
            at=at,
            name=now.name if name is None else name,
            address=now.address if address is None else address,
            time_zone=now.time_zone if time_zone is None else time_zone,
            titles=tuple(texts[role] for role in GRANTED if role in texts),
        )

    record(office_id, build)


@office.command()
def position(
    office_id: OfficeId,
    key: Annotated[str, typer.Argument(metavar="POSITION", help="Its id, such as kepala-dinas, which routes name.")],
    title: Annotated[str, typer.Argument(metavar="TITLE", help="As printed.")],
    several: Annotated[bool, typer.Option("--several", help="Several people hold it at once.")] = False,
) -> None:
    """Name a position that routes can ask, or print it otherwise from now on."""
    record(office_id, lambda by, at, _: NamePosition(by=by, at=at, position=key, title=title, several=several))


@office.command()
def positions(office_id: OfficeId) -> None:
    """List the positions that an office named, who holds each today, and the routes that ask it."""
    found = _found(office_id)
    for key, named in found.positions.items():
        holders = [found.people[person] for person in found.on_duty(Duty(Role.OFFICIAL, key), _today(found))]
        routes = [kind for kind, route in found.routes.items() if any(step.position == key for step in route)]
        say(f"{key}  {named.title}  {', '.join(holders) or 'nobody'}  {', '.join(routes)}".rstrip())


@office.command()
def people(office_id: OfficeId) -> None:
    """List an office's people with their roles, and their positions with the id of each appointment."""
    found = _found(office_id)
    for person, name in found.people.items():
        say(f"{person}  {name}  {', '.join(sorted(found.roles_of(person))) or 'no role'}")
        for held in found.appointments.values():
            if held.person == person:
                named = f" [{held.position_key}]" if held.position_key else ""
                say(f"  {held.id}  {held.position}{named} ({held.capacity})  {held.since} to {held.until or 'open'}")


@office.command()
def register(office_id: OfficeId, person: PersonId, name: PersonName) -> None:
    """Make a person known to an office."""
    record(office_id, lambda by, at, _: RegisterPerson(by=by, at=at, person=person, name=name))


@office.command()
def rename(office_id: OfficeId, person: PersonId, name: PersonName) -> None:
    """Correct a person's name."""
    record(office_id, lambda by, at, _: RenamePerson(by=by, at=at, person=person, name=name))


@office.command()
def appoint(
    office_id: OfficeId,
    person: PersonId,
    position: Annotated[str, typer.Argument(metavar="POSITION", help="As printed; or the id of one the office named.")],
    since: FirstDay,
    until: Annotated[datetime | None, LastDay] = None,
    role: Annotated[Granted | None, typer.Option(help="The role it serves.")] = None,
    capacity: Annotated[Capacity, typer.Option()] = Capacity.DEFINITIVE,
    decree: Decree = "",
) -> None:
    """Give a person a position."""
    key = f"appointment-{uuid.uuid4().hex[:16]}"

    def build(by: Actor, at: datetime, now: Office) -> Appoint:
        named = position in now.positions
        return Appoint(
            by=by,
            at=at,
            appointment=key,
            person=person,
            position="" if named else position,
            role=Role(role) if role else None,
            capacity=capacity,
            decree=decree,
            since=since.date(),
            until=until.date() if until else None,
            position_key=position if named else UNSET,
        )

    record(office_id, build)
    say(f"The appointment is {key}.")


@office.command()
def end(
    office_id: OfficeId,
    appointment: Annotated[str, typer.Argument(metavar="APPOINTMENT", help="As `paraf office people` lists it.")],
    until: Annotated[datetime, LastDay],
    decree: Decree = "",
) -> None:
    """Set the last day of an appointment."""
    day: date = until.date()
    record(
        office_id,
        lambda by, at, _: EndAppointment(by=by, at=at, appointment=appointment, until=day, decree=decree),
    )


@office.command()
def grant(office_id: OfficeId, person: PersonId, role: RoleName) -> None:
    """Let a person act in a role."""
    record(office_id, lambda by, at, _: GrantRole(by=by, at=at, person=person, role=Role(role)))


@office.command()
def revoke(office_id: OfficeId, person: PersonId, role: RoleName, reason: Annotated[str, typer.Option()] = "") -> None:
    """Take a role away; every session of the person ends."""
    record(office_id, lambda by, at, _: RevokeRole(by=by, at=at, person=person, role=Role(role), reason=reason))


@office.command()
def route(
    office_id: OfficeId,
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE.json", exists=True, dir_okay=False, help='{"kind": "rkt", "steps": [{"key": …}]}'),
    ],
) -> None:
    """Give what is begun of a kind (rkt, action/rkt, quarter/rkt) the route of a file, in the shape of the API."""
    text = file.read_bytes()

    def build(by: Actor, at: datetime, _: Office) -> SetRoute:
        from api.http import reading
        from api.offices.bodies import RouteBody
        from api.offices.routes import steps

        body = reading.filled(RouteBody, text, None)
        return SetRoute(by=by, at=at, kind=body.kind, steps=steps(body))

    record(office_id, build)


for policy in (filing_policy, practice, quadrant_lines, duty_policy, acting_policy, papers):
    office.command()(policy)


def _found(office_id: str) -> Office:
    async def work(services: "Services") -> Office:
        found = await services.offices.find(office_id)
        if found is None:
            raise Failed(f"There is no office {office_id}. See: paraf office list")
        return found

    return within(work)


def _today(found: Office) -> date:
    return datetime.now(ZoneInfo(found.time_zone)).date()


def _titles(given: list[str]) -> tuple[PrintedTitle, ...]:
    titles = []
    for text in given:
        role, _, title = text.partition("=")
        if role not in GRANTED or not title:
            raise Failed(f"“{text}” is not ROLE=TEXT, such as chair=Ketua. Roles: {', '.join(GRANTED)}")
        titles.append(PrintedTitle(Role(role), title))
    return tuple(titles)
