"""What a client may send with each command; a field that is not here is refused by its name."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from domain.actor import Capacity, Role
from domain.route import StepAct

GrantedRole = Literal[
    Role.DRAFTER,
    Role.SECRETARY,
    Role.CHAIR,
    Role.OWNER,
    Role.PLANNER,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
]
ActingRole = Literal[Role.DRAFTER, Role.SECRETARY, Role.CHAIR, Role.OWNER, Role.PLANNER]
_ID = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"
_ROUTE_KIND = r"^(?:(?:action|quarter)/)?[a-z0-9]+(?:-[a-z0-9]+)*$"
Slug = Annotated[str, Field(pattern=_ID, max_length=63, examples=["kpu-kota-contoh"])]
RouteKind = Annotated[str, Field(pattern=_ROUTE_KIND, max_length=80, examples=["rkt", "action/rkt"])]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Line = Annotated[str, Field(max_length=300)]
Prose = Annotated[str, Field(max_length=4000)]
FIRST_YEAR, LAST_YEAR = 2000, 2100


class Body(BaseModel):
    """The base: no field that is not named."""

    model_config = ConfigDict(extra="forbid")


class Acting(Body):
    """An act on a plan; who holds several roles that fit may say in which one they act."""

    role: ActingRole | None = None


class NewPlan(Acting):
    """Begin a plan; `text` is what `GET` of a plan has as `text`, left out it is the office's empty form.

    `title` is the cover's, where no text is sent.
    """

    kind: Slug = "rkt"
    year: Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR, examples=[2024])]
    title: Annotated[str, Field(max_length=1000)] = ""
    text: dict[str, Any] | None = None


class Submission(Acting):
    """Send the text on its route."""

    note: Prose = ""


class EndorsementBody(Acting):
    """Act on exactly the text and the document that were shown."""

    step: Slug
    digest: Digest
    document: Digest


class Refusal(Acting):
    """Return or reject, with the reason."""

    step: Slug
    reason: Prose


class Withdrawal(Acting):
    """Take the plan back."""

    reason: Prose = ""


class CommentBody(Acting):
    """Remark on a row; without one, on the whole plan."""

    row: Annotated[str, Field(max_length=200)] = ""
    text: Prose


class Settlement(Acting):
    """Answer a remark."""

    answer: Prose


class Carrying(Acting):
    """Leave a remark open into the next submission."""

    reason: Prose


class OfficeDescription(Body):
    """What an office says of itself; `titles` are how its positions print, by role."""

    name: Line
    address: Line = ""
    time_zone: Annotated[str, Field(max_length=63, examples=["Asia/Makassar"])]
    titles: dict[GrantedRole, Line] = Field(default_factory=dict)


class NewOffice(OfficeDescription):
    """Begin an office under a public id."""

    office: Slug


class NewPerson(Body):
    """Make a person known to the office."""

    person: Slug
    name: Line


class PersonName(Body):
    """Correct a person's name as printed."""

    name: Line


class Appointment(Body):
    """Give a person a position for a period, both days included."""

    position: Line
    role: GrantedRole | None = None
    capacity: Capacity = Capacity.DEFINITIVE
    decree: Line = ""
    since: date
    until: date | None = None


class AppointmentEnd(Body):
    """Set the last day of an appointment."""

    until: date
    decree: Line = ""


class Grant(Body):
    """Let a person act in a role."""

    role: GrantedRole


class Revocation(Grant):
    """Take a role away."""

    reason: Line = ""


class StepBody(Body):
    """One station of a route; an empty part is the whole plan."""

    key: Slug
    order: Annotated[int, Field(ge=1, le=100)]
    role: Literal[Role.OWNER, Role.PLANNER, Role.SECRETARY, Role.CHAIR]
    act: StepAct
    part: Annotated[str, Field(max_length=40)] = ""


class RouteBody(Body):
    """Give what is begun of a kind a route: plans (`rkt`), their action plans (`action/rkt`), their quarters."""

    kind: RouteKind = "rkt"
    steps: Annotated[list[StepBody], Field(min_length=1, max_length=50)]


def split_days(value: object) -> object:
    """Read `5, 1` as a form sends it, in any number of fields."""
    if not isinstance(value, list):
        return value
    return [part for each in value for part in (each.replace(",", " ").split() if isinstance(each, str) else [each])]


class PolicyBody(Body):
    """When steps are due from a date on: working days until due, before it for reminders, after it for escalation."""

    effective: date
    due: Annotated[int, Field(ge=1, le=250)]
    before: Annotated[list[Annotated[int, Field(ge=1, le=250)]], BeforeValidator(split_days), Field(max_length=20)] = (
        Field(default_factory=list)
    )
    escalate: Annotated[int, Field(ge=1, le=250)]
    citation: Line


class DayBody(Body):
    """Follow a decree that makes a day a working day or a holiday."""

    day: date
    working: bool
    name: Line = ""
    decree: Line


class SignInBody(Body):
    """Sign in as a person."""

    username: Annotated[str, Field(max_length=200)]
    password: Annotated[str, Field(max_length=1024)]


class PasswordBody(Body):
    """Change one's own password."""

    old: Annotated[str, Field(max_length=1024)]
    new: Annotated[str, Field(max_length=1024)]


class AccountBody(Body):
    """Make an account for a person, who gets a link to choose a password; e-mail is for reminders."""

    username: Annotated[str, Field(max_length=63)]
    email: Annotated[str, Field(max_length=254)] | None = None


class EmailBody(Body):
    """Say where a person's reminders go; left out: nowhere."""

    email: Annotated[str, Field(max_length=254)] | None = None


class Nothing(Body):
    """Only that it be done: the address says to what."""


class InvitationBody(Body):
    """Choose the password of an account; the address holds the secret of the invitation.

    `username` is the account's: with it, an invitation that was accepted already is a sign-in.
    """

    password: Annotated[str, Field(max_length=1024)]
    username: Annotated[str, Field(max_length=63)] = ""


class TokenBody(Body):
    """Name a new token."""

    name: Annotated[str, Field(max_length=200)]


class LanguageBody(Body):
    """Choose the language."""

    lang: Literal["id", "en"]


class BootstrapBody(Body):
    """Make the first office and its first administrator with the installation's secret."""

    secret: Annotated[str, Field(max_length=200)]
    office: Slug
    office_name: Line
    time_zone: Annotated[str, Field(max_length=63)]
    person: Slug
    name: Line
    username: Annotated[str, Field(max_length=63)]
    password: Annotated[str, Field(max_length=1024)]
