"""Every event that a log may hold; a refused command is kept as one, too: who, what, when, why."""

from datetime import datetime

from domain.action.events import ActionEvent
from domain.kernel.actor import Actor
from domain.kernel.errors import PlanError
from domain.kernel.message import Message
from domain.office.events import OfficeEvent
from domain.plan.state import PlanEvent
from domain.quarter.events import QuarterEvent
from domain.report.events import ReportEvent

ExecutionEvent = ActionEvent | QuarterEvent | ReportEvent


class CommandRefused(Message, frozen=True, kw_only=True, tag="command-refused"):
    """`act` is the tag of the command, `stream` what it was asked of; `message` is a gettext msgid over `params`."""

    by: Actor
    at: datetime
    stream: str
    act: str
    code: str
    message: str
    place: str
    params: dict[str, str]


def refusal(by: Actor, at: datetime, stream: str, act: str, error: PlanError) -> CommandRefused:
    """Return the fact of a refusal."""
    return CommandRefused(
        by=by,
        at=at,
        stream=stream,
        act=act,
        code=error.code,
        message=error.message,
        place=error.place,
        params=dict(error.params),
    )


Event = PlanEvent | OfficeEvent | ExecutionEvent | CommandRefused
