"""What an edit of the action plan changes, and whether its quarterly targets can give the yearly one."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import TypedDict, assert_never

import msgspec

from domain.action.events import (
    OwnersAssigned,
    PolicyConfirmed,
    QuarterTargetsSet,
    RowChange,
    StartDecided,
    StepsPlanned,
)
from domain.action.row import ActionRow, Steps, checked_owners, checked_start
from domain.action.state import Action
from domain.kernel.actor import Actor
from domain.kernel.characters import paragraphs
from domain.kernel.errors import N_, PlanError, Refused, require
from domain.kernel.exact import spell_exact
from domain.kernel.message import plain
from domain.kernel.source import FileSource
from domain.kernel.state import replace
from domain.kernel.streams import QUARTERS, last_day
from domain.measure.aggregation import off_by
from domain.measure.policy import Aggregation, MeasurementPolicy, check_aim, check_policy, in_force
from domain.measure.realisation import Aim, Bounds, Level, aim_of
from domain.measure.scale import OrdinalScale

_MUCH = N_("The quarters give {given} where the year asks for {year}: {by} too much.")
_LITTLE = N_("The quarters give {given} where the year asks for {year}: {by} too little.")
_CUMULATIVE = N_(
    "The quarters give {given} where the year asks for {year}: {by} too much. The last one is equal to the year:"
    " are they printed cumulatively? Then the last known value counts."
)
_OTHER = N_("The quarters give {given} where the year asks for {year}.")


def check_quarters(
    policies: Sequence[MeasurementPolicy], targets: Sequence[Aim | None], year: Aim | None, place: str
) -> None:
    """Refuse targets that no quarter can have, or that cannot give the year's; `policies` are one per quarter."""
    require(len(targets) == len(QUARTERS), "targets-four", "A year has four quarterly targets.", place)
    for quarter, policy, target in zip(QUARTERS, policies, targets, strict=True):
        if target is not None:
            try:
                check_aim(policy, target)
            except Refused as no:
                raise no.at(f"{place}.{quarter}") from None
    aims = [target for target in targets if target is not None]
    require(bool(aims), "targets-none", "No quarter has a target, so the year's cannot be reached.", place)
    policy = policies[-1]
    match year:
        case Level():
            _check_levels(policy, [aim for aim in aims if isinstance(aim, Level)], year, place)
        case Bounds():
            numbers = [aim for aim in aims if isinstance(aim, Bounds)]
            _check_side(policy, numbers, year, lambda bounds: bounds.low, place)
            _check_side(policy, numbers, year, lambda bounds: bounds.high, place)


def missed_by(policy: MeasurementPolicy, quarters: Sequence[Decimal], year: Decimal) -> Fraction:
    """Return by how much the quarters miss the year: above zero where they give too much.

    A sum of ratios is the ratio of the sums, which can be anything between the least quarter and the greatest.
    """
    if policy.components is None or policy.aggregation is not Aggregation.SUM:
        return off_by(policy.aggregation, quarters, year)
    least, greatest = Fraction(min(quarters)), Fraction(max(quarters))
    return max(least - Fraction(year), Fraction(0)) + min(greatest - Fraction(year), Fraction(0))


def _check_side(
    policy: MeasurementPolicy, aims: Sequence[Bounds], year: Bounds, side: Callable[[Bounds], Decimal], place: str
) -> None:
    wanted, quarters = side(year), [side(aim) for aim in aims]
    off = missed_by(policy, quarters, wanted)
    if off:
        given = off + Fraction(wanted)
        figures = {"given": spell_exact(given), "year": spell_exact(Fraction(wanted)), "by": spell_exact(abs(off))}
        much = _CUMULATIVE if _cumulative(policy, quarters, wanted) else _MUCH
        raise Refused("quarters-off", much if off > 0 else _LITTLE, place, **figures)


def _cumulative(policy: MeasurementPolicy, quarters: Sequence[Decimal], year: Decimal) -> bool:
    """Whether the quarters seem to be printed as what has been reached by then, although they are to be added up."""
    return policy.aggregation is Aggregation.SUM and list(quarters) == sorted(quarters) and quarters[-1] == year


def _check_levels(policy: MeasurementPolicy, aims: Sequence[Level], year: Level, place: str) -> None:
    scale = policy.scale
    if not isinstance(scale, OrdinalScale):
        return
    places = [scale.place(aim.name) or 0 for aim in aims]
    given = places[-1] if policy.aggregation is Aggregation.LAST else min(places)
    wanted = scale.place(year.name)
    figures = {"given": scale.rungs[given].name, "year": year.name}
    require(given == wanted, "quarters-off", _OTHER, place, **figures)


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
        old = row_of(action, key)
        stamp = _Stamp(by=by, at=at, version=action.version + 1, indicator=key)
        found.extend(_changes(old, checked_row(action, sent), stamp))
    return found


