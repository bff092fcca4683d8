"""Where the execution of a plan is recorded: its action plan, its quarters and its report, read as they stand."""

import msgspec

from activities.recording.recorder import PlanStream, Recorder
from api.http.visit import Visit
from api.reads.plan import unknown_plan
from domain.action.row import Owner
from domain.action.state import Action, ActionPhase
from domain.kernel.errors import Refused
from domain.kernel.streams import QUARTERS, quarter_stream
from domain.plan.state import Plan
from domain.quarter.state import Quarter, QuarterPhase
from domain.report.state import Report, ReportPhase


class _Version(msgspec.Struct):
    version: int


def version_of(body: bytes) -> int:
    """Return the version that a stored plan, action plan or quarter says it has."""
    return msgspec.json.decode(body, type=_Version).version


def action_of(visit: Visit) -> str:
    """Return the stream of the plan's action plan."""
    return visit.stream.replace("plan/", "action/", 1)


def report_of(visit: Visit) -> str:
    """Return the stream of the annual report of the plan's year."""
    return visit.stream.replace("plan/", "report/", 1)


async def report_now(visit: Visit) -> Report:
    """Return the annual report, whether or not it was begun."""
    return await visit.services.recorder.report(visit.office.id, report_of(visit))


async def read_report(visit: Visit) -> Report:
    """Return the annual report. Raises `HttpError` 404 where none was begun."""
    report = await report_now(visit)
    if report.phase is ReportPhase.ABSENT:
        raise unknown_plan()
    return report


def quarter_of(visit: Visit, number: str) -> str:
    """Return the stream of a quarter. Raises `HttpError` 404 where a year has none of that number."""
    if number not in map(str, QUARTERS):
        raise unknown_plan()
    return f"{visit.stream.replace('plan/', 'quarter/', 1)}-q{number}"


async def plan_now(visit: Visit) -> Plan:
    """Return the plan as it is recorded."""
    return await visit.services.recorder.plan(PlanStream(visit.office.id, visit.stream))


async def action_now(visit: Visit) -> Action:
    """Return the action plan, whether or not it was begun."""
    return await visit.services.recorder.action(visit.office.id, action_of(visit))


async def read_action(visit: Visit) -> Action:
    """Return the action plan. Raises `HttpError` 404 where none was begun."""
    action = await action_now(visit)
    if action.phase is ActionPhase.ABSENT:
        raise unknown_plan()
    return action


async def read_quarter(visit: Visit, number: str) -> Quarter:
    """Return the quarter. Raises `HttpError` 404 where it was not opened."""
    quarter = await visit.services.recorder.quarter(visit.office.id, quarter_of(visit, number))
    if quarter.phase is QuarterPhase.ABSENT:
        raise unknown_plan()
    return quarter


async def read_quarters(visit: Visit) -> tuple[Quarter, ...]:
    """Return the quarters that were opened."""
    kind, _, year = visit.plan.rpartition("-")
    return await opened(visit.services.recorder, visit.office.id, kind, int(year))


async def opened(recorder: Recorder, office: str, kind: str, year: int) -> tuple[Quarter, ...]:
    """Return the quarters of a plan's year that were opened, of any office."""
    found = [await recorder.quarter(office, quarter_stream(kind, year, number)) for number in QUARTERS]
    return tuple(quarter for quarter in found if quarter.phase is not QuarterPhase.ABSENT)


def owners_named(visit: Visit, people: list[str], place: str) -> tuple[Owner, ...]:
    """Return owners by their ids, with the names they print with. Raises `Refused`."""
    known = visit.office.people
    for person in people:
        if person not in known:
            raise Refused("person-unknown", "This office does not know the person.", place)
    return tuple(Owner(person, known[person]) for person in people)
