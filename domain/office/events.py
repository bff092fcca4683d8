"""The events of an office: its people, positions, rights, routes, dated policies and days."""

from datetime import date

from msgspec import UNSET, UnsetType

from domain.kernel.actor import Act, Capacity, Role
from domain.kernel.message import Message
from domain.kind.kind import Kind
from domain.measure.budget import Lines
from domain.measure.practice import Practice
from domain.office.papers import PaperPolicy
from domain.route.route import Route


class DutyPolicy(Message, frozen=True, tag="duty-policy"):
    """Of what is sent from `effective` on: where duties are `separate`, who acted in one role acts in no other."""

    effective: date
    separate: bool
    citation: str


# What an office follows until it says otherwise.
DEFAULT_DUTIES = DutyPolicy(date.min, separate=False, citation="paraf default: each act is recorded under its own role")


class ActingPolicy(Message, frozen=True, tag="acting-policy"):
    """Of amendments sent from `effective` on: whether who only acts in a position (*Plt.*, *Plh.*) may not sign one."""

    effective: date
    refused: bool
    citation: str


# What an office follows until it says otherwise: they are told, and may sign.
DEFAULT_ACTING = ActingPolicy(date.min, refused=False, citation="SE BKN 2/SE/VII/2019, 1/SE/I/2021")


class FilingPolicy(Message, frozen=True, tag="filing-policy"):
    """Of quarters that end from `effective` on.

    The window opens on the `opens`th day after the quarter and closes with the `closes`th, or with the working day
    after it. Owners are reminded so many days before that one (`before`, or the working day before) and on it; the
    Secretary and the Chair hear of what is not filed so many working days after it.
    """

    effective: date
    opens: int
    closes: int
    before: tuple[int, ...]
    secretary: int
    chair: int
    citation: str


# What an office follows until it says otherwise.
DEFAULT_FILING = FilingPolicy(
    date.min, 1, 10, (7, 3, 1), 1, 3, "paraf default: the 1st to the 10th after the end of the quarter"
)


class PrintedTitle(Message, frozen=True, tag="printed-title"):
    """How an office prints the position that serves a role, such as “Sekretaris”."""

    role: Role
    text: str


class ReminderPolicy(Message, frozen=True, tag="reminder-policy"):
    """When a step is due and who hears of it, all in working days, and the rule that says so.

    Due `due` days after the step opened; reminded so many days before (`before`, any number of times); escalated
    `escalate` days after.
    """

    effective: date
    due: int
    before: tuple[int, ...]
    escalate: int
    citation: str


class OfficeOpened(Act, frozen=True, tag="office-opened"):
    """An office began; `office` is its public slug and `time_zone` an IANA name."""

    office: str
    name: str
    address: str
    time_zone: str
    titles: tuple[PrintedTitle, ...]


class OfficeDescribed(Act, frozen=True, tag="office-described"):
    """The office's name, address, time zone and titles are now these."""

    name: str
    address: str
    time_zone: str
    titles: tuple[PrintedTitle, ...]


class EmblemSet(Act, frozen=True, tag="emblem-set"):
    """What is printed from now on bears this picture on its cover: the SHA-256 of its bytes; empty: none."""

    picture: str


class PersonRegistered(Act, frozen=True, tag="person-registered"):
    """The office knows a person; the id is the same in every office."""

    person: str
    name: str


class PersonRenamed(Act, frozen=True, tag="person-renamed"):
    """A person's name as printed changed, such as by a degree."""

    person: str
    old: str
    new: str


class PersonAppointed(Act, frozen=True, tag="person-appointed"):
    """A person holds a position from `since` to `until`, both included; `role` is what it serves, if any.

    A position that the office named has a key, and `position` is its title of that time.
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


class PositionNamed(Act, frozen=True, tag="position-named"):
    """The office has a position of this key, printed so; where `several` hold it, each is definitive in it.

    Named again, it is printed otherwise from now on.
    """

    position: str
    title: str
    several: bool


class AppointmentEnded(Act, frozen=True, tag="appointment-ended"):
    """`until` is the last day of an appointment."""

    appointment: str
    until: date
    decree: str


class RoleGranted(Act, frozen=True, tag="role-granted"):
    """A person may act in a role."""

    person: str
    role: Role


class RoleRevoked(Act, frozen=True, tag="role-revoked"):
    """A person may no longer act in a role."""

    person: str
    role: Role
    reason: str


class RouteSet(Act, frozen=True, tag="route-set"):
    """What is begun of a kind takes this route (domain/year/routes.py); what was begun keeps its own."""

    kind: str
    steps: Route


class ReminderPolicySet(Act, frozen=True, tag="reminder-policy-set"):
    """Steps that open from the policy's effective date follow it."""

    policy: ReminderPolicy


class DayDeclared(Act, frozen=True, tag="day-declared"):
    """A decree made a day a working day or a holiday, whatever the published calendar says."""

    day: date
    working: bool
    name: str
    decree: str


class FilingPolicySet(Act, frozen=True, tag="filing-policy-set"):
    """Quarters that end from the policy's effective date on are filed by it."""

    policy: FilingPolicy


class PracticeSet(Act, frozen=True, tag="measurement-practice-set"):
    """Measurement is proposed by this practice from its effective date on; what was confirmed stays."""

    practice: Practice


class QuadrantLinesSet(Act, frozen=True, tag="quadrant-lines-set"):
    """From the effective date on, results and money are compared with these lines."""

    effective: date
    lines: Lines


class DutyPolicySet(Act, frozen=True, tag="duty-policy-set"):
    """What is sent from the policy's effective date on follows it; what is on its route keeps its own rule."""

    policy: DutyPolicy


class ActingPolicySet(Act, frozen=True, tag="acting-policy-set"):
    """Amendments that are sent from the policy's effective date on follow it; one on its route keeps its own rule."""

    policy: ActingPolicy


class KindDeclared(Act, frozen=True, tag="kind-declared"):
    """Plans of the kind's code that begin from now on have this version of it; those begun keep their own."""

    kind: Kind


class PaperPolicySet(Act, frozen=True, tag="paper-policy-set"):
    """Of years that end from the policy's effective date on there are these papers."""

    policy: PaperPolicy


OfficeEvent = (
    OfficeOpened
    | OfficeDescribed
    | EmblemSet
    | PersonRegistered
    | PersonRenamed
    | PersonAppointed
    | PositionNamed
    | AppointmentEnded
    | RoleGranted
    | RoleRevoked
    | RouteSet
    | ReminderPolicySet
    | DayDeclared
    | FilingPolicySet
    | PracticeSet
    | QuadrantLinesSet
    | DutyPolicySet
    | ActingPolicySet
    | KindDeclared
    | PaperPolicySet
)
