"""What an action plan allows, in which phase: decide turns a command into events, or refuses."""

from collections.abc import Sequence
from typing import assert_never

from domain.action.commands import (
    ActionCommand,
    BeginAction,
    EditAction,
    FollowPlan,
    GiveActionParaf,
    RecordActionDocument,
    ReturnAction,
    SignAction,
    SubmitAction,
)
from domain.action.edit import facts, fits, sourced
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
    PlanFollowed,
    StepsPlanned,
)
from domain.action.state import Action, ActionPhase, action_digest
from domain.kernel.actor import Command, Role, require_role
from domain.kernel.characters import paragraphs, reason
from domain.kernel.errors import N_, Refused, require
from domain.kernel.source import checked_source
from domain.kernel.streams import last_day
from domain.office.check import slug
from domain.plan.basis import PlanBasis
from domain.route.endorsement import (
    acted,
    ended,
    own_open_step,
    printed,
    require_current,
    require_not_done,
    require_unsigned,
)
from domain.route.messages import Endorse
from domain.route.route import StepAct, check_whole_route

_ROUTED = (ActionPhase.REVIEW, ActionPhase.SIGNING)
ACTION_ALLOWED: dict[type[ActionCommand], tuple[ActionPhase, ...]] = {
    BeginAction: (ActionPhase.ABSENT,),
    **dict.fromkeys((EditAction, FollowPlan), (ActionPhase.DRAFTING, *_ROUTED, ActionPhase.SIGNED)),
    SubmitAction: (ActionPhase.DRAFTING,),
    GiveActionParaf: _ROUTED,
    SignAction: _ROUTED,
    ReturnAction: _ROUTED,
    RecordActionDocument: tuple(ActionPhase),  # what comes late records nothing
}
ACTION_REFUSALS: dict[ActionPhase, tuple[str, str]] = {
    ActionPhase.ABSENT: ("action-absent", N_("There is no such action plan.")),
    ActionPhase.DRAFTING: ("action-drafting", N_("The action plan is still being written.")),
    ActionPhase.REVIEW: ("action-in-review", N_("The action plan is being reviewed.")),
    ActionPhase.SIGNING: ("action-in-signing", N_("The action plan is being signed.")),
    ActionPhase.SIGNED: ("action-signed", N_("The action plan is signed.")),
}


def require_action_phase(command: ActionCommand, action: Action) -> None:
    """Refuse a command that has no place in the action plan's phase."""
    if action.phase in ACTION_ALLOWED[type(command)]:
        return
    if isinstance(command, BeginAction):
        raise Refused("action-exists", "This plan already has an action plan.")
    raise Refused(*ACTION_REFUSALS[action.phase])


_WRITERS = (Role.PLANNER, Role.DRAFTER)
_MAKER = N_("You wrote in this action plan or sent it, so you can neither review nor sign it.")


def decide(command: ActionCommand, action: Action) -> list[ActionEvent]:
    """Return what the command makes happen (nothing, where nothing changes), or raise Refused."""
    if isinstance(command, Endorse):
        require_not_done(action, command)
    require_action_phase(command, action)
    match command:
        case BeginAction():
            return [_begin(command)]
        case EditAction():
            return _edit(command, action)
        case FollowPlan():
            return _follow(command, action)
        case SubmitAction():
            return [_submit(command, action)]
        case GiveActionParaf():
            return [ActionParafGiven(**acted(action, command, StepAct.REVIEW, action_digest, _MAKER)[1])]
        case SignAction():
            return [ActionSigned(**acted(action, command, StepAct.SIGN, action_digest, _MAKER)[1])]
        case ReturnAction(by=by, at=at):
            step, why = own_open_step(action, command.step, by, _MAKER), reason(command.reason)
            back = ActionReturned(by=by, at=at, step=step.key, version=action.version, reason=why)
            return [*_voided(command, action, ActionCause.RETURNED), back]
        case RecordActionDocument():
            return _document(command, action)
        case _:
            assert_never(command)


