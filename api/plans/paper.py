"""The text of a plan as its printed sheets: which cell stands where, and what changed in it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import TypeVar

from markupsafe import escape

from api.plans.redline import redline, struck
from api.plans.sheet import (
    EMPTY,
    Cells,
    Columns,
    GoalBlock,
    Heads,
    IndicatorLine,
    PaperCell,
    PaperShown,
    ProgrammeLine,
    Sheet,
)
from api.words.words import Words
from domain.kernel.actor import system
from domain.kernel.numbers import rupiah_in_words, spell_rupiah
from domain.kind.kind import PLAIN, Column, Holds, PartKind, RowKind, numbers
from domain.measure.target import spell_target
from domain.plan.cell import spell_cell
from domain.plan.difference import difference
from domain.plan.facts import RowMoved, printed_details
from domain.plan.money import part_total, restated, spell_allotted
from domain.plan.state import Plan
from domain.plan.text import Goal, Indicator, Part, PlanText, Programme

_Row = TypeVar("_Row", Goal, Indicator, Programme)
_LONGEST_NUMBER = Decimal(10) ** 18
_LOOKS = {Holds.MONEY: "amount", Holds.MEASURE: "target", Holds.WEIGHT: "target", Holds.CODE: "coded"}


@dataclass
class _Pen:
    """Writes cells, comparing each with what stood there before where there is a before.

    With `lit` the new wording stands alone, and only rows that went are struck.
    """

    words: Words
    compares: bool
    lit: frozenset[str] | None
    moved: frozenset[str] = frozenset()
    changed: int = field(default=0)

    def cell(self, place: str, old: str | None, new: str | None) -> PaperCell:
        """Return the cell; None stands for a row that is not there."""
        if self.lit is not None and new is not None:
            return PaperCell(place, escape(new), "lit" if place in self.lit else "")
        if not self.compares or old == new:
            state = ""
            if self.compares and place.endswith(".text") and place.partition(".")[0] in self.moved:
                state = "moved"
                self.changed += 1
            return PaperCell(place, escape(new or ""), state)
        self.changed += 1
        if new is None:
            return PaperCell(place, struck(self.words, old or ""), "removed")
        if old is None:
            return PaperCell(place, redline(self.words, "", new), "added")
        return PaperCell(place, redline(self.words, old, new), "changed")


def paper(
    words: Words,
    text: PlanText,
    before: PlanText | None = None,
    lit: Iterable[str] | None = None,
    *,
    of: Plan | None = None,
) -> PaperShown:
    """Lay the text out, as the kind `of` the plan prints it; with `before`, changes are marked and what went is struck.

    With `lit` too, these cells are lit instead, and only the rows that went are marked.
    """
    pen = _Pen(words, before is not None, None if lit is None else frozenset(lit))
    if before is not None and lit is None:
        facts = difference(before, text, system(""), datetime.min.replace(tzinfo=UTC), 0)
        pen.moved = frozenset(fact.row for fact in facts if isinstance(fact, RowMoved))
    cover = {
        name: pen.cell(name, getattr(before.details, name) if before else None, getattr(text.details, name))
        for name in text.details.__struct_fields__
    }
    shape, year = (None, 0) if of is None else (of.shape, of.year)
    sheets = tuple(
        _sheet(pen, part, before.part(part.key) if before else None, shape.part(part.key) if shape else None, year)
        for part in text.parts
    )
    return PaperShown(cover, sheets, pen.changed)


def differing(whole: PaperShown) -> PaperShown:
    """Return only what is marked: the cells that differ, and the goals that they stand in."""
    cover = {name: cell for name, cell in whole.cover.items() if cell.state}
    return PaperShown(cover, tuple(_differing(sheet) for sheet in whole.sheets if sheet.changed), whole.changed)


def _differing(sheet: Sheet) -> Sheet:
    goals = [
        replace(goal, lines=tuple(li for li in goal.lines if _marked(li.text, li.target, *li.before, *li.behind)))
        for goal in sheet.goals
    ]
    return replace(
        sheet,
        details={name: cell for name, cell in sheet.details.items() if cell.state},
        goals=tuple(goal for goal in goals if goal.lines or _marked(goal.text, *goal.first, *goal.behind)),
        programmes=tuple(p for p in sheet.programmes if _marked(p.text, p.allotted, *p.first, *p.behind)),
    )


def _marked(*cells: PaperCell) -> bool:
    return any(cell.state for cell in cells)


def _sheet(pen: _Pen, part: Part, before: Part | None, asked: PartKind | None, year: int) -> Sheet:
    counted = pen.changed
    old = before or Part(part.key, part.details)
    had, has = printed_details(old.details), printed_details(part.details)
    details = {name: pen.cell(f"{part.key}.{name}", had.get(name, ""), has.get(name, "")) for name in {**had, **has}}
    total = part_total(part, asked)
    goals = tuple(_goals(pen, part, old, asked))
    programmes = tuple(_programmes(pen, part, old, asked))
    return Sheet(
        part.key,
        details,
        part.details.goals_heading.isupper(),
        goals,
        programmes,
        "" if restated(part) else spell_rupiah(total),
        rupiah_in_words(total) if total < _LONGEST_NUMBER else "",
        pen.changed - counted,
        None if asked is None else _heads(asked, goals, year),
        asked is not None and any(column.budget for column in asked.columns),
        () if asked is None else asked.blocks,
    )


def _heads(asked: PartKind, goals: Sequence[GoalBlock], year: int) -> Heads:
    def headed(columns: Iterable[Column]) -> Columns:
        return tuple((column.head_in(year), _look(column)) for column in columns)

    first, before, behind = asked.layout()
    codes, ahead, others = asked.budget_layout()
    levels = dict.fromkeys(asked.levels[goal.depth].name for goal in goals if goal.band is None)
    return Heads(
        not levels or asked.levels[0].name in levels,
        tuple(name for name in levels if name != asked.levels[0].name),
        asked.indicator_head,
        asked.target_head.replace("{year}", str(year)),
        headed(first),
        headed(before),
        headed(behind),
        "" if asked.budget is None else asked.budget.head,
        "" if asked.budget is None else asked.budget.money_head.replace("{year}", str(year)),
        headed(codes),
        headed(ahead),
        headed(others),
    )


def _look(column: Column) -> str:
    return " ".join(look for look in (_LOOKS.get(column.holds), "" if column.printed else "unprinted") if look)


def _goals(pen: _Pen, part: Part, old: Part, asked: PartKind | None) -> Iterator[GoalBlock]:
    was, now = {goal.id: goal for goal in old.goals}, {goal.id: goal for goal in part.goals}
    had, has = {i.id: i for i in old.indicators}, {i.id: i for i in part.indicators}
    stood, stand = _by_goal(old), _by_goal(part)
    parents = {**{g.id: g.parent for g in old.goals}, **{g.id: g.parent for g in part.goals}}
    inner = set(parents.values())
    numbered = numbers(((g.id, g.parent) for g in part.goals), PLAIN if asked is None else asked.levels)
    first, before, behind = ((), (), ()) if asked is None else asked.layout()
    for goal in _merged(old.goals, part.goals):
        # One that stands in another goal now is shown there alone.
        here = _merged(tuple(stood[goal.id]), tuple(stand[goal.id]), frozenset(has))
        lines = tuple(
            IndicatorLine(
                pen.cell(f"{i.id}.text", _text(had.get(i.id)), _text(has.get(i.id))),
                pen.cell(f"{i.id}.target", _target(had.get(i.id)), _target(has.get(i.id))),
                _cells(pen, i.id, had.get(i.id), has.get(i.id), before, RowKind.INDICATOR),
                _cells(pen, i.id, had.get(i.id), has.get(i.id), behind, RowKind.INDICATOR),
            )
            for i in here
        )
        before_it, after_it, depth = was.get(goal.id), now.get(goal.id), _depth(goal.id, parents)
        across = asked is not None and goal.id in inner and not lines and not goal.cells
        yield GoalBlock(
            numbered.get(goal.id, ""),
            depth,
            pen.cell(f"{goal.id}.text", _text(before_it), _text(after_it)),
            () if across else _cells(pen, goal.id, before_it, after_it, first, RowKind.GOAL),
            lines,
            () if across else _cells(pen, goal.id, before_it, after_it, behind, RowKind.GOAL),
            asked.levels[depth].name if asked is not None and across else None,
        )


def _by_goal(part: Part) -> Mapping[str, list[Indicator]]:
    found: dict[str, list[Indicator]] = defaultdict(list)
    for indicator in part.indicators:
        found[indicator.goal].append(indicator)
    return found


def _programmes(pen: _Pen, part: Part, old: Part, asked: PartKind | None) -> Iterator[ProgrammeLine]:
    was = {p.id: p for p in old.programmes}
    now = {p.id: p for p in part.programmes}
    parents = {**{p.id: p.parent for p in old.programmes}, **{p.id: p.parent for p in part.programmes}}
    numbered = numbers(((p.id, p.parent) for p in part.programmes), PLAIN)
    codes, ahead, others = ((), (), ()) if asked is None else asked.budget_layout()
    for programme in _merged(old.programmes, part.programmes):
        before, after = was.get(programme.id), now.get(programme.id)
        yield ProgrammeLine(
            numbered.get(programme.id, ""),
            _depth(programme.id, parents),
            pen.cell(f"{programme.id}.text", _text(before), _text(after)),
            pen.cell(f"{programme.id}.allotted", _allotted(before), _allotted(after)),
            *(
                _cells(pen, programme.id, before, after, columns, RowKind.PROGRAMME)
                for columns in (codes, ahead, others)
            ),
        )


def _cells(pen: _Pen, row_id: str, old: _Row | None, new: _Row | None, columns: Sequence[Column], on: RowKind) -> Cells:
    """What stands in the columns that are of such a row: one that is there has each, be it empty."""
    if not columns:
        return ()
    had, has = ({cell.column: spell_cell(cell) for cell in row.cells} if row else {} for row in (old, new))
    return tuple(
        replace(
            pen.cell(
                f"{row_id}.{column.key}",
                None if old is None else had.get(column.key, ""),
                None if new is None else has.get(column.key, ""),
            ),
            look=_look(column),
        )
        if column.on is on
        else EMPTY
        for column in columns
    )


def _merged(old: tuple[_Row, ...], new: tuple[_Row, ...], kept: frozenset[str] = frozenset()) -> list[_Row]:
    """Return the new rows with those that went put in behind the row they used to follow."""
    ids = kept.union(row.id for row in new)
    merged = list(new)
    previous = ""
    for row in old:
        if row.id not in ids:
            place = next((n + 1 for n, r in enumerate(merged) if r.id == previous), 0)
            merged.insert(place, row)
        previous = row.id
    return merged


def _depth(goal: str, parents: dict[str, str]) -> int:
    depth, above = 0, parents[goal]
    while above in parents and depth < 4:
        depth, above = depth + 1, parents[above]
    return depth


def _text(row: Goal | Indicator | Programme | None) -> str | None:
    return None if row is None else row.text


def _target(row: Indicator | None) -> str | None:
    return None if row is None else spell_target(row.target)


def _allotted(row: Programme | None) -> str | None:
    return None if row is None else spell_allotted(row)
