"""What earlier years came to, for the columns of a plan that print it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.kernel.streams import QUARTERS
from domain.kind.kind import Column, Holds, Kind, RowKind
from domain.measure.target import Missing, Target, spell_target
from domain.plan.cell import spell_cell
from domain.plan.text import Indicator, PlanText
from domain.quarter.outcome import figures
from domain.quarter.state import Quarter, QuarterPhase
from domain.report.outcome import came_to, readings


@dataclass(frozen=True)
class YearCameTo:
    """The realisation of a plan's indicators once its last quarter is closed; empty before."""

    plan: str
    rows: tuple[tuple[Indicator, Target], ...] = ()


@dataclass(frozen=True)
class YearValue:
    """A cell that prints an earlier year: what stands `here`, and what that year came to; empty where nothing says.

    `plan` is the plan whose last quarter says so.
    """

    row: Indicator
    column: Column
    part: str
    year: int
    plan: str
    here: str
    there: str

    @property
    def place(self) -> str:
        """Return where the cell stands."""
        return f"{self.row.id}.{self.column.key}"


def came(plan: str, quarters: Sequence[Quarter]) -> YearCameTo:
    """Return what a plan's year came to by its quarters."""
    last = next((q for q in quarters if q.quarter == QUARTERS[-1] and q.phase is QuarterPhase.CLOSED), None)
    if last is None:
        return YearCameTo(plan)
    rows = []
    for figure in figures(last):
        line = last.lines[figure.indicator]
        indicator = line.row.indicator
        rows.append((indicator, came_to(indicator.target, line.row.policy, readings(line, figure))))
    return YearCameTo(plan, tuple(rows))


def years_printed(kind: Kind, year: int) -> list[int]:
    """Return the earlier years that a plan of the kind prints figures of."""
    return sorted({year + (column.year or 0) for part in kind.parts for column in _columns(part.columns)})


def _columns(columns: Sequence[Column]) -> Iterator[Column]:
    measures = (c for c in columns if c.on is RowKind.INDICATOR and c.holds is Holds.MEASURE)
    return (column for column in measures if column.year is not None and column.year < 0)


def year_values(text: PlanText, kind: Kind, year: int, years: Mapping[int, YearCameTo]) -> tuple[YearValue, ...]:
    """Return every cell that prints an earlier year and does not say what that came to, in printed order."""
    found = []
    for part in text.parts:
        asked = kind.part(part.key)
        for row in part.indicators:
            for column in _columns(asked.columns if asked else ()):
                of = year + (column.year or 0)
                before = years.get(of, YearCameTo(""))
                here = next((spell_cell(cell) for cell in row.cells if cell.column == column.key), "")
                there = spell_target(_of(row, before))
                if here != there if there else not here:
                    found.append(YearValue(row, column, part.key, of, before.plan, here, there))
    return tuple(found)


def _of(row: Indicator, before: YearCameTo) -> Target:
    """The realisation of the row of the same id and words, else of the only one of the same words."""
    alike = [(other, target) for other, target in before.rows if _words(other) == _words(row)]
    same = [target for other, target in alike if other.id == row.id] or [target for _, target in alike]
    return same[0] if len(same) == 1 else Missing()


def _words(row: Indicator) -> str:
    return " ".join(row.text.casefold().split())
