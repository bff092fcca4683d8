"""What an office's commands make happen, and what is refused."""

import re
from typing import assert_never

from msgspec import UNSET

from domain.kernel.actor import Actor, Capacity, Role
from domain.kernel.errors import N_, Refused, require
from domain.office import check as checked
from domain.office.appointment import Position
from domain.office.commands import (
    Appoint,
    DeclareDay,
    DeclareKind,
    DescribeOffice,
    EndAppointment,
    GrantRole,
    NamePosition,
    OfficeCommand,
    OpenOffice,
    RegisterPerson,
    RenamePerson,
    RevokeRole,
    SetActingPolicy,
    SetDutyPolicy,
    SetEmblem,
    SetFilingPolicy,
    SetPaperPolicy,
    SetPractice,
    SetQuadrantLines,
    SetReminderPolicy,
    SetRoute,
)
from domain.office.events import (
    AppointmentEnded,
    EmblemSet,
    OfficeDescribed,
    OfficeEvent,
    OfficeOpened,
    PersonAppointed,
    PersonRegistered,
    PersonRenamed,
    PositionNamed,
    RoleGranted,
    RoleRevoked,
    RouteSet,
)
from domain.office.policies import (
    declare_day,
    declare_kind,
    set_acting,
    set_duties,
    set_filing,
    set_lines,
    set_papers,
    set_practice,
    set_reminders,
)
from domain.office.positions import require_named
from domain.office.state import GRANTED, Office

_SHA256 = re.compile(r"[0-9a-f]{64}")


def decide(command: OfficeCommand, office: Office) -> list[OfficeEvent]:
    """Return what the command makes happen, or raise Refused."""
    if isinstance(command, OpenOffice):
        return _open(command, office)
    require(office.exists, "office-unknown", "There is no such office.")
    _require_authority(command.by, office)
    match command:
        case DescribeOffice():
            return _describe(command, office)
        case SetEmblem(by=by, at=at, picture=picture):
            known = N_("The picture is named by the SHA-256 of its bytes.")
            require(_SHA256.fullmatch(picture) is not None or not picture, "emblem-unknown", known, "picture")
            return [] if picture == office.emblem else [EmblemSet(by=by, at=at, picture=picture)]
        case RegisterPerson():
            return _register(command, office)
        case RenamePerson():
            return _rename(command, office)
        case Appoint():
            return _appoint(command, office)
        case NamePosition():
            return _name_position(command, office)
        case EndAppointment():
            return _end(command, office)
        case GrantRole():
            return _grant(command, office)
        case RevokeRole():
            return _revoke(command, office)
        case SetRoute():
            return _set_route(command, office)
        case SetReminderPolicy():
            return set_reminders(command, office)
        case DeclareDay():
            return declare_day(command, office)
        case SetFilingPolicy():
            return set_filing(command, office)
        case SetPractice():
            return set_practice(command, office)
        case SetQuadrantLines():
            return set_lines(command, office)
        case SetDutyPolicy():
            return set_duties(command, office)
        case SetActingPolicy():
            return set_acting(command, office)
        case SetPaperPolicy():
            return set_papers(command, office)
        case DeclareKind():
            return declare_kind(command, office)
        case _:
            assert_never(command)


def _require_authority(by: Actor, office: Office) -> None:
    if by.role is not Role.SYSTEM:
        require(
            by.role is Role.ADMINISTRATOR and by.office == office.id and by.role in office.roles_of(by.person),
            "administrator-only",
            "Only an administrator of this office may do this.",
        )


def _open(command: OpenOffice, office: Office) -> list[OfficeEvent]:
    by, at = command.by, command.at
    require(not office.exists, "office-exists", "There is an office of this id already.", "office")
    require(
        by.role in (Role.ADMINISTRATOR, Role.SYSTEM), "administrator-only", "Only an administrator may open an office."
    )
    opened = OfficeOpened(
        by=by,
        at=at,
        office=checked.slug(command.office, "office"),
        name=checked.line(command.name, "name"),
        address=checked.line(command.address, "address", needed=False),
        time_zone=checked.time_zone(command.time_zone),
        titles=checked.titles(command.titles),
    )
    if by.role is Role.SYSTEM:
        return [opened]
    # Nobody could act in the new office otherwise.
    return [
        opened,
        PersonRegistered(by=by, at=at, person=by.person, name=by.name),
        RoleGranted(by=by, at=at, person=by.person, role=Role.ADMINISTRATOR),
    ]


def _describe(command: DescribeOffice, office: Office) -> list[OfficeEvent]:
    described = OfficeDescribed(
        by=command.by,
        at=command.at,
        name=checked.line(command.name, "name"),
        address=checked.line(command.address, "address", needed=False),
        time_zone=checked.time_zone(command.time_zone),
        titles=checked.titles(command.titles),
    )
    new = (described.name, described.address, described.time_zone, described.titles)
    return [] if new == (office.name, office.address, office.time_zone, office.titles) else [described]