def cells_changed(fact: RowChange) -> tuple[str, ...]:
    """Return how the cells of a row are called that the fact changed."""
    match fact:
        case QuarterTargetsSet(old=old, new=new):
            was, now = old or (None,) * len(QUARTERS), new or (None,) * len(QUARTERS)
            return tuple(f"targets.{n}" for n, a, b in zip(QUARTERS, was, now, strict=True) if a != b)
        case OwnersAssigned():
            return ("owners",)
        case StepsPlanned():
            return ("steps",)
        case StartDecided():
            return ("start",)
        case PolicyConfirmed():
            return ()
        case _:
            assert_never(fact)


def sourced(found: Iterable[RowChange], source: FileSource) -> list[RowChange]:
    """Return the facts with the cells of a file (`ROW.cell`) that each of them came from."""

    def of(fact: RowChange) -> FileSource | None:
        own = {f"{fact.indicator}.{cell}": cell for cell in cells_changed(fact)}
        return source.of(lambda cell: own.get(cell, ""))

    return [msgspec.structs.replace(fact, source=of(fact)) for fact in found]


def _changes(old: ActionRow, new: ActionRow, stamp: _Stamp) -> Iterator[RowChange]:
    if new.policy is not None and new.policy != old.policy:
        yield PolicyConfirmed(**stamp, old=old.policy, new=new.policy)
    if new.targets != old.targets:
        yield QuarterTargetsSet(**stamp, old=old.targets, new=new.targets)
    if new.owners != old.owners:
        yield OwnersAssigned(**stamp, old=old.owners, new=new.owners)
    if new.steps != old.steps:
        yield StepsPlanned(**stamp, old=old.steps, new=new.steps)
    if new.start != old.start:
        yield StartDecided(**stamp, old=old.start or None, new=new.start or None)


def row_of(action: Action, key: str) -> ActionRow:
    """Return the row of an indicator; refuses where the plan has none."""
    row = action.rows.get(key)
    if row is None:
        raise Refused("unknown-row", "The plan has no row “{row}”.", "row", row=key)
    return row


def checked_row(action: Action, sent: ActionRow) -> ActionRow:
    """Return a row as it would be recorded; raises Refused or Unreadable, naming the cell."""
    key, old = sent.indicator, row_of(action, sent.indicator)
    policy = _policy(sent.policy, old.policy, f"{key}.policy")
    targets = tuple(None if aim is None else _plain(aim) for aim in sent.targets)
    start = checked_start(sent.start, f"{key}.start")
    if start or targets != old.targets:
        _check_start(action, msgspec.structs.replace(sent, start=start))
    if policy is not None and (policy != old.policy or targets != old.targets):
        _check_measured(action, key, policy, targets)
    require(
        policy is not None or not targets,
        "policy-missing",
        "Before it has targets, confirm how this indicator is measured.",
        f"{key}.policy",
    )
    owners, steps = checked_owners(sent.owners, f"{key}.owners"), _steps(sent.steps, f"{key}.steps")
    return ActionRow(key, policy, targets, owners, steps, start)


def _check_start(action: Action, row: ActionRow) -> None:
    """Refuse a start that the versions of the year's quarters do not give, and targets before it."""
    key = row.indicator
    first = replace(action, rows={**action.rows, key: row}).starts(key)
    other = N_("By the plan that is in force then, this indicator starts in quarter {quarter}.")
    require(not row.start or row.begins == first, "start-otherwise", other, f"{key}.start.quarter", quarter=str(first))
    early = N_("It starts in quarter {quarter}: the quarters before have no target.")
    for quarter, target in zip(range(1, first), row.targets, strict=False):
        require(target is None, "target-before-start", early, f"{key}.targets.{quarter}", quarter=str(first))


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
            if year is not None:
                check_aim(version, year)
    except PlanError as no:
        raise no.at(f"{place}.{no.place}" if no.place else place) from None
    if targets:
        check_quarters(quarterly, targets, year, f"{key}.targets")


def fits(action: Action, row: ActionRow) -> bool:
    """Return whether the row can give what the year asks for: the plan that it followed may ask for something else."""
    aims = action.aims.get(row.indicator, ())
    if row.policy is None or action.followed is None or not aims or aims[-1].version > action.followed.version:
        return True
    try:
        _check_measured(action, row.indicator, row.policy, row.targets)
    except PlanError:
        return False
    return True


def _plain(aim: Aim) -> Aim:
    if isinstance(aim, Bounds) and aim.low.is_finite() and aim.high.is_finite():
        return Bounds(plain(aim.low), plain(aim.high))
    return aim


def _steps(steps: Steps, place: str) -> Steps:
    first, second, third, fourth = (
        paragraphs(text, f"{place}.{quarter}") for quarter, text in zip(QUARTERS, steps.quarters, strict=True)
    )
    return Steps(paragraphs(steps.year, f"{place}.year"), (first, second, third, fourth))
