"""The year as rows: indicators under their goals, numbered through, and as plain cells for spreadsheets."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from activities.documents.sheets import SheetCell, SheetColumn, plain
from activities.documents.words import (
    QUADRANTS,
    QUARTERS,
    STANDINGS,
    aim_words,
    bought_words,
    cell_words,
    cited,
    derivation_words,
    flag_words,
    read_words,
    share_words,
)
from domain.kernel.exact import Rounding, rounded
from domain.kernel.streams import last_day
from domain.measure.aggregation import realised
from domain.measure.budget import Lines
from domain.measure.realisation import Aim, Bounds, Measured, Ratio, Reading, aim_of
from domain.measure.target import spell_target
from domain.plan.text import Goal, Indicator
from domain.quarter.outcome import money_of
from domain.quarter.state import Quarter
from views.year import YearCell, YearRow, year_table

_SPLITTABLE = 700  # characters; a longer heading might not fit a page, so it is a row that breaks
_TAIL = 3  # lines; a goal and its rows that go to another page together
_LINE = 40  # characters that are sure to fit a line beside a name, were they all W
_SPELLED = 9  # characters that one may be spelled out as, where no font shows it
_LINES = 40  # that are sure to fit a page, with the gaps between them
_SHOWN = 6  # decimals of a realisation that comes from components
LinesOn = Callable[[date], Lines | None]  # the office's lines of the quadrant on a day


@dataclass(frozen=True)
class GoalGroup:
    """A goal, whether its words are short enough for a heading, and its indicators with their numbers."""

    goal: str
    short: bool
    rows: tuple[tuple[int, Indicator], ...]


def by_goal(goals: Sequence[Goal], indicators: Iterable[Indicator]) -> list[GoalGroup]:
    """Return the goals that have indicators, in their order; a goal below another names what it is below."""
    known = {goal.id: goal for goal in goals}
    of: dict[str, list[tuple[int, Indicator]]] = {}
    for number, indicator in enumerate(indicators, 1):
        of.setdefault(indicator.goal, []).append((number, indicator))
    return [_group(goal_path(known.get(goal), known), rows) for goal, rows in of.items()]


def tail_of(groups: Sequence[GoalGroup]) -> int:
    """Return which line begins what may go to the page of the signatures: the last goal's, else the last two rows."""
    lines = [1 + len(group.rows) for group in groups]
    last = lines[-1] if len(lines) > 1 and lines[-1] <= _TAIL else 2
    return max(sum(lines) - last, 0)


def splittable(*cells: str) -> bool:
    """Return whether a row of these cells may need more than a page, so that it may be split."""
    return max(map(len, cells)) > _SPLITTABLE


