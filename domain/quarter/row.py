"""What a quarter is opened with: its window, each indicator to be measured, each programme to be spent."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

import msgspec

from domain.action.row import Owner, Start, checked_owners
from domain.kernel.actor import Role
from domain.kernel.errors import PlanError, require
from domain.kernel.message import Message
from domain.measure.policy import MeasurementPolicy, check_aim, check_policy
from domain.measure.realisation import Aim, Reading, aim_of
from domain.plan.events import ReminderKind
from domain.plan.text import Indicator, Programme

_REMINDED = (Role.OWNER, Role.SECRETARY, Role.CHAIR)


class QuarterBasis(Message, frozen=True, omit_defaults=True, tag="quarter-basis"):
    """The signed plan that a quarter is measured by; of an amended one: from which day, and the how many-th it is."""

    version: int
    digest: str
    effective: date | None = None
    amendment: int = 0


class Unfollowed(Message, frozen=True, tag="unfollowed"):
    """The amended plan that was in force on the quarter's last day, and why it was signed by the one before."""

    plan: QuarterBasis
    reason: str


class QuarterReminder(Message, frozen=True, tag="quarter-reminder"):
    """One instant at which `to` hears of what is not filed: its owners, or an official above them."""

    key: str
    kind: ReminderKind
    at: datetime
    to: Role = Role.OWNER


class Window(Message, frozen=True, tag="filing-window"):
    """From `opens` until before `closes` (UTC); `estimated` when a holiday between is not yet decreed."""

    opens: datetime
    closes: datetime
    reminders: tuple[QuarterReminder, ...]
    estimated: bool
    source: str
    citation: str

    def holds(self, at: datetime) -> bool:
        """Return whether something can be filed at an instant."""
        return self.opens <= at < self.closes


def check_window(window: Window) -> None:
    """Refuse a window that ends before it begins, or reminders that could not be told apart."""
    require(window.opens < window.closes, "window-inverted", "The window closes before it opens.", "closes")
    keys = [reminder.key for reminder in window.reminders]
    require(len(set(keys)) == len(keys), "reminder-twice", "Two reminders have the same key.", "reminders")
    known = all(reminder.to in _REMINDED for reminder in window.reminders)
    require(known, "reminder-role", "A reminder goes to owners, the Secretary or the Chair.", "reminders")


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
    def year_target(self) -> Aim | None:
        """Return what the plan aims at in the year; None where it prints no target."""
        return aim_of(self.indicator.target)

    @property
    def previous(self) -> EarlierQuarter | None:
        """Return the quarter before, None in the first."""
        return self.earlier[-1] if self.earlier else None


class LaterRow(Message, frozen=True, tag="later-row"):
    """An indicator that starts in a later quarter: this one asks nothing of it.

    `lowered` when this one had a target for it until its result could be known.
    """

    indicator: Indicator
    start: Start
    lowered: bool = False


def check_measured(row: QuarterRow) -> None:
    """Refuse a policy that contradicts itself or cannot measure against the row's targets, naming the cell."""
    try:
        check_policy(row.policy)
        for target in (row.year_target, row.target):
            if target is not None:
                check_aim(row.policy, target)
    except PlanError as no:
        raise no.at(f"{row.indicator.id}.{no.place or 'policy'}") from None


def checked_row(row: QuarterRow, quarter: int) -> QuarterRow:
    """Return the row as it would be recorded of a quarter (1 to 4); raises Refused, naming the cell."""
    key = row.indicator.id
    check_measured(row)
    owners = checked_owners(row.owners, f"{key}.owners")
    require(bool(owners), "owner-missing", "A row needs somebody who answers for it.", f"{key}.owners")
    before = [earlier.quarter for earlier in row.earlier]
    ordered = before == sorted(set(before)) and all(1 <= n < quarter for n in before)
    require(ordered, "earlier-unclear", "Earlier quarters stand in order, each once.", f"{key}.earlier")
    return msgspec.structs.replace(row, owners=owners)


class QuarterProgramme(Message, frozen=True, tag="quarter-programme"):
    """A programme, and the indicators its money is for, where that is known."""

    part: str
    programme: Programme
    pays_for: tuple[str, ...] = ()

    @property
    def allotted(self) -> Decimal:
        """Return its rupiah; what is spent at has an amount of its own."""
        return self.programme.allotted or Decimal(0)


def check_rows(rows: Sequence[QuarterRow], later: Sequence[LaterRow], programmes: Sequence[QuarterProgramme]) -> None:
    """Refuse what leaves nothing to measure, now or later, or has a row twice."""
    measured = [*(row.indicator.id for row in rows), *(row.indicator.id for row in later)]
    keys = [*measured, *(each.programme.id for each in programmes)]
    require(bool(measured), "plan-empty", "The plan has no indicator yet; there is nothing to measure.")
    require(len(set(keys)) == len(keys), "duplicate-row-id", "The same row stands twice.")
