"""Every event that a log may hold."""

from domain.office_events import OfficeEvent
from domain.plan import PlanEvent
from domain.refusal import CommandRefused

Event = PlanEvent | OfficeEvent | CommandRefused
