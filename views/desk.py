"""What a plan, its action plan, a quarter or a report waits for and from whom, as desks are looked through for it."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypedDict

from domain.action.state import Action, ActionPhase
from domain.kernel.actor import Duty, Role
from domain.kernel.message import canonical
from domain.plan.state import Phase, Plan
from domain.quarter.line import Standing
from domain.quarter.state import Quarter, QuarterPhase
from domain.report.state import Report, ReportPhase
from domain.route.route import Step
from views.plan import instant_view


class DeskRow(TypedDict):
    """Each of `waits` are those who may do one thing, parted by spaces: a role, a person in it (`drafter:dewi`), or a
    position (`@direktur`, `@rsud/direktur` of another office).

    Whoever is `barred` acts in no role. `owes` are the people with rows to file until `closes`; `unbegun` is a signed
    plan, which waits for an action plan of the version that it `holds`. What came back stands in the lists of those to
    whom it was `returned`, named as in a wait, before what is new; `since` and `due` order a list else.
    """

    waits: list[str]
    barred: list[str]
    owes: list[str]
    returned: list[str]
    over: bool
    signing: bool
    unbegun: bool
    holds: int | None
    since: str | None
    due: str | None
    closes: str | None


def desk_json(state: Plan | Action | Quarter | Report) -> bytes:
    """Return the row as canonical JSON."""
    match state:
        case Plan():
            return canonical(_plan(state))
        case Action():
            return canonical(_action(state))
        case Quarter():
            return canonical(_quarter(state))
        case Report():
            return canonical(_report(state))


def parties(plan: Plan) -> list[str]:
    """Return the positions of other offices on its route, each as a wait names it."""
    return list(dict.fromkeys(_wait(step) for step in plan.route if step.office))


def _wait(step: Step) -> str:
    return wait_of(step.duty)


def wait_of(duty: Duty) -> str:
    """Return how a wait names what whoever may act acts under."""
    if duty.role is not Role.OFFICIAL:
        return duty.role
    return f"@{duty.office}/{duty.position}" if duty.office else f"@{duty.position}"


def _once(of: Plan | Action | Quarter | Report) -> set[str]:
    """Those who acted at an open step that waits for more of its position."""
    return {given.by.person for step in of.open_steps() if step.need for given in of.given_at(step.key)}


def _plan(plan: Plan) -> DeskRow:
    steps = plan.open_steps()
    drafting = plan.phase is Phase.DRAFTING
    due = [plan.due[step.key].due for step in steps if step.key in plan.due]
    signed = plan.signatures[-1].at if plan.closed and plan.signatures else None
    drafters = [_people(Role.DRAFTER, plan.drafters)]
    came_back = drafting and plan.returned is not None and plan.returned.by.role is not Role.DRAFTER
    return _row(
        waits=drafters if drafting else [_wait(step) for step in steps],
        barred=() if drafting else plan.drafters | _once(plan),
        over=plan.phase in (Phase.SIGNED, Phase.REJECTED),
        signing=bool(steps),
        unbegun=plan.in_force is not None,
        holds=plan.in_force.version if plan.in_force else None,
        returned=drafters if came_back else (),
        since=signed or plan.since,
        due=min(due, default=None),
    )


def _action(action: Action) -> DeskRow:
    steps = action.open_steps()
    writers = [f"{Role.PLANNER} {Role.DRAFTER}"] if action.phase is ActionPhase.DRAFTING else []
    waits = []
    for step in steps:
        acted = {given.by.person for given in action.given if given.step == step.key}
        missing = [owner for owner in action.owners() if owner not in acted]
        waits.append(_people(Role.OWNER, missing) if step.role is Role.OWNER else _wait(step))
    return _row(
        waits=waits or writers,
        barred=action.makers | _once(action) if steps else (),
        over=action.phase is ActionPhase.SIGNED,
        signing=bool(steps),
        returned=writers if action.returned else (),
        since=action.since,
    )


def _quarter(quarter: Quarter) -> DeskRow:
    steps, rows = quarter.open_steps(), quarter.tally.rows
    unfiled = rows.get(Standing.WAITING, 0) + rows.get(Standing.RETURNED, 0)
    unreported = any(not spending.settled for spending in quarter.budget.values())
    checks = quarter.phase is QuarterPhase.OPEN and (rows.get(Standing.FILED, 0) or (unreported and not unfiled))
    closed = quarter.phase is QuarterPhase.CLOSED
    return _row(
        waits=[_wait(step) for step in steps] or ([Role.PLANNER] if checks else []),
        barred=quarter.makers | _once(quarter) if steps else (),
        owes=() if closed else [person for person, count in quarter.tally.owing.items() if count],
        returned=() if closed else [_people(Role.OWNER, quarter.returned)],
        over=closed,
        signing=bool(steps),
        since=quarter.since,
        closes=quarter.window.closes,
    )


def _report(report: Report) -> DeskRow:
    steps = report.open_steps()
    writers = [f"{Role.PLANNER} {Role.DRAFTER}"] if report.phase is ReportPhase.DRAFTING else []
    # Before it goes up an auditor reviews it; whoever signs is not kept waiting by that.
    unreviewed = report.printed and report.review is None
    return _row(
        waits=[*(_wait(step) for step in steps), *([Role.AUDITOR] if unreviewed else [])] or writers,
        barred=report.authors | _once(report) if report.printed else (),
        over=report.phase is ReportPhase.SIGNED,
        signing=bool(steps),
        returned=writers if report.returned else (),
        since=report.since,
    )


def _people(role: Role, people: Iterable[str]) -> str:
    return " ".join(f"{role}:{person}" for person in sorted(people))


def _row(
    *,
    waits: Iterable[str],
    barred: Iterable[str],
    over: bool,
    signing: bool,
    since: datetime | None,
    owes: Iterable[str] = (),
    returned: Iterable[str] = (),
    unbegun: bool = False,
    holds: int | None = None,
    due: datetime | None = None,
    closes: datetime | None = None,
) -> DeskRow:
    return {
        "waits": list(waits),
        "barred": sorted(barred),
        "owes": sorted(owes),
        "returned": [each for wait in returned for each in wait.split()],
        "over": over,
        "signing": signing,
        "unbegun": unbegun,
        "holds": holds,
        "since": instant_view(since),
        "due": instant_view(due),
        "closes": instant_view(closes),
    }
