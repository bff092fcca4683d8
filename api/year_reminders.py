"""The reminders of a window whose end a person set: a week before, each day of the last three, and on the day."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.acts import ReminderKind
from domain.year.window import QuarterReminder

_BEFORE = (7, 3, 2, 1)  # days
_MORNING = time(8)


def reminders_before(closes: datetime, zone: str) -> tuple[QuarterReminder, ...]:
    """Return them, in the mornings of the office's clock."""
    tz = ZoneInfo(zone)
    last = (closes - timedelta(seconds=1)).astimezone(tz).date()
    mornings = [
        (f"before-{n}" if n else "due", ReminderKind.BEFORE if n else ReminderKind.DUE, last - timedelta(days=n))
        for n in (*_BEFORE, 0)
    ]
    told = (
        QuarterReminder(key, kind, datetime.combine(day, _MORNING, tz).astimezone(UTC)) for key, kind, day in mornings
    )
    return tuple(reminder for reminder in told if reminder.at < closes)
