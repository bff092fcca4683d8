"""The year of an office in one table: each indicator in each quarter, with inputs, policy, figure and derivation."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.kernel.message import remembering
from domain.kernel.streams import QUARTERS
from domain.measure.achievement import Achievement, Derivation
from domain.measure.budget import Share
from domain.measure.derivation import line, spell_aim, spell_reading
from domain.measure.policy import MeasurementPolicy
from domain.measure.realisation import Aim, Reading
from domain.plan.text import Indicator
from domain.quarter.figures import Figure
from domain.quarter.line import Line, Standing
from domain.quarter.outcome import figures
from domain.quarter.state import Quarter
from views.models.shared import AchievementView, AimView, ShareView
from views.models.year import YearCellView
from views.text import target_view


def achievement_view(found: Achievement) -> AchievementView:
    """Return state, figure (None where there is none), flags, derivation, and its line in English."""
    return {
        "state": found.state,
        "figure": found.figure,
        "flags": found.flags,
        "derivation": found.derivation,
        "line": _line(found.derivation) if found.derivation else "",
    }


def share_view(share: Share) -> ShareView:
    """Return a figure of the budget in per cent, with the line it can be checked by."""
    return {"state": share.state, "figure": share.figure, "line": share.line}


def aim_view(aim: Aim | None) -> AimView | None:
    """Return what is aimed at, and how it is written; None is no target."""
    return None if aim is None else {"aim": aim, "text": spell_aim(aim)}


@remembering
def _line(derivation: Derivation) -> str:
    return line(derivation)


@dataclass(frozen=True)
class YearCell:
    """An indicator in one quarter, as the plan that it is measured by has it.

    `year` is that of the year up to there, `closed` whether the figures stay.
    """

    indicator: Indicator
    quarter: int
    closed: bool
    standing: Standing
    plan_version: int
    policy: MeasurementPolicy
    target: Aim | None
    reading: Reading
    figure: Achievement
    year: Achievement


@dataclass(frozen=True)
class YearRow:
    """An indicator over the year, as its newest quarter has it; a quarter without it is None.

    `starts` is the first quarter that asked for it.
    """

    part: str
    indicator: Indicator
    cells: tuple[YearCell | None, ...]
    starts: int

    @property
    def newest(self) -> YearCell | None:
        """Return the latest quarter that was opened: it says what the year comes to."""
        return next((cell for cell in reversed(self.cells) if cell is not None), None)


def year_table(quarters: Sequence[Quarter]) -> tuple[YearRow, ...]:
    """Return a row for each indicator that any of the quarters measures, in the order of the plan."""
    cells: dict[str, dict[int, YearCell]] = {}
    newest: dict[str, Line] = {}
    opened = [quarter.quarter for quarter in quarters]
    for quarter in sorted(quarters, key=lambda q: -q.quarter):  # what an amended plan took away stands last
        for (key, filed), figure in zip(quarter.lines.items(), figures(quarter), strict=True):
            newest.setdefault(key, filed)
            cells.setdefault(key, {})[quarter.quarter] = _cell(quarter, filed, figure)
    return tuple(
        YearRow(
            line.row.part, line.row.indicator, tuple(cells[key].get(n) for n in QUARTERS), _starts(opened, cells[key])
        )
        for key, line in newest.items()
    )


def _starts(opened: Collection[int], cells: Collection[int]) -> int:
    """Return the first of an indicator's quarters, where one before was opened without it."""
    first = min(cells)
    return first if any(quarter < first for quarter in opened) else 1


@dataclass(frozen=True)
class YearChange:
    """An indicator whose year so far is another than it was by the quarter before."""

    indicator: Indicator
    was: Achievement
    became: Achievement

    @property
    def size(self) -> Decimal:
        """Return by how many per cent points it differs; where there was or is none, it counts as 0."""
        return abs((self.became.figure or Decimal(0)) - (self.was.figure or Decimal(0)))


def year_changes(table: Sequence[YearRow], quarter: int) -> tuple[YearChange, ...]:
    """Return what a quarter (1 to 4) changed, the largest first; a row that nobody has filed in it changes nothing."""
    found = []
    for row in table:
        old, new = row.cells[quarter - 2] if quarter > 1 else None, row.cells[quarter - 1]
        if old is None or new is None or not new.standing.answered:
            continue
        if (old.year.state, old.year.figure) != (new.year.state, new.year.figure):
            found.append(YearChange(row.indicator, old.year, new.year))
    return tuple(sorted(found, key=lambda change: -change.size))


def year_view(quarters: Sequence[Quarter]) -> list[YearCellView]:
    """Return the table as plain values and messages: one object for each indicator and quarter."""
    return [
        {
            "indicator": row.indicator.id,
            "part": row.part,
            "goal": cell.indicator.goal,
            "text": cell.indicator.text,
            "year_target": target_view(cell.indicator.target),
            "quarter": cell.quarter,
            "closed": cell.closed,
            "standing": cell.standing,
            "plan_version": cell.plan_version,
            "policy": cell.policy,
            "target": aim_view(cell.target),
            "reading": cell.reading,
            "reading_text": spell_reading(cell.reading),
            "achievement": achievement_view(cell.figure),
            "year_to_date": achievement_view(cell.year),
            "starts": row.starts,
        }
        for row in year_table(quarters)
        for cell in row.cells
        if cell is not None
    ]


def _cell(quarter: Quarter, line: Line, figure: Figure) -> YearCell:
    return YearCell(
        indicator=line.row.indicator,
        quarter=quarter.quarter,
        closed=quarter.closing is not None,
        standing=line.standing,
        plan_version=quarter.plan_version,
        policy=line.row.policy,
        target=line.row.target,
        reading=figure.reading,
        figure=figure.quarter,
        year=figure.year,
    )
