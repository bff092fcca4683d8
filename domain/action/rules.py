"""What an action plan allows: decide turns a command into events, or refuses."""

from typing import TypeVar, assert_never

from domain.action.commands import (
    ActionCommand,
    BeginAction,
    EditAction,
    EndorseAction,
    GiveActionParaf,
    RecordActionDocument,
    ReturnAction,
    SignAction,
    SubmitAction,
)
from domain.action.edit import facts
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
    StepsPlanned,
)
from domain.action.phases import require_action_phase
from domain.action.state import Action, ActionPhase, action_digest
from domain.kernel.actor import Role, require_role
from domain.kernel.characters import paragraphs, reason
from domain.kernel.errors import Refused, require
from domain.kernel.msgids import N_
from domain.kernel.streams import last_day
from domain.office.check import slug
from domain.plan.commands import Command
from domain.route.endorsement import require_current, require_shown
from domain.route.kinds import check_action_route
from domain.route.route import Step, StepAct

_WRITERS = (Role.PLANNER, Role.DRAFTER)
_End = TypeVar("_End", ActionParafGiven, ActionSigned)


def decide(command: ActionCommand, action: Action) -> list[ActionEvent]:
    """Return what the command makes happen (nothing, where nothing changes), or raise Refused."""
    if isinstance(command, EndorseAction):
        _require_not_done(command, action)  # first, so that whoever comes second is told by whom
    require_action_phase(command, action)
    match command:
        case BeginAction():
            return [_begin(command)]
        case EditAction():
            return _edit(command, action)
        case SubmitAction():
            return [_submit(command, action)]
        case GiveActionParaf():
            return [_endorse(command, action, StepAct.REVIEW, ActionParafGiven)]
        case SignAction():
            return [_endorse(command, action, StepAct.SIGN, ActionSigned)]
        case ReturnAction(by=by, at=at):
            step, why = _own_open_step(command.step, command, action), reason(command.reason)
            back = ActionReturned(by=by, at=at, step=step.key, version=action.version, reason=why)
            return [*_voided(command, action, ActionCause.RETURNED), back]
        case RecordActionDocument():
            return _document(command, action)
        case _:
            assert_never(command)


def _begin(command: BeginAction) -> ActionBegun:
    require_role(command.by, *_WRITERS, Role.SYSTEM)
    slug(command.kind, "kind")
    check_action_route(command.route)
    rows = [indicator.id for part in command.basis.parts for indicator in part.indicators]
    require(bool(rows), "plan-empty", "The plan has no indicator yet; there is nothing to measure.")
    require(len(set(rows)) == len(rows), "duplicate-row-id", "The same indicator stands twice.")
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
    return [*_voided(command, action, ActionCause.EDITED), *found] if found else []


def _submit(command: SubmitAction, action: Action) -> ActionSubmitted:
    require_role(command.by, *_WRITERS)
    require_current(command.based_on, action.version)
    missing = list(gaps(action))
    if missing:
        told = N_("Still missing in the action plan: {count}.")
        raise Refused("action-incomplete", told, missing[0], count=str(len(missing)))
    return ActionSubmitted(
        by=command.by,
        at=command.at,
        version=action.version,
        digest=action_digest(action),
        round=action.round + 1,
        note=paragraphs(command.note, "note"),
    )


def gaps(action: Action) -> list[str]:
    """Return the cells that must be filled before the action plan can go on its route."""
    first = last_day(action.year, 1)
    found = []
    for key, row in action.rows.items():
        filled = {
            # One that only takes effect later leaves the first quarter without any.
            "policy": action.policy(key, first) is not None,
            "targets": bool(row.targets),
            "owners": bool(row.owners),
            "steps": bool(row.steps),
        }
        found += [f"{key}.{cell}" for cell, there in filled.items() if not there]
    return found


def _endorse(command: EndorseAction, action: Action, act: StepAct, event: type[_End]) -> _End:
    step = _own_open_step(command.step, command, action, act)
    digest = action_digest(action)
    shown = require_shown(command, action.version, digest, action.document)
    return event(
        by=command.by,
        at=command.at,
        step=step.key,
        version=action.version,
        digest=digest,
        document=shown.document,
        template=shown.template,
    )


def _document(command: RecordActionDocument, action: Action) -> list[ActionEvent]:
    require_role(command.by, Role.SYSTEM)
    stale = command.version != action.version or command.signatures != len(action.signatures)
    wanted = action.phase in (ActionPhase.REVIEW, ActionPhase.SIGNING, ActionPhase.SIGNED)
    if action.document is not None or not wanted or stale or command.digest != action_digest(action):
        return []
    return [
        ActionDocumentRendered(
            by=command.by,
            at=command.at,
            version=command.version,
            digest=command.digest,
            document=command.document,
            shown=action.signatures[-1].document if action.signatures else "",
            template=command.template,
            pages=command.pages,
            signatures=command.signatures,
        )
    ]


def _voided(command: Command, action: Action, cause: ActionCause) -> list[ActionEvent]:
    """Return an event for each paraf and signature that no longer holds."""
    return [
        (ActionSignatureVoided if isinstance(e, ActionSigned) else ActionParafVoided)(
            by=command.by, at=command.at, step=e.step, official=e.by, given=e.at, document=e.document, cause=cause
        )
        for e in action.given
    ]


def _own_open_step(key: str, command: Command, action: Action, act: StepAct | None = None) -> Step:
    step, by = action.step(key), command.by
    if step is None:
        raise Refused("unknown-step", "The route of this plan has no step “{step}”.", "step", step=key)
    owns = step.role is not Role.OWNER or by.person in action.owners()
    require(step.role is by.role and owns, "not-your-step", "This step belongs to the role {role}.", role=step.role)
    require(act in (None, step.act), "wrong-act", "This step asks for another act.")
    require(step in action.open_steps(), "step-not-open", "This step is not open yet.")
    # An owner accepts what is asked of them, whoever wrote it; everybody else checks.
    made = step.role is not Role.OWNER and by.person in action.makers
    require(not made, "maker-is-checker", "You wrote in this action plan, so you can neither review nor sign it.")
    return step


def _require_not_done(command: EndorseAction, action: Action) -> None:
    done = action.done()
    for given in action.given:
        if given.step == command.step and (given.step in done or given.by.person == command.by.person):
            raise Refused("already-done", "{name} did this step on {at}.", name=given.by.name, at=given.at.isoformat())
