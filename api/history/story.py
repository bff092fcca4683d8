"""A stream's events and refused attempts as a story: acts in time order, what each changed, what of it is asked for."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from markupsafe import Markup

from api.history.kinds import EXECUTION_KINDS, execution_kind, execution_rows
from api.history.sentences import RoutedState, Teller
from api.words import names
from domain.action.events import RowChange
from domain.action.state import Action
from domain.action.state import evolve as evolve_action
from domain.events import CommandRefused, Event, ExecutionEvent
from domain.kernel.actor import Actor
from domain.kernel.errors import N_
from domain.plan.events import (
    ChangeReasoned,
    CommentCarried,
    CommentMade,
    CommentSettled,
    DocumentRendered,
    DueComputed,
    PlanDrafted,
    QuestionAnswered,
    StepReminded,
)
from domain.plan.evolution import evolve
from domain.plan.facts import (
    CellChanged,
    Change,
    DetailChanged,
    IndicatorLinked,
    ProgrammeAllotted,
    ProgrammeLinked,
    RowAdded,
    RowMoved,
    RowRemoved,
    RowReworded,
    TargetChanged,
    printed_details,
)
from domain.plan.state import Plan
from domain.quarter.events import QuarterChange
from domain.quarter.state import Quarter
from domain.quarter.state import evolve as evolve_quarter
from domain.report.events import ReportChange
from domain.report.state import Report
from domain.report.state import evolve as evolve_report
from eventstore.entry import Entry

RecordedEvent = tuple[Entry, Event]
S = TypeVar("S", bound=RoutedState)

# Of a plan. An act of several kinds goes by the first of them.
KINDS: Mapping[str, str] = {
    "refused": N_("Refused attempts"),
    "text": N_("Changes of the text"),
    "route": N_("Acts on the route"),
    "comments": N_("Comments"),
    "system": N_("Documents and due dates"),
}
ALL_KINDS = {**KINDS, **EXECUTION_KINDS}
_FEW = 3  # so many changes of one act are told one by one


@dataclass(frozen=True)
class Genre(Generic[S]):
    """A kind of stream: how its events make a state, and which of them (a union of classes) come in numbers."""

    name: str
    empty: S
    evolve: Callable[[S, Any], S]
    many: Any


OF_PLAN = Genre("plan", Plan(), evolve, Change)
OF_ACTION = Genre("action", Action(), evolve_action, RowChange)
OF_QUARTER = Genre("quarter", Quarter(), evolve_quarter, QuarterChange)
OF_REPORT = Genre("report", Report(), evolve_report, ReportChange)
_SUMMARIES = {
    "plan": N_("{who} saved the text: {changes}."),
    "action": N_("{who} saved the action plan: {changes}."),
    "report": N_("{who} wrote in the annual report: {changes}."),
    "quarter": N_("{who} recorded at once: {changes}."),
}


@dataclass(frozen=True)
class Deed(Generic[S]):
    """What one command made happen, and the state of the stream before and after it."""

    recorded: tuple[RecordedEvent, ...]
    before: S
    after: S

    @property
    def first(self) -> int:
        """Return the log position of its first entry."""
        return self.recorded[0][0].position

    @property
    def last(self) -> int:
        """Return the log position of its last entry."""
        return self.recorded[-1][0].position

    @property
    def command_id(self) -> str:
        """Return the id of the command."""
        return self.recorded[0][0].command_id

    @property
    def recorded_at(self) -> datetime:
        """Return the log's own time; it is the same for all its entries."""
        return self.recorded[0][0].recorded_at

    @property
    def by(self) -> Actor:
        """Return who acted."""
        return self.recorded[0][1].by

    @property
    def kind(self) -> str:
        """Return what it is about, one of `KINDS` or `EXECUTION_KINDS`."""
        kinds = {kind_of_event(event) for _, event in self.recorded}
        return next(kind for kind in ALL_KINDS if kind in kinds)

    @property
    def places(self) -> frozenset[str]:
        """Return the cells that it changed."""
        return frozenset(place for _, event in self.recorded for place in changed_places(event))


@dataclass(frozen=True)
class ToldEvent:
    """One event told."""

    entry: Entry
    event: Event
    sentence: Markup
    kind: str


@dataclass(frozen=True)
class Told:
    """An act in sentences: where it made many changes they are `folded` behind `summary`."""

    deed: Deed[Any]
    opening: tuple[ToldEvent, ...]
    summary: Markup
    folded: tuple[ToldEvent, ...]
    closing: tuple[ToldEvent, ...]

    @property
    def lines(self) -> tuple[ToldEvent, ...]:
        """Return every event told, in the log's order."""
        return (*self.opening, *self.folded, *self.closing)


