"""The leader's page: achievement by goal with its quarters, absorption against achievement, and what changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from api.pages.frame import Frame
from api.pages.render import page, plan_path
from api.presentation import charts, names, year_names
from domain.achievement import Achievement
from domain.exact import spell_plain
from domain.office import Office
from domain.text import Goal
from domain.year.outcome import absorbed, absorptions
from domain.year.quarter import Quarter
from domain.year.quarters import QUARTERS
from domain.year.year_table import YearRow, year_table

_REACHED = Decimal(100)


@dataclass(frozen=True)
class CellShown:
    """An indicator in a quarter: its figure, and where that comes from."""

    number: int
    text: str
    path: str


@dataclass(frozen=True)
class YearRowShown:
    """An indicator over the year."""

    row: YearRow
    chart: Markup
    cells: tuple[CellShown | None, ...]
    year: str
    reached: bool | None


@dataclass(frozen=True)
class GoalShown:
    """A goal with its indicators; `reached` of those that have a figure."""

    goal: Goal
    rows: list[YearRowShown]
    reached: int
    known: int


@dataclass(frozen=True)
class PointShown:
    """An indicator and the money of its programme."""

    number: int
    text: str
    path: str
    absorption: str
    achievement: str


def year(frame: Frame, office: Office, plan: str, quarters: Sequence[Quarter]) -> str:
    """Return the page of the quarters that were opened."""
    base, last = plan_path(office, plan), _latest(quarters)
    table = year_table(quarters)
    rows = [_row(frame, base, last, row) for row in table]
    chart, points = _money(frame, base, last, table)
    return page(
        frame,
        "year.html",
        office=office,
        base=base,
        plan=plan,
        last=last,
        title=frame.words("{plan}: the year so far", plan=names.short_title(frame.words, last.kind, last.year)),
        numbers=[names.quarter(n) for n in QUARTERS],
        quarters=[
            (names.quarter(q.quarter), f"{base}/quarters/{q.quarter}", q, frame.words(year_names.PHASES[q.phase]))
            for q in quarters
        ],
        tones=year_names.PHASE_TONES,
        reached=sum(row.reached is True for row in rows),
        known=sum(row.reached is not None for row in rows),
        rows=rows,
        goals=_goals(last, rows),
        absorption=year_names.figure(frame.words, absorbed(last)),
        plane=chart,
        points=points,
        changes=_changes(frame, base, last, table),
    )


def _latest(quarters: Sequence[Quarter]) -> Quarter:
    """Return the last quarter that anything is known of: a plan of a past year has all its quarters open at once."""
    told = [q for q in quarters if any(not line.standing.owed for line in q.lines.values())]
    return (told or quarters)[-1]


def _row(frame: Frame, base: str, last: Quarter, row: YearRow) -> YearRowShown:
    words = frame.words
    cells = tuple(
        None
        if cell is None
        else CellShown(cell.quarter, year_names.figure(words, cell.figure), _path(base, cell.quarter, row))
        for cell in row.cells
    )
    known = [None if cell is None else cell.figure.figure for cell in row.cells]
    spoken = "; ".join("—" if figure is None else f"{spell_plain(figure)}%" for figure in known)
    label = words("Achievement in the four quarters: {figures}", figures=spoken)
    whole = _so_far(last, row)
    reached = None if whole is None or whole.figure is None else whole.figure >= _REACHED
    text = "" if whole is None else year_names.figure(words, whole)
    return YearRowShown(row, charts.bars(known, label), cells, text, reached)


def _goals(last: Quarter, rows: Sequence[YearRowShown]) -> list[GoalShown]:
    found = []
    for goal in last.goals:
        own = [row for row in rows if row.row.indicator.goal == goal.id]
        if own:
            known = [row for row in own if row.reached is not None]
            found.append(GoalShown(goal, own, sum(row.reached is True for row in known), len(known)))
    return found


def _money(frame: Frame, base: str, last: Quarter, table: Sequence[YearRow]) -> tuple[Markup, list[PointShown]]:
    """Each indicator that a programme pays for, by the absorption of that programme."""
    shares = {
        indicator: found.share
        for spending, found in zip(last.budget.values(), absorptions(last), strict=True)
        for indicator in spending.of.pays_for
    }
    drawn: list[tuple[str, Decimal, Decimal]] = []
    points: list[PointShown] = []
    for row in table:
        share, reached = shares.get(row.indicator.id), _so_far(last, row)
        if share is None or reached is None or share.figure is None or reached.figure is None:
            continue
        number = len(points) + 1
        drawn.append((str(number), share.figure, reached.figure))
        points.append(
            PointShown(
                number,
                row.indicator.text,
                _path(base, last.quarter, row),
                year_names.figure(frame.words, share),
                year_names.figure(frame.words, reached),
            )
        )
    return charts.plane(drawn, frame.words("Absorption across, achievement upwards, lines at 100%")), points


def _changes(frame: Frame, base: str, last: Quarter, table: Sequence[YearRow]) -> list[tuple[str, str, str, str]]:
    """Indicator, address, the year's figure by the quarter before, and by the last one; only where they differ."""
    now, before = last.quarter, last.quarter - 1
    if not before:
        return []
    found = []
    for row in table:
        new, old = row.cells[now - 1], row.cells[before - 1]
        if (
            new is not None
            and old is not None
            and (new.year.state, new.year.figure) != (old.year.state, old.year.figure)
        ):
            was, became = year_names.figure(frame.words, old.year), year_names.figure(frame.words, new.year)
            found.append((row.indicator.text, _path(base, now, row), was, became))
    return found


def _so_far(last: Quarter, row: YearRow) -> Achievement | None:
    """What the year comes to by the quarter that is shown last."""
    cell = row.cells[last.quarter - 1]
    return None if cell is None else cell.year


def _path(base: str, quarter: int, row: YearRow) -> str:
    return f"{base}/quarters/{quarter}/realisations/{row.indicator.id}"
