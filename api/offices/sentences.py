"""What happened in an office, in sentences."""

from datetime import date
from typing import assert_never

from markupsafe import Markup

from api.words import names
from api.words.clock import Clock
from api.words.words import Words
from domain.kernel.errors import N_
from domain.kernel.exact import spell_plain
from domain.office.events import (
    ActingPolicySet,
    AppointmentEnded,
    DayDeclared,
    DutyPolicySet,
    EmblemSet,
    FilingPolicySet,
    KindDeclared,
    OfficeDescribed,
    OfficeEvent,
    OfficeOpened,
    PaperPolicySet,
    PersonAppointed,
    PersonRegistered,
    PersonRenamed,
    PositionNamed,
    PracticeSet,
    QuadrantLinesSet,
    ReminderPolicySet,
    RoleGranted,
    RoleRevoked,
    RouteSet,
)
from domain.office.state import Office


def office_sentence(words: Words, clock: Clock, event: OfficeEvent, office: Office | None = None) -> Markup:
    """Tell one event; whom the office does not name is called by their id."""
    people = office.people if office else {}

    def say(msgid: str, **params: object) -> Markup:
        who = Markup("<b>{}</b>").format(names.actor(words, event.by))
        return words.html(msgid, who=who, **params)

    match event:
        case OfficeOpened(name=name):
            return say("{who} opened the office {office}.", office=name)
        case OfficeDescribed(name=name):
            return say("{who} corrected what the office says of itself: {office}.", office=name)
        case EmblemSet(picture=""):
            return say("{who} took the emblem off the covers of this office.")
        case EmblemSet(picture=picture):
            return say("{who} put an emblem on the covers of this office (SHA-256 {picture}).", picture=picture[:16])
        case PersonRegistered(name=name):
            return say("{who} registered {person}.", person=name)
        case PersonRenamed(old=old, new=new):
            return say("{who} corrected the name {old} to {new}.", old=old, new=new)
        case PersonAppointed():
            since = clock.day(event.since)
            if event.until is None:
                return say(
                    "{who} appointed {person} as {position} from {since}.",
                    person=people.get(event.person, event.person),
                    position=names.PREFIXES[event.capacity] + event.position,
                    since=since,
                )
            return say(
                "{who} appointed {person} as {position} from {since} to {until}.",
                person=people.get(event.person, event.person),
                position=names.PREFIXES[event.capacity] + event.position,
                since=since,
                until=clock.day(event.until),
            )
        case PositionNamed(title=title):
            msgid = N_("{who} named the position {position}.")
            several = N_("{who} named the position {position}, which several hold.")
            return say(several if event.several else msgid, position=title)
        case AppointmentEnded():
            return say("{who} ended an appointment on {day}.", day=clock.day(event.until))
        case RoleGranted(person=person, role=role):
            return say(
                "{who} gave {person} the role {role}.", person=people.get(person, person), role=names.role(words, role)
            )
        case RoleRevoked(person=person, role=role):
            return say(
                "{who} took the role {role} from {person}.",
                person=people.get(person, person),
                role=names.role(words, role),
            )
        case RouteSet(kind=kind):
            return say("{who} set the route of {kind}.", kind=names.kind(words, kind))
        case ReminderPolicySet(policy=policy):
            day = clock.day(policy.effective)
            return say("{who} set when steps are due, from {day} ({citation}).", day=day, citation=policy.citation)
        case DayDeclared(day=day, working=working):
            msgid = N_("{who} declared {day} a working day.") if working else N_("{who} declared {day} a holiday.")
            return say(msgid, day=clock.day(day))
        case FilingPolicySet(policy=filing):
            day = clock.day(filing.effective)
            return say("{who} set when quarters are filed, from {day} ({citation}).", day=day, citation=filing.citation)
        case PracticeSet(practice=practice):
            return say(
                "{who} set how indicators are measured, from {day} ({citation}).",
                day=clock.day(practice.effective or date.min),
                citation=practice.citation,
            )
        case QuadrantLinesSet(effective=effective, lines=lines):
            return say(
                "{who} set the lines of achievement ({achievement}%) and absorption ({absorption}%), from {day}.",
                achievement=spell_plain(lines.achievement),
                absorption=spell_plain(lines.absorption),
                day=clock.day(effective),
            )
        case DutyPolicySet(policy=policy) if policy.separate:
            return say("{who} asked for another person in every role, from {day} on.", day=clock.day(policy.effective))
        case DutyPolicySet(policy=policy):
            return say("{who} let one person act in two roles, from {day} on.", day=clock.day(policy.effective))
        case ActingPolicySet(policy=policy) if policy.refused:
            return say(
                "{who} barred officials who only act from signing amendments, from {day} on ({citation}).",
                day=clock.day(policy.effective),
                citation=policy.citation,
            )
        case ActingPolicySet(policy=policy):
            return say(
                "{who} let officials who only act sign amendments, from {day} on.", day=clock.day(policy.effective)
            )
        case PaperPolicySet(policy=owed):
            day, kinds = clock.day(owed.effective), ", ".join(names.kind(words, paper.kind) for paper in owed.papers)
            return say("{who} set which papers a year has, from {day}: {papers}.", day=day, papers=kinds)
        case KindDeclared(kind=declared):
            return say(
                "{who} declared version {version} of the kind of plan {kind}.",
                version=declared.version,
                kind=names.kind(words, declared.code, declared),
            )
        case _:
            assert_never(event)
