"""What a quarter is opened with, taken from a signed action plan and the quarters before."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from domain.action.state import Action
from domain.kernel.actor import Actor
from domain.kernel.errors import Refused
from domain.kernel.streams import last_day
from domain.measure.policy import unbounded
from domain.measure.realisation import Absent, State
from domain.plan.basis import PlanBasis, basis_as
from domain.plan.state import Plan
from domain.plan.text import Goal, Indicator
from domain.quarter.commands import FollowAction, OpenQuarter
from domain.quarter.line import Line
from domain.quarter.lowered import eased, known, lowered_since
from domain.quarter.row import (
    EarlierChange,
    EarlierQuarter,
    LaterRow,
    QuarterBasis,
    QuarterProgramme,
    QuarterRow,
    Window,
)
from domain.quarter.state import Quarter, QuarterPhase
from domain.route.route import Route


def opening(
    action: Action,
    quarter: int,
    *,
    window: Window,
    ended: datetime,
    route: Route,
    earlier: Sequence[Quarter],
    by: Actor,
    at: datetime,
) -> OpenQuarter:
    """Return the command that opens a quarter which ended at an instant (UTC), by the version in force on its last day.

    Raises Refused `action-unsigned` where none is.
    """
    signed = action.in_force_on(last_day(action.year, quarter))
    if signed is None:
        raise Refused("action-unsigned", "The action plan is not signed.")
    basis = signed.basis
    rows, later = _owed(signed, quarter, ended)
    return OpenQuarter(
        by=by,
        at=at,
        office=action.office,
        kind=action.kind,
        year=action.year,
        quarter=quarter,
        trial=action.trial,
        plan_version=basis.version,
        plan_digest=basis.digest,
        route=route,
        window=window,
        goals=_goals(basis),
        rows=tuple(_row(signed, part, indicator, quarter, ended, earlier, action) for part, indicator in rows),
        programmes=_programmes(basis),
        effective=basis.effective,
        amendment=basis.amendment,
        later=later,
    )


def following(
    quarter: Quarter, action: Action, *, ended: datetime, earlier: Sequence[Quarter], by: Actor, at: datetime
) -> FollowAction | None:
    """Return the command by which a quarter goes on as the version in force on its last day has it; None where it does.

    What was said of a row in this quarter alone, its owners and how it is measured, stays as long as the action plan
    says the same of it as before.
    """
    signed = action.in_force_on(last_day(quarter.year, quarter.quarter))
    if signed is None or not quarter.follows:
        return None
    basis, lines = signed.basis, quarter.known_lines
    owed, later = _owed(signed, quarter.quarter, ended)
    if basis.digest == quarter.plan_digest and later == quarter.later:
        return None
    before = next((each for each in reversed(action.versions) if each.basis.digest == quarter.plan_digest), signed)
    rows = []
    for part, indicator in owed:
        row, line = _row(signed, part, indicator, quarter.quarter, ended, earlier, action), lines.get(indicator.id)
        rows.append(row if line is None else _carried(row, line, before, signed, ended))
    return FollowAction(
        by=by,
        at=at,
        basis=QuarterBasis(basis.version, basis.digest, basis.effective, basis.amendment),
        goals=_goals(basis),
        rows=tuple(rows),
        programmes=_programmes(basis),
        later=later,
    )


def _carried(row: QuarterRow, line: Line, before: Action, signed: Action, ended: datetime) -> QuarterRow:
    key, old = row.indicator.id, line.row
    was, now = before.rows.get(key), signed.rows[key]
    signed_at = signed.basis.signed
    return msgspec.structs.replace(
        row,
        owners=old.owners if was is not None and was.owners == now.owners else row.owners,
        policy=old.policy if old.policy == unbounded(row.policy) else row.policy,
        earlier=old.earlier,
        lowered=row.lowered
        or old.lowered
        or (signed_at is not None and eased(row.policy, old.indicator, row.indicator, signed_at, known(line, ended))),
    )


def signed_versions(plan: Plan) -> tuple[QuarterBasis, ...]:
    """Return what quarters may go by: every version of their plan that was signed, oldest first."""
    every = map(basis_as, plan.amended)
    return tuple(QuarterBasis(each.version, each.digest, each.effective, each.amendment) for each in every)


def _goals(basis: PlanBasis) -> tuple[Goal, ...]:
    return tuple(goal for part in basis.parts for goal in part.goals)


def _owed(signed: Action, quarter: int, ended: datetime) -> tuple[list[tuple[str, Indicator]], tuple[LaterRow, ...]]:
    """Return the indicators of a quarter with their parts, and those that start in a later one."""
    owed, later = [], []
    for part in signed.basis.parts:
        for indicator in part.indicators:
            row = signed.rows[indicator.id]
            if row.start and row.begins > quarter:
                lowered = row.policy is not None and lowered_since(signed, indicator.id, quarter, row.policy, ended)
                later.append(LaterRow(indicator, row.start, lowered))
            else:
                owed.append((part.key, indicator))
    return owed, tuple(later)


def _programmes(basis: PlanBasis) -> tuple[QuarterProgramme, ...]:
    return tuple(QuarterProgramme(part, leaf.programme, leaf.pays_for) for part, leaf in basis.leaves())


def earlier_changes(quarter: Quarter, earlier: Quarter) -> tuple[EarlierChange, ...]:
    """Return what an earlier quarter comes to now, where that is not what the later one knows."""
    found = []
    for key, line in quarter.lines.items():
        now = _of(earlier, key, earlier.quarter, owed=False)
        if now not in line.row.earlier:
            found.append(EarlierChange(key, now))
    return tuple(found)


def _row(
    signed: Action,
    part: str,
    indicator: Indicator,
    quarter: int,
    ended: datetime,
    earlier: Sequence[Quarter],
    action: Action,
) -> QuarterRow:
    row = signed.rows[indicator.id]
    policy = signed.policy(indicator.id, last_day(action.year, quarter)) or row.policy
    if policy is None:
        raise Refused("policy-missing", "Nobody has confirmed how this indicator is measured.", indicator.id)
    known = {before.quarter: before for before in earlier}
    before = known.get(quarter - 1, Quarter()).lines.get(indicator.id)
    if before is not None and before.row.policy == unbounded(policy):
        policy = before.row.policy  # bounds that were taken away stay away, while the action plan says the rest
    return QuarterRow(
        part=part,
        indicator=indicator,
        policy=policy,
        target=row.targets[quarter - 1],
        owners=row.owners,
        earlier=tuple(
            _of(known.get(n, Quarter()), indicator.id, n, owed=n >= action.starts(indicator.id))
            for n in range(1, quarter)
        ),
        lowered=lowered_since(signed, indicator.id, quarter, policy, ended),
    )


def _of(quarter: Quarter, indicator: str, number: int, *, owed: bool) -> EarlierQuarter:
    line = quarter.lines.get(indicator)
    if line is None:
        waited_for = owed and quarter.phase is QuarterPhase.ABSENT
        return EarlierQuarter(number, Absent(State.NOT_RELEASED if waited_for else State.NOT_APPLICABLE))
    return EarlierQuarter(number, line.reading, line.follow_up)
