"""What holds of an action plan: begun for a signed text, written by its writers, checked by others."""

from collections.abc import Collection, Iterator
from typing import get_args

from msgspec import UNSET

from audit.laws.endorsement import SIGNED, authored, content, endorsed, own_step, rendered, voided
from audit.laws.law import CONTENT, NAME, PAST, PHASE, ROLE, VERSION, Breach
from domain.action.events import (
    ActionBegun,
    ActionCause,
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
from domain.action.state import Action, ActionPhase, action_digest
from domain.kernel.actor import Actor, Duty, Role
from domain.plan.basis import PlanBasis
from domain.plan.in_force import InForce
from domain.plan.state import Plan
from domain.route.route import Step, StepAct

_ROUTED = (ActionPhase.REVIEW, ActionPhase.SIGNING)
_DONE = (*_ROUTED, ActionPhase.SIGNED)
_WRITERS = (Role.PLANNER, Role.DRAFTER)
_CELLS = {
    PolicyConfirmed: "policy",
    QuarterTargetsSet: "targets",
    OwnersAssigned: "owners",
    StepsPlanned: "steps",
    StartDecided: "start",
}
_PHASES: dict[type, tuple[ActionPhase, ...]] = {
    ActionBegun: (ActionPhase.ABSENT,),
    **dict.fromkeys(get_args(RowChange), (ActionPhase.DRAFTING, *_DONE)),
    PlanFollowed: (ActionPhase.DRAFTING, *_DONE),
    ActionSubmitted: (ActionPhase.DRAFTING,),
    **dict.fromkeys((ActionParafGiven, ActionSigned, ActionReturned), _ROUTED),
    **dict.fromkeys((ActionDocumentRendered, ActionParafVoided, ActionSignatureVoided), _DONE),
}
_ROLES: dict[type, tuple[Role, ...]] = {
    ActionBegun: (*_WRITERS, Role.SYSTEM),
    **dict.fromkeys((PolicyConfirmed, QuarterTargetsSet, OwnersAssigned, StartDecided), _WRITERS),
    **dict.fromkeys((PlanFollowed, ActionSubmitted), _WRITERS),
    StepsPlanned: (*_WRITERS, Role.OWNER),
    ActionDocumentRendered: (Role.SYSTEM,),
}


def based_on(plan: Plan | None, event: ActionBegun | PlanFollowed) -> Iterator[Breach]:
    """Judge the text that an action plan is for: the plan of that year as it was signed by then.

    One begins for what is in force; it follows the versions after its own one after the other.
    """
    signed = () if plan is None else plan.amended
    held = signed[-1:] if isinstance(event, ActionBegun) else signed
    yield from CONTENT.unless(_said(event.basis) in map(_held, held), "is for a text that was not signed")


def _said(basis: PlanBasis) -> tuple[object, ...]:
    return basis.version, basis.digest, basis.parts, basis.effective


def _held(held: InForce) -> tuple[object, ...]:
    return held.version, held.digest, held.text.parts, held.effective


class ActionLaws:
    """One action plan's events in their order."""

    def __init__(self) -> None:
        self._makers: set[str] = set()
        # As the command found it: its first act may be to end what was given, and all its changes make one version.
        self._waiting: Collection[Step] = ()
        self._due = 1

    def judged(self, stream: str, action: Action, event: ActionEvent, again: bool) -> Iterator[Breach]:
        """Judge an event in the action plan's state before; `again` where its command made the one before, too."""
        if not again:
            self._waiting, self._due = action.open_steps(), action.version + 1
        phases, roles = _PHASES.get(type(event)), _ROLES.get(type(event))
        # What was signed is printed though its next version is begun.
        paper = action.paper if isinstance(event, ActionDocumentRendered) else action
        yield from PHASE.unless(phases is None or paper.phase in phases, f"the action plan was {paper.phase}")
        yield from ROLE.unless(roles is None or event.by.role in roles, f"not an act of the role {event.by.role}")
        match event:
            case ActionBegun():
                yield from NAME.unless(stream == f"action/{event.kind}-{event.year}", f"one begins in {stream}")
            case ActionSubmitted():
                yield from content(action, event, action_digest(action))
                yield from VERSION.unless(event.round == action.round + 1, f"is round {event.round}")
            case ActionDocumentRendered():
                yield from rendered(paper, event, action_digest(paper), len(paper.signatures))
            case ActionParafGiven() | ActionSigned():
                act = StepAct.SIGN if isinstance(event, ActionSigned) else StepAct.REVIEW
                makers = self._may_not(action, event.by)
                yield from endorsed(action, event, act, action_digest(action), makers)
                yield from authored(event.by, _senders(action, event.by))
            case ActionParafVoided() | ActionSignatureVoided():
                yield from voided(action, event)
                returned = event.cause is ActionCause.RETURNED
                writers = {Duty(role) for role in (*_WRITERS, Role.OWNER)}
                allowed = {step.duty for step in self._waiting} if returned else writers
                kept = returned or not action.signatures
                yield from SIGNED.unless(kept, "what was signed is changed by who made it")
                yield from ROLE.unless(event.by.duty in allowed, f"not an act of the role {event.by.role}")
            case PlanFollowed():
                yield from VERSION.unless(event.version == self._due, f"makes version {event.version}")
                newer = event.basis.version > action.basis.version
                yield from PAST.unless(newer, "follows a plan that is not newer than its own")
            case ActionReturned():
                makers = self._may_not(action, event.by)
                yield from own_step(action.step(event.step), self._waiting, event.by, makers)
                yield from authored(event.by, _senders(action, event.by))
                yield from PAST.unless(not action.given, "leaves an endorsement standing")
            case _:
                row = action.rows[event.indicator]
                self._makers.add(event.by.person)
                yield from VERSION.unless(event.version == self._due, f"makes version {event.version}")
                there = getattr(row, _CELLS[type(event)])
                yield from PAST.unless(event.old == (None if there is UNSET else there), "another content was there")
                own = event.by.role is not Role.OWNER or event.by.person in {owner.person for owner in row.owners}
                yield from ROLE.unless(own, f"{event.by.person} does not own {event.indicator}")

    def _may_not(self, action: Action, by: Actor) -> Collection[str]:
        """Who may not check: an owner accepts what is asked of them, whoever wrote it, and only who owns a row does."""
        if by.role is Role.OWNER:
            return () if by.person in action.owners() else (by.person,)
        return self._makers


def _senders(action: Action, by: Actor) -> Collection[str]:
    sent = action.submitted
    return (sent.by.person,) if sent and by.role is not Role.OWNER else ()
