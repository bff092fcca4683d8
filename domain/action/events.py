"""The events of an action plan: one fact for each thing that changed, and the acts on its route."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from msgspec import UNSET, UnsetType

from domain.action.row import Owner, Start, Steps
from domain.kernel.actor import Act, Actor
from domain.kernel.source import FileSource
from domain.measure.policy import MeasurementPolicy
from domain.measure.realisation import Aim
from domain.plan.basis import PlanBasis
from domain.route.messages import Rendered
from domain.route.route import Route


class ActionBegun(Act, frozen=True, tag="action-begun"):
    """An action plan began, for exactly this signed text."""

    office: str
    kind: str
    year: int
    trial: bool
    route: Route
    basis: PlanBasis


class RowFact(Act, frozen=True, kw_only=True, omit_defaults=True):
    """A change of an indicator's row, and the version of the action plan it makes.

    `source` is the table that its cells came from, where they came from one.
    """

    version: int
    indicator: str
    source: FileSource | None = None


class PolicyConfirmed(RowFact, frozen=True, tag="policy-confirmed"):
    """A person said how the indicator is measured; earlier versions stay in force for what they measured."""

    old: MeasurementPolicy | None
    new: MeasurementPolicy


class QuarterTargetsSet(RowFact, frozen=True, tag="quarter-targets-set"):
    """What each quarter aims at is now this; None is no target in that quarter."""

    old: tuple[Aim | None, ...]
    new: tuple[Aim | None, ...]


class OwnersAssigned(RowFact, frozen=True, tag="owners-assigned"):
    """These people now answer for the indicator."""

    old: tuple[Owner, ...]
    new: tuple[Owner, ...]


class StepsPlanned(RowFact, frozen=True, tag="steps-planned"):
    """What is going to be done for the indicator is now this."""

    old: Steps
    new: Steps


class StartDecided(RowFact, frozen=True, tag="start-decided"):
    """The indicator starts in this quarter and owes nothing before; None is with the year."""

    old: Start | None
    new: Start | None


class PlanFollowed(Act, frozen=True, tag="plan-followed"):
    """The action plan took an amended plan as its basis: rows stay, new indicators begin empty, gone ones end."""

    version: int
    basis: PlanBasis


class ActionSubmitted(Act, frozen=True, omit_defaults=True, tag="action-submitted"):
    """The action plan went on its route; `digest` is that of its content, `round` counts the submissions."""

    version: int
    digest: str
    round: int
    note: str
    separate: bool = False


class ActionDocumentRendered(Rendered, frozen=True, tag="action-document-rendered"):
    """A PDF of the action plan."""


class ActionEndorsement(Act, frozen=True, kw_only=True):
    """An act on exactly one content (`digest`) as shown in exactly one PDF (`document`)."""

    step: str
    version: int
    digest: str
    document: str
    template: str
    holders: tuple[str, ...] | UnsetType = UNSET


class ActionParafGiven(ActionEndorsement, frozen=True, tag="action-paraf-given"):
    """An owner accepted their rows, or the planning section verified."""

    signs: ClassVar[bool] = False


class ActionSigned(ActionEndorsement, frozen=True, tag="action-signed"):
    """An official signed the action plan."""

    signs: ClassVar[bool] = True


class ActionCause(StrEnum):
    """Why a paraf or a signature no longer holds."""

    EDITED = "edited"
    RETURNED = "returned"
    FOLLOWED = "followed"


class ActionVoided(Act, frozen=True, kw_only=True):
    """Which endorsement ended, named by its step, its official and its time."""

    step: str
    official: Actor
    given: datetime
    document: str
    cause: ActionCause


class ActionParafVoided(ActionVoided, frozen=True, tag="action-paraf-voided"):
    """A paraf no longer holds."""

    signs: ClassVar[bool] = False


class ActionSignatureVoided(ActionVoided, frozen=True, tag="action-signature-voided"):
    """A signature no longer holds; its PDF stays, marked *dibatalkan*."""

    signs: ClassVar[bool] = True


class ActionReturned(Act, frozen=True, tag="action-returned"):
    """Somebody on the route sent the action plan back."""

    step: str
    version: int
    reason: str


RowChange = PolicyConfirmed | QuarterTargetsSet | OwnersAssigned | StepsPlanned | StartDecided
ActionEvent = (
    ActionBegun
    | PolicyConfirmed
    | QuarterTargetsSet
    | OwnersAssigned
    | StepsPlanned
    | StartDecided
    | PlanFollowed
    | ActionSubmitted
    | ActionDocumentRendered
    | ActionParafGiven
    | ActionSigned
    | ActionParafVoided
    | ActionSignatureVoided
    | ActionReturned
)
