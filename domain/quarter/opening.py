"""What a quarter is opened with, taken from a signed action plan and the quarters before."""

from collections.abc import Sequence
from datetime import datetime

from domain.action.state import Action
from domain.kernel.actor import Actor
from domain.kernel.errors import Refused
from domain.kernel.streams import last_day
from domain.measure.flags import target_lowered
from domain.measure.policy import MeasurementPolicy, unbounded
from domain.measure.realisation import Absent, Aim, State
from domain.measure.scale import OrdinalScale
from domain.plan.text import Indicator
from domain.quarter.commands import OpenQuarter
from domain.quarter.row import EarlierChange, EarlierQuarter, QuarterProgramme, QuarterRow, Window
from domain.quarter.state import Quarter
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
    """Return the command that opens a quarter which ended at an instant (UTC), by the version that is in force.

    Raises Refused `action-unsigned` where none is.
    """
    signed = action.in_force
    if signed is None:
        raise Refused("action-unsigned", "The action plan is not signed.")
    parts = signed.basis.parts
    return OpenQuarter(
        by=by,
        at=at,
        office=action.office,
        kind=action.kind,
        year=action.year,
        quarter=quarter,
        trial=action.trial,
        plan_version=signed.basis.version,
        plan_digest=signed.basis.digest,
        route=route,
        window=window,
        goals=tuple(goal for part in parts for goal in part.goals),
        rows=tuple(
            _row(signed, part.key, indicator, quarter, ended, earlier)
            for part in parts
            for indicator in part.indicators
        ),
        programmes=tuple(QuarterProgramme(part, leaf.programme, leaf.pays_for) for part, leaf in signed.basis.leaves()),
    )


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
        lowered=_lowered(action, indicator.id, quarter, policy, ended),
    )


def _of(quarter: Quarter, indicator: str, number: int) -> EarlierQuarter:
    line = quarter.lines.get(indicator)
    if line is None:
        return EarlierQuarter(number, Absent(State.NOT_RELEASED))
    return EarlierQuarter(number, line.reading, line.follow_up)


def _lowered(action: Action, indicator: str, quarter: int, policy: MeasurementPolicy, ended: datetime) -> bool:
    """Whether the quarter's target became easier, or went away, once the quarter was over."""
    old: Aim | None = None
    lowered = removed = False
    for change in action.aims.get(indicator, ()):
        new = change.new[quarter - 1] if change.new else None
        if new is None:
            removed = removed or (old is not None and change.at >= ended)
            continue  # what comes after a gap is compared with what stood before it
        removed = False
        if old is not None:
            scale = policy.scale if isinstance(policy.scale, OrdinalScale) else None
            lowered = lowered or target_lowered(
                policy.direction, old, new, changed_at=change.at, known_at=ended, scale=scale
            )
        old = new
    return lowered or removed
