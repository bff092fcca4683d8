"""What rendering and timers may note on a plan; whatever comes too late records nothing, so that it may be repeated."""

from typing import assert_never

from domain.kernel.actor import Role, require_role
from domain.plan.commands import RecordDocument, RecordDue, RemindStep
from domain.plan.events import DocumentRendered, DueComputed, StepReminded
from domain.plan.state import Plan, PlanEvent, text_digest
from domain.route.endorsement import printed


def decide_system(command: RecordDocument | RecordDue | RemindStep, plan: Plan) -> list[PlanEvent]:
    """Return the one event that notes it, or nothing where the plan has moved on; refuses everybody but the system."""
    require_role(command.by, Role.SYSTEM)
    match command:
        case RecordDocument():
            return _document(command, plan)
        case RecordDue():
            return _due(command, plan)
        case RemindStep():
            return _reminded(command, plan)
        case _:
            assert_never(command)


def _document(command: RecordDocument, plan: Plan) -> list[PlanEvent]:
    noted = printed(plan.paper, command, text_digest)
    return [] if noted is None else [DocumentRendered(**noted)]


def _due(command: RecordDue, plan: Plan) -> list[PlanEvent]:
    if command.step in plan.due or not _waits(command.step, command.round, plan):
        return []
    return [
        DueComputed(
            by=command.by,
            at=command.at,
            step=command.step,
            round=command.round,
            opened=command.opened,
            due=command.due,
            reminders=command.reminders,
            estimated=command.estimated,
            source=command.source,
            citation=command.citation,
        )
    ]


def _reminded(command: RemindStep, plan: Plan) -> list[PlanEvent]:
    sent = (command.step, command.round, command.reminder) in plan.reminded
    if sent or not _waits(command.step, command.round, plan):
        return []
    return [
        StepReminded(
            by=command.by,
            at=command.at,
            step=command.step,
            round=command.round,
            reminder=command.reminder,
            kind=command.kind,
            due=command.due,
        )
    ]


def _waits(step: str, round_: int, plan: Plan) -> bool:
    return round_ == plan.round and step in {s.key for s in plan.open_steps()}
