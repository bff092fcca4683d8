"""The leader's page: achievement by goal with its quarters, absorption against achievement, and what changed."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from api.http.address import plan_path
from api.http.frame import Frame
from api.http.html import page, piece
from api.words import measuring, names
from api.year.figures import money_shown, quarter_bars, year_path
from api.year.owing import Owing, owing
from api.year.shortfalls import REACHED, shortfalls
from domain.kernel.streams import QUARTERS, last_day
from domain.measure.budget import Lines, Share, mean
from domain.measure.flags import Flag
from domain.measure.realisation import State
from domain.office.state import Office
from domain.plan.text import Goal
from domain.quarter.outcome import latest, money_of
from domain.quarter.state import Quarter, QuarterPhase
from views.year import YearCell, YearChange, YearRow, year_changes, year_table


class PieceCache:
    """Keeps the pieces of pages that were asked for last; they depend on nothing but `things` and `key`."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, tuple[tuple[object, ...], Markup]] = OrderedDict()

    def of(self, things: tuple[object, ...], key: Hashable, make: Callable[[], Markup]) -> Markup:
        """Return what was made of these objects, which do not change, or make it now."""
        name = (key, *map(id, things))
        # The objects are kept with what was made of them, so that their ids are nobody else's.
        found = self._kept.pop(name, None) or (things, make())
        self._kept[name] = found
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return found[1]


_OPEN = 60  # indicators; of a larger plan the goals come first, and the rows of one when they are asked for
_LISTED = 12  # of doubts
_FIRST, _LISTED_SHORT = 8, 48  # of shortfalls: those that are seen at once, and those that are folded below
_CHANGES = 5
_MADE = PieceCache(8)


@dataclass(frozen=True)
class YearRowShown:
    """An indicator over the year; `cells` are its quarters, None where one was not opened, `year` the year so far."""

    text: str
    path: str
    chart: Markup
    cells: tuple[str | None, ...]
    year: str
    starts: str


@dataclass(frozen=True)
class YearGoalShown:
    """A goal: `reached` of the `known` of its `count` indicators, their mean, and how it comes about.

    It has no `rows` where they are only shown when they are asked for.
    """

    goal: Goal
    above: str
    count: int
    reached: int
    known: int
    mean: str
    line: str
    chart: Markup
    rows: tuple[YearRowShown, ...]
    unfolded: bool


@dataclass(frozen=True)
class ChangeShown:
    """An indicator whose year is another than it was by the quarter before."""

    text: str
    path: str
    was: str
    became: str


def year(frame: Frame, office: Office, plan: str, quarters: Sequence[Quarter], unfolded: str) -> str:
    """Return the page of the quarters that were opened; `unfolded` is the goal whose rows are wanted."""
    spent = _spent(quarters)
    lines = None if spent is None else office.quadrant_lines(last_day(spent.year, spent.quarter))
    owed = owing(frame, office, plan_path(office, plan), quarters)
    key = (office.id, office.name, plan, lines, owed, frame.language, unfolded)
    return page(
        frame,
        "year/year.html",
        office=office,
        title=frame.words("{plan}: the year so far", plan=_title(frame, plan)),
        content=_MADE.of(tuple(quarters), key, lambda: _content(frame, office, plan, quarters, unfolded, lines, owed)),
    )


def _title(frame: Frame, plan: str) -> str:
    kind, _, number = plan.rpartition("-")
    return names.short_title(frame.words, kind, int(number))


def _content(
    frame: Frame,
    office: Office,
    plan: str,
    quarters: Sequence[Quarter],
    unfolded: str,
    lines: Lines | None,
    owed: Sequence[Owing],
) -> Markup:
    base, last, spent = plan_path(office, plan), latest(quarters) if quarters else None, _spent(quarters)
    table = year_table(quarters)
    now = [_so_far(last, row) for row in table] if last else []
    known = [cell.year.figure for cell in now if cell is not None and cell.year.figure is not None]
    short = shortfalls(frame.words, base, quarters, table, last.quarter) if last else []
    doubts = _doubts(frame, base, table)
    changes = year_changes(table, last.quarter) if last else ()
    listed = table if len(table) <= _OPEN else ()
    rows = {row.indicator.id: (row.indicator.text, year_path(base, row.indicator.id)) for row in listed}
    return piece(
        frame.language,
        "year/content.html",
        office=office,
        base=base,
        plan_title=_title(frame, plan),
        title=frame.words("{plan}: the year so far", plan=_title(frame, plan)),
        year=plan.rpartition("-")[2],
        last=last,
        until="" if last is None else names.quarter(last.quarter),
        numbers=[names.quarter(n) for n in QUARTERS],
        quarters=_quarters(frame, base, quarters),
        reached=sum(figure >= REACHED for figure in known),
        known=len(known),
        total=sum(cell is not None for cell in now),
        short=short[:_FIRST],
        more_short=short[_FIRST:_LISTED_SHORT],
        unlisted=len(short[_LISTED_SHORT:]),
        owed=owed,
        goals=_goals(frame, quarters, last, table, unfolded) if last else [],
        later=quarters[-1].later if quarters else (),
        money=money_shown(frame, money_of(spent, lines), spent, rows) if spent else None,
        money_until="" if spent is None else names.quarter(spent.quarter),
        doubts=doubts[:_LISTED],
        more_doubts=doubts[_LISTED:],
        changes=[_change(frame, base, last.quarter, change) for change in changes[:_CHANGES]] if last else [],
        more_changes=[_change(frame, base, last.quarter, change) for change in changes[_CHANGES:_LISTED]]
        if last
        else [],
        smaller=len(changes[_LISTED:]),
    )


