"""An action plan (*Rencana Aksi*) as its events made it: the state, and how each event changes it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import assert_never

import msgspec

from domain.action.events import (
    ActionBegun,
    ActionDocumentRendered,
    ActionEvent,
    ActionParafGiven,
    ActionParafVoided,
    ActionReturned,
    ActionSignatureVoided,
    ActionSigned,
    ActionSubmitted,
    OwnersAssigned,
    PolicyConfirmed,
    QuarterTargetsSet,
    RowChange,
    StepsPlanned,
)
from domain.action.row import ActionRow
from domain.kernel.actor import Role
from domain.kernel.message import Message, canonical, digest
from domain.kernel.state import replace
from domain.kernel.streams import action_stream
from domain.measure.policy import MeasurementPolicy, in_force
from domain.plan.basis import PlanBasis
from domain.route.endorsed import Endorsed
from domain.route.route import Step, StepAct


class ActionPhase(StrEnum):
    """Where an action plan stands."""

    ABSENT = "absent"
    DRAFTING = "drafting"
    REVIEW = "review"
    SIGNING = "signing"
    SIGNED = "signed"


_UNSIGNED = PlanBasis(0, "", ())


@dataclass(frozen=True)
class Action(
    Endorsed[ActionParafGiven | ActionSigned, ActionParafVoided | ActionSignatureVoided, ActionDocumentRendered]
):
    """The state of one action plan; the default is one that does not exist."""

    phase: ActionPhase = ActionPhase.ABSENT
    office: str = ""
    kind: str = ""
    year: int = 0
    trial: bool = False
    basis: PlanBasis = _UNSIGNED
    rows: Mapping[str, ActionRow] = field(default_factory=dict)
    policies: Mapping[str, tuple[MeasurementPolicy, ...]] = field(default_factory=dict)  # every version, by indicator
    aims: Mapping[str, tuple[QuarterTargetsSet, ...]] = field(default_factory=dict)  # every change, by indicator
    makers: frozenset[str] = frozenset()
    returned: ActionReturned | None = None
    submitted: ActionSubmitted | None = None  # the last time it was sent
    signed: "Action | None" = None  # the version that stays in force while the next is on its way

    @property
    def stream(self) -> str:
        """Return the name of its stream in its office's log."""
        return action_stream(self.kind, self.year)

    @property
    def routed(self) -> bool:
        """Return whether somebody is asked for a paraf or a signature."""
        return self.phase in (ActionPhase.REVIEW, ActionPhase.SIGNING)

    @property
    def printed(self) -> bool:
        """Return whether the content as it stands is shown to anybody."""
        return self.routed or self.phase is ActionPhase.SIGNED

    @property
    def in_force(self) -> "Action | None":
        """Return the version that everybody signed last, and that the year goes by; None before there is any."""
        return self if self.phase is ActionPhase.SIGNED else self.signed

    @property
    def paper(self) -> "Action":
        """Return what is to be printed next: what was signed last comes first, though the next is begun already."""
        return self.signed if self.signed and self.signed.unprinted else self

    @property
    def void_documents(self) -> frozenset[str]:
        """Return the documents (SHA-256) that no longer hold; that of the version in force does."""
        signed = self.signed.document if self.signed else None
        return super().void_documents - {signed.document if signed else ""}

    @property
    def authors(self) -> frozenset[str]:
        """Return who wrote in it, and who sent it last."""
        return self.makers | ({self.submitted.by.person} if self.submitted else frozenset())

    def barred(self, step: Step) -> frozenset[str]:
        """Return the authors; but an owner accepts what is asked of them, whoever wrote it."""
        return frozenset() if step.role is Role.OWNER else self.authors

    def asked_of(self, step: Step) -> Collection[str] | None:
        """Return every owner for the owners' step."""
        return self.owners() if step.role is Role.OWNER else None

    def owners(self) -> tuple[str, ...]:
        """Return everybody who owns a row, each once, in the order of the rows."""
        return tuple(dict.fromkeys(owner.person for row in self.rows.values() for owner in row.owners))

    def policy(self, indicator: str, day: date) -> MeasurementPolicy | None:
        """Return how an indicator is measured on a day."""
        return in_force(self.policies.get(indicator, ()), day)


