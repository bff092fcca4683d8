"""The tables of a part as it was and as it is, in one: what went struck, what came underlined."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Self

from activities.documents.kind.table import (
    Grouped,
    Head,
    Sheet,
    TableLine,
    customary,
    goal_lines,
    laid,
    programme_lines,
)
from activities.documents.language import PaperWords
from domain.kernel.numbers import spell_rupiah
from domain.kind.kind import PartKind
from domain.plan.money import part_total, restated
from domain.plan.redline import Stretch, redline, with_removed
from domain.plan.text import Part, Row


class Redlined(str):
    """Both wordings in one text, which knows what of it went and what came."""

    stretches: tuple[Stretch, ...]

    def __new__(cls, old: str, new: str) -> Self:
        """Return the two as one."""
        found = redline(old, new)
        text = super().__new__(cls, "".join(stretch.text for stretch in found))
        text.stretches = found
        return text


def redlined_tables(
    old: Part, new: Part, asked: PartKind | None, year: int, sheet: Sheet, words: PaperWords
) -> list[dict[str, Any]]:
    """Return the tables of a part with every row of either text."""
    kind, both = asked or customary(new), with_removed(old, new)
    if kind.indicator_head.isupper():
        words = replace(words, number=words.number.upper())
    amounts = [spell_rupiah(part_total(part, kind)) for part in (old, new)]
    total = Redlined(*amounts)
    summed = {"label": words.total, "of": words.summed, "words": "", "amount": total}
    pens = _Pen(old, new, goal_lines(old, kind, year, words)[0], goal_lines(new, kind, year, words)[0])
    tables = [laid(*pens.marked(goal_lines(both, kind, year, words)), sheet, total)]
    if both.programmes and kind.budget is not None:
        heads = [programme_lines(part, kind, kind.budget, year, words)[0] for part in (old, new)]
        lines = programme_lines(both, kind, kind.budget, year, words)
        tables.append(laid(*_Pen(old, new, *heads).marked(lines), sheet, total))
    adds_up = not restated(old) and not restated(new)
    for table in tables:
        table["total"] = summed if adds_up and table["rows"] and table["budget"] > 0 else None
    return tables


class _Pen:
    """Writes each cell as both texts have it; `was` and `now` are the columns of a table of each."""

    def __init__(self, old: Part, new: Part, was: Sequence[Head], now: Sequence[Head]) -> None:
        self._old = {row.id: row for row in old.rows()}
        self._new = {row.id: row for row in new.rows()}
        # From the last on: a text without a goal has no column for their numbers.
        self._was, self._now = was[::-1], now[::-1]

    def marked(self, table: Grouped) -> Grouped:
        """Return the table of all rows with its cells redlined."""
        heads, groups = table
        return heads, [[self._line(line, len(heads) - 1) for line in group] for group in groups]

    def _line(self, line: TableLine, last: int) -> TableLine:
        if line.band:
            goal = next(row for row in line.rows if row is not None)
            label = line.band.removesuffix(goal.text)
            texts = (f"{label}{there[goal.id].text}" if goal.id in there else "" for there in (self._old, self._new))
            return replace(line, band=Redlined(*texts), number=self._cell(goal, last) if line.number else "")
        cells = ["" if row is None else self._cell(row, last - n) for n, row in enumerate(line.rows)]
        return replace(line, cells=cells)

    def _cell(self, row: Row, place: int) -> Redlined:
        was, now = _spelled(self._was, place, self._old.get(row.id)), _spelled(self._now, place, self._new.get(row.id))
        return Redlined(was, now)


def _spelled(heads: Sequence[Head], place: int, row: Row | None) -> str:
    return heads[place].spell(row) if row is not None and place < len(heads) else ""
