"""What a plan waits for: the small value that timers follow, so that rules may change under running plans."""

from datetime import datetime

from domain.acts import Reminder
from domain.message import Message
from domain.plan import Phase, Plan
from domain.route import Step


class WaitingStep(Message, frozen=True, tag="waiting-step"):
    """An open step: since when, due when (None: not yet computed), and the reminders still to be sent."""

    key: str
    role: str
    act: str
    part: str
    due: datetime | None
    reminders: tuple[Reminder, ...]


class Waiting(Message, frozen=True, tag="waiting-1"):
    """The phase, the open steps, and whether a document is missing. New fields go last, with a default."""

    phase: str
    round: int
    version: int
    year: int
    signatures: int
    render: bool
    since: datetime | None
    steps: tuple[WaitingStep, ...]


def waiting(plan: Plan) -> Waiting:
    """Return what the plan waits for now."""
    return Waiting(
        phase=plan.phase,
        round=plan.round,
        version=plan.version,
        year=plan.year,
        signatures=len(plan.signatures),
        render=plan.document is None and plan.phase in (Phase.REVIEW, Phase.SIGNING, Phase.SIGNED),
        since=plan.since,
        steps=tuple(_step(step, plan) for step in plan.open_steps()),
    )


def _step(step: Step, plan: Plan) -> WaitingStep:
    due = plan.due.get(step.key)
    left = () if due is None else tuple(r for r in due.reminders if (step.key, due.round, r.key) not in plan.reminded)
    return WaitingStep(step.key, step.role, step.act, step.part, due.due if due else None, left)
