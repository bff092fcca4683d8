"""The text of a plan as its printed sheets: which cell stands where, and what changed in it, word by word."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal
from difflib import SequenceMatcher
from typing import TypeVar

from markupsafe import Markup, escape

from api.words.words import Words
from domain.kernel.actor import system
from domain.kernel.numbers import rupiah_in_words, spell_rupiah
from domain.measure.target import spell_target
from domain.plan.facts import RowMoved, difference
from domain.plan.money import part_total, spell_allotted
from domain.plan.text import Goal, Indicator, Part, PlanText, Programme

_WORDS = re.compile(r"\s+|[^\s]+")
_ALIKE = 0.4  # below it the two share too little to be read as one sentence


def redline(words: Words, old: str, new: str) -> Markup:
    """Return the new wording with what went struck and what came underlined."""
    if old == new:
        return Markup("{}").format(new)
    if not old or not new:
        return struck(words, old) + added(words, new)
    was, now = _WORDS.findall(old), _WORDS.findall(new)
    match = SequenceMatcher(None, was, now, autojunk=False)
    if match.ratio() < _ALIKE:
        return struck(words, old) + " " + added(words, new)
    parts, gone, come = Markup(), "", ""
    for kind, i, j, k, m in match.get_opcodes():
        same = "".join(now[k:m])
        if kind == "equal" and not (same.isspace() and (gone or come)):
            parts += struck(words, gone) + added(words, come) + same
            gone, come = "", ""
        else:  # a space between two changes belongs to both, so that words which changed together are read together
            gone += "".join(was[i:j])
            come += same
    return parts + struck(words, gone) + added(words, come)


def struck(words: Words, text: str) -> Markup:
    """Return the text as deleted, for eyes and for ears."""
    return Markup('<del><span class="vh">{} </span>{}</del>').format(words("deleted:"), text) if text else Markup()


def added(words: Words, text: str) -> Markup:
    """Return the text as added, for eyes and for ears."""
    return Markup('<ins><span class="vh">{} </span>{}</ins>').format(words("added:"), text) if text else Markup()


_Row = TypeVar("_Row", Goal, Indicator, Programme)
_LONGEST_NUMBER = Decimal(10) ** 18


@dataclass(frozen=True)
class PaperCell:
    """One cell: `place` addresses it (`a-i07.target`), `state` is empty, added, removed, changed, moved or lit."""

    place: str
    html: Markup
    state: str = ""

    @property
    def row(self) -> str:
        """Return the row that the cell belongs to."""
        return self.place.partition(".")[0]


@dataclass(frozen=True)
class IndicatorLine:
    """An indicator and its target."""

    text: PaperCell
    target: PaperCell


@dataclass(frozen=True)
class GoalBlock:
    """A goal with its number (only at the top), how deep it stands, and its indicators."""

    number: str
    depth: int
    text: PaperCell
    lines: tuple[IndicatorLine, ...]


@dataclass(frozen=True)
class ProgrammeLine:
    """A programme and its budget."""

    number: str
    text: PaperCell
    allotted: PaperCell


@dataclass(frozen=True)
class Sheet:
    """One part as it is printed."""

    key: str
    details: dict[str, PaperCell]
    upper: bool
    goals: tuple[GoalBlock, ...]
    programmes: tuple[ProgrammeLine, ...]
    total: str
    total_in_words: str
    changed: int


@dataclass(frozen=True)
class PaperShown:
    """The cover and the parts, and how many cells differ."""

    cover: dict[str, PaperCell]
    sheets: tuple[Sheet, ...]
    changed: int


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


def paper(words: Words, text: PlanText, before: PlanText | None = None, lit: Iterable[str] | None = None) -> PaperShown:
    """Lay the text out; with `before`, what changed is marked and rows that went are struck where they stood.

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
    sheets = tuple(_sheet(pen, part, before.part(part.key) if before else None) for part in text.parts)
    return PaperShown(cover, sheets, pen.changed)


def differing(whole: PaperShown) -> PaperShown:
    """Return only what is marked: the cells that differ, and the goals that they stand in."""
    cover = {name: cell for name, cell in whole.cover.items() if cell.state}
    return PaperShown(cover, tuple(_differing(sheet) for sheet in whole.sheets if sheet.changed), whole.changed)


def _differing(sheet: Sheet) -> Sheet:
    goals = [
        replace(goal, lines=tuple(line for line in goal.lines if line.text.state or line.target.state))
        for goal in sheet.goals
    ]
    return replace(
        sheet,
        details={name: cell for name, cell in sheet.details.items() if cell.state},
        goals=tuple(goal for goal in goals if goal.text.state or goal.lines),
        programmes=tuple(line for line in sheet.programmes if line.text.state or line.allotted.state),
    )


def _sheet(pen: _Pen, part: Part, before: Part | None) -> Sheet:
    counted = pen.changed
    old = before or Part(part.key, part.details)
    details = {
        name: pen.cell(f"{part.key}.{name}", getattr(old.details, name), getattr(part.details, name))
        for name in part.details.__struct_fields__
    }
    total = part_total(part, None)
    goals = tuple(_goals(pen, part, old))
    programmes = tuple(_programmes(pen, part, old))
    return Sheet(
        part.key,
        details,
        part.details.goals_heading.isupper(),
        goals,
        programmes,
        spell_rupiah(total),
        rupiah_in_words(total) if total < _LONGEST_NUMBER else "",
        pen.changed - counted,
    )


def _goals(pen: _Pen, part: Part, old: Part) -> Iterator[GoalBlock]:
    was = {goal.id: goal for goal in old.goals}
    now = {goal.id: goal for goal in part.goals}
    had = {i.id: i for i in old.indicators}
    has = {i.id: i for i in part.indicators}
    parents = {**{g.id: g.parent for g in old.goals}, **{g.id: g.parent for g in part.goals}}
    number = 0
    for goal in _merged(old.goals, part.goals):
        number += not goal.parent and goal.id in now
        here = _merged(
            tuple(i for i in old.indicators if i.goal == goal.id),
            tuple(i for i in part.indicators if i.goal == goal.id),
            frozenset(has),  # one that stands in another goal now is shown there alone
        )
        lines = tuple(
            IndicatorLine(
                pen.cell(f"{i.id}.text", _text(had.get(i.id)), _text(has.get(i.id))),
                pen.cell(f"{i.id}.target", _target(had.get(i.id)), _target(has.get(i.id))),
            )
            for i in here
        )
        top = not goal.parent and goal.id in now
        text = pen.cell(f"{goal.id}.text", _text(was.get(goal.id)), _text(now.get(goal.id)))
        yield GoalBlock(f"{number}." if top else "", _depth(goal.id, parents), text, lines)


def _programmes(pen: _Pen, part: Part, old: Part) -> Iterator[ProgrammeLine]:
    was = {p.id: p for p in old.programmes}
    now = {p.id: p for p in part.programmes}
    number = 0
    for programme in _merged(old.programmes, part.programmes):
        number += programme.id in now
        yield ProgrammeLine(
            f"{number}." if programme.id in now else "",
            pen.cell(f"{programme.id}.text", _text(was.get(programme.id)), _text(now.get(programme.id))),
            pen.cell(f"{programme.id}.allotted", _allotted(was.get(programme.id)), _allotted(now.get(programme.id))),
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
