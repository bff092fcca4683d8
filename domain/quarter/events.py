"""The events of a quarter: one fact for each thing that changed, and the acts that close it."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from msgspec import UNSET, UnsetType

from domain.action.row import Owner
from domain.kernel.actor import Act, Actor, Role
from domain.kernel.source import FileSource
from domain.measure.budget import Share
from domain.measure.policy import MeasurementPolicy
from domain.plan.events import ReminderKind
from domain.plan.text import Goal
from domain.quarter.figures import Figure, ProgrammeAbsorption
from domain.quarter.filing import Filing
from domain.quarter.row import (
    EarlierChange,
    LaterRow,
    QuarterBasis,
    QuarterProgramme,
    QuarterReminder,
    QuarterRow,
    Unfollowed,
    Window,
)
from domain.route.messages import Rendered
from domain.route.route import Route


class QuarterOpened(Act, frozen=True, omit_defaults=True, tag="quarter-opened"):
    """A quarter began, with all that it is measured against."""

    office: str
    kind: str
    year: int
    quarter: int
    trial: bool
    plan_version: int
    plan_digest: str
    route: Route
    window: Window
    goals: tuple[Goal, ...]
    rows: tuple[QuarterRow, ...]
    programmes: tuple[QuarterProgramme, ...]
    separate: bool = False
    effective: date | None = None
    amendment: int = 0
    later: tuple[LaterRow, ...] = ()


class WindowRearmed(Act, frozen=True, tag="window-rearmed"):
    """A rule or a calendar changed: the window is now this, the `round`th of the quarter."""

    round: int
    window: Window


class WindowExtended(Act, frozen=True, tag="window-extended"):
    """Somebody let people file for longer."""

    round: int
    old: datetime
    closes: datetime
    reminders: tuple[QuarterReminder, ...]
    reason: str


class QuarterFact(Act, frozen=True, kw_only=True):
    """A change of the quarter's content, and the version of it that it makes."""

    version: int


class RealisationFiled(QuarterFact, frozen=True, omit_defaults=True, tag="realisation-filed"):
    """An owner filed a row for the first time; `row_version` counts what was filed of it.

    `source` is the list that its fields came from, where they came from one.
    """

    indicator: str
    row_version: int
    filing: Filing
    source: FileSource | None = None


class RealisationCorrected(QuarterFact, frozen=True, omit_defaults=True, tag="realisation-corrected"):
    """What an owner filed is now this."""

    indicator: str
    row_version: int
    old: Filing
    new: Filing
    reason: str
    source: FileSource | None = None


class RealisationVerified(QuarterFact, frozen=True, tag="realisation-verified"):
    """The planning section passed a row as it was filed."""

    indicator: str
    row_version: int


class VerificationVoided(QuarterFact, frozen=True, tag="verification-voided"):
    """What a row was checked against is another now; the row waits to be checked again."""

    indicator: str
    row_version: int


class RealisationReturned(QuarterFact, frozen=True, tag="realisation-returned"):
    """A row went back to its owners."""

    indicator: str
    row_version: int
    reason: str


class RealisationWaived(QuarterFact, frozen=True, tag="realisation-waived"):
    """The quarter goes on without an indicator or a programme: it counts as not released."""

    row: str
    reason: str


class RealisationHandedOver(QuarterFact, frozen=True, tag="realisation-handed-over"):
    """Other people answer for a row in this quarter."""

    indicator: str
    old: tuple[Owner, ...]
    new: tuple[Owner, ...]
    reason: str


class PolicyCorrected(QuarterFact, frozen=True, tag="policy-corrected"):
    """A row is measured otherwise, as the action plan in force says; one that was verified waits for it again."""

    indicator: str
    old: MeasurementPolicy
    new: MeasurementPolicy
    reason: str


class BudgetRealised(QuarterFact, frozen=True, omit_defaults=True, tag="budget-realised"):
    """Rupiah spent on a programme since the year began; `old` None where nothing was said before."""

    programme: str
    row_version: int
    old: Decimal | None
    new: Decimal
    reason: str
    source: FileSource | None = None


class EarlierAdopted(QuarterFact, frozen=True, tag="earlier-noted"):
    """An earlier quarter changed after this one opened."""

    rows: tuple[EarlierChange, ...]


class QuarterFollowed(QuarterFact, frozen=True, tag="quarter-followed"):
    """An open quarter goes on as the plan has it by now: rows that stay keep what was filed, the others join or end.

    What was filed of `unfit` rows cannot be measured so any more: they are with their owners again.
    """

    basis: QuarterBasis
    goals: tuple[Goal, ...]
    rows: tuple[QuarterRow, ...]
    programmes: tuple[QuarterProgramme, ...]
    unfit: tuple[str, ...] = ()
    later: tuple[LaterRow, ...] | UnsetType = UNSET


class QuarterDocumentRendered(Rendered, frozen=True, tag="quarter-document-rendered"):
    """A PDF of the quarter."""


class QuarterSigned(Act, frozen=True, tag="quarter-signed"):
    """An official signed exactly this content (`digest`) as shown in exactly this PDF (`document`)."""

    signs: ClassVar[bool] = True

    step: str
    version: int
    digest: str
    document: str
    template: str
    holders: tuple[str, ...] | UnsetType = UNSET
    unfollowed: Unfollowed | UnsetType = UNSET


class QuarterCause(StrEnum):
    """Why a signature no longer holds."""

    CHANGED = "changed"
    RETURNED = "returned"
    REOPENED = "reopened"
    FOLLOWED = "followed"


class QuarterSignatureVoided(Act, frozen=True, tag="quarter-signature-voided"):
    """A signature no longer holds; its PDF stays, marked *dibatalkan*."""

    signs: ClassVar[bool] = True

    step: str
    official: Actor
    given: datetime
    document: str
    cause: QuarterCause


class QuarterClosed(Act, frozen=True, tag="quarter-closed"):
    """The figures of the signed quarter, as they were computed then and stay."""

    version: int
    digest: str
    plan_version: int
    figures: tuple[Figure, ...]
    programmes: tuple[ProgrammeAbsorption, ...]
    absorption: Share


class QuarterReopened(Act, frozen=True, tag="quarter-reopened"):
    """Somebody let a closed quarter be corrected until `closes`."""

    round: int
    closes: datetime
    reminders: tuple[QuarterReminder, ...]
    reason: str


class FilingReminded(Act, frozen=True, tag="filing-reminded"):
    """A reminder went to `to` about these owners, who had not filed."""

    round: int
    reminder: str
    kind: ReminderKind
    to: Role
    closes: datetime
    owners: tuple[Owner, ...]


LineChange = (
    RealisationFiled
    | RealisationCorrected
    | RealisationVerified
    | VerificationVoided
    | RealisationReturned
    | RealisationHandedOver
    | PolicyCorrected
)
QuarterChange = LineChange | RealisationWaived | BudgetRealised | EarlierAdopted | QuarterFollowed
QuarterEvent = (
    QuarterOpened
    | WindowRearmed
    | WindowExtended
    | RealisationFiled
    | RealisationCorrected
    | RealisationVerified
    | VerificationVoided
    | RealisationReturned
    | RealisationWaived
    | RealisationHandedOver
    | PolicyCorrected
    | BudgetRealised
    | EarlierAdopted
    | QuarterFollowed
    | QuarterDocumentRendered
    | QuarterSigned
    | QuarterSignatureVoided
    | QuarterClosed
    | QuarterReopened
    | FilingReminded
)
