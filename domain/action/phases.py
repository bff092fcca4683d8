"""The phases and acts of an action plan: which act is allowed where, and the code that refuses it elsewhere."""

from domain.action.commands import (
    ActionCommand,
    BeginAction,
    EditAction,
    GiveActionParaf,
    RecordActionDocument,
    ReturnAction,
    SignAction,
    SubmitAction,
)
from domain.action.state import Action, ActionPhase
from domain.kernel.errors import Refused
from domain.kernel.msgids import N_

_ROUTED = (ActionPhase.REVIEW, ActionPhase.SIGNING)

ACTION_ALLOWED: dict[type[ActionCommand], tuple[ActionPhase, ...]] = {
    BeginAction: (ActionPhase.ABSENT,),
    EditAction: (ActionPhase.DRAFTING, *_ROUTED, ActionPhase.SIGNED),
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
