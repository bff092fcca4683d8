"""What an edit of the action plan changes: the fewest facts that make its rows so, or why they cannot be."""

from collections.abc import Iterator
from datetime import datetime
from typing import TypedDict

import msgspec

from domain.action.events import OwnersAssigned, PolicyConfirmed, QuarterTargetsSet, RowChange, StepsPlanned
from domain.action.row import ActionRow, Steps, checked_owners
from domain.action.state import Action
from domain.action.targets import check_quarters
from domain.kernel.actor import Actor
from domain.kernel.canonical import plain
from domain.kernel.characters import paragraphs
from domain.kernel.errors import PlanError, Refused, require
from domain.kernel.msgids import N_
from domain.kernel.streams import QUARTERS, last_day
from domain.measure.policy import MeasurementPolicy, check_aim, check_policy, in_force
from domain.measure.realisation import Aim, Bounds, aim_of


class _Stamp(TypedDict):
    by: Actor
    at: datetime
    version: int
    indicator: str


def facts(action: Action, rows: tuple[ActionRow, ...], by: Actor, at: datetime) -> list[RowChange]:
    """Return what changes where the rows become these; raises Refused or Unreadable, naming the cell."""
    keys = [row.indicator for row in rows]
    require(len(set(keys)) == len(keys), "duplicate-row-id", "The same indicator stands twice.")
    found: list[RowChange] = []
    for sent in rows:
        key = sent.indicator
        old = action.rows.get(key)
        if old is None:
            raise Refused("unknown-row", "The plan has no row “{row}”.", "row", row=key)
        stamp = _Stamp(by=by, at=at, version=action.version + 1, indicator=key)
        found.extend(_changes(old, _checked(action, sent, old), stamp))
    return found


def _changes(old: ActionRow, new: ActionRow, stamp: _Stamp) -> Iterator[RowChange]:
    if new.policy is not None and new.policy != old.policy:
        yield PolicyConfirmed(**stamp, old=old.policy, new=new.policy)
    if new.targets != old.targets:
        yield QuarterTargetsSet(**stamp, old=old.targets, new=new.targets)
    if new.owners != old.owners:
        yield OwnersAssigned(**stamp, old=old.owners, new=new.owners)
    if new.steps != old.steps:
        yield StepsPlanned(**stamp, old=old.steps, new=new.steps)


def _checked(action: Action, sent: ActionRow, old: ActionRow) -> ActionRow:
    key = sent.indicator
    policy = _policy(sent.policy, old.policy, f"{key}.policy")
    targets = tuple(None if aim is None else _plain(aim) for aim in sent.targets)
    if policy is not None and (policy != old.policy or targets != old.targets):
        _check_measured(action, key, policy, targets)
    require(
        policy is not None or not targets,
        "policy-missing",
        "Before it has targets, confirm how this indicator is measured.",
        f"{key}.policy",
    )
    return ActionRow(
        key, policy, targets, checked_owners(sent.owners, f"{key}.owners"), _steps(sent.steps, f"{key}.steps")
    )


def _policy(sent: MeasurementPolicy | None, old: MeasurementPolicy | None, place: str) -> MeasurementPolicy | None:
    if sent is None:
        lost = N_("A confirmed policy is replaced by a newer version, never taken away.")
        require(old is None, "policy-kept", lost, place)
        return None
    known = 0 if old is None else old.version
    if old is not None and msgspec.structs.replace(sent, version=known) == old:
        return old
    newer = N_("The next version of this policy is {version}.")
    require(sent.version == known + 1, "policy-version", newer, place, version=str(known + 1))
    return sent


def _check_measured(action: Action, key: str, policy: MeasurementPolicy, targets: tuple[Aim | None, ...]) -> None:
    place = f"{key}.policy"
    year = aim_of(action.basis.indicators()[key].target)
    versions = action.policies.get(key, ())
    versions = versions if policy in versions else (*versions, policy)
    quarterly = [in_force(versions, last_day(action.year, quarter)) or policy for quarter in QUARTERS]
    try:
        for version in dict.fromkeys((policy, *quarterly)):
            check_policy(version)
            check_aim(version, year)
    except PlanError as no:
        raise no.at(f"{place}.{no.place}" if no.place else place) from None
    if targets:
        check_quarters(quarterly, targets, year, f"{key}.targets")


def _plain(aim: Aim) -> Aim:
    if isinstance(aim, Bounds) and aim.low.is_finite() and aim.high.is_finite():
        return Bounds(plain(aim.low), plain(aim.high))
    return aim


def _steps(steps: Steps, place: str) -> Steps:
    first, second, third, fourth = (
        paragraphs(text, f"{place}.{quarter}") for quarter, text in zip(QUARTERS, steps.quarters, strict=True)
    )
    return Steps(paragraphs(steps.year, f"{place}.year"), (first, second, third, fourth))
