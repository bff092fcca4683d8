"""What a quarter comes to: the achievement of each indicator against its quarter and its year, and absorption."""

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from domain.kernel.message import Message, remembering
from domain.measure.achievement import Achievement, achievement
from domain.measure.budget import Outlay, Share, absorption
from domain.measure.flags import Flag, spent_without_output
from domain.measure.policy import MeasurementPolicy, fitting
from domain.measure.realisation import Aim, Reading, State
from domain.quarter.row import QuarterRow


class Figure(Message, frozen=True, tag="figure"):
    """An indicator's reading, its achievement against the quarter's target, and that of the year so far."""

    indicator: str
    reading: Reading
    quarter: Achievement
    year: Achievement


class ProgrammeAbsorption(Message, frozen=True, tag="programme-absorption"):
    """Rupiah allotted in the year and spent since it began (None: not reported), and the share."""

    programme: str
    allotted: Decimal
    realised: Decimal | None
    share: Share


NO_TARGET = Achievement(State.NOT_APPLICABLE)


def figure(row: QuarterRow, reading: Reading, plan_version: int, spent: Decimal) -> Figure:
    """Return what an indicator comes to; `spent` is the money that went out for it."""
    found = _measured(row, reading, plan_version)
    if spent_without_output(spent, found.year.figure):
        return msgspec.structs.replace(found, year=_flagged(found.year, Flag.SPENT_WITHOUT_OUTPUT))
    return found


def share(allotted: Decimal, realised: Decimal | None) -> Share:
    """Return the absorption of one programme."""
    return Share(State.NOT_RELEASED) if realised is None else absorption([Outlay(allotted, realised)])


def total(programmes: Sequence[ProgrammeAbsorption]) -> Share:
    """Return the absorption of all programmes; one that did not report leaves it unknown."""
    outlays = [Outlay(p.allotted, p.realised) for p in programmes if p.realised is not None]
    return absorption(outlays) if len(outlays) == len(programmes) else Share(State.NOT_RELEASED)


@remembering
def _measured(row: QuarterRow, reading: Reading, plan_version: int) -> Figure:
    # Asked again for every row each time one of them changes.
    measured = fitting(row.policy, reading)  # what an amended plan sent back to its owners may not be
    quarter = _computed(row.policy, row.target, (measured,), plan_version)
    readings = tuple(fitting(row.policy, earlier.reading) for earlier in row.earlier)
    year = _computed(row.policy, row.year_target, (*readings, measured), plan_version)
    if row.lowered:
        quarter = _flagged(quarter, Flag.TARGET_LOWERED)
    return Figure(row.indicator.id, reading, quarter, year)


def _computed(
    policy: MeasurementPolicy, target: Aim | None, readings: tuple[Reading, ...], plan_version: int
) -> Achievement:
    return NO_TARGET if target is None else achievement(policy, target, readings, plan_version)


def _flagged(computed: Achievement, flag: Flag) -> Achievement:
    return msgspec.structs.replace(computed, flags=(*computed.flags, flag))
