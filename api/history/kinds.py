"""What an event of a plan's execution is about: its kind, and the rows that it concerns."""

from collections.abc import Mapping
from typing import assert_never

from domain.action.events import (
    ActionBegun,
    ActionDocumentRendered,
    ActionParafGiven,
    ActionParafVoided,
    ActionReturned,
    ActionSignatureVoided,
    ActionSigned,
    ActionSubmitted,
    OwnersAssigned,
    PlanFollowed,
    PolicyConfirmed,
    QuarterTargetsSet,
    StartDecided,
    StepsPlanned,
)
from domain.events import ExecutionEvent
from domain.kernel.errors import N_
from domain.quarter.events import (
    BudgetRealised,
    EarlierAdopted,
    FilingReminded,
    PolicyCorrected,
    QuarterClosed,
    QuarterDocumentRendered,
    QuarterFollowed,
    QuarterOpened,
    QuarterReopened,
    QuarterSignatureVoided,
    QuarterSigned,
    RealisationCorrected,
    RealisationFiled,
    RealisationHandedOver,
    RealisationReturned,
    RealisationVerified,
    RealisationWaived,
    VerificationVoided,
    WindowExtended,
    WindowRearmed,
)
from domain.report.events import (
    FigureStated,
    ReportBegun,
    ReportComposed,
    ReportDocumentRendered,
    ReportParafGiven,
    ReportParafVoided,
    ReportReturned,
    ReportSignatureVoided,
    ReportSigned,
    ReportSubmitted,
    ReviewStated,
    ReviewVoided,
    SectionWritten,
)
from domain.report.text import explained

# Beside the kinds that a plan has as well; an act of several goes by the first of them.
EXECUTION_KINDS: Mapping[str, str] = {
    "rows": N_("Changes of the action plan"),
    "figures": N_("Realisations and spending"),
    "checks": N_("Verified, returned, waived, handed over"),
    "report": N_("Changes of the annual report"),
    "reviews": N_("Statements of review"),
    "window": N_("Windows: opened, extended, reopened"),
}


def execution_kind(event: ExecutionEvent) -> str:
    """Return what the event is about: one of `EXECUTION_KINDS`, `route` or `system`."""
    match event:
        case (
            ActionBegun()
            | PlanFollowed()
            | PolicyConfirmed()
            | QuarterTargetsSet()
            | OwnersAssigned()
            | StepsPlanned()
            | StartDecided()
        ):
            return "rows"
        case RealisationFiled() | RealisationCorrected() | BudgetRealised() | EarlierAdopted():
            return "figures"
        case (
            RealisationVerified()
            | VerificationVoided()
            | RealisationReturned()
            | RealisationWaived()
            | RealisationHandedOver()
            | PolicyCorrected()
            | QuarterFollowed()
        ):
            return "checks"
        case QuarterOpened() | WindowRearmed() | WindowExtended() | QuarterReopened():
            return "window"
        case ReportBegun() | ReportComposed() | SectionWritten() | FigureStated():
            return "report"
        case ReviewStated() | ReviewVoided():
            return "reviews"
        case ActionDocumentRendered() | QuarterDocumentRendered() | ReportDocumentRendered() | FilingReminded():
            return "system"
        case (
            ActionSubmitted()
            | ActionParafGiven()
            | ActionSigned()
            | ActionParafVoided()
            | ActionSignatureVoided()
            | ActionReturned()
            | QuarterSigned()
            | QuarterSignatureVoided()
            | QuarterClosed()
            | ReportSubmitted()
            | ReportParafGiven()
            | ReportSigned()
            | ReportParafVoided()
            | ReportSignatureVoided()
            | ReportReturned()
        ):
            return "route"
        case _:
            assert_never(event)


def execution_rows(event: ExecutionEvent) -> frozenset[str]:
    """Return the indicators and programmes that the event concerns; what concerns all of them names none."""
    match event:
        case PolicyConfirmed(indicator=row) | QuarterTargetsSet(indicator=row) | PolicyCorrected(indicator=row):
            return frozenset({row})
        case OwnersAssigned(indicator=row) | StepsPlanned(indicator=row) | StartDecided(indicator=row):
            return frozenset({row})
        case RealisationHandedOver(indicator=row):
            return frozenset({row})
        case RealisationFiled(indicator=row) | RealisationCorrected(indicator=row):
            return frozenset({row})
        case (
            RealisationVerified(indicator=row) | VerificationVoided(indicator=row) | RealisationReturned(indicator=row)
        ):
            return frozenset({row})
        case RealisationWaived(row=row) | BudgetRealised(programme=row):
            return frozenset({row})
        case EarlierAdopted(rows=rows):
            return frozenset(change.indicator for change in rows)
        case FigureStated(indicator=row):
            return frozenset({row})
        case SectionWritten(key=key):
            return frozenset({explained(key)} - {""})
        case _:
            return frozenset()
