"""An office's log as a story: days, within them acts, within them what each changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from markupsafe import Markup

from api.presentation import names
from api.presentation.sentences import Teller
from domain.actor import Actor
from domain.acts import CommentCarried, CommentMade, CommentSettled, DocumentRendered, DueComputed, StepReminded
from domain.events import Event
from domain.facts import (
    Change,
    DetailChanged,
    ProgrammeAllotted,
    RowAdded,
    RowMoved,
    RowRemoved,
    RowReworded,
    TargetChanged,
)
from domain.plan import Plan, PlanEvent, evolve
from domain.refusal import CommandRefused
from eventstore.entry import Entry

Recorded = tuple[Entry, Event]

KINDS = ("text", "route", "comments", "system", "refused")
_FEW = 3  # an act of no more events is told whole


@dataclass(frozen=True)
class Line:
    """One event told."""

    entry: Entry
    event: Event
    sentence: Markup
    kind: str
    rows: frozenset[str]


@dataclass(frozen=True)
class Deed:
    """What one command made happen; `summary` tells it in one sentence where it has many lines."""

    command_id: str
    by: Actor
    at: datetime
    lines: tuple[Line, ...]
    summary: Markup

    @property
    def first(self) -> int:
        """Return the log position of its first event."""
        return self.lines[0].entry.position

    @property
    def last(self) -> int:
        """Return the log position of its last event."""
        return self.lines[-1].entry.position


@dataclass(frozen=True)
class Day:
    """The acts of one day in the office."""

    day: date
    deeds: tuple[Deed, ...]


@dataclass(frozen=True)
class Story:
    """The days, and the plan at the chosen moment with the cells that its act changed."""

    days: tuple[Day, ...]
    plan: Plan
    before: Plan
    deed: Deed | None
    positions: tuple[int, ...]
    lit: frozenset[str]


@dataclass(frozen=True)
class Filters:
    """What of the story is asked for; empty is everything."""

    person: str = ""
    row: str = ""
    kind: str = ""

    def __bool__(self) -> bool:
        return bool(self.person or self.row or self.kind)

    def keeps(self, line: Line) -> bool:
        """Return whether the line is asked for; a row may be named with its field."""
        row = self.row.partition(".")[0]
        return (
            self.person in ("", line.event.by.person)
            and (not row or row in line.rows)
            and (
                not self.row
                or "." not in self.row
                or self.row in changed_places(line.event)
                or not is_change(line.event)
            )
            and self.kind in ("", line.kind)
        )


def story(teller: Teller, recorded: Sequence[Recorded], at: int | None, filters: Filters) -> Story:
    """Tell the plan's events up to the last; show the plan as it stood after log position `at` (None: now)."""
    deeds: list[Deed] = []
    plan = Plan()
    shown, before, current = plan, plan, None
    for deed, start, end in _deeds(teller, recorded):
        if at is None or deed.first <= at:
            shown, before, current = end, start, deed
        kept = tuple(line for line in deed.lines if filters.keeps(line))
        if kept:
            deeds.append(replace(deed, lines=kept))
    lit = frozenset(p for line in (current.lines if current else ()) for p in changed_places(line.event))
    days: dict[date, list[Deed]] = {}
    for deed in deeds:
        days.setdefault(teller.clock.date(deed.at), []).append(deed)
    return Story(
        tuple(Day(day, tuple(done)) for day, done in days.items()),
        shown,
        before,
        current,
        tuple(deed.last for deed in deeds),
        lit,
    )


def _deeds(teller: Teller, recorded: Iterable[Recorded]) -> Iterable[tuple[Deed, Plan, Plan]]:
    plan = start = Plan()
    lines: list[Line] = []
    for entry, event in recorded:
        if lines and entry.command_id != lines[-1].entry.command_id:
            yield _deed(teller, lines), start, plan
            lines, start = [], plan
        lines.append(Line(entry, event, teller.sentence(event, plan), kind_of_event(event), touched_rows(event)))
        if isinstance(event, PlanEvent):
            plan = evolve(plan, event)
    if lines:
        yield _deed(teller, lines), start, plan


def _deed(teller: Teller, lines: list[Line]) -> Deed:
    event = lines[-1].event
    summary = Markup()
    changes = sum(is_change(line.event) for line in lines)
    if len(lines) > _FEW and changes:
        words = teller.words
        who = Markup("<b>{}</b>").format(names.actor(words, event.by))
        counted = words.plural("{n} change", "{n} changes", changes)
        summary = words.html("{who} saved the text: {changes}.", who=who, changes=counted)
    return Deed(lines[0].entry.command_id, event.by, event.at, tuple(lines), summary)


def is_change(event: Event) -> bool:
    """Return whether the event changed the text."""
    return isinstance(event, Change)


def kind_of_event(event: Event) -> str:
    """Return what the event is about, one of `KINDS`."""
    match event:
        case CommandRefused():
            return "refused"
        case CommentMade() | CommentSettled() | CommentCarried():
            return "comments"
        case DocumentRendered() | DueComputed() | StepReminded():
            return "system"
        case _:
            return "text" if is_change(event) else "route"


def touched_rows(event: Event) -> frozenset[str]:
    """Return the rows an event is about."""
    if isinstance(event, CommentMade) and event.row:
        return frozenset({event.row})
    return frozenset(place.partition(".")[0] for place in changed_places(event))


def changed_places(event: Event) -> frozenset[str]:
    """Return the cells that a change touched."""
    match event:
        case RowAdded(row=row) | RowRemoved(row=row):
            return frozenset({f"{row.id}.text", f"{row.id}.target", f"{row.id}.allotted"})
        case RowMoved(row=row_id) | RowReworded(row=row_id):
            return frozenset({f"{row_id}.text"})
        case TargetChanged(indicator=row_id):
            return frozenset({f"{row_id}.target"})
        case ProgrammeAllotted(programme=row_id):
            return frozenset({f"{row_id}.allotted"})
        case DetailChanged(part=part, detail=detail):
            return frozenset({f"{part}.{detail}" if part else detail})
        case _:
            return frozenset()


__all__ = ["KINDS", "Day", "Deed", "Filters", "Line", "PlanEvent", "Recorded", "Story", "story"]
