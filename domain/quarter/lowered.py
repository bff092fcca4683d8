"""Targets that became easier, or went away, once their result could be known: told, never forbidden."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from domain.action.state import Action
from domain.kernel.streams import last_day
from domain.measure.flags import target_lowered
from domain.measure.policy import MeasurementPolicy
from domain.measure.realisation import Aim, aim_of
from domain.measure.scale import OrdinalScale
from domain.plan.text import Indicator
from domain.quarter.line import Line
from domain.quarter.state import Quarter


@dataclass(frozen=True)
class Lowered:
    """An indicator of a quarter whose result is known, as it was and as it would be; None where it goes away."""

    quarter: int
    line: Line
    now: Indicator | None


def lowered_by(
    quarter: Quarter, new: Mapping[str, Indicator], effective: date, at: datetime, ended: datetime
) -> tuple[Lowered, ...]:
    """Return what a plan of these indicators, signed at an instant, would lower in a quarter that goes on by it.

    `ended` is when the quarter is over. A quarter that keeps its plan is not touched.
    """
    if not quarter.follows or last_day(quarter.year, quarter.quarter) < effective:
        return ()
    return tuple(
        Lowered(quarter.quarter, line, new.get(key))
        for key, line in quarter.lines.items()
        if eased(line.row.policy, line.row.indicator, new.get(key), at, known(line, ended))
    )


def lowered_rows(quarter: Quarter) -> tuple[Indicator, ...]:
    """Return the indicators whose target became easier, or went away, once their result could be known."""
    lowered = (line.row.indicator for line in quarter.lines.values() if line.row.lowered)
    gone = {key: line.row.indicator for key, line in quarter.ended.items() if line.filing is not None}
    gone |= {row.indicator.id: row.indicator for row in quarter.later if row.lowered}
    return (*lowered, *gone.values())


def known(line: Line, ended: datetime) -> datetime:
    """Return from when the result of a row could be known: when it was filed, or when its quarter was over."""
    return min(ended, line.filed_at or ended)


def eased(policy: MeasurementPolicy, old: Indicator, new: Indicator | None, at: datetime, known_at: datetime) -> bool:
    """Return whether the year asks for less since `at`, when a result was known already."""
    was, now = aim_of(old.target), None if new is None else aim_of(new.target)
    if was is None or now is None:
        return was is not None and at >= known_at
    return _easier(policy, was, now, at, known_at)


def lowered_since(action: Action, indicator: str, quarter: int, policy: MeasurementPolicy, ended: datetime) -> bool:
    """Return whether the quarter's own target became easier, or went away, once the quarter was over."""
    old: Aim | None = None
    lowered = removed = False
    for change in action.aims.get(indicator, ()):
        new = change.new[quarter - 1] if change.new else None
        if new is None:
            removed = removed or (old is not None and change.at >= ended)
            continue  # what comes after a gap is compared with what stood before it
        removed = False
        lowered = lowered or (old is not None and _easier(policy, old, new, change.at, ended))
        old = new
    return lowered or removed


def _easier(policy: MeasurementPolicy, old: Aim, new: Aim, at: datetime, known_at: datetime) -> bool:
    scale = policy.scale if isinstance(policy.scale, OrdinalScale) else None
    return target_lowered(policy.direction, old, new, changed_at=at, known_at=known_at, scale=scale)
