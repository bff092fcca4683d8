"""What may be asked of an office; time, identity and chance arrive inside the command."""

from datetime import date

from msgspec import UNSET, UnsetType

from domain.kernel.actor import Capacity, Command, Role
from domain.kind.kind import Kind
from domain.measure.budget import Lines
from domain.measure.practice import Practice
from domain.office.events import ActingPolicy, DutyPolicy, FilingPolicy, PrintedTitle, ReminderPolicy
from domain.office.papers import PaperPolicy
from domain.route.route import Route


class OpenOffice(Command, frozen=True, tag="open-office"):
    """Begin an office under a public slug; an administrator who opens one administers it."""

    office: str
    name: str
    address: str
    time_zone: str
    titles: tuple[PrintedTitle, ...]


class DescribeOffice(Command, frozen=True, tag="describe-office"):
    """Correct what the office says of itself."""

    name: str
    address: str
    time_zone: str
    titles: tuple[PrintedTitle, ...]


class SetEmblem(Command, frozen=True, tag="set-emblem"):
    """Say which picture covers bear, by the SHA-256 of its bytes in hexadecimal; empty: none."""

    picture: str


class RegisterPerson(Command, frozen=True, tag="register-person"):
    """Make a person known to the office."""

    person: str
    name: str


class RenamePerson(Command, frozen=True, tag="rename-person"):
    """Correct a person's name as printed."""

    person: str
    name: str


class Appoint(Command, frozen=True, tag="appoint"):
    """Give a person a position for a period, both days included; `appointment` is a new id.

    With the key of one that the office named, that is the position, whatever `position` says.
    """

    appointment: str
    person: str
    position: str
    role: Role | None
    capacity: Capacity
    decree: str
    since: date
    until: date | None
    position_key: str | UnsetType = UNSET


class NamePosition(Command, frozen=True, tag="name-position"):
    """Say that the office has a position, how it is printed, and whether several hold it at once."""

    position: str
    title: str
    several: bool


class EndAppointment(Command, frozen=True, tag="end-appointment"):
    """Set the last day of an appointment."""

    appointment: str
    until: date
    decree: str


class GrantRole(Command, frozen=True, tag="grant-role"):
    """Let a person act in a role."""

    person: str
    role: Role


class RevokeRole(Command, frozen=True, tag="revoke-role"):
    """Take a role away."""

    person: str
    role: Role
    reason: str


class SetRoute(Command, frozen=True, tag="set-route"):
    """Give what is begun of a kind a route: `rkt`, or of its year `action/rkt` or `quarter/rkt`."""

    kind: str
    steps: Route


class SetReminderPolicy(Command, frozen=True, tag="set-reminder-policy"):
    """Say when steps are due from a date on."""

    policy: ReminderPolicy


class DeclareDay(Command, frozen=True, tag="declare-day"):
    """Follow a decree that makes a day a working day or a holiday."""

    day: date
    working: bool
    name: str
    decree: str


class SetFilingPolicy(Command, frozen=True, tag="set-filing-policy"):
    """Say when quarters can be filed, for those that end from a date on."""

    policy: FilingPolicy


class SetPractice(Command, frozen=True, tag="set-measurement-practice"):
    """Say how indicators are measured from a date on; the office counts the versions itself."""

    practice: Practice


class SetQuadrantLines(Command, frozen=True, tag="set-quadrant-lines"):
    """Say from where on a result counts as reached and a budget as spent, from a date on."""

    effective: date
    lines: Lines


class SetDutyPolicy(Command, frozen=True, tag="set-duty-policy"):
    """Say whether one person may act in two roles on what is sent from a date on."""

    policy: DutyPolicy


class SetActingPolicy(Command, frozen=True, tag="set-acting-policy"):
    """Say whether who only acts in a position may sign an amendment that is sent from a date on."""

    policy: ActingPolicy


class DeclareKind(Command, frozen=True, tag="declare-kind"):
    """Say what plans of a code are made of from now on; the office counts the versions itself."""

    kind: Kind


class SetPaperPolicy(Command, frozen=True, tag="set-paper-policy"):
    """Say which papers there are of a year, and by when, for years that end from a date on."""

    policy: PaperPolicy


OfficeCommand = (
    OpenOffice
    | DescribeOffice
    | SetEmblem
    | RegisterPerson
    | RenamePerson
    | Appoint
    | NamePosition
    | EndAppointment
    | GrantRole
    | RevokeRole
    | SetRoute
    | SetReminderPolicy
    | DeclareDay
    | SetFilingPolicy
    | SetPractice
    | SetQuadrantLines
    | SetDutyPolicy
    | SetActingPolicy
    | DeclareKind
    | SetPaperPolicy
)