def _register(command: RegisterPerson, office: Office) -> list[OfficeEvent]:
    person, name = checked.person_id(command.person), checked.name(command.name)
    old = office.people.get(person)
    if old is None:
        return [PersonRegistered(by=command.by, at=command.at, person=person, name=name)]
    require(old == name, "person-exists", "This id belongs to {name}.", "person", name=old)
    return []


def _rename(command: RenamePerson, office: Office) -> list[OfficeEvent]:
    old, new = _name_of(command.person, office), checked.name(command.name)
    return [] if old == new else [PersonRenamed(by=command.by, at=command.at, person=command.person, old=old, new=new)]


def _appoint(command: Appoint, office: Office) -> list[OfficeEvent]:
    since, until = command.since, command.until
    key = checked.slug(command.appointment, "appointment")
    require(key not in office.appointments, "appointment-exists", "There is an appointment of this id already.")
    _name_of(command.person, office)
    require(until is None or since <= until, "period-inverted", "The last day comes before the first.", "until")
    if command.role is not None:
        require(command.role in GRANTED, "role-not-granted", "This role is never given to a person.", "role")
    named = office.positions.get(command.position_key) if command.position_key else None
    if command.position_key:
        known = N_("This office has named no such position.")
        require(named is not None, "position-unknown", known, "position_key", position=command.position_key)
    position = named.title if named else checked.line(command.position, "position")
    for other in office.appointments.values():
        meets = (other.until is None or since <= other.until) and (until is None or other.since <= until)
        # Somebody may act beside the holder, but a position has one definitive holder, and nobody holds it twice.
        alone = named is None or not named.several
        definitive = alone and other.capacity is command.capacity is Capacity.DEFINITIVE
        twice = other.person == command.person or definitive
        same = other.position_key == command.position_key if named else other.position == position
        if meets and twice and same:
            raise Refused(
                "position-taken",
                "{name} holds this position in that period; end that appointment first.",
                "position",
                name=office.people[other.person],
            )
    return [
        PersonAppointed(
            by=command.by,
            at=command.at,
            appointment=key,
            person=command.person,
            position=position,
            role=command.role,
            capacity=command.capacity,
            decree=checked.line(command.decree, "decree", needed=False),
            since=since,
            until=until,
            position_key=command.position_key or UNSET,
        )
    ]


def _name_position(command: NamePosition, office: Office) -> list[OfficeEvent]:
    key, title = checked.slug(command.position, "position"), checked.line(command.title, "title")
    twice = N_("Another position is printed so: {position}.")
    for other, position in office.positions.items():
        require(other == key or position.title != title, "position-twice", twice, "title", position=other)
    if office.positions.get(key) == Position(title, command.several):
        return []
    return [PositionNamed(by=command.by, at=command.at, position=key, title=title, several=command.several)]


def _end(command: EndAppointment, office: Office) -> list[OfficeEvent]:
    held = office.appointments.get(command.appointment)
    if held is None:
        raise Refused("appointment-unknown", "There is no such appointment.", "appointment")
    require(held.since <= command.until, "period-inverted", "The last day comes before the first.", "until")
    require(
        held.until is None or command.until <= held.until,
        "appointment-ended",
        "It already ends on {day}; a longer one is a new appointment.",
        "until",
        day=str(held.until),
    )
    if held.until == command.until:
        return []
    decree = checked.line(command.decree, "decree", needed=False)
    return [AppointmentEnded(by=command.by, at=command.at, appointment=held.id, until=command.until, decree=decree)]


def _grant(command: GrantRole, office: Office) -> list[OfficeEvent]:
    _name_of(command.person, office)
    require(command.role in GRANTED, "role-not-granted", "This role is never given to a person.", "role")
    if command.role in office.roles_of(command.person):
        return []
    return [RoleGranted(by=command.by, at=command.at, person=command.person, role=command.role)]


def _revoke(command: RevokeRole, office: Office) -> list[OfficeEvent]:
    _name_of(command.person, office)
    if command.role not in office.roles_of(command.person):
        return []
    require(
        command.role is not Role.ADMINISTRATOR or office.holders(command.role) != (command.person,),
        "last-administrator",
        "An office keeps at least one administrator.",
    )
    reason = checked.line(command.reason, "reason", needed=False)
    return [RoleRevoked(by=command.by, at=command.at, person=command.person, role=command.role, reason=reason)]


def _set_route(command: SetRoute, office: Office) -> list[OfficeEvent]:
    kind = checked.route_kind(command.kind)
    steps = checked.steps(kind, command.steps)
    require_named(steps, office)
    return [] if office.routes.get(kind) == steps else [RouteSet(by=command.by, at=command.at, kind=kind, steps=steps)]


def _name_of(person: str, office: Office) -> str:
    require(person in office.people, "person-unknown", "This office does not know the person.", "person")
    return office.people[person]
