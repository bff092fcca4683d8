"""What a client may send about an office: its description, routes, dated policies and days."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from msgspec import UNSET
from pydantic import BeforeValidator, Field

from api.http.bodies import Body, DecimalText, OneLine, Slug
from api.people.bodies import GrantedRole
from domain.kernel.actor import Role
from domain.kernel.exact import Rounding
from domain.measure.budget import Lines
from domain.measure.formula import Formula
from domain.measure.practice import DEFAULT, Practice
from domain.measure.scale import CATEGORIES, OrdinalScale, Rung
from domain.office.events import ActingPolicy, DutyPolicy, FilingPolicy
from domain.office.papers import Deadline, PaperPolicy, YearPaper
from domain.route.route import Step, StepAct

_ROUTE_KIND = r"^(?:(?:action|quarter|report)/)?[a-z0-9]+(?:-[a-z0-9]+)*$"
RouteKind = Annotated[str, Field(pattern=_ROUTE_KIND, max_length=80, examples=["rkt", "action/rkt"])]


def split_days(value: object) -> object:
    """Read `5, 1` as a form sends it, in any number of fields."""
    if not isinstance(value, list):
        return value
    return [part for each in value for part in (each.replace(",", " ").split() if isinstance(each, str) else [each])]


class OfficeDescription(Body):
    """What an office says of itself; `titles` are how its positions print, by role."""

    name: OneLine
    address: OneLine = ""
    time_zone: Annotated[str, Field(max_length=63, examples=["Asia/Makassar"])]
    titles: dict[GrantedRole, OneLine] = Field(default_factory=dict)


class EmblemBody(Body):
    """The picture that covers bear, PNG or JPEG in base64; empty: none."""

    picture: Annotated[str, Field(max_length=360_000)] = ""


class NewOffice(OfficeDescription):
    """Begin an office under a public id."""

    office: Slug


class StepBody(Body):
    """One station of a route; an empty part is the whole plan.

    It asks a role, or a position by its key, of another `office` where named. `need` is how many of those who hold it
    must act; left out, one. `block` is the signature block that is filled; `title` may be sent back, and says nothing.
    """

    key: Slug
    order: Annotated[int, Field(ge=1, le=100)]
    role: Literal[Role.DRAFTER, Role.OWNER, Role.PLANNER, Role.SECRETARY, Role.CHAIR, Role.OFFICIAL] = Role.OFFICIAL
    act: StepAct
    part: Annotated[str, Field(max_length=40)] = ""
    position: Slug | None = None
    office: Slug | None = None
    title: OneLine | None = None
    need: Annotated[int, Field(ge=1, le=20)] | Literal["all"] | None = None
    block: Slug | None = None

    def step(self) -> Step:
        """Return what the domain makes of it."""
        return Step(
            *(self.key, self.order, self.role, self.act, self.part),
            position=self.position or UNSET,
            office=self.office or UNSET,
            need=self.need or UNSET,
            block=self.block or UNSET,
        )


class PositionBody(Body):
    """Say that the office has a position, how it is printed, and whether several hold it at once."""

    position: Slug
    title: OneLine
    several: bool = False


class RouteBody(Body):
    """Give what is begun of a kind a route: plans (`rkt`), their action plans (`action/rkt`), their quarters."""

    kind: RouteKind = "rkt"
    steps: Annotated[list[StepBody], Field(min_length=1, max_length=50)]


class PolicyBody(Body):
    """When steps are due from a date on: working days until due, before it for reminders, after it for escalation."""

    effective: date
    due: Annotated[int, Field(ge=1, le=250)]
    before: Annotated[list[Annotated[int, Field(ge=1, le=250)]], BeforeValidator(split_days), Field(max_length=20)] = (
        Field(default_factory=list)
    )
    escalate: Annotated[int, Field(ge=1, le=250)]
    citation: OneLine


class DayBody(Body):
    """Follow a decree that makes a day a working day or a holiday."""

    day: date
    working: bool
    name: OneLine = ""
    decree: OneLine


Days = Annotated[int, Field(ge=0, le=250)]


class FilingPolicyBody(Body):
    """When quarters that end from a date on are filed: calendar days after their end, and who hears of it when.

    `before` counts calendar days before the last one, `secretary` and `chair` working days after it.
    """

    effective: date
    opens: Days
    closes: Days
    before: Annotated[list[Days], BeforeValidator(split_days), Field(max_length=20)] = Field(default_factory=list)
    secretary: Days
    chair: Days
    citation: OneLine

    def policy(self) -> FilingPolicy:
        """Return what the domain makes of it."""
        before = tuple(self.before)
        return FilingPolicy(self.effective, self.opens, self.closes, before, self.secretary, self.chair, self.citation)


class RungBody(Body):
    """A value of a scale and the scores it stands for; no bound is no end."""

    type: Literal["rung"] = "rung"
    name: OneLine
    low: DecimalText | None = None
    high: DecimalText | None = None
    low_closed: bool = False
    high_closed: bool = True
    worth: DecimalText | None = None

    def rung(self) -> Rung:
        """Return what the domain makes of it."""
        low, high, worth = (None if text is None else Decimal(text) for text in (self.low, self.high, self.worth))
        return Rung(self.name, low, high, self.low_closed, self.high_closed, worth)


class ScaleBody(Body):
    """Values in order, best first; with `thresholds`, half-open intervals without a gap say which score is which."""

    type: Literal["ordinal-scale"] = "ordinal-scale"
    name: OneLine
    rungs: Annotated[list[RungBody], Field(min_length=1, max_length=50)]
    thresholds: bool = False
    citation: OneLine = ""

    def scale(self) -> OrdinalScale:
        """Return what the domain makes of it."""
        return OrdinalScale(self.name, tuple(rung.rung() for rung in self.rungs), self.thresholds, self.citation)


class PracticeBody(Body):
    """How indicators are measured from a date on; cap and floor in per cent. Left out: as paraf proposes it."""

    type: Literal["measurement-practice"] = "measurement-practice"
    effective: date
    citation: OneLine
    lower: Formula = DEFAULT.lower
    ordinal: Formula = DEFAULT.ordinal
    cap: DecimalText | None = None
    floor: DecimalText | None = None
    places: Annotated[int, Field(ge=0, le=6)] = DEFAULT.places
    rounding: Rounding = DEFAULT.rounding
    scales: Annotated[list[ScaleBody], Field(max_length=20)] | None = None
    categories: ScaleBody | None = None

    def practice(self) -> Practice:
        """Return what the domain makes of it."""
        named = None if self.categories is None else self.categories.scale()
        return Practice(
            citation=self.citation,
            effective=self.effective,
            lower=self.lower,
            ordinal=self.ordinal,
            cap=None if self.cap is None else Decimal(self.cap),
            floor=None if self.floor is None else Decimal(self.floor),
            places=self.places,
            rounding=self.rounding,
            scales=DEFAULT.scales if self.scales is None else tuple(scale.scale() for scale in self.scales),
            categories=UNSET if named in (None, CATEGORIES) else named,
        )


class LinesBody(Body):
    """From where on, in per cent, a result counts as reached and a budget as spent, from a date on."""

    effective: date
    achievement: DecimalText
    absorption: DecimalText
    citation: OneLine

    def lines(self) -> Lines:
        """Return what the domain makes of it."""
        return Lines(Decimal(self.achievement), Decimal(self.absorption), self.citation)


class DutyPolicyBody(Body):
    """Whether another person is asked for every role, of what is sent from a date on."""

    effective: date
    separate: bool
    citation: OneLine

    def policy(self) -> DutyPolicy:
        """Return what the domain makes of it."""
        return DutyPolicy(self.effective, self.separate, self.citation)


class DeadlineBody(Body):
    """A day of the paper's year, or so many years after it; past its end a month ends."""

    month: Annotated[int, Field(ge=1, le=12)]
    day: Annotated[int, Field(ge=1, le=31)]
    years: Annotated[int, Field(ge=-1, le=2)] = 0