class _Content(Message, frozen=True, tag="action-content"):
    office: str
    kind: str
    year: int
    basis: PlanBasis
    rows: tuple[ActionRow, ...]


def action_digest(action: Action) -> str:
    """Return the SHA-256 (hex) of the canonical content: office, kind, year, the signed text and every row."""
    content = _Content(action.office, action.kind, action.year, action.basis, tuple(action.rows.values()))
    return digest(canonical(content))


def fold(events: Iterable[ActionEvent], action: Action | None = None) -> Action:
    """Return the action plan that the events make."""
    state = Action() if action is None else action
    for event in events:
        state = evolve(state, event)
    return state


def evolve(action: Action, event: ActionEvent) -> Action:
    """Return the action plan after one event; never refuses."""
    match event:
        case ActionBegun():
            return Action(
                phase=ActionPhase.DRAFTING,
                office=event.office,
                kind=event.kind,
                year=event.year,
                trial=event.trial,
                route=event.route,
                basis=event.basis,
                rows={indicator: ActionRow(indicator) for indicator in event.basis.indicators()},
                since=event.at,
            )
        case PolicyConfirmed(indicator=key):
            policies = {**action.policies, key: (*action.policies.get(key, ()), event.new)}
            return replace(_changed(action, event, "policy"), policies=policies)
        case QuarterTargetsSet(indicator=key):
            aims = {**action.aims, key: (*action.aims.get(key, ()), event)}
            return replace(_changed(action, event, "targets"), aims=aims)
        case OwnersAssigned():
            return _changed(action, event, "owners")
        case StepsPlanned():
            return _changed(action, event, "steps")
        case ActionSubmitted():
            submitted = replace(action, round=event.round, given=(), document=None, returned=None, submitted=event)
            return _passed(action, replace(submitted, separate=event.separate), event.at)
        case ActionDocumentRendered():
            documents = (*action.documents, event)
            if (signed := action.signed) and event.version == signed.version:
                return replace(action, signed=replace(signed, document=event, documents=documents), documents=documents)
            return replace(action, document=event, documents=documents)
        case ActionParafGiven():
            return _passed(action, replace(action, given=(*action.given, event)), event.at)
        case ActionSigned():
            return _passed(action, replace(action, given=(*action.given, event), document=None), event.at)
        case ActionParafVoided() | ActionSignatureVoided():
            ended = (event.step, event.official.person)
            kept = tuple(e for e in action.given if (e.step, e.by.person) != ended)
            return replace(action, given=kept, void=(*action.void, event))
        case ActionReturned():
            return replace(action, phase=ActionPhase.DRAFTING, document=None, since=event.at, returned=event)
        case _:
            assert_never(event)


def _changed(action: Action, event: RowChange, name: str) -> Action:
    if action.phase is ActionPhase.SIGNED and action.given:  # what was voided, as it once was, is in force no more
        action = replace(action, given=(), signed=action)
    row = msgspec.structs.replace(action.rows[event.indicator], **{name: event.new})
    return replace(
        action,
        phase=ActionPhase.DRAFTING,
        rows={**action.rows, event.indicator: row},
        version=event.version,
        makers=action.makers | {event.by.person},
        document=None,
        since=action.since if action.phase is ActionPhase.DRAFTING else event.at,
    )


_PASSED = {StepAct.REVIEW: ActionPhase.REVIEW, StepAct.SIGN: ActionPhase.SIGNING, None: ActionPhase.SIGNED}


def _passed(before: Action, action: Action, at: datetime) -> Action:
    """Set the phase that the next steps ask for, and since when they wait."""
    phase = _PASSED[action.next_act()]
    passed = replace(action, phase=phase, signed=None if phase is ActionPhase.SIGNED else action.signed)
    return passed if passed.routed and passed.waits_as(before) else replace(passed, since=at)
