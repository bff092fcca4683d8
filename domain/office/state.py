"""An office as its events made it: who may do what, from which position, by which routes and policies."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar, assert_never

from domain.kernel.actor import Actor, Capacity, Duty, Role
from domain.kernel.errors import Refused
from domain.kernel.state import replace
from domain.kind.kind import Kind
from domain.kind.shipped import RKT, SHIPPED
from domain.measure.budget import Lines
from domain.measure.practice import DEFAULT as PRACTICE
from domain.measure.practice import Practice
from domain.office.appointment import Appointment, Position
from domain.office.events import (
    DEFAULT_ACTING,
    DEFAULT_DUTIES,
    DEFAULT_FILING,
    ActingPolicy,
    ActingPolicySet,
    AppointmentEnded,
    DayDeclared,
    DutyPolicy,
    DutyPolicySet,
    EmblemSet,
    FilingPolicy,
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
    PrintedTitle,
    QuadrantLinesSet,
    ReminderPolicy,
    ReminderPolicySet,
    RoleGranted,
    RoleRevoked,
    RouteSet,
)
from domain.office.papers import DEFAULT_PAPERS, PaperPolicy
from domain.route.route import Route, StepAct, default_of

STREAM = "office"
GRANTED = (
    Role.DRAFTER,
    Role.SECRETARY,
    Role.CHAIR,
    Role.OWNER,
    Role.PLANNER,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
)
# Their word binds the office, so they need a position to speak from; the others need only the role.
OFFICIALS = frozenset({Role.SECRETARY, Role.CHAIR})
P = TypeVar("P")


@dataclass(frozen=True)
class Office:
    """The state of one office; the default is an office that does not exist."""

    id: str = ""
    name: str = ""
    address: str = ""
    time_zone: str = ""
    titles: tuple[PrintedTitle, ...] = ()
    people: Mapping[str, str] = field(default_factory=dict)  # names by id
    appointments: Mapping[str, Appointment] = field(default_factory=dict)
    grants: Mapping[str, frozenset[Role]] = field(default_factory=dict)
    routes: Mapping[str, Route] = field(default_factory=dict)
    policies: tuple[ReminderPolicy, ...] = ()  # in the order they were set
    days: Mapping[date, DayDeclared] = field(default_factory=dict)
    # By the day each is in force from; what is set again for a day takes the place of what was set.
    filing: Mapping[date, FilingPolicy] = field(default_factory=dict)
    practices: Mapping[date, Practice] = field(default_factory=dict)
    lines: Mapping[date, Lines] = field(default_factory=dict)
    duties: Mapping[date, DutyPolicy] = field(default_factory=dict)
    acting: Mapping[date, ActingPolicy] = field(default_factory=dict)
    papers: Mapping[date, PaperPolicy] = field(default_factory=dict)
    kinds: Mapping[str, Kind] = field(default_factory=dict)  # the newest version of each, by code
    positions: Mapping[str, Position] = field(default_factory=dict)  # by key
    emblem: str = ""  # the SHA-256 of the picture on covers, in hexadecimal

    @property
    def exists(self) -> bool:
        """Return whether the office was opened."""
        return self.id != ""

    def title(self, role: Role) -> str:
        """Return how the office prints the position that serves a role; empty where it does not say."""
        return next((title.text for title in self.titles if title.role is role), "")

    def named(self, duty: Duty) -> str:
        """Return how the office prints what somebody acts under; empty where it does not say."""
        if duty.role is not Role.OFFICIAL:
            return self.title(duty.role)
        return self.positions[duty.position].title if duty.position in self.positions else ""

    def duties_of(self, person: str, on: date) -> frozenset[Duty]:
        """Return everything a person can act under that day: the roles they hold, and the positions."""
        held = (a.position_key for a in self.appointments.values() if a.person == person and a.holds(on))
        officials = (Duty(Role.OFFICIAL, key) for key in held if key)
        return frozenset([*(Duty(role) for role in self.roles_of(person)), *officials])

    def on_duty(self, duty: Duty, on: date) -> tuple[str, ...]:
        """Return who can act under a duty of this office that day, in the order they were registered."""
        if duty.role is not Role.OFFICIAL:
            return self.holders(duty.role, on)
        if duty.office not in ("", self.id):
            return ()
        return tuple(person for person in self.people if self._holding(person, duty.position, on))

    def roles_of(self, person: str) -> frozenset[Role]:
        """Return the roles a person may act in; none for a stranger."""
        return self.grants.get(person, frozenset())

    def holders(self, role: Role, on: date | None = None) -> tuple[str, ...]:
        """Return who holds a role, in the order they were registered; with `on`, who can act in it that day."""
        return tuple(
            person
            for person in self.people
            if role in self.roles_of(person) and (on is None or role not in OFFICIALS or self._post(person, role, on))
        )

    def actor(self, person: str, role: Role, on: date) -> Actor:
        """Return the person in the role with the position of that day.

        Raises Refused `not-your-role`, or `no-position` for an official without an appointment in force.
        """
        if role not in self.roles_of(person):
            raise Refused("not-your-role", "You do not hold the role this act needs.")
        post = self._post(person, role, on)
        name = self.people[person]
        if post is not None:
            return Actor(person, name, role, post.position, post.capacity, self.id, post.decree)
        if role in OFFICIALS:
            raise Refused("no-position", "{name} has no appointment to this position on {day}.", name=name, day=str(on))
        return Actor(person, name, role, "", Capacity.DEFINITIVE, self.id)

    def official(self, person: str, position: str, on: date) -> Actor:
        """Return the person as they hold a position that day. Raises Refused `no-position`."""
        post, name = self._holding(person, position, on), self.people.get(person, person)
        if post is None:
            nobody = "{name} has no appointment to this position on {day}."
            raise Refused("no-position", nobody, name=name, day=str(on))
        title = self.positions[position].title
        return Actor(person, name, Role.OFFICIAL, title, post.capacity, self.id, post.decree, position)

    def kind(self, code: str) -> Kind | None:
        """Return what plans of a code are made of; None for one that has only the route the office gave it."""
        if code in self.kinds:
            return self.kinds[code]
        shipped = next((kind for kind in SHIPPED if kind.code == code and kind is not RKT), None)
        own = {step.part for step in self.routes.get(code, ()) if step.act is StepAct.SIGN}
        # What an office called so before there were kinds has the parts that its route signs.
        return None if shipped is None or (own and own != {part.key for part in shipped.parts}) else shipped

    def known_kinds(self) -> Mapping[str, Kind]:
        """Return the newest version of every kind by its code: those it declared, and what paraf brings beside them."""
        return {**{kind.code: kind for kind in SHIPPED}, **self.kinds}

    def route(self, kind: str) -> Route:
        """Return the route of what is begun of a kind: a plan, or what `domain.route.route` names of its year."""
        declared = self.kind(kind)
        of_kind = () if declared is None else declared.route if self.positions else declared.by_roles or declared.route
        return self.routes.get(kind) or of_kind or default_of(kind)

    def reminder_policy(self, on: date) -> ReminderPolicy | None:
        """Return the policy in force on a day, the one set last if two are; None where nobody has set any."""
        return max((p for p in reversed(self.policies) if p.effective <= on), key=lambda p: p.effective, default=None)

    def filing_policy(self, on: date) -> FilingPolicy:
        """Return the policy in force for quarters that end on a day; the default where nobody has set any."""
        return _in_force(self.filing, on) or DEFAULT_FILING

    def practice(self, on: date) -> Practice:
        """Return the practice of measurement in force on a day; the default where nobody has set any."""
        return _in_force(self.practices, on) or PRACTICE

    def quadrant_lines(self, on: date) -> Lines | None:
        """Return the lines of achievement and absorption in force on a day; None where nobody has drawn any."""
        return _in_force(self.lines, on)

    def duty_policy(self, on: date) -> DutyPolicy:
        """Return the rule for what is sent on a day; the default where nobody has set any."""
        return _in_force(self.duties, on) or DEFAULT_DUTIES

    def acting_policy(self, on: date) -> ActingPolicy:
        """Return the rule for amendments that are sent on a day; the default where nobody has set any."""
        return _in_force(self.acting, on) or DEFAULT_ACTING

    def paper_policy(self, year: int) -> PaperPolicy:
        """Return which papers a year has; the default where nobody has said so."""
        return _in_force(self.papers, date(year, 12, 31)) or DEFAULT_PAPERS

    def held_once(self, person: str, position: str) -> bool:
        """Return whether a person was ever appointed to a position."""
        return any((a.person, a.position_key) == (person, position) for a in self.appointments.values())

    def _holding(self, person: str, position: str, on: date) -> Appointment | None:
        """The appointment by which a person holds a position: the latest."""
        theirs = (a for a in self.appointments.values() if a.person == person and a.position_key == position)
        return max((a for a in theirs if a.holds(on)), key=lambda a: a.since, default=None)

    def _post(self, person: str, role: Role, on: date) -> Appointment | None:
        """The appointment a person acts from in a role: the one that serves it, the latest first.

        A role that binds nobody may also be acted in from any other position the person has.
        """
        held = [a for a in self.appointments.values() if a.person == person and a.holds(on)]
        serving = [a for a in held if a.role is role]
        if not serving and role not in OFFICIALS:
            serving = held
        return max(serving, key=lambda a: a.since, default=None)


def _in_force(dated: Mapping[date, P], on: date) -> P | None:
    latest = max((day for day in dated if day <= on), default=None)
    return None if latest is None else dated[latest]


def fold(events: Iterable[OfficeEvent], office: Office | None = None) -> Office:
    """Return the office that the events make."""
    state = Office() if office is None else office
    for event in events:
        state = evolve(state, event)
    return state


def evolve(office: Office, event: OfficeEvent) -> Office:
    """Return the office after one event; never refuses."""
    match event:
        case OfficeOpened():
            return replace(
                office,
                id=event.office,
                name=event.name,
                address=event.address,
                time_zone=event.time_zone,
                titles=event.titles,
            )
        case OfficeDescribed():
            return replace(
                office, name=event.name, address=event.address, time_zone=event.time_zone, titles=event.titles
            )
        case EmblemSet(picture=picture):
            return replace(office, emblem=picture)
        case PersonRegistered(person=person):
            return replace(office, people={**office.people, person: event.name})
        case PersonRenamed(person=person):
            return replace(office, people={**office.people, person: event.new})
        case PersonAppointed(appointment=key):
            told = (event.person, event.position, event.role, event.capacity, event.decree, event.since, event.until)
            appointed = Appointment(key, *told, event.position_key)
            return replace(office, appointments={**office.appointments, key: appointed})
        case PositionNamed(position=key):
            return replace(office, positions={**office.positions, key: Position(event.title, event.several)})
        case AppointmentEnded(appointment=key):
            ended = replace(office.appointments[key], until=event.until)
            return replace(office, appointments={**office.appointments, key: ended})
        case RoleGranted(person=person):
            return replace(office, grants={**office.grants, person: office.roles_of(person) | {event.role}})
        case RoleRevoked(person=person):
            return replace(office, grants={**office.grants, person: office.roles_of(person) - {event.role}})
        case RouteSet():
            return replace(office, routes={**office.routes, event.kind: event.steps})
        case ReminderPolicySet():
            return replace(office, policies=(*office.policies, event.policy))
        case DayDeclared():
            return replace(office, days={**office.days, event.day: event})
        case FilingPolicySet(policy=policy):
            return replace(office, filing={**office.filing, policy.effective: policy})
        case PracticeSet(practice=practice):
            return replace(office, practices={**office.practices, practice.effective or date.min: practice})
        case QuadrantLinesSet(effective=effective):
            return replace(office, lines={**office.lines, effective: event.lines})
        case DutyPolicySet(policy=policy):
            return replace(office, duties={**office.duties, policy.effective: policy})
        case ActingPolicySet(policy=policy):
            return replace(office, acting={**office.acting, policy.effective: policy})
        case PaperPolicySet(policy=policy):
            return replace(office, papers={**office.papers, policy.effective: policy})
        case KindDeclared(kind=kind):
            return replace(office, kinds={**office.kinds, kind.code: kind})
        case _:
            assert_never(event)