def whole(facts: Iterable[str]) -> bool:
    """Return whether what is said beside names is sure to fit one page."""
    widths = [_width(line) for words in facts for line in words.split("\n")]
    return sum(1 + width // _LINE for width in widths) <= _LINES


def goal_path(goal: Goal | None, known: Mapping[str, Goal]) -> str:
    """Return the words of a goal after those of the goals it is below."""
    texts = []
    while goal is not None:
        texts.append(" ".join(goal.text.split()))
        goal = known.get(goal.parent)
    return " › ".join(reversed(texts)) or "–"


def _width(line: str) -> int:
    return len(line) + (_SPELLED - 1) * sum(not character.isascii() for character in line)


def _group(words: str, rows: list[tuple[int, Indicator]]) -> GoalGroup:
    return GoalGroup(words, len(words) <= _SPLITTABLE, tuple(rows))


INDICATORS = (
    SheetColumn("Bagian", 8),
    SheetColumn("Sasaran", 40),
    SheetColumn("No", 6, 0),
    SheetColumn("Indikator kinerja", 50),
    SheetColumn("Target tahun", 14),
    SheetColumn("Target tahun (angka)", 14),
    SheetColumn("Triwulan", 9),
    SheetColumn("Target triwulan", 14),
    SheetColumn("Target triwulan (angka)", 14),
    SheetColumn("Pembilang", 14),
    SheetColumn("Penyebut", 14),
    SheetColumn("Realisasi", 30),
    SheetColumn("Realisasi (angka)", 16),
    SheetColumn("Capaian triwulan", 18),
    SheetColumn("Capaian triwulan (%)", 14),
    SheetColumn("Capaian tahun berjalan", 18),
    SheetColumn("Capaian tahun berjalan (%)", 14),
    SheetColumn("Perlu diperhatikan", 30),
    SheetColumn("Keadaan", 18),
    SheetColumn("Triwulan ditutup", 10),
    SheetColumn("Versi rencana", 10, 0),
    SheetColumn("Kebijakan pengukuran", 36),
    SheetColumn("Penurunan capaian triwulan", 80),
    SheetColumn("Penurunan capaian tahun berjalan", 80),
    SheetColumn("Mulai triwulan", 10),
)
BUDGETS = (
    SheetColumn("Bagian", 8),
    SheetColumn("Program", 50),
    SheetColumn("Triwulan", 9),
    SheetColumn("Anggaran (Rp)", 20, 0),
    SheetColumn("Realisasi sejak awal tahun (Rp)", 20, 0),
    SheetColumn("Serapan", 18),
    SheetColumn("Serapan (%)", 12, 2),
    SheetColumn("Penurunan serapan", 60),
    SheetColumn("Capaian program", 18),
    SheetColumn("Capaian program (%)", 12, 2),
    SheetColumn("Efisiensi", 18),
    SheetColumn("Efisiensi (%)", 12, 2),
    SheetColumn("Kuadran", 18),
    SheetColumn("Penurunan capaian program", 60),
    SheetColumn("Penurunan efisiensi", 80),
)


def indicator_rows(quarters: Sequence[Quarter]) -> Iterator[tuple[SheetCell, ...]]:
    """Yield the cells of each indicator in each quarter that was opened, in the order of `INDICATORS`."""
    goals = {goal.id: goal for quarter in quarters for goal in quarter.goals}
    for number, row in enumerate(year_table(quarters), 1):
        goal = goal_path(goals.get(row.indicator.goal), goals)
        for cell in row.cells:
            if cell is not None:
                yield tuple(map(plain, _cells(number, goal, row, cell)))


def budget_rows(quarters: Sequence[Quarter], lines_on: LinesOn) -> Iterator[tuple[SheetCell, ...]]:
    """Yield the cells of each programme in each quarter that was opened, in the order of `BUDGETS`."""
    for quarter in sorted(quarters, key=lambda q: q.quarter):
        bought = money_of(quarter, lines_on(last_day(quarter.year, quarter.quarter)))
        for spending, found in zip(quarter.budget.values(), bought.programmes, strict=True):
            cells = (
                spending.of.part,
                spending.of.programme.text,
                QUARTERS[quarter.quarter - 1],
                found.of.allotted,
                found.of.realised,
                share_words(found.absorption),
                found.absorption.figure,
                found.absorption.line,
                bought_words(found.achievement, quarter, found.of.pays_for),
                found.achievement.figure,
                bought_words(found.efficiency, quarter, found.of.pays_for),
                found.efficiency.figure,
                QUADRANTS[found.quadrant] if found.quadrant else "",
                found.achievement.line,
                found.efficiency.line,
            )
            yield tuple(map(plain, cells))


def _cells(number: int, goal: str, row: YearRow, cell: YearCell) -> tuple[SheetCell, ...]:
    above, below = _sides(cell.reading)
    return (
        row.part,
        goal,
        number,
        cell.indicator.text,
        spell_target(cell.indicator.target),
        single(aim_of(cell.indicator.target)),
        QUARTERS[cell.quarter - 1],
        aim_words(cell.target, cell.policy),
        single(cell.target),
        above,
        below,
        read_words(cell),
        _value(cell),
        cell_words(cell, cell.figure) if cell.target is not None else "–",
        cell.figure.figure,
        cell_words(cell, cell.year),
        cell.year.figure,
        flag_words(tuple(dict.fromkeys((*cell.figure.flags, *cell.year.flags)))),
        STANDINGS[cell.standing],
        "ya" if cell.closed else "belum",
        cell.plan_version,
        f"{cited(cell.policy.citation)}, versi {cell.policy.version}",
        derivation_words(cell.figure.derivation),
        derivation_words(cell.year.derivation),
        QUARTERS[row.starts - 1],
    )


def single(aim: Aim | None) -> Decimal | None:
    """Return the one number that is aimed at; None for a range, a grade or nothing."""
    return aim.low if isinstance(aim, Bounds) and aim.low == aim.high else None


def _sides(reading: Reading) -> tuple[Decimal | None, Decimal | None]:
    return (reading.numerator, reading.denominator) if isinstance(reading, Ratio) else (None, None)


def _value(cell: YearCell) -> Decimal | None:
    if isinstance(cell.reading, Measured):
        return cell.reading.value
    found = realised(cell.policy, [cell.reading])
    return rounded(found, _SHOWN, Rounding.HALF_AWAY) if isinstance(found, Fraction) else None
