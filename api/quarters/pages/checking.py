"""Rows that wait to be verified: those with nothing against them to be ticked, the others with what there is."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from api.http.address import plan_path, row_path
from api.http.frame import Frame, roles
from api.http.html import page
from api.http.problems import Problem
from api.quarters.pages.quarter import QuarterRowShown, checkable, row_shown, title, window
from api.rights import may
from api.words import measuring
from domain.kernel.errors import N_
from domain.office.state import Office
from domain.quarter.checking import Against, against
from domain.quarter.line import Line, Standing
from domain.quarter.outcome import figures
from domain.quarter.state import Quarter

_AGAINST: Mapping[Against, str] = {
    Against.FLAGGED: N_("its figure is doubtful"),
    Against.NO_FIGURE: N_("there is no figure"),
    Against.EXPLAINED: N_("it is not as was expected: read why"),
    Against.NO_EVIDENCE: N_("it has no evidence"),
    Against.AGAIN: N_("it was verified before, and what it depends on changed since"),
}


@dataclass(frozen=True)
class RowToCheck:
    """A row that the viewer can verify: ticked where nothing stands against it, with what does."""

    number: int
    row: QuarterRowShown
    path: str
    against: tuple[str, ...]
    ticked: bool


@dataclass(frozen=True)
class Walk:
    """Where a row stands among those to be checked: its number of all, how many are left, what is before and behind."""

    number: int
    all: int
    left: int
    previous: str
    following: str


def walk(frame: Frame, office: Office, shown: Quarter, indicator: str) -> Walk | None:
    """Return where a row stands among those that are filed; None where the viewer does not check it."""
    person = frame.viewer.person if frame.viewer else ""
    if not may("verify-realisations", roles(frame, office), shown.phase):
        return None
    filed = [line for line in shown.lines.values() if line.standing in (Standing.FILED, Standing.VERIFIED)]
    keys = [line.row.indicator.id for line in filed if person not in line.makers]
    if indicator not in keys:
        return None
    at, base = keys.index(indicator), plan_path(office, f"{shown.kind}-{shown.year}")
    before, behind = ([keys[n]] if 0 <= n < len(keys) else [] for n in (at - 1, at + 1))
    previous, following = (next((row_path(base, shown.quarter, key) for key in side), "") for side in (before, behind))
    return Walk(at + 1, len(keys), len(checkable(shown, person)), previous, following)


def next_to_check(frame: Frame, office: Office, shown: Quarter, after: str = "", *, verified: int = 0) -> str:
    """Return where to go on after a row: to the next that waits, whichever comes first, or to the list of none."""
    base = plan_path(office, f"{shown.kind}-{shown.year}")
    waiting = [line.row.indicator.id for line in checkable(shown, frame.viewer.person if frame.viewer else "")]
    order = list(shown.lines)
    behind = order.index(after) if after in order else -1
    found = next((key for key in waiting if order.index(key) > behind), next(iter(waiting), ""))
    path = row_path(base, shown.quarter, found) if found else f"{base}/quarters/{shown.quarter}/checking"
    return f"{path}?verified={verified}" if verified else f"{path}?recorded=1"


def verified_said(frame: Frame, count: str) -> str:
    """Say how many rows were verified; nothing for none."""
    if not (count.isascii() and count.isdecimal() and len(count) < 4 and int(count)):
        return ""
    return frame.words.plural("{n} row is verified.", "{n} rows are verified.", int(count))


def checking(
    frame: Frame,
    office: Office,
    shown: Quarter,
    problem: Problem | None,
    command_id: str,
    ticked: Collection[str] | None,
) -> str:
    """Return the page; `ticked` are the rows that somebody had ticked, None: nobody touched it yet."""
    words, base = frame.words, plan_path(office, f"{shown.kind}-{shown.year}")
    person = frame.viewer.person if frame.viewer else ""
    computed = {figure.indicator: figure for figure in figures(shown)}

    def to_check(number: int, line: Line) -> RowToCheck:
        key = line.row.indicator.id
        figure = computed[key]
        quarter, year = (measuring.figure_of(words, line.standing, f) for f in (figure.quarter, figure.year))
        found = against(line, figure)
        return RowToCheck(
            number=number,
            row=row_shown(frame, line, quarter, year, checks=True),
            path=row_path(base, shown.quarter, key),
            against=tuple(words(_AGAINST[reason]) for reason in found),
            ticked=not found if ticked is None else key in ticked,
        )

    may_check = may("verify-realisations", roles(frame, office), shown.phase)
    rows = [to_check(number, line) for number, line in enumerate(checkable(shown, person))] if may_check else []
    return page(
        frame,
        "quarters/checking.html",
        office=office,
        problem=problem,
        quarter=shown,
        base=base,
        here=f"{base}/quarters/{shown.quarter}",
        title=title(frame, shown),
        window=window(frame, office, shown),
        may_check=may_check,
        clear=[row for row in rows if not row.against],
        others=[row for row in rows if row.against],
        own=sum(line.standing is Standing.FILED and person in line.makers for line in shown.lines.values()),
        owed=sum(line.standing.owed for line in shown.lines.values()),
        command_id=command_id,
    )
