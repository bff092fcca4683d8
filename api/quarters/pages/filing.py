"""All rows that somebody owes of a quarter: the target and the quarter before beside each field, by goal."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from api.http.address import plan_path, row_path
from api.http.frame import Frame, roles
from api.http.html import page
from api.http.problems import Problem
from api.quarters.pages.quarter import QuarterRowShown, row_shown, title, window
from api.quarters.pages.row import EvidenceForm, filed_fields
from api.readings.heard import CellHeard, Filed, heard_row
from api.words import measuring
from api.words.words import Words
from domain.kernel.actor import Role
from domain.measure.derivation import STATES
from domain.measure.policy import Components, unbounded
from domain.measure.realisation import REPORTED
from domain.office.state import Office
from domain.quarter.line import Line
from domain.quarter.outcome import figures
from domain.quarter.state import Quarter, QuarterPhase


@dataclass(frozen=True)
class Asked:
    """A row with what somebody typed into it, whether it is another one by now, and its files."""

    line: Line
    typed: Mapping[str, str]
    stale: bool
    evidence: EvidenceForm


@dataclass(frozen=True)
class RowToFile:
    """A row of the grid; `version` is the one that what is typed is based on, `number` names its fields."""

    number: int
    row: QuarterRowShown
    line: Line
    typed: Mapping[str, str]
    stale: bool
    evidence: EvidenceForm
    path: str
    version: str
    promised: str
    heard: Mapping[str, CellHeard]

    @property
    def bounded(self) -> bool:
        """Return whether there are figures that cannot come out of it."""
        return self.line.row.policy != unbounded(self.line.row.policy)

    @property
    def components(self) -> Components | None:
        """Return what it is measured from, where that is not one figure."""
        return self.line.row.policy.components


def filing(
    frame: Frame, office: Office, shown: Quarter, asked: Sequence[Asked], problem: Problem | None, command_id: str
) -> str:
    """Return the page; `asked` are the rows that the viewer has to file."""
    words, base = frame.words, plan_path(office, f"{shown.kind}-{shown.year}")
    here = f"{base}/quarters/{shown.quarter}"
    computed = {figure.indicator: figure for figure in figures(shown)}

    def in_words(line: Line) -> QuarterRowShown:
        found = computed[line.row.indicator.id]
        quarter, year = (measuring.figure_of(words, line.standing, f) for f in (found.quarter, found.year))
        return row_shown(frame, line, quarter, year)

    person = frame.viewer.person if frame.viewer else ""
    rows = [
        _row(words, shown, number, one, in_words(one.line), row_path(base, shown.quarter, one.line.row.indicator.id))
        for number, one in enumerate(asked)
    ]
    keys = {row.row.key for row in rows}
    goals = {goal.id: goal for goal in shown.goals}

    def above(goal: str) -> Iterator[str]:
        """Yield what a goal stands below, the highest first."""
        parent = goals[goal].parent if goal in goals else ""
        if parent in goals:
            yield from above(parent)
            yield goals[parent].text

    return page(
        frame,
        "quarters/filing.html",
        office=office,
        problem=problem,
        quarter=shown,
        base=base,
        here=here,
        title=title(frame, shown),
        window=window(frame, office, shown),
        groups=[
            (goal, " › ".join(above(goal)), goals[goal].text if goal in goals else "", list(members))
            for goal, members in groupby(rows, lambda row: row.line.row.indicator.goal)
        ],
        count=len(rows),
        ratios=any(row.components for row in rows),
        singles=any(not row.components for row in rows),
        filed=[
            in_words(line)
            for key, line in shown.lines.items()
            if key not in keys and line.filing and person in {owner.person for owner in line.row.owners}
        ],
        states=[(state.value, words(STATES[state])) for state in REPORTED],
        owns=Role.OWNER in roles(frame, office),
        may_file=shown.phase is not QuarterPhase.CLOSED and shown.window.holds(frame.now),
        command_id=command_id,
    )


def _row(words: Words, shown: Quarter, number: int, asked: Asked, row: QuarterRowShown, path: str) -> RowToFile:
    line = asked.line
    typed = asked.typed or filed_fields(line.filing)
    seen = str(line.version)
    return RowToFile(
        number=number,
        row=row,
        line=line,
        typed=typed,
        stale=asked.stale,
        evidence=asked.evidence,
        path=path,
        # What changed meanwhile is shown; whoever then sends it again has seen it.
        version=seen if asked.stale else asked.typed.get("based_on", seen),
        promised=line.row.previous.follow_up if line.row.previous else "",
        heard=heard_row(words, line.row, shown.plan_version, Filed.of(typed)),
    )
