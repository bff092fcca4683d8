"""An action plan (*Rencana Aksi*) as its events made it: the state, and how each event changes it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
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
from domain.kernel.canonical import canonical, digest
from domain.kernel.message import Message
from domain.kernel.streams import action_stream
from domain.measure.policy import MeasurementPolicy, in_force
from domain.plan.basis import PlanBasis
from domain.route.endorsement import no_longer
from domain.route.kinds import next_steps
from domain.route.route import Route, Step, StepAct


class ActionPhase(StrEnum):
    """Where an action plan stands."""

    ABSENT = "absent"
    DRAFTING = "drafting"
    REVIEW = "review"
    SIGNING = "signing"
    SIGNED = "signed"


_UNSIGNED = PlanBasis(0, "", ())


@dataclass(frozen=True)
class Action:
    """The state of one action plan; the default is one that does not exist."""

    phase: ActionPhase = ActionPhase.ABSENT
    office: str = ""
    kind: str = ""
    year: int = 0
    trial: bool = False
    route: Route = ()
    basis: PlanBasis = _UNSIGNED
    rows: Mapping[str, ActionRow] = field(default_factory=dict)
    policies: Mapping[str, tuple[MeasurementPolicy, ...]] = field(default_factory=dict)  # every version, by indicator
    aims: Mapping[str, tuple[QuarterTargetsSet, ...]] = field(default_factory=dict)  # every change, by indicator
    version: int = 0
    round: int = 0
    makers: frozenset[str] = frozenset()
    given: tuple[ActionParafGiven | ActionSigned, ...] = ()
    void: tuple[ActionParafVoided | ActionSignatureVoided, ...] = ()
    document: ActionDocumentRendered | None = None
    documents: tuple[ActionDocumentRendered, ...] = ()
    since: datetime | None = None
    returned: ActionReturned | None = None
    submitted: ActionSubmitted | None = None  # the last time it was sent

    @property
    def stream(self) -> str:
        """Return the name of its stream in its office's log."""
        return action_stream(self.kind, self.year)

    @property
    def signatures(self) -> tuple[ActionSigned, ...]:
        """Return the signatures that hold."""
        return tuple(e for e in self.given if isinstance(e, ActionSigned))

    @property
    def void_documents(self) -> frozenset[str]:
        """Return the documents (SHA-256) that no longer hold."""
        return no_longer(
            (e.document for e in self.void if isinstance(e, ActionSignatureVoided)),
            self.documents,
            self.version,
            self.document,
        )

    def step(self, key: str) -> Step | None:
        """Return the step of that key, if the route has it."""
        return next((s for s in self.route if s.key == key), None)

    def owners(self) -> tuple[str, ...]:
        """Return everybody who owns a row, each once, in the order of the rows."""
        return tuple(dict.fromkeys(owner.person for row in self.rows.values() for owner in row.owners))

    def done(self) -> frozenset[str]:
        """Return the steps that are complete; a step of the owners needs every one of them."""
        acted = {(e.step, e.by.person) for e in self.given}
        steps = {step for step, _ in acted}
        return frozenset(
            s.key
            for s in self.route
            if s.key in steps and (s.role is not Role.OWNER or all((s.key, p) in acted for p in self.owners()))
        )

    def open_steps(self) -> tuple[Step, ...]:
        """Return the steps that wait now."""
        routed = self.phase in (ActionPhase.REVIEW, ActionPhase.SIGNING)
        return next_steps(self.route, self.done()) if routed else ()

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
            return _routed(submitted, event.at)
        case ActionDocumentRendered():
            return replace(action, document=event, documents=(*action.documents, event))
        case ActionParafGiven():
            return _routed(replace(action, given=(*action.given, event)), event.at)
        case ActionSigned():
            return _routed(replace(action, given=(*action.given, event), document=None), event.at)
        case ActionParafVoided() | ActionSignatureVoided():
            ended = (event.step, event.official.person)
            kept = tuple(e for e in action.given if (e.step, e.by.person) != ended)
            return replace(action, given=kept, void=(*action.void, event))
        case ActionReturned():
            return replace(action, phase=ActionPhase.DRAFTING, document=None, since=event.at, returned=event)
        case _:
            assert_never(event)


def _changed(action: Action, event: RowChange, name: str) -> Action:
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


def _routed(action: Action, at: datetime) -> Action:
    """Set the phase that the open steps ask for."""
    waiting = replace(action, phase=ActionPhase.REVIEW).open_steps()
    phase = ActionPhase.SIGNED
    if waiting:
        phase = ActionPhase.REVIEW if waiting[0].act is StepAct.REVIEW else ActionPhase.SIGNING
    moved = {s.key for s in waiting} != {s.key for s in action.open_steps()}
    return replace(action, phase=phase, since=at if moved else action.since)
