"""What the system itself asks to be recorded, under ids that are the same at every try."""

from activities.recording.recorder import PlanStream, Request
from domain.action.commands import RecordActionDocument
from domain.kernel.actor import system
from domain.plan.commands import RecordDocument, RecordDue, RemindStep
from domain.quarter.commands import CloseQuarter, OpenQuarter
from domain.quarter.system import QuarterSystemCommand
from eventstore.codec import fingerprint

SystemCommand = (
    RecordDocument | RecordDue | RemindStep | RecordActionDocument | OpenQuarter | CloseQuarter | QuarterSystemCommand
)


def system_id(of: PlanStream, what: str, *which: object) -> str:
    """Return the id of a command of the system; no client's command id has a slash in it."""
    return "/".join(["system", what, of.stream, *(str(each) for each in which)])


def system_request(of: PlanStream, command: SystemCommand, command_id: str) -> Request:
    """Return the request to record what the system asks.

    The fingerprint says no more than the id does: a second try may have computed something else, and then the first
    one holds.
    """
    by = system(of.office)
    act = str(command.__struct_config__.tag)
    told = fingerprint(of.office, by.person, by.role, act, of.stream, command_id.encode())
    return Request(of.office, of.stream, command_id, told.hex(), command)