class YearPaperBody(Body):
    """A paper of the year: a plan (`rkt`), its action plan, quarters or annual report; without `due` never late.

    One that `holds` for several years is the newest that was begun in them.
    """

    kind: RouteKind
    due: DeadlineBody | None = None
    citation: OneLine = ""
    holds: Annotated[int, Field(ge=1, le=10)] = 1

    def paper(self) -> YearPaper:
        """Return what the domain makes of it."""
        due = None if self.due is None else Deadline(self.due.month, self.due.day, self.due.years)
        return YearPaper(self.kind, due, self.citation, self.holds)


class PaperPolicyBody(Body):
    """Which papers there are of the years that end from a date on, and by when."""

    effective: date
    papers: Annotated[list[YearPaperBody], Field(min_length=1, max_length=30)]
    citation: OneLine

    def policy(self) -> PaperPolicy:
        """Return what the domain makes of it."""
        return PaperPolicy(self.effective, tuple(paper.paper() for paper in self.papers), self.citation)


class ActingPolicyBody(Body):
    """Whether officials who only act in a position may not sign amendments, of what is sent from a date on."""

    effective: date
    refused: bool
    citation: OneLine

    def policy(self) -> ActingPolicy:
        """Return what the domain makes of it."""
        return ActingPolicy(self.effective, self.refused, self.citation)
