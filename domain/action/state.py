"""An action plan (*Rencana Aksi*) as its events made it: the state, and how each event changes it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
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
    PlanFollowed,
    PolicyConfirmed,
    QuarterTargetsSet,
    RowChange,
    StartDecided,
    StepsPlanned,
)
from domain.action.row import ActionRow
from domain.kernel.actor import Role
from domain.kernel.message import Message, canonical, digest
from domain.kernel.state import replace
from domain.kernel.streams import QUARTERS, action_stream, last_day
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
    followed: PlanFollowed | None = None  # the last time it took an amended plan as its basis
    earlier: tuple["Action", ...] = ()  # what everybody signed before this version, oldest first

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
    def signed(self) -> "Action | None":
        """Return the version that stays in force while the next is on its way; None where none is on its way."""
        return self.earlier[-1] if self.earlier and self.phase is not ActionPhase.SIGNED else None

    @property
    def in_force(self) -> "Action | None":
        """Return the version that everybody signed last; None before there is any."""
        return self if self.phase is ActionPhase.SIGNED else self.signed

    @property
    def versions(self) -> tuple["Action", ...]:
        """Return every version that everybody signed, oldest first."""
        return (*self.earlier, self) if self.phase is ActionPhase.SIGNED else self.earlier

    def in_force_on(self, day: date) -> "Action | None":
        """Return the version that the year goes by on a day: the newest whose plan is in force then.

        What was signed first holds from the beginning, whichever version of the plan it was made for.
        """
        return _held(self.versions, day)

    def starts(self, indicator: str) -> int:
        """Return the first quarter that owes an indicator: none does before the plan has it, or before its row begins.

        The version as it stands counts as if it were signed.
        """
        held = ((quarter, _held((*self.earlier, self), last_day(self.year, quarter))) for quarter in QUARTERS)
        owing = (quarter for quarter, version in held if version is not None and version.owes(indicator, quarter))
        return next(owing, QUARTERS[-1])

    def owes(self, indicator: str, quarter: int) -> bool:
        """Return whether a quarter that goes by this version asks anything of an indicator."""
        row = self.rows.get(indicator)
        return row is not None and row.begins <= quarter

    @property
    def standing(self) -> tuple["Action", ...]:
        """Return the versions that the year goes by on some day, newest first."""
        found: list[Action] = []
        for version in reversed(self.versions):
            if not found or _begins(version, self.versions) < _begins(found[-1], self.versions):
                found.append(version)
        return tuple(found)

    @property
    def paper(self) -> "Action":
        """Return what is to be printed next: what was signed last comes first, though the next is begun already."""
        return self.signed if self.signed and self.signed.unprinted else self

    def stands(self, document: ActionDocumentRendered) -> bool:
        """Return whether a document shows the action plan as it is, or is that of a version in force on some day."""
        held = {each.document.document for each in self.standing if each.document}
        return document.version == self.version or document.document in held

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


def _held(versions: Sequence[Action], day: date) -> Action | None:
    return next((each for each in reversed(versions) if _begins(each, versions) <= day), None)


def _begins(version: Action, versions: Sequence[Action]) -> date:
    first = versions[0].basis
    return version.basis.effective or date.min if version.basis.version != first.version else date.min


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
        case PlanFollowed(basis=basis):
            rows = {key: action.rows.get(key) or _begun(action, key) for key in basis.indicators()}
            return replace(_next(action, event), basis=basis, rows=rows, followed=event)
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
        case StartDecided():
            return _changed(action, event, "start")
        case ActionSubmitted():
            submitted = replace(action, round=event.round, given=(), document=None, returned=None, submitted=event)
            return _passed(action, replace(submitted, separate=event.separate), event.at)
        case ActionDocumentRendered():
            documents = (*action.documents, event)
            if (signed := action.signed) and event.version == signed.version:
                printed = replace(signed, document=event, documents=documents)
                return replace(action, earlier=(*action.earlier[:-1], printed), documents=documents)
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
    new = msgspec.UNSET if event.new is None else event.new
    row = msgspec.structs.replace(action.rows[event.indicator], **{name: new})
    rows = {**action.rows, event.indicator: row}
    return replace(_next(action, event), rows=rows, makers=action.makers | {event.by.person})


def _begun(action: Action, indicator: str) -> ActionRow:
    """The row of an indicator that comes new; one that comes back is measured as it was."""
    policies = action.policies.get(indicator, ())
    return ActionRow(indicator, policies[-1] if policies else None)


def _next(action: Action, event: RowChange | PlanFollowed) -> Action:
    """Begin the next version; what is signed stays in force."""
    if action.phase is ActionPhase.SIGNED:  # what was voided, as it once was, is in force no more
        earlier = (*action.earlier, replace(action, earlier=())) if action.given else ()
        action = replace(action, given=(), earlier=earlier)
    return replace(
        action,
        phase=ActionPhase.DRAFTING,
        version=event.version,
        document=None,
        since=action.since if action.phase is ActionPhase.DRAFTING else event.at,
    )


_PASSED = {StepAct.REVIEW: ActionPhase.REVIEW, StepAct.SIGN: ActionPhase.SIGNING, None: ActionPhase.SIGNED}


def _passed(before: Action, action: Action, at: datetime) -> Action:
    """Set the phase that the next steps ask for, and since when they wait."""
    phase = _PASSED[action.next_act()]
    passed = replace(action, phase=phase)
    return passed if passed.routed and passed.waits_as(before) else replace(passed, since=at)
