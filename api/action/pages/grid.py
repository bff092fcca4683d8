"""The grid of an action plan: every indicator by goal, its cells as they stand or as they were typed."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count

from api.action.grid import CELLS, TARGETS, GridRow, Judged, People, shown_again, taken_over
from api.action.pages.action import opens_again
from api.action.pages.following import marked
from api.action.standing import checked_by_others
from api.http.address import plan_path
from api.http.frame import Frame, roles
from api.http.html import page
from api.http.problems import Problem
from api.readings.heard import CellHeard, heard_aim, silent
from api.rights import may
from api.words import measuring, names
from api.words.refusals import explained
from api.words.words import Words
from domain.action.row import ActionRow
from domain.action.state import Action
from domain.kernel.streams import QUARTERS
from domain.measure.policy import MeasurementPolicy
from domain.measure.target import spell_target
from domain.office.state import Office
from domain.plan.text import Goal, Indicator, Part


@dataclass(frozen=True)
class Cell:
    """What stands in a cell, what a figure in it says, and what is wrong with it.

    Where somebody else changed it, `theirs` is what is recorded now.
    """

    text: str
    heard: CellHeard
    fault: str = ""
    theirs: str | None = None


@dataclass(frozen=True)
class RowShown:
    """A row of the grid: `writes` are the cells that the viewer may write, `proposed` what would measure it.

    `over` marks the cells so that what was typed stands over what somebody else wrote; `fault` is of the policy, `mark`
    what an amended plan made of the row.
    """

    n: int
    key: str
    text: str
    year: str
    measured: str
    proposed: str
    measure: bool
    cells: Mapping[str, Cell]
    base: str
    over: str
    writes: frozenset[str]
    typed: bool
    by_quarter: bool
    fault: str
    mark: str = ""


@dataclass(frozen=True)
class GroupShown:
    """A goal with its rows."""

    goal: Goal
    number: str
    rows: list[RowShown] = field(default_factory=list)


def action_grid(
    frame: Frame,
    office: Office,
    shown: Action,
    proposed: Mapping[str, MeasurementPolicy],
    people: People,
    found: Mapping[str, Judged],
    who: Mapping[tuple[str, str], str],
    problem: Problem | None,
    recorded: int | None,
    command_id: str,
) -> str:
    """Return the page; `found` are the rows that were sent and come back, `recorded` how many others were saved."""
    words, held = frame.words, roles(frame, office)
    person = frame.viewer.person if frame.viewer else ""
    writes = may("submit-action", held)

    numbers, marks = count(), marked(words, shown)

    def row(indicator: Indicator) -> RowShown:
        key, recorded_row = indicator.id, shown.rows[indicator.id]
        own = any(owner.person == person for owner in recorded_row.owners)
        may_write = frozenset(("policy", *CELLS)) if writes else frozenset(("steps",) if own else ())
        shown_row = _row(
            words, next(numbers), indicator, recorded_row, proposed.get(key), people, found.get(key), who, may_write
        )
        return replace(shown_row, mark=marks.get(key, ""))

    parts = [(part, _groups(part, row)) for part in shown.basis.parts]
    rows = [row for _, groups in parts for group in groups for row in group.rows]
    wrong = [row for row in rows if row.key in found and found[row.key].sent]
    return page(
        frame,
        "action/edit.html",
        office=office,
        problem=problem,
        action=shown,
        base=plan_path(office, f"{shown.kind}-{shown.year}"),
        parts=parts,
        refused=[(row, list(_said(row))) for row in wrong],
        recorded=recorded,
        people=sorted(people.labels.values(), key=str.casefold),
        quarters=[
            (cell, words("Q{number}", number=names.quarter(n)), words("Quarter {number}", number=names.quarter(n)))
            for cell, n in zip(TARGETS, QUARTERS, strict=True)
        ],
        writes=writes,
        opens=opens_again(words, shown),
        unmeasured=len(proposed) if writes else 0,
        checks=checked_by_others(words, frame.clock(office), office, shown, person) if writes else [],
        command_id=command_id,
    )


def _groups(part: Part, row: Callable[[Indicator], RowShown]) -> list[GroupShown]:
    groups: dict[str, GroupShown] = {}
    for goal in part.goals:
        top = sum(not group.goal.parent for group in groups.values())
        groups[goal.id] = GroupShown(goal, "" if goal.parent else f"{top + 1}.")
    for indicator in part.indicators:
        groups[indicator.goal].rows.append(row(indicator))
    return list(groups.values())


def _row(
    words: Words,
    n: int,
    indicator: Indicator,
    recorded: ActionRow,
    proposed: MeasurementPolicy | None,
    people: People,
    found: Judged | None,
    who: Mapping[tuple[str, str], str],
    writes: frozenset[str],
) -> RowShown:
    key, now = indicator.id, GridRow.of(recorded, people)
    row = now if found is None else shown_again(found, people)
    policy = recorded.policy or proposed
    faults = {} if found is None else {c: explained(words, None, f.message, f.params) for c, f in found.faults.items()}

    def cell(name: str) -> Cell:
        text = row.cells[name]
        said = heard_aim(words, policy, text) if name in TARGETS and policy else silent()
        if found is None or name not in found.stale:
            return Cell(text, said, faults.get(name, ""))
        by = who.get((key, name.partition(".")[0]), "")
        here = words("{who} changed this meanwhile to: {text}", who=by, text=now.cells[name] or words("empty"))
        return Cell(text, said, here, theirs=now.cells[name])

    return RowShown(
        n=n,
        key=key,
        text=indicator.text,
        year=spell_target(indicator.target),
        measured=measuring.in_short(words, recorded.policy) if recorded.policy else "",
        proposed=measuring.in_short(words, proposed) if proposed and not recorded.policy else "",
        measure=row.measure,
        cells={name: cell(name) for name in CELLS},
        base=row.base,
        over=taken_over(found, people) if found is not None and found.stale else "",
        writes=writes,
        typed=found is not None,
        by_quarter=any(recorded.steps.quarters),
        fault=faults.get("policy", ""),
    )


def _said(row: RowShown) -> Iterator[tuple[str, str]]:
    """Yield what is wrong in a row: the cell, and why."""
    if row.fault:
        yield "policy", row.fault
    for name, cell in row.cells.items():
        if cell.fault:
            yield name, cell.fault
