"""Every place that an amendment changes: where it is, how it read, how it reads, and why."""

import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import assert_never

from activities.documents.amendment.words import AmendmentWords
from activities.documents.kind.table import customary
from domain.kernel.actor import system
from domain.kind.kind import GoalLevel, Kind, Numbering, PartKind, RowKind, numbers
from domain.measure.target import spell_target
from domain.plan.cell import spell_cell
from domain.plan.difference import difference, place_of
from domain.plan.facts import (
    BLOCKS,
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
)
from domain.plan.money import spell_allotted
from domain.plan.support import Support
from domain.plan.text import Goal, Indicator, Part, PlanText, Programme, Row, kind_of_row

_SHORT = 120  # characters by which a row is named


@dataclass(frozen=True)
class ChangedPlace:
    """A place in words, both its wordings (empty: there is none), and why it changed."""

    part: str
    row: str
    what: str
    old: str
    new: str
    reason: str


def changed_places(
    before: PlanText, now: PlanText, shape: Kind | None, year: int, reasons: Mapping[str, str], words: AmendmentWords
) -> Iterator[ChangedPlace]:
    """Yield what differs between the two texts, from the cover down."""
    names = {
        part.key: _Names(before, now, part.key, shape.part(part.key) if shape else None, year, words)
        for part in now.parts
    }
    for fact in difference(before, now, system(""), datetime.min.replace(tzinfo=UTC), 0):
        reason = reasons.get(place_of(fact), "")
        if fact.part:
            part = words.part.format(key=fact.part) if len(now.parts) > 1 else ""
            yield ChangedPlace(part, *names[fact.part].told(fact), reason)
        elif isinstance(fact, DetailChanged):
            yield ChangedPlace(words.cover, *_detail(fact, words), reason)


def _detail(fact: DetailChanged, words: AmendmentWords) -> tuple[str, str, str, str]:
    if fact.detail.startswith(BLOCKS):
        return "", words.block.format(detail=words.blocks[fact.detail.rpartition(".")[2]]), fact.old, fact.new
    return "", words.details[fact.detail], fact.old, fact.new


class _Names:
    """Calls the rows of a part and what stands in them as the paper does."""

    def __init__(
        self, before: PlanText, now: PlanText, key: str, asked: PartKind | None, year: int, words: AmendmentWords
    ) -> None:
        old, new = before.part(key), now.part(key)
        self._words, self._year = words, year
        self._rows = before.rows() | now.rows()
        self._old = {row.id: row for row in old.rows()}
        self._new = {row.id: row for row in new.rows()}
        self._asked = asked or customary(new)
        self._called = _called(old, self._asked, words) | _called(new, self._asked, words)

    def told(self, fact: Change) -> tuple[str, str, str, str]:
        """Return the row, what of it changed, and both its wordings."""
        words = self._words
        match fact:
            case DetailChanged():
                return _detail(fact, words)
            case RowAdded(row=row):
                return self._called[row.id], words.added, "", self._whole(row)
            case RowRemoved(row=row):
                return self._called[row.id], words.removed, self._whole(row), ""
            case RowMoved(row=row_id, old=old, new=new, after=after):
                behind = words.behind.format(row=self._short(after)) if after else words.first
                return self._named(row_id), words.moved, self._below(old), f"{self._below(new)}, {behind}"
            case RowReworded(row=row_id):
                return self._called[row_id], words.wording, fact.old, fact.new
            case TargetChanged(indicator=row_id):
                return self._cell(row_id, self._asked.target_head, _target)
            case ProgrammeAllotted(programme=row_id):
                return self._cell(row_id, self._asked.budget.money_head if self._asked.budget else "", _target)
            case CellChanged(row=row_id):
                column = next(cell.column for cell in (fact.new, fact.old) if cell is not None)
                head = next((c.head_in(self._year) for c in self._asked.columns if c.key == column), column)
                return self._cell(row_id, head, lambda row: _beside(row, column))
            case ProgrammeLinked(programme=row_id, old=old_links, new=new_links):
                return self._named(row_id), words.serves, self._list(old_links), self._list(new_links)
            case IndicatorLinked(indicator=row_id, old=old_rows, new=new_rows):
                return self._named(row_id), words.supports, _supports(old_rows), _supports(new_rows)
            case _:
                assert_never(fact)

    def _cell(self, row: str, head: str, spell: Callable[[Row], str]) -> tuple[str, str, str, str]:
        named = head.replace("{year}", str(self._year))
        return (
            self._named(row),
            named.capitalize() if named.isupper() else named,
            spell(self._old[row]),
            spell(self._new[row]),
        )

    def _named(self, row: str) -> str:
        return f"{self._called[row]} “{self._short(row)}”"

    def _short(self, row: str) -> str:
        return textwrap.shorten(self._rows[row].text, _SHORT, placeholder=" …")

    def _below(self, row: str) -> str:
        return self._words.below.format(row=self._short(row)) if row else self._words.top

    def _list(self, rows: Iterable[str]) -> str:
        return "\n".join(self._rows[row].text if row in self._rows else row for row in rows)

    def _whole(self, row: Row) -> str:
        heads = ((c.head_in(self._year), _beside(row, c.key)) for c in self._asked.on(kind_of_row(row)))
        beside = (f"{head}: {words}" for head, words in heads if words)
        return "\n".join(filter(None, [row.text, _target(row), *beside]))


def _target(row: Row) -> str:
    """Return the target of an indicator, the money of a programme."""
    match row:
        case Indicator():
            return spell_target(row.target)
        case Programme():
            return spell_allotted(row)
        case Goal():
            return ""


def _beside(row: Row, column: str) -> str:
    return next((spell_cell(cell) for cell in row.cells if cell.column == column), "")


def _supports(rows: Iterable[Support]) -> str:
    return "\n".join(f"{row.office}, {row.plan}: {row.text or row.row}" for row in rows)


def _called(part: Part, asked: PartKind, words: AmendmentWords) -> dict[str, str]:
    """Return what the paper calls each row: its level with its number."""
    names = asked.budget.levels if asked.budget else ()
    levels = [GoalLevel(name, Numbering.NONE if n else Numbering.NUMBER) for n, name in enumerate(names)]
    called = {row.id: words.kinds[RowKind.INDICATOR] for row in part.indicators}
    called |= _levelled(part.goals, asked.levels, words.kinds[RowKind.GOAL])
    programme = words.kinds[RowKind.PROGRAMME]
    return called | _levelled(part.programmes, levels or [GoalLevel(programme, Numbering.NUMBER)], programme)


def _levelled(rows: Sequence[Goal | Programme], levels: Sequence[GoalLevel], otherwise: str) -> dict[str, str]:
    printed = numbers(((row.id, row.parent) for row in rows), levels)
    depths: dict[str, int] = {}
    for row in rows:
        depths[row.id] = depths.get(row.parent, -1) + 1
    names = {row: levels[depth].name if depth < len(levels) else otherwise for row, depth in depths.items()}
    return {row: f"{name.title() if name.isupper() else name} {printed[row]}".strip() for row, name in names.items()}
