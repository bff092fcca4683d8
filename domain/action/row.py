"""A row of the action plan: who answers for an indicator, how it is measured, what each quarter aims at."""

from msgspec import UNSET, UnsetType

from domain.kernel.characters import reason
from domain.kernel.errors import N_, require
from domain.kernel.message import Message
from domain.kernel.streams import QUARTERS
from domain.measure.policy import MeasurementPolicy
from domain.measure.realisation import Aim
from domain.office.check import line, slug

_MOST = 20


class Owner(Message, frozen=True, tag="owner"):
    """A person by id, and the name as printed."""

    person: str
    name: str


def checked_owners(owners: tuple[Owner, ...], place: str) -> tuple[Owner, ...]:
    """Return the owners with clean names; refuses the same person twice."""
    people = [owner.person for owner in owners]
    require(len(set(people)) == len(people), "owner-twice", "The same person stands here twice.", place)
    require(len(people) <= _MOST, "too-many-owners", "At most {most} people own a row.", place, most=str(_MOST))
    return tuple(Owner(slug(owner.person, place), line(owner.name, place)) for owner in owners)


class Steps(Message, frozen=True, tag="action-steps"):
    """What is going to be done: for the year, or quarter by quarter (four texts, empty where nothing is)."""

    year: str = ""
    quarters: tuple[str, str, str, str] = ("", "", "", "")

    def __bool__(self) -> bool:
        return bool(self.year or any(self.quarters))


class Start(Message, frozen=True, tag="indicator-start"):
    """The quarter in which an indicator starts, and why not in the first."""

    quarter: int
    reason: str


def checked_start(start: Start | UnsetType, place: str) -> Start | UnsetType:
    """Return the start with a clean reason; nothing starts later than in the last quarter."""
    if start is UNSET:
        return UNSET
    known = N_("An indicator starts in the second, third or fourth quarter, or with the year.")
    require(start.quarter in QUARTERS[1:], "start-unknown", known, f"{place}.quarter")
    return Start(start.quarter, reason(start.reason, f"{place}.reason"))


class ActionRow(Message, frozen=True, tag="action-row"):
    """The whole row of an indicator.

    `policy` is the newest confirmed version; `targets` are empty, or one per quarter with None for “no target this
    quarter”. Without `start` it starts with the year.
    """

    indicator: str
    policy: MeasurementPolicy | None = None
    targets: tuple[Aim | None, ...] = ()
    owners: tuple[Owner, ...] = ()
    steps: Steps = Steps()
    start: Start | UnsetType = UNSET

    @property
    def begins(self) -> int:
        """Return the quarter in which it starts."""
        return 1 if self.start is UNSET else self.start.quarter
