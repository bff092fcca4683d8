"""The laws of acts from a position: where all who hold it are asked, an act leaves nobody out."""

from datetime import date

import msgspec
import pytest
from msgspec import UNSET, UnsetType

from audit.laws.endorsement import all_asked
from domain.kernel.actor import Capacity
from domain.office.appointment import Appointment, Position
from domain.office.state import Office
from domain.plan.events import ParafGiven
from tests.domain.office.office_life import DRAFTER, OFFICE
from tests.domain.route.test_positions import ONE, asking, parafed


@pytest.mark.parametrize(
    ("named", "lawful"),
    [(("eka", "fitri"), True), (("eka", "fitri", "gita"), True), (("eka",), False), ((), False), (UNSET, False)],
)
def test_an_act_that_leaves_out_who_must_act_is_named(named: tuple[str, ...] | UnsetType, lawful: bool) -> None:
    """Whoever named nobody made the step complete alone; who drafted the plan is never waited for."""
    held = {
        person: Appointment(
            *(person, person, "Perencana", None, Capacity.DEFINITIVE, "", date(2020, 1, 1), None, "perencana")
        )
        for person in ("eka", "fitri", DRAFTER.person)
    }
    office = Office(
        id=OFFICE,
        time_zone="Asia/Makassar",
        people=dict.fromkeys(held, "Name"),
        appointments=held,
        positions={"perencana": Position("Perencana", several=True)},
    )
    before = asking("all")
    given = next(event for event in parafed(before, ONE).past if isinstance(event, ParafGiven))
    breaches = list(all_asked(before.state, msgspec.structs.replace(given, holders=named), office))
    assert [breach.law.name for breach in breaches] == ([] if lawful else ["open-step"])
