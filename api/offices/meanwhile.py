"""What somebody else changed after a page of an office was shown: told before it is taken away, and by whom."""

from datetime import datetime
from typing import Any

from api.http.acts import of_office
from api.http.frame import SHOWN_VERSION
from api.http.problems import HttpError
from api.http.visit import Visit
from api.offices.sentences import office_sentence
from api.usecases import Build, Intent
from domain.kernel.actor import Actor
from domain.kernel.errors import N_
from domain.office.commands import (
    DeclareDay,
    DeclareKind,
    DescribeOffice,
    EndAppointment,
    NamePosition,
    OfficeCommand,
    RenamePerson,
    SetActingPolicy,
    SetDutyPolicy,
    SetFilingPolicy,
    SetPaperPolicy,
    SetPractice,
    SetQuadrantLines,
    SetReminderPolicy,
    SetRoute,
)
from domain.office.events import (
    ActingPolicySet,
    AppointmentEnded,
    DayDeclared,
    DutyPolicySet,
    FilingPolicySet,
    KindDeclared,
    OfficeDescribed,
    OfficeEvent,
    PaperPolicySet,
    PersonRenamed,
    PositionNamed,
    PracticeSet,
    QuadrantLinesSet,
    ReminderPolicySet,
    RouteSet,
)
from domain.office.state import STREAM
from eventstore.codec import decode
from eventstore.entry import Receipt


async def as_shown(visit: Visit, intent: Intent, build: Build[Any], step: str) -> Receipt:
    """Carry out a command for an office that somebody asks who has seen what it takes the place of.

    A form says which version of the office its page showed, a program may say so in `If-Match`. Shown again, the page
    tells who changed what; sent from there, the command has been chosen. Raises `HttpError` 412.
    """

    async def unchanged(by: Actor, at: datetime) -> OfficeCommand:
        command: OfficeCommand = await build(by, at)
        given = visit.shown.get(SHOWN_VERSION, "") or visit.request.headers.get("if-match", "").strip('"')
        if given.isdecimal() and given.isascii() and len(given) < 10:
            await _require_seen(visit, intent.office, command, int(given))
        return command

    return await of_office(visit, intent, unchanged, step)


async def _require_seen(visit: Visit, office: str, command: OfficeCommand, version: int) -> None:
    about = _subject(command)
    if about is None:
        return
    for entry in reversed(await visit.services.store.read(office, STREAM, after=version)):
        event = decode(entry.body)
        if isinstance(event, OfficeEvent) and _subject(event) == about:
            told = office_sentence(visit.frame.words, visit.frame.clock(visit.office), event, visit.office)
            raise HttpError(
                412,
                "changed-meanwhile",
                N_("After this page was shown: {what} Sending again puts yours in its place."),
                what=told.striptags(),
            )


def _subject(said: OfficeCommand | OfficeEvent) -> tuple[object, ...] | None:
    """What a command or an event is about, of which the last word stands; None where nothing takes its place."""
    match said:
        case DescribeOffice() | OfficeDescribed():
            return ("office",)
        case SetRoute(kind=kind) | RouteSet(kind=kind):
            return "route", kind
        case DeclareKind(kind=kind) | KindDeclared(kind=kind):
            return "kind", kind.code
        case SetReminderPolicy(policy=policy) | ReminderPolicySet(policy=policy):
            return "reminders", policy.effective
        case SetFilingPolicy(policy=policy) | FilingPolicySet(policy=policy):
            return "filing", policy.effective
        case SetDutyPolicy(policy=policy) | DutyPolicySet(policy=policy):
            return "duties", policy.effective
        case SetActingPolicy(policy=policy) | ActingPolicySet(policy=policy):
            return "acting", policy.effective
        case SetPaperPolicy(policy=policy) | PaperPolicySet(policy=policy):
            return "papers", policy.effective
        case SetPractice(practice=practice) | PracticeSet(practice=practice):
            return "practice", practice.effective
        case SetQuadrantLines(effective=effective) | QuadrantLinesSet(effective=effective):
            return "lines", effective
        case DeclareDay(day=day) | DayDeclared(day=day):
            return "day", day
        case NamePosition(position=position) | PositionNamed(position=position):
            return "position", position
        case RenamePerson(person=person) | PersonRenamed(person=person):
            return "person", person
        case EndAppointment(appointment=appointment) | AppointmentEnded(appointment=appointment):
            return "appointment", appointment
        case _:
            return None
