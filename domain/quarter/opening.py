"""What a quarter is opened with, taken from a signed action plan and the quarters before."""

from collections.abc import Iterator, Sequence
from datetime import datetime

import msgspec

from domain.action.state import Action
from domain.kernel.actor import Actor
from domain.kernel.errors import Refused
from domain.kernel.streams import last_day
from domain.measure.policy import unbounded
from domain.measure.realisation import Absent, State
from domain.plan.basis import PlanBasis
from domain.plan.text import Goal, Indicator
from domain.quarter.commands import FollowAction, OpenQuarter
from domain.quarter.line import Line
from domain.quarter.lowered import eased, known, lowered_since
from domain.quarter.row import EarlierChange, EarlierQuarter, QuarterBasis, QuarterProgramme, QuarterRow, Window
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
        rows=tuple(_row(signed, part, indicator, quarter, ended, earlier) for part, indicator in _indicators(basis)),
        programmes=_programmes(basis),
        effective=basis.effective,
        amendment=basis.amendment,
    )


def following(
    quarter: Quarter, action: Action, *, ended: datetime, earlier: Sequence[Quarter], by: Actor, at: datetime
) -> FollowAction | None:
    """Return the command by which a quarter goes on as the plan in force on its last day has it; None where it does.

    What was said of a row in this quarter alone, its owners and how it is measured, stays as long as the action plan
    says the same of it as before.
    """
    signed = action.in_force_on(last_day(quarter.year, quarter.quarter))
    if signed is None or not quarter.follows or signed.basis.digest == quarter.plan_digest:
        return None
    basis, lines = signed.basis, quarter.known_lines
    before = next((each for each in reversed(action.versions) if each.basis.digest == quarter.plan_digest), signed)
    rows = []
    for part, indicator in _indicators(basis):
        row, line = _row(signed, part, indicator, quarter.quarter, ended, earlier), lines.get(indicator.id)
        rows.append(row if line is None else _carried(row, line, before, signed, ended))
    return FollowAction(
        by=by,
        at=at,
        basis=QuarterBasis(basis.version, basis.digest, basis.effective, basis.amendment),
        goals=_goals(basis),
        rows=tuple(rows),
        programmes=_programmes(basis),
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


def _goals(basis: PlanBasis) -> tuple[Goal, ...]:
    return tuple(goal for part in basis.parts for goal in part.goals)


def _indicators(basis: PlanBasis) -> Iterator[tuple[str, Indicator]]:
    return ((part.key, indicator) for part in basis.parts for indicator in part.indicators)


def _programmes(basis: PlanBasis) -> tuple[QuarterProgramme, ...]:
    return tuple(QuarterProgramme(part, leaf.programme, leaf.pays_for) for part, leaf in basis.leaves())


def earlier_changes(quarter: Quarter, earlier: Quarter) -> tuple[EarlierChange, ...]:
    """Return what an earlier quarter comes to now, where that is not what the later one knows."""
    found = []
    for key, line in quarter.lines.items():
        now = _of(earlier, key, earlier.quarter)
        if now not in line.row.earlier:
            found.append(EarlierChange(key, now))
    return tuple(found)


def _row(
    action: Action, part: str, indicator: Indicator, quarter: int, ended: datetime, earlier: Sequence[Quarter]
) -> QuarterRow:
    row = action.rows[indicator.id]
    policy = action.policy(indicator.id, last_day(action.year, quarter)) or row.policy
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
        earlier=tuple(_of(known.get(n, Quarter()), indicator.id, n) for n in range(1, quarter)),
        lowered=lowered_since(action, indicator.id, quarter, policy, ended),
    )


def _of(quarter: Quarter, indicator: str, number: int) -> EarlierQuarter:
    line = quarter.lines.get(indicator)
    if line is None:  # what the plan did not have yet in a quarter was not owed in it
        there = quarter.phase is not QuarterPhase.ABSENT
        return EarlierQuarter(number, Absent(State.NOT_APPLICABLE if there else State.NOT_RELEASED))
    return EarlierQuarter(number, line.reading, line.follow_up)
