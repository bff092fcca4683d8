"""What holds of an office: opened once, changed by those who may, its papers begun and sent as it declares."""

from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from msgspec import structs

from audit.laws.law import NAME, PHASE, ROLE, Breach, Law
from domain.action.events import ActionBegun, ActionSubmitted
from domain.kernel.actor import Role
from domain.office.events import OfficeEvent, OfficeOpened, PersonAppointed, RoleGranted
from domain.office.state import GRANTED, Office
from domain.plan.events import PlanDrafted, PlanSubmitted
from domain.quarter.events import QuarterOpened
from domain.report.events import ReportBegun, ReportSubmitted
from domain.route.route import Step, action_kind, quarter_kind, report_kind

KNOWN = Law("known-person")
# Before, the route and the kind were read when the command was made: the office could say otherwise in between.
BEGUN = Law("begun-as-declared", datetime(2026, 12, 1, tzinfo=UTC))
SENT = Law("sent-as-declared", datetime(2026, 12, 1, tzinfo=UTC))


def office_laws(named: str, office: Office, event: OfficeEvent) -> Iterator[Breach]:
    """Judge an event of the office that is called so, in its state before."""
    yield from ROLE.unless(event.by.role in (Role.ADMINISTRATOR, Role.SYSTEM), f"{event.by.role} changes the office")
    if isinstance(event, OfficeOpened):
        yield from PHASE.unless(not office.exists, "the office was opened before")
        yield from NAME.unless(event.office == named, f"an office is opened that is called {event.office}")
        return
    yield from PHASE.unless(office.exists, "the office was not opened")
    if isinstance(event, RoleGranted | PersonAppointed):
        yield from KNOWN.unless(event.person in office.people, f"the office does not know {event.person}")
        given = event.role in GRANTED or (event.role is None and isinstance(event, PersonAppointed))
        yield from ROLE.unless(given, f"the role {event.role} is never given to a person")


def begun_as_declared(
    office: Office, event: PlanDrafted | ActionBegun | QuarterOpened | ReportBegun
) -> Iterator[Breach]:
    """Judge the route of what is begun, and the kind of a plan: what the office had declared at that position."""
    match event:
        case PlanDrafted():
            kind = event.kind
            yield from BEGUN.unless(event.shape == office.kind(kind), f"is no {kind} as the office declared it")
        case ActionBegun():
            kind = action_kind(event.kind)
        case QuarterOpened():
            kind = quarter_kind(event.kind)
        case ReportBegun():
            kind = report_kind(event.kind)
    asked = office.route(kind)
    kept = len(asked) == len(event.route) and all(map(_asks, asked, event.route))
    yield from BEGUN.unless(kept, f"goes along another route than the office's for {kind}")
    for step in event.route:
        if step.role is Role.OFFICIAL and not step.office:  # what another office calls a position is for it to say
            said = office.named(step.duty) == step.title
            yield from BEGUN.unless(said, f"calls the position {step.position} {step.title}")


def sent_as_declared(
    office: Office, event: PlanSubmitted | ActionSubmitted | QuarterOpened | ReportSubmitted
) -> Iterator[Breach]:
    """Judge whether duties are separate in what goes on its route: as the office had declared for that day."""
    declared = office.duty_policy(event.at.astimezone(ZoneInfo(office.time_zone)).date()).separate
    yield from SENT.unless(
        event.separate == declared, f"goes on as if duties were {'' if event.separate else 'not '}separate"
    )


def _asks(asked: Step, step: Step) -> bool:
    """Whether a step is the one asked: positions are called what they are that day, a block is chosen where none is."""
    title = asked.title if asked.role is not Role.OFFICIAL else step.title
    return structs.replace(asked, title=title, block=asked.block or step.block) == step
