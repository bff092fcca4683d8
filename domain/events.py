"""Every event that a log may hold."""

from domain.action.events import ActionEvent
from domain.kernel.refusal import CommandRefused
from domain.office.events import OfficeEvent
from domain.plan.state import PlanEvent
from domain.quarter.events import QuarterEvent

YearEvent = ActionEvent | QuarterEvent
Event = PlanEvent | OfficeEvent | YearEvent | CommandRefused
