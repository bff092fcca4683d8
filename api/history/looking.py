"""Which part of a story is looked at, which moment of it, and the text versions there are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Generic

from api.history.story import ALL_KINDS, Deed, Filters, S, kind_of_event
from domain.events import Event
from domain.plan.events import PlanDrafted
from domain.plan.facts import TextFact
from eventstore.entry import Entry


@dataclass(frozen=True)
class TextVersion:
    """One version; `at` is the log's time."""

    number: int
    at: datetime
    name: str


def versions(recorded: Iterable[tuple[Entry, Event]]) -> list[TextVersion]:
    """Return the versions, the oldest first."""
    made: dict[int, TextVersion] = {}
    for entry, event in recorded:
        if isinstance(event, TextFact | PlanDrafted) and event.version not in made:
            made[event.version] = TextVersion(event.version, entry.recorded_at, event.by.name)
    return list(made.values())


@dataclass(frozen=True)
class Looking(Generic[S]):
    """`at` is a position of the log, `chosen` whether it was asked for; `entry` is the one whose facts are opened.

    `before` begins the page with the acts in front of a position; `size` is how many acts it has.
    """

    acts: Sequence[Deed[S]]
    filters: Filters
    at: int
    chosen: bool
    entry: int | None
    before: int | None
    size: int

    @cached_property
    def deed(self) -> Deed[S]:
        """Return the act of the moment: the last that had begun."""
        return next(deed for deed in reversed(self.acts) if deed.first <= self.at)

    @cached_property
    def kept(self) -> Sequence[Deed[S]]:
        """Return the acts that the filters keep."""
        return [deed for deed in self.acts if self.filters.keep(deed)]

    @cached_property
    def _window(self) -> tuple[int, int]:
        """Pages are counted from the newest act, so that stepping from act to act does not move them."""
        if self.before is not None:
            end = sum(deed.first < self.before for deed in self.kept)
        else:
            newer = sum(deed.first > self.at for deed in self.kept)
            end = len(self.kept) - newer // self.size * self.size
        return max(0, end - self.size), end

    @property
    def kinds(self) -> Sequence[str]:
        """Return the kinds that the story has, and the one that is asked for."""
        there = {kind_of_event(event) for deed in self.acts for _, event in deed.recorded}
        return [kind for kind in ALL_KINDS if kind in there or kind == self.filters.kind]

    @property
    def shown(self) -> Sequence[Deed[S]]:
        """Return the acts of the page."""
        begin, end = self._window
        return self.kept[begin:end]

    @property
    def older(self) -> int | None:
        """Return before which position the page of older acts ends."""
        begin, _ = self._window
        return self.kept[begin].first if begin else None

    @property
    def newer(self) -> int | None:
        """Return before which position the page of newer acts ends."""
        _, end = self._window
        last = min(end + self.size, len(self.kept))
        return self.kept[last - 1].last + 1 if last > end else None

    @property
    def previous(self) -> Deed[S] | None:
        """Return the act that the filters keep in front of the moment's."""
        return next((act for act in reversed(self.kept) if act.last < self.deed.first), None)

    @property
    def following(self) -> Deed[S] | None:
        """Return the act that the filters keep behind the moment's."""
        return next((act for act in self.kept if act.first > self.deed.last), None)
