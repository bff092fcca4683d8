"""What holds of an office: it is opened once, its administrators or the installation change it, people are known."""

from collections.abc import Iterator

from audit.laws.law import NAME, PHASE, ROLE, Breach, Law
from domain.kernel.actor import Role
from domain.office.events import OfficeEvent, OfficeOpened, PersonAppointed, RoleGranted
from domain.office.state import GRANTED, Office

KNOWN = Law("known-person")


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
