"""Every event that a log may hold."""

from domain.office_events import OfficeEvent
from domain.plan import PlanEvent
from domain.refusal import CommandRefused
from domain.year.action_events import ActionEvent
from domain.year.quarter_events import QuarterEvent

YearEvent = ActionEvent | QuarterEvent
Event = PlanEvent | OfficeEvent | YearEvent | CommandRefused