@dataclass(frozen=True)
class Filters:
    """What of the story is asked for; empty is everything. `row` is a row (`a-i07`) or one cell (`a-i07.target`)."""

    person: str = ""
    row: str = ""
    kind: str = ""

    def __bool__(self) -> bool:
        return bool(self.person or self.row or self.kind)

    def keeps(self, event: Event, state: RoutedState) -> bool:
        """Return whether the event is asked for; a remark on a row of a plan belongs to each of its cells."""
        if self.person not in ("", event.by.person) or self.kind not in ("", kind_of_event(event)):
            return False
        if not self.row:
            return True
        row, dot, _ = self.row.partition(".")
        if dot and changed_places(event):
            return self.row in changed_places(event)
        return row in touched_rows(event, state)

    def keep(self, deed: Deed[Any]) -> bool:
        """Return whether anything of the act is asked for."""
        return any(self.keeps(event, deed.after) for _, event in deed.recorded)


def deeds(genre: Genre[S], recorded: Iterable[RecordedEvent]) -> list[Deed[S]]:
    """Gather what was recorded, in the log's order, into acts."""
    gathered: list[Deed[S]] = []
    state = before = genre.empty
    act: list[RecordedEvent] = []
    for entry, event in recorded:
        if act and entry.command_id != act[-1][0].command_id:
            gathered.append(Deed(tuple(act), before, state))
            act, before = [], state
        act.append((entry, event))
        if not isinstance(event, CommandRefused):
            state = genre.evolve(state, event)
    if act:
        gathered.append(Deed(tuple(act), before, state))
    return gathered


def tell(genre: Genre[S], teller: Teller, deed: Deed[S], filters: Filters) -> Told:
    """Tell what of the act is asked for."""
    lines: list[ToldEvent] = []
    state = deed.before
    for entry, event in deed.recorded:
        if filters.keeps(event, deed.after):
            lines.append(ToldEvent(entry, event, teller.sentence(event, state), kind_of_event(event)))
        if not isinstance(event, CommandRefused):
            state = genre.evolve(state, event)
    changes = [n for n, line in enumerate(lines) if isinstance(line.event, genre.many)]
    if len(changes) <= _FEW:
        return Told(deed, tuple(lines), Markup(), (), ())
    first, end = changes[0], changes[-1] + 1
    words = teller.words
    summary = words.html(
        _SUMMARIES[genre.name],
        who=Markup("<b>{}</b>").format(names.actor(words, deed.by)),
        changes=words.plural("{n} change", "{n} changes", len(changes)),
    )
    return Told(deed, tuple(lines[:first]), summary, tuple(lines[first:end]), tuple(lines[end:]))


def kind_of_event(event: Event) -> str:
    """Return what the event is about, one of `KINDS` or `EXECUTION_KINDS`."""
    if isinstance(event, ExecutionEvent):
        return execution_kind(event)
    match event:
        case CommandRefused():
            return "refused"
        case CommentMade() | CommentSettled() | CommentCarried() | QuestionAnswered():
            return "comments"
        case DocumentRendered() | DueComputed() | StepReminded():
            return "system"
        case _:
            return "text" if isinstance(event, Change | ChangeReasoned) else "route"


def touched_rows(event: Event, state: RoutedState | None = None) -> frozenset[str]:
    """Return the rows an event is about; a plan knows what its remarks are on, a refusal what it was refused for."""
    if isinstance(event, ExecutionEvent):
        return execution_rows(event)
    match event:
        case CommentMade(row=row):
            return frozenset({row} - {""})
        case CommentSettled(comment=key) | CommentCarried(comment=key) if isinstance(state, Plan):
            return frozenset({state.comments[key].row} - {""}) if key in state.comments else frozenset()
        case CommandRefused(place=place) | QuestionAnswered(place=place):
            return frozenset({place.partition(".")[0]} - {""})
    return frozenset(place.partition(".")[0] for place in changed_places(event))


def changed_places(event: Event) -> frozenset[str]:
    """Return the cells that an event wrote."""
    match event:
        case PlanDrafted(text=text):
            cover = set(text.details.__struct_fields__)
            parts = {f"{part.key}.{detail}" for part in text.parts for detail in printed_details(part.details)}
            return frozenset(cover | parts)
        case RowAdded(row=row) | RowRemoved(row=row):
            columns = {f"{row.id}.{cell.column}" for cell in row.cells}
            return frozenset({f"{row.id}.text", f"{row.id}.target", f"{row.id}.allotted"} | columns)
        case RowMoved(row=row_id) | RowReworded(row=row_id):
            return frozenset({f"{row_id}.text"})
        case TargetChanged(indicator=row_id):
            return frozenset({f"{row_id}.target"})
        case ProgrammeAllotted(programme=row_id):
            return frozenset({f"{row_id}.allotted"})
        case ProgrammeLinked(programme=row_id):
            return frozenset({f"{row_id}.serves"})
        case IndicatorLinked(indicator=row_id):
            return frozenset({f"{row_id}.supports"})
        case CellChanged(row=row_id, old=old, new=new):
            return frozenset({f"{row_id}.{cell.column}" for cell in (old, new) if cell is not None})
        case DetailChanged(part=part, detail=detail):
            return frozenset({f"{part}.{detail}" if part else detail})
        case ChangeReasoned(place=place):
            return frozenset({place} if "." in place else {place, f"{place}.text"})
        case _:
            return frozenset()