def _begin(command: BeginAction) -> ActionBegun:
    require_role(command.by, *_WRITERS, Role.SYSTEM)
    slug(command.kind, "kind")
    check_whole_route(command.route)
    _check_basis(command.basis)
    return ActionBegun(
        by=command.by,
        at=command.at,
        office=command.office,
        kind=command.kind,
        year=command.year,
        trial=command.trial,
        route=command.route,
        basis=command.basis,
    )


def _check_basis(basis: PlanBasis) -> None:
    rows = [indicator.id for part in basis.parts for indicator in part.indicators]
    require(bool(rows), "plan-empty", "The plan has no indicator yet; there is nothing to measure.")
    require(len(set(rows)) == len(rows), "duplicate-row-id", "The same indicator stands twice.")


def _follow(command: FollowPlan, action: Action) -> list[ActionEvent]:
    require_role(command.by, *_WRITERS)
    require_current(command.based_on, action.version)
    followed = N_("The action plan is made for the plan that is in force; there is nothing to follow.")
    require(command.basis.version > action.basis.version, "nothing-to-follow", followed)
    _check_basis(command.basis)
    new = PlanFollowed(by=command.by, at=command.at, version=action.version + 1, basis=command.basis)
    return _anew(command, action, ActionCause.FOLLOWED, [new])


def _anew(command: Command, action: Action, cause: ActionCause, found: Sequence[ActionEvent]) -> list[ActionEvent]:
    """Return what makes the next version; one that everybody signed stays in force until that is signed."""
    if action.phase is ActionPhase.SIGNED:
        return [*found]
    require_unsigned(action)
    return [*_voided(command, action, cause), *found]


def _edit(command: EditAction, action: Action) -> list[ActionEvent]:
    by = command.by
    require_role(by, *_WRITERS, Role.OWNER)
    require_current(command.based_on, action.version)
    found = facts(action, command.rows, by, command.at)
    if by.role is Role.OWNER:
        for fact in found:
            own = by.person in {owner.person for owner in action.rows[fact.indicator].owners}
            unowned = N_("An owner writes the steps of their own indicators, and nothing else.")
            require(own and isinstance(fact, StepsPlanned), "not-your-row", unowned, fact.indicator)
    source = checked_source(command.source)
    found = found if source is None else sourced(found, source)
    return _anew(command, action, ActionCause.EDITED, found) if found else []


def _submit(command: SubmitAction, action: Action) -> ActionSubmitted:
    require_role(command.by, *_WRITERS)
    require_current(command.based_on, action.version)
    missing = list(gaps(action))
    if missing:
        sentence = N_("Still missing in the action plan: {count}.")
        raise Refused("action-incomplete", sentence, missing[0], count=str(len(missing)))
    return ActionSubmitted(
        by=command.by,
        at=command.at,
        version=action.version,
        digest=action_digest(action),
        round=action.round + 1,
        note=paragraphs(command.note, "note"),
        separate=command.separate,
    )


def gaps(action: Action) -> list[str]:
    """Return the cells that must be filled before the action plan can go on its route."""
    found = []
    for key, row in action.rows.items():
        filled = {
            # One that only takes effect later leaves its first quarter without any.
            "policy": action.policy(key, last_day(action.year, action.starts(key))) is not None,
            "targets": bool(row.targets) and fits(action, row),
            "owners": bool(row.owners),
            "steps": bool(row.steps),
        }
        found += [f"{key}.{cell}" for cell, there in filled.items() if not there]
    return found


def _document(command: RecordActionDocument, action: Action) -> list[ActionEvent]:
    noted = printed(action.paper, command, action_digest)
    return [] if noted is None else [ActionDocumentRendered(**noted)]


def _voided(command: Command, action: Action, cause: ActionCause) -> list[ActionEvent]:
    """Return an event for each paraf and signature that no longer holds."""
    return [
        (ActionSignatureVoided if e.signs else ActionParafVoided)(**end, cause=cause)
        for e, end in ended(command, action.given)
    ]
