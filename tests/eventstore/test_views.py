"""Read models: ready bytes of whatever a stream may hold."""

import json
from datetime import UTC, date, datetime

from domain.kernel.actor import system
from domain.office.events import DayDeclared, OfficeOpened
from eventstore.views import OFFICE, views

AT = datetime(2024, 1, 8, 2, 30, tzinfo=UTC)


def test_an_office_that_declared_a_day_can_be_shown() -> None:
    by = system("kantor")
    opened = OfficeOpened(
        by=by, at=AT, office="kantor", name="Kantor", address="", time_zone="Asia/Makassar", titles=()
    )
    declared = DayDeclared(by=by, at=AT, day=date(2024, 4, 12), working=False, name="Libur", decree="SKB 3/2024")
    (view,) = views("kantor", "office", [opened, declared])
    assert (view.kind, view.key) == (OFFICE, "kantor")
    assert json.loads(view.body)["days"]["2024-04-12"]["decree"] == "SKB 3/2024"