def _spent(quarters: Sequence[Quarter]) -> Quarter | None:
    """Return the last quarter of which spending is reported; of none, the first that will say."""
    reported = [q for q in quarters if any(spending.realised is not None for spending in q.budget.values())]
    return reported[-1] if reported else next(iter(quarters), None)


def _quarters(frame: Frame, base: str, quarters: Sequence[Quarter]) -> list[tuple[str, str, str, str]]:
    """Number, address (empty where it was not opened), tone and state of each quarter."""
    opened = {quarter.quarter: quarter for quarter in quarters}
    found = []
    for n in QUARTERS:
        phase = opened[n].phase if n in opened else QuarterPhase.ABSENT
        path = f"{base}/quarters/{n}" if n in opened else ""
        found.append((names.quarter(n), path, measuring.PHASE_TONES[phase], frame.words(measuring.PHASES[phase])))
    return found


def _goals(
    frame: Frame, quarters: Sequence[Quarter], last: Quarter, table: Sequence[YearRow], unfolded: str
) -> list[YearGoalShown]:
    """Return the goals that have indicators; those of another quarter's plan stand at the end."""
    known = {goal.id: goal for quarter in (last, *reversed(quarters)) for goal in quarter.goals}
    of: dict[str, list[YearRow]] = {goal: [] for goal in known}
    for row in table:
        of.setdefault(row.indicator.goal, []).append(row)
    return [
        _goal(frame, last, known, key, rows, key == unfolded, len(table) <= _OPEN) for key, rows in of.items() if rows
    ]


def _goal(
    frame: Frame,
    last: Quarter,
    goals: Mapping[str, Goal],
    key: str,
    rows: Sequence[YearRow],
    unfolded: bool,
    small: bool,
) -> YearGoalShown:
    goal = goals.get(key, Goal(key, "", key))
    cells = [cell for row in rows if (cell := _so_far(last, row)) is not None]
    years = [cell.year for cell in cells]
    figures = [found.figure for found in years if found.figure is not None]
    together = mean(years)
    quarterly = [_of_quarter([row.cells[n - 1] for row in rows]).figure for n in QUARTERS]
    return YearGoalShown(
        goal=goal,
        above=goals[goal.parent].text if goal.parent in goals else "",
        count=len(cells),
        reached=sum(figure >= REACHED for figure in figures),
        known=len(figures),
        mean=measuring.share_of(frame.words, together, complete=all(cell.standing.answered for cell in cells)),
        line=measuring.sums(together.line),
        chart=quarter_bars(frame.words, quarterly),
        rows=tuple(_row(frame, last, row) for row in rows) if small or unfolded else (),
        unfolded=unfolded,
    )


def _of_quarter(cells: Sequence[YearCell | None]) -> Share:
    opened = [cell.figure for cell in cells if cell is not None]  # an amended plan may have brought or ended others
    return mean(opened) if opened else Share(State.NOT_RELEASED)


def _row(frame: Frame, last: Quarter, row: YearRow) -> YearRowShown:
    words, now = frame.words, _so_far(last, row)
    return YearRowShown(
        text=row.indicator.text,
        path=year_path(".", row.indicator.id),  # below the page's own address: there are many
        chart=quarter_bars(frame.words, [None if cell is None else cell.figure.figure for cell in row.cells]),
        cells=tuple(
            None if cell is None else measuring.figure_of(words, cell.standing, cell.figure) for cell in row.cells
        ),
        year="" if now is None else measuring.figure_of(words, now.standing, now.year),
        starts=words("starts in quarter {number}", number=names.quarter(row.starts)) if row.starts > 1 else "",
    )


def _doubts(frame: Frame, base: str, table: Sequence[YearRow]) -> list[tuple[str, str, list[str]]]:
    """Wording, address, and what is doubtful with the quarters in which it is."""
    found = []
    for row in table:
        quarters: dict[Flag, list[str]] = {}
        for cell in row.cells:
            if cell is not None:
                for flag in dict.fromkeys((*cell.figure.flags, *cell.year.flags)):
                    quarters.setdefault(flag, []).append(names.quarter(cell.quarter))
        if quarters:
            sentences = [
                frame.words("{doubt} Quarter {numbers}.", doubt=frame.words(measuring.FLAGS[f]), numbers=", ".join(n))
                for f, n in quarters.items()
            ]
            found.append((row.indicator.text, year_path(base, row.indicator.id), sentences))
    return found


def _change(frame: Frame, base: str, quarter: int, change: YearChange) -> ChangeShown:
    was, became = (measuring.figure(frame.words, found) for found in (change.was, change.became))
    return ChangeShown(change.indicator.text, year_path(base, change.indicator.id, quarter), was, became)


def _so_far(last: Quarter, row: YearRow) -> YearCell | None:
    """Return the cell of the quarter that is shown last."""
    return row.cells[last.quarter - 1]
