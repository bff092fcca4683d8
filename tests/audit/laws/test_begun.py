"""The laws of what is begun and sent: along the route, in the kind, with the duties that the office had declared."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest
from msgspec import structs

from audit.laws.office import begun_as_declared, sent_as_declared
from domain.kernel.actor import Role
from domain.kind.shipped import PK, RENJA
from domain.office.appointment import Position
from domain.office.events import DutyPolicy
from domain.office.state import Office
from domain.plan.blocks import with_blocks
from domain.plan.events import PlanDrafted, PlanSubmitted
from domain.plan.text import PlanDetails, PlanText
from domain.route.route import Route, default_route
from tests.domain.office.office_life import AT, DRAFTER, OFFICE, drafted, submit

DAY = timedelta(days=1)
NAMED = {step.position: Position(f"Yth. {step.title}", several=False) for step in RENJA.route if step.position}
KEPT = Office(id=OFFICE, name="Kantor", kinds={"renja": RENJA}, positions=NAMED)


def begun(kind: str, route: Route, **other: object) -> PlanDrafted:
    empty = PlanText(PlanDetails("", "", ""), ())
    drafted = PlanDrafted(
        by=DRAFTER, at=AT, office=OFFICE, kind=kind, year=2027, trial=False, route=route, text=empty, version=0
    )
    return msgspec.structs.replace(drafted, **other)


def laws(office: Office, event: PlanDrafted) -> list[str]:
    return [breach.law.name for breach in begun_as_declared(office, event)]


def as_named(office: Office) -> Route:
    """The kind's route as the recorder makes it: positions are called what the office calls them."""
    called = (
        structs.replace(step, title=office.named(step.duty)) if step.role is Role.OFFICIAL else step
        for step in office.route("renja")
    )
    return with_blocks(tuple(called), office.kind("renja"))


def test_what_the_office_declared_is_lawful() -> None:
    assert laws(Office(id=OFFICE), begun("rkt", default_route())) == []
    assert laws(KEPT, begun("renja", as_named(KEPT), shape=RENJA)) == []


def test_a_shorter_route_than_the_offices_is_named() -> None:
    assert laws(Office(id=OFFICE), begun("rkt", default_route()[1:])) == ["begun-as-declared"]


@pytest.mark.parametrize("shape", [None, PK, structs.replace(RENJA, title="RENCANA LAIN")])
def test_another_kind_than_the_one_declared_is_named(shape: object) -> None:
    assert laws(KEPT, begun("renja", as_named(KEPT), shape=shape)) == ["begun-as-declared"]


def test_a_position_called_otherwise_than_the_office_calls_it_is_named() -> None:
    first, *rest = as_named(KEPT)
    assert laws(KEPT, begun("renja", (structs.replace(first, title="Camat"), *rest), shape=RENJA)) == [
        "begun-as-declared"
    ]


def test_a_step_that_another_position_does_is_named() -> None:
    *rest, last = as_named(KEPT)
    other = structs.replace(last, position=rest[0].position, title=rest[0].title)
    assert laws(KEPT, begun("renja", (*rest, other), shape=RENJA)) == ["begun-as-declared"]


@pytest.mark.parametrize("declared", [True, False])
def test_duties_are_separate_where_the_office_said_so_for_the_day_of_sending(declared: bool) -> None:
    day = AT.astimezone(ZoneInfo("Asia/Makassar")).date()
    said = {on: DutyPolicy(on, separate, citation="c") for on, separate in ((day, declared), (day + DAY, not declared))}
    office = Office(id=OFFICE, time_zone="Asia/Makassar", duties=said)
    sent = [event for event in drafted().done(submit()).past if isinstance(event, PlanSubmitted)]
    for separate in (True, False):
        told = [structs.replace(event, separate=separate) for event in sent]
        breaches = [breach.law.name for event in told for breach in sent_as_declared(office, event)]
        assert breaches == ([] if separate is declared else ["sent-as-declared"])
