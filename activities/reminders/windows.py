"""When a quarter can be filed and who is reminded of it when, by policy and on the office's calendar; pure."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from activities.reminders.calendar import due, morning
from domain.kernel.actor import Role
from domain.kernel.streams import last_day
from domain.office.events import FilingPolicy
from domain.office.state import Office
from domain.plan.events import ReminderKind
from domain.quarter.row import QuarterReminder, Window

_DAY = timedelta(days=1)


def ended(office: Office, year: int, quarter: int) -> datetime:
    """Return the instant (UTC) at which a quarter is over on the office's clock."""
    return _midnight(office, last_day(year, quarter) + _DAY)


def window(office: Office, year: int, quarter: int) -> Window:
    """Return the window of a quarter, by what policy and calendar say now."""
    last = last_day(year, quarter)
    policy = office.filing_policy(last)
    # The working day after the day before: that is the day itself where people work on it.
    dated = due(_midnight(office, last + (policy.closes - 1) * _DAY), 1, office.time_zone, office.days)
    return Window(
        opens=_midnight(office, last + policy.opens * _DAY),
        closes=dated.instant,
        reminders=_reminders(office, policy, dated.day),
        estimated=dated.estimated,
        source=dated.source,
        citation=policy.citation,
    )


def reminders(office: Office, ends: date, closes: datetime) -> tuple[QuarterReminder, ...]:
    """Return who is to be reminded when of a window that somebody extended or opened again until an instant (UTC).

    `ends` is the last day of its quarter.
    """
    day = (closes - timedelta(microseconds=1)).astimezone(ZoneInfo(office.time_zone)).date()
    return _reminders(office, office.filing_policy(ends), day)


def same_times(one: Window, other: Window) -> bool:
    """Return whether nobody would notice the difference: a new edition of the calendar alone moves no window."""
    return (one.opens, one.closes, one.reminders) == (other.opens, other.closes, other.reminders)


def _reminders(office: Office, policy: FilingPolicy, day: date) -> tuple[QuarterReminder, ...]:
    # Two that fall on the same morning are one: the nearer.
    mornings = {reminder.at: reminder for reminder in _each(office, policy, day)}
    return tuple(mornings[at] for at in sorted(mornings))


def _each(office: Office, policy: FilingPolicy, day: date) -> Iterator[QuarterReminder]:
    def at(start: date, working_days: int) -> datetime:
        return morning(start, working_days, office.time_zone, office.days).instant

    for n in sorted(policy.before, reverse=True):
        yield QuarterReminder(f"before-{n}", ReminderKind.BEFORE, at(day - (n - 1) * _DAY, -1))
    yield QuarterReminder("due", ReminderKind.DUE, at(day, 0))
    for role, n in ((Role.SECRETARY, policy.secretary), (Role.CHAIR, policy.chair)):
        yield QuarterReminder(f"escalation-{role}", ReminderKind.ESCALATION, at(day, n), role)


def _midnight(office: Office, day: date) -> datetime:
    return datetime.combine(day, time.min, ZoneInfo(office.time_zone)).astimezone(UTC)
