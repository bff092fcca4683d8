"""The text of a plan: parts, goals, indicators with targets, programmes with rupiah, printed details."""

from collections.abc import Iterator
from decimal import Decimal
from typing import TypeVar

import msgspec

from domain.kernel.message import Message
from domain.kind.kind import RowKind
from domain.measure.target import Target
from domain.plan.cell import Cell
from domain.plan.support import Support


class Goal(Message, frozen=True, omit_defaults=True, tag="goal"):
    """A goal (*sasaran*); `parent` is the id of the goal above it, or empty. Cells stand in the kind's order."""

    id: str
    parent: str
    text: str
    cells: tuple[Cell, ...] = ()


class Indicator(Message, frozen=True, omit_defaults=True, tag="indicator"):
    """An indicator (*indikator kinerja*) of `goal` and its target. Cells stand in the kind's order.

    `supports` are the indicators of other plans that it answers to.
    """

    id: str
    goal: str
    text: str
    target: Target
    cells: tuple[Cell, ...] = ()
    supports: tuple[Support, ...] = ()


class Programme(Message, frozen=True, omit_defaults=True, tag="programme"):
    """A programme and its allotted budget in rupiah; None where the paper leaves it to be added up from below.

    `parent` is the programme that it is a part of, or empty; `serves` names the goals and indicators that it pays for.
    `printed` is how the paper prints the amount where that is not how we spell it.
    """

    id: str
    text: str
    allotted: Decimal | None
    parent: str = ""
    cells: tuple[Cell, ...] = ()
    serves: tuple[str, ...] = ()
    printed: str = ""


Row = Goal | Indicator | Programme


class SignatureBlock(Message, frozen=True, omit_defaults=True, tag="signature-block"):
    """What a signature block prints around its signature, all as the paper has it.

    Its heading (*PIHAK KEDUA*), the lines *a.n.* and *u.b.* (for whom, and for whom further), the position that signs,
    the name, the number under it (*NIP*, free text), and place and date where the block has its own.
    """

    key: str
    heading: str = ""
    on_behalf: str = ""
    further: str = ""
    position: str = ""
    name: str = ""
    number: str = ""
    place: str = ""
    date: str = ""


class PartDetails(Message, frozen=True, omit_defaults=True, tag="part-details"):
    """What a part prints beside its rows. Place and date are text of the plan, not the time of a signature.

    A part with `blocks` prints those that say something, kept by their keys, and neither capacity, signatory nor name.
    """

    heading: str
    goals_heading: str
    place: str
    date: str
    capacity: str
    signatory: str
    name: str
    pledge: str = ""
    blocks: tuple[SignatureBlock, ...] = ()

    def block(self, key: str) -> SignatureBlock:
        """Return the block of that key; one that says nothing where there is none."""
        return next((block for block in self.blocks if block.key == key), SignatureBlock(key))

    def with_block(self, block: SignatureBlock) -> "PartDetails":
        """Return the details with the block as it now is."""
        others = (each for each in self.blocks if each.key != block.key)
        told = [*others, *([block] if block != SignatureBlock(block.key) else [])]
        return msgspec.structs.replace(self, blocks=tuple(sorted(told, key=lambda each: each.key)))


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


class PlanDetails(Message, frozen=True, omit_defaults=True, tag="plan-details"):
    """What the cover prints; `numbers` and `money` say once for all how the paper writes figures (`domain.measure`)."""

    title: str
    address: str
    cover_date: str
    numbers: str = ""
    money: str = ""


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
    """Return the id of the row that holds this one: a parent, an indicator's goal, or empty at the top."""
    match row:
        case Goal(parent=parent) | Programme(parent=parent):
            return parent
        case Indicator(goal=goal):
            return goal


_Nested = TypeVar("_Nested", Goal, Programme)


def ordered(part: Part, changed: RowKind | None = None) -> Part:
    """Return the part with goals and programmes depth first and indicators by goal; siblings keep their order.

    Where only rows of one kind `changed`, the others are in order.
    """
    if changed in (RowKind.PROGRAMME, None):
        part = msgspec.structs.replace(part, programmes=_depth_first(part.programmes))
    if changed in (RowKind.GOAL, None):
        part = msgspec.structs.replace(part, goals=_depth_first(part.goals))
    if changed is RowKind.PROGRAMME:
        return part
    rank = {goal.id: n for n, goal in enumerate(part.goals)}
    indicators = sorted(part.indicators, key=lambda i: rank[i.goal])
    return msgspec.structs.replace(part, indicators=tuple(indicators))


def _depth_first(rows: tuple[_Nested, ...]) -> tuple[_Nested, ...]:
    children: dict[str, list[_Nested]] = {}
    for row in rows:
        children.setdefault(row.parent, []).append(row)
    placed: list[_Nested] = []
    waiting = list(reversed(children.get("", [])))
    while waiting:
        row = waiting.pop()
        placed.append(row)
        waiting.extend(reversed(children.get(row.id, [])))
    return tuple(placed)
