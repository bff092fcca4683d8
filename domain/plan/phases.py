"""The table of phases and acts: which act is allowed where, and the code that refuses it elsewhere."""

from domain.kernel.errors import N_, Refused
from domain.plan.commands import (
    AnswerQuestion,
    BeginAmendment,
    CarryComment,
    DraftPlan,
    EditText,
    GiveParaf,
    GiveReasons,
    MakeComment,
    PlanCommand,
    RecordDocument,
    RecordDue,
    RejectPlan,
    RemindStep,
    ReturnPlan,
    SettleComment,
    SignPart,
    StateAmendment,
    SubmitPlan,
    WithdrawAmendment,
    WithdrawPlan,
)
from domain.plan.state import Phase, Plan

_ROUTED = (Phase.REVIEW, Phase.SIGNING)
_OPEN = (Phase.DRAFTING, *_ROUTED)

ALLOWED: dict[type[PlanCommand], tuple[Phase, ...]] = {
    DraftPlan: (Phase.ABSENT, Phase.REJECTED),
    EditText: _OPEN,
    SubmitPlan: (Phase.DRAFTING,),
    GiveParaf: _ROUTED,
    SignPart: _ROUTED,
    ReturnPlan: _ROUTED,
    RejectPlan: _ROUTED,
    WithdrawPlan: _ROUTED,
    BeginAmendment: (Phase.SIGNED,),
    StateAmendment: (Phase.DRAFTING,),
    GiveReasons: (Phase.DRAFTING,),
    WithdrawAmendment: _OPEN,
    MakeComment: _OPEN,
    SettleComment: _OPEN,
    CarryComment: _OPEN,
    AnswerQuestion: _OPEN,
    # What timers and rendering ask may come late: then it records nothing.
    RecordDocument: tuple(Phase),
    RecordDue: tuple(Phase),
    RemindStep: tuple(Phase),
}

REFUSALS: dict[Phase, tuple[str, str]] = {
    Phase.ABSENT: ("plan-absent", N_("There is no such plan.")),
    Phase.DRAFTING: ("plan-drafting", N_("The plan is with its drafter: it is not awaiting review or signature.")),
    Phase.REVIEW: ("plan-in-review", N_("The plan is being reviewed.")),
    Phase.SIGNING: ("plan-in-signing", N_("The plan is being signed.")),
    Phase.SIGNED: ("plan-signed", N_("The plan is signed; only an amendment can change it.")),
    Phase.REJECTED: ("plan-rejected", N_("The plan was rejected.")),
}
_EXISTS = ("plan-exists", N_("This office already has a live plan of this kind for {year}."))


def require_phase(command: PlanCommand, plan: Plan) -> None:
    """Refuse a command that has no place in the plan's phase."""
    if plan.phase in ALLOWED[type(command)]:
        return
    if isinstance(command, DraftPlan):
        raise Refused(*_EXISTS, "", year=str(plan.year))
    raise Refused(*REFUSALS[plan.phase])
