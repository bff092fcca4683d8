"""What a quarter is opened with: each indicator as it is to be measured, each programme as it is to be spent."""

from domain.action.row import Owner
from domain.kernel.message import Message
from domain.measure.policy import MeasurementPolicy
from domain.measure.realisation import Aim, Reading, aim_of
from domain.plan.text import Indicator, Programme


class EarlierQuarter(Message, frozen=True, tag="earlier-quarter"):
    """What an earlier quarter of the year came to, and what was to follow from it."""

    quarter: int
    reading: Reading
    follow_up: str = ""


class EarlierChange(Message, frozen=True, tag="earlier-change"):
    """What an earlier quarter of an indicator comes to now."""

    indicator: str
    now: EarlierQuarter


class QuarterRow(Message, frozen=True, tag="quarter-row"):
    """An indicator in a quarter; `target` None is no target in this quarter.

    `lowered` when the target became easier, or went away, after its result could be known.
    """

    part: str
    indicator: Indicator
    policy: MeasurementPolicy
    target: Aim | None
    owners: tuple[Owner, ...]
    earlier: tuple[EarlierQuarter, ...] = ()
    lowered: bool = False

    @property
    def year_target(self) -> Aim:
        """Return what the plan aims at in the year."""
        return aim_of(self.indicator.target)

    @property
    def previous(self) -> EarlierQuarter | None:
        """Return the quarter before, None in the first."""
        return self.earlier[-1] if self.earlier else None


class QuarterProgramme(Message, frozen=True, tag="quarter-programme"):
    """A programme, and the indicators its money is for, where that is known."""

    part: str
    programme: Programme
    pays_for: tuple[str, ...] = ()
