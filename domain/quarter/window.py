"""When a quarter can be filed, who is reminded of it, and by which rule: computed outside, recorded, never again."""

from datetime import datetime

from domain.kernel.actor import Role
from domain.kernel.errors import require
from domain.kernel.message import Message
from domain.plan.events import ReminderKind

_REMINDED = (Role.OWNER, Role.SECRETARY, Role.CHAIR)


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
