"""What plan, action plan, quarter and report wait for: small values that timers follow, so that rules may change."""

from datetime import datetime

from domain.action.row import Owner
from domain.action.state import Action
from domain.kernel.message import Message
from domain.plan.events import Reminder
from domain.plan.state import Plan
from domain.quarter.row import QuarterReminder
from domain.quarter.state import Quarter, QuarterPhase
from domain.report.state import Report
from domain.route.route import Step


class WaitingStep(Message, frozen=True, tag="waiting-step"):
    """An open step: since when, due when (None: not yet computed), and the reminders still to be sent."""

    key: str
    role: str
    act: str
    part: str
    due: datetime | None
    reminders: tuple[Reminder, ...]


class Waiting(Message, frozen=True, tag="waiting-1"):
    """The phase, the open steps, and whether a document is missing. New fields go last, with a default.

    `version` and `signatures` are those of the document.
    """

    phase: str
    round: int
    version: int
    year: int
    signatures: int
    render: bool
    since: datetime | None
    steps: tuple[WaitingStep, ...]


def waiting(plan: Plan) -> Waiting:
    """Return what the plan waits for now."""
    paper = plan.paper
    return Waiting(
        phase=plan.phase,
        round=plan.round,
        version=paper.version,
        year=plan.year,
        signatures=len(paper.signatures),
        render=paper.unprinted,
        since=plan.since,
        steps=tuple(_step(step, plan) for step in plan.open_steps()),
    )


def _step(step: Step, plan: Plan) -> WaitingStep:
    due = plan.due.get(step.key)
    left = () if due is None else tuple(r for r in due.reminders if (step.key, due.round, r.key) not in plan.reminded)
    return WaitingStep(step.key, step.role, step.act, step.part, due.due if due else None, left)


class ActionWaiting(Message, frozen=True, tag="action-waiting-1"):
    """The phase, the roles it waits for, and whether a document is missing. New fields go last, with a default.

    `version` and `signatures` are those of the document. `in_force` is the version that the year goes by, 0 where none
    is; older histories never say it.
    """

    phase: str
    round: int
    version: int
    year: int
    signatures: int
    render: bool
    since: datetime | None
    roles: tuple[str, ...]
    in_force: int = 0


class QuarterWaiting(Message, frozen=True, tag="quarter-waiting-1"):
    """The phase, the window and its reminders while somebody has not filed. New fields go last, with a default.

    `round` counts the windows; `roles` are those of the open signatures; `version` is that of the text to be signed, 0
    while rows are filed: what a figure more leaves as it was, no timer hears of. `owing` is empty: who has not filed is
    asked of the store when a reminder is due (older histories name them).
    """

    phase: str
    year: int
    quarter: int
    version: int
    round: int
    opens: datetime | None
    closes: datetime | None
    owing: tuple[Owner, ...]
    reminders: tuple[QuarterReminder, ...]
    signatures: int
    render: bool
    since: datetime | None
    roles: tuple[str, ...]


class ReportWaiting(Message, frozen=True, tag="report-waiting-1"):
    """The phase, and whether a document is missing. New fields go last, with a default.

    `version` and `signatures` are those of the document.
    """

    phase: str
    round: int
    version: int
    year: int
    signatures: int
    render: bool
    since: datetime | None
    roles: tuple[str, ...]


def action_waiting(action: Action) -> ActionWaiting:
    """Return what an action plan waits for now."""
    paper = action.paper
    return ActionWaiting(
        phase=action.phase,
        round=action.round,
        version=paper.version,
        year=action.year,
        signatures=len(paper.signatures),
        render=paper.unprinted,
        since=action.since,
        roles=tuple(step.role for step in action.open_steps()),
        in_force=action.in_force.version if action.in_force else 0,
    )


def quarter_waiting(quarter: Quarter) -> QuarterWaiting:
    """Return what a quarter waits for now."""
    there = quarter.phase is not QuarterPhase.ABSENT
    live = there and quarter.phase is not QuarterPhase.CLOSED
    return QuarterWaiting(
        phase=quarter.phase,
        year=quarter.year,
        quarter=quarter.quarter,
        version=quarter.version if quarter.printed else 0,
        round=quarter.round,
        opens=quarter.window.opens if there else None,
        closes=quarter.window.closes if there else None,
        owing=(),
        reminders=quarter.reminders() if live else (),
        signatures=len(quarter.given),
        render=quarter.unprinted,
        since=quarter.since,
        roles=tuple(step.role for step in quarter.open_steps()),
    )


def report_waiting(report: Report) -> ReportWaiting:
    """Return what a report waits for now."""
    paper = report.paper
    return ReportWaiting(
        phase=report.phase,
        round=report.round,
        version=paper.version,
        year=report.year,
        signatures=len(paper.signatures),
        render=paper.unprinted,
        since=report.since,
        roles=tuple(step.role for step in report.open_steps()),
    )
