"""The papers of an office's year as they stand now, and where two of them differ."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from msgspec import structs

from api.reads.supports import OtherPlans, says
from api.reads.upstream import apart
from domain.action.state import Action, ActionPhase
from domain.kernel.streams import QUARTERS, action_stream, last_day, quarter_stream, report_stream
from domain.kind.kind import RowKind
from domain.office.papers import YearPaper
from domain.office.state import Office
from domain.plan.across import across
from domain.plan.apart import OutOfStep, parts_apart
from domain.plan.derived import Upstream
from domain.plan.questions import Question
from domain.plan.state import Phase, Plan
from domain.quarter.state import Quarter, QuarterPhase
from domain.report.state import Report, ReportPhase
from domain.route.route import Step, of_action, of_quarter, of_report, plan_kind

ABSENT = "absent"


@dataclass(frozen=True)
class Difference:
    """Where a paper differs from the plan `beside` it: a row that is out of step, or what is asked of a linked row."""

    paper: YearPaper
    plan: str
    beside: str
    said: OutOfStep | Question


@dataclass(frozen=True)
class PaperFound:
    """A paper as it stands; `plan` is the key of its plan, empty where there is none that it could be of.

    `done` is the day on which everybody had signed it first, `lacking` how many of its rows nobody has filled.
    """

    paper: YearPaper
    plan: str = ""
    phase: str = ABSENT
    quarter: int = 0
    version: int = 0
    waits: tuple[Step, ...] = ()
    due: date | None = None
    done: date | None = None
    lacking: int = 0
    comments: int = 0
    amended: bool = False

    def late(self, today: date) -> int:
        """Return by how many days it is late, or was when it was done."""
        return 0 if self.due is None else max(0, ((self.done or today) - self.due).days)


@dataclass(frozen=True)
class YearSet:
    """All papers of a year in the order of the policy; `compared` says how many of them come from another."""

    year: int
    papers: tuple[PaperFound, ...]
    differences: tuple[Difference, ...]
    compared: int

    @property
    def agrees(self) -> bool | None:
        """Return whether all that can be compared says the same; None where nothing can."""
        return not self.differences if self.compared else None


async def year_set(others: OtherPlans, office: Office, year: int) -> YearSet:
    """Return the papers of a year."""
    papers: list[PaperFound] = []
    differences: list[Difference] = []
    compared = 0
    for paper in office.paper_policy(year).papers:
        found, more, pairs = await _paper(others, office, paper, year)
        due = None if paper.due is None else paper.due.on(year)
        papers += [each if each.quarter else replace(each, due=due) for each in found]
        differences += more
        compared += pairs
    return YearSet(year, tuple(papers), tuple(differences), compared)


_Found = tuple[list[PaperFound], list[Difference], int]


async def _paper(others: OtherPlans, office: Office, paper: YearPaper, year: int) -> _Found:
    kind, zone, recorder = plan_kind(paper.kind), ZoneInfo(office.time_zone), others.recorder
    for key in paper.keys(year):
        plan = await others.plan(office.id, key)
        if plan is not None and plan.phase is not Phase.REJECTED:
            break
    else:
        plan = None
    if of_quarter(paper.kind):
        quarters = [(n, await recorder.quarter(office.id, quarter_stream(kind, year, n))) for n in QUARTERS]
        return [_quarter(paper, office, year, n, quarter) for n, quarter in quarters], [], 0
    if plan is None:
        return [PaperFound(paper)], [], 0
    if of_action(paper.kind):
        action = await recorder.action(office.id, action_stream(kind, year))
        differing = _beside(paper, plan, parts_apart(action.basis.parts, _upstream(plan)))
        begun = action.phase is not ActionPhase.ABSENT
        return [_action(paper, plan, action, zone)], differing if begun else [], int(begun)
    if of_report(paper.kind):
        report = await recorder.report(office.id, report_stream(kind, year))
        return [_report(paper, plan, report, zone)], _of_report(paper, plan, report), int(report.composed is not None)
    there, rows = await apart(others, plan)
    differing = [] if there is None else [Difference(paper, plan.key, there.key, row) for row in rows]
    of = None if there is None else (there.office, there.key)
    for question, support in across(plan.text, await others.there(plan.text)):
        if support.of != of and question.name not in plan.answers:
            differing.append(Difference(paper, plan.key, support.plan, question))
    linked = any(row.supports for part in plan.text.parts for row in part.indicators)
    return [_plan(paper, plan, zone)], differing, int(there is not None or linked)


def _upstream(plan: Plan) -> Upstream:
    return Upstream(plan.office, plan.key, *says(plan))


def _beside(paper: YearPaper, plan: Plan, rows: tuple[OutOfStep, ...]) -> list[Difference]:
    return [Difference(paper, plan.key, plan.key, row) for row in rows]


def _plan(paper: YearPaper, plan: Plan, zone: ZoneInfo) -> PaperFound:
    first = plan.amended[0] if plan.amended else None
    return PaperFound(
        paper,
        plan.key,
        plan.phase,
        version=plan.version,
        waits=tuple(plan.open_steps()),
        done=None if first is None else first.signed_at.astimezone(zone).date(),
        lacking=sum(1 for _ in _unfilled(plan)),
        comments=sum(comment.open for comment in plan.comments.values()),
        amended=plan.amendment is not None,
    )


def _unfilled(plan: Plan) -> Iterator[str]:
    """The rows of a paper that comes from another in which printed columns of its own are empty."""
    for part in plan.text.parts:
        asked = plan.shape.part(part.key) if plan.shape is not None and plan.shape.origin else None
        columns = {column.key for column in (asked.on(RowKind.INDICATOR) if asked else ()) if column.printed}
        yield from (row.id for row in part.indicators if columns - {cell.column for cell in row.cells})


def _action(paper: YearPaper, plan: Plan, action: Action, zone: ZoneInfo) -> PaperFound:
    signed = action.in_force
    given = signed.given[-1].at.astimezone(zone).date() if signed is not None and signed.given else None
    lacking = sum(not (row.policy and row.targets and row.owners) for row in action.rows.values())
    steps = tuple(action.open_steps())
    return PaperFound(paper, plan.key, action.phase, 0, action.version, steps, done=given, lacking=lacking)


def _quarter(paper: YearPaper, office: Office, year: int, number: int, quarter: Quarter) -> PaperFound:
    zone, key = ZoneInfo(office.time_zone), f"{plan_kind(paper.kind)}-{year}"
    closing = quarter.closing
    if quarter.phase is QuarterPhase.ABSENT:
        ends = last_day(year, number)
        due = ends + timedelta(days=office.filing_policy(ends).closes)
    else:
        due = (quarter.window.closes - timedelta(microseconds=1)).astimezone(zone).date()
    return PaperFound(
        paper,
        key,
        quarter.phase,
        number,
        quarter.version,
        tuple(quarter.open_steps()),
        due,
        None if closing is None else closing.at.astimezone(zone).date(),
        sum(line.standing.owed for line in quarter.lines.values()) if closing is None else 0,
    )


def _report(paper: YearPaper, plan: Plan, report: Report, zone: ZoneInfo) -> PaperFound:
    signed = report if report.phase is ReportPhase.SIGNED else report.signed
    given = signed.given[-1].at.astimezone(zone).date() if signed is not None and signed.given else None
    return PaperFound(paper, plan.key, report.phase, 0, report.version, tuple(report.open_steps()), done=given)


def _of_report(paper: YearPaper, plan: Plan, report: Report) -> list[Difference]:
    """What a report says otherwise than the plan that is in force at the end of its year."""
    if report.composed is None:
        return []
    held = plan.in_force_on(date(plan.year, 12, 31))
    there = _upstream(plan) if held is None else Upstream(plan.office, plan.key, held.version, held.text)
    parts = []
    for told in report.composed.parts:
        goals, rows = (each.goal for each in told.goals), (each.indicator for each in told.indicators)
        held_part = next((part for part in there.text.parts if part.key == told.key), None)
        if held_part is not None:  # its money is what the last quarter was opened with
            parts.append(structs.replace(held_part, goals=tuple(goals), indicators=tuple(rows)))
    return _beside(paper, plan, parts_apart(parts, there))
