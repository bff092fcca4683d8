"""The text of a plan: parts, goals, indicators with targets, programmes with rupiah, printed details."""

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum

import msgspec

from domain.kernel.message import Message
from domain.measure.target import Target


class Goal(Message, frozen=True, tag="goal"):
    """A goal (*sasaran*); `parent` is the id of the goal above it, or empty."""

    id: str
    parent: str
    text: str


class Indicator(Message, frozen=True, tag="indicator"):
    """An indicator (*indikator kinerja*) of `goal` and its target."""

    id: str
    goal: str
    text: str
    target: Target


class Programme(Message, frozen=True, tag="programme"):
    """A programme and its allotted budget in rupiah."""

    id: str
    text: str
    allotted: Decimal


Row = Goal | Indicator | Programme


class RowKind(StrEnum):
    """The three kinds of row; an id never changes its kind."""

    GOAL = "goal"
    INDICATOR = "indicator"
    PROGRAMME = "programme"


class PartDetails(Message, frozen=True, tag="part-details"):
    """What a part prints beside its rows. Place and date are text of the plan, not the time of a signature."""

    heading: str
    goals_heading: str
    place: str
    date: str
    capacity: str
    signatory: str
    name: str


class Part(Message, frozen=True, tag="part"):
    """One part, signed as one: goals depth first, indicators in the order of their goals."""

    key: str
    details: PartDetails
    goals: tuple[Goal, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    programmes: tuple[Programme, ...] = ()

    def rows(self) -> Iterator[Row]:
        """Yield goals, then indicators, then programmes."""
        yield from self.goals
        yield from self.indicators
        yield from self.programmes


class PlanDetails(Message, frozen=True, tag="plan-details"):
    """What the cover prints."""

    title: str
    address: str
    cover_date: str


class PlanText(Message, frozen=True, tag="plan-text"):
    """Everything the plan says; its parts are fixed when the plan is drafted."""

    details: PlanDetails
    parts: tuple[Part, ...]

    def part(self, key: str) -> Part:
        """Return the part; raises KeyError."""
        for part in self.parts:
            if part.key == key:
                return part
        raise KeyError(key)

    def with_part(self, part: Part) -> "PlanText":
        """Return the text with the part of the same key replaced."""
        return msgspec.structs.replace(self, parts=tuple(part if p.key == part.key else p for p in self.parts))

    def rows(self) -> dict[str, Row]:
        """Return every row by its id."""
        return {row.id: row for part in self.parts for row in part.rows()}

    def skeleton(self) -> "PlanText":
        """Return the text without its rows: what a new plan starts from."""
        return msgspec.structs.replace(self, parts=tuple(Part(p.key, p.details) for p in self.parts))

    def is_empty(self) -> bool:
        """Return whether no part has an indicator."""
        return not any(part.indicators for part in self.parts)

    def budget(self) -> Decimal:
        """Return the sum of all programmes in rupiah; derived, never stored."""
        return sum((p.allotted for part in self.parts for p in part.programmes), Decimal(0))


def kind_of_row(row: Row) -> RowKind:
    """Return the kind of a row."""
    match row:
        case Goal():
            return RowKind.GOAL
        case Indicator():
            return RowKind.INDICATOR
        case Programme():
            return RowKind.PROGRAMME


def container(row: Row) -> str:
    """Return the id of the row that holds this one: a goal's parent, an indicator's goal, else empty."""
    match row:
        case Goal(parent=parent):
            return parent
        case Indicator(goal=goal):
            return goal
        case Programme():
            return ""


def ordered(part: Part) -> Part:
    """Return the part with goals depth first and indicators by goal; siblings keep their order."""
    children: dict[str, list[Goal]] = {}
    for goal in part.goals:
        children.setdefault(goal.parent, []).append(goal)
    goals: list[Goal] = []
    waiting = list(reversed(children.get("", [])))
    while waiting:
        goal = waiting.pop()
        goals.append(goal)
        waiting.extend(reversed(children.get(goal.id, [])))
    rank = {goal.id: n for n, goal in enumerate(goals)}
    indicators = sorted(part.indicators, key=lambda i: rank[i.goal])
    return msgspec.structs.replace(part, goals=tuple(goals), indicators=tuple(indicators))
