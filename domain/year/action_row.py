"""A row of the action plan: how an indicator is measured, what each quarter aims at, who owns it, and its steps."""

from domain.measurement import MeasurementPolicy
from domain.message import Message
from domain.realisation import Aim
from domain.year.owner import Owner


class Steps(Message, frozen=True, tag="action-steps"):
    """What is going to be done: for the year, or quarter by quarter (four texts, empty where nothing is)."""

    year: str = ""
    quarters: tuple[str, str, str, str] = ("", "", "", "")

    def __bool__(self) -> bool:
        return bool(self.year or any(self.quarters))


class ActionRow(Message, frozen=True, tag="action-row"):
    """The whole row of an indicator.

    `policy` is the newest confirmed version; `targets` are empty, or one per quarter with None for “no target this
    quarter”.
    """

    indicator: str
    policy: MeasurementPolicy | None = None
    targets: tuple[Aim | None, ...] = ()
    owners: tuple[Owner, ...] = ()
    steps: Steps = Steps()
