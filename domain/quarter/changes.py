"""What each change does to a line of a quarter."""

from dataclasses import replace
from typing import assert_never

import msgspec

from domain.quarter.events import (
    BudgetRealised,
    LineChange,
    RealisationCorrected,
    RealisationFiled,
    RealisationHandedOver,
    RealisationReturned,
    RealisationVerified,
    RealisationWaived,
    VerificationVoided,
)
from domain.quarter.line import Line, Spending, Standing
from domain.quarter.row import EarlierQuarter


def changed(line: Line, event: LineChange) -> Line:
    """Return the line after an event of its own."""
    match event:
        case RealisationFiled() | RealisationCorrected():
            return replace(
                line,
                standing=Standing.FILED,
                version=event.row_version,
                filing=event.filing if isinstance(event, RealisationFiled) else event.new,
                filed_by=event.by,
                filed_at=event.at,
                makers=line.makers | {event.by.person},
                checked_by=None,
                checked_at=None,
                reason="",
                again=False,
            )
        case RealisationVerified():
            return _checked(line, Standing.VERIFIED, event, "")
        case RealisationReturned(reason=reason):
            return _checked(line, Standing.RETURNED, event, reason)
        case VerificationVoided():
            return replace(line, standing=Standing.FILED, checked_by=None, checked_at=None, again=True)
        case RealisationHandedOver(new=owners):
            return replace(line, row=msgspec.structs.replace(line.row, owners=owners))
        case _:
            assert_never(event)


def _checked(line: Line, standing: Standing, event: RealisationVerified | RealisationReturned, reason: str) -> Line:
    return replace(line, standing=standing, checked_by=event.by, checked_at=event.at, reason=reason, again=False)


def waived(line: Line, event: RealisationWaived) -> Line:
    """Return the line without which the quarter goes on."""
    return replace(line, standing=Standing.WAIVED, checked_by=event.by, checked_at=event.at, reason=event.reason)


def noted(line: Line, now: EarlierQuarter) -> Line:
    """Return the line with what an earlier quarter comes to now."""
    kept = [earlier for earlier in line.row.earlier if earlier.quarter != now.quarter]
    earlier = tuple(sorted([*kept, now], key=lambda quarter: quarter.quarter))
    return replace(line, row=msgspec.structs.replace(line.row, earlier=earlier))


def spent(spending: Spending, event: BudgetRealised) -> Spending:
    """Return the spending as it was reported."""
    return replace(spending, version=event.row_version, realised=event.new, by=event.by, at=event.at, waived="")


def unspent(spending: Spending, event: RealisationWaived) -> Spending:
    """Return the spending that nobody reported."""
    return replace(spending, by=event.by, at=event.at, waived=event.reason)
