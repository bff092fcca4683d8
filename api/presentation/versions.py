"""The text versions of a plan: when each was made, and by whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from domain.acts import PlanDrafted
from domain.events import Event
from domain.facts import Fact
from eventstore.entry import Entry


@dataclass(frozen=True)
class Version:
    """One version; `at` is the log's time."""

    number: int
    at: datetime
    name: str


def versions(recorded: Iterable[tuple[Entry, Event]]) -> list[Version]:
    """Return the versions, the oldest first."""
    made: dict[int, Version] = {}
    for entry, event in recorded:
        if isinstance(event, Fact | PlanDrafted) and event.version not in made:
            made[event.version] = Version(event.version, entry.recorded_at, event.by.name)
    return list(made.values())
