"""Working days by the Indonesian calendar, and by what a decree makes of it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from activities.reminders.calendar import DueDate, due, morning, time_zone_exists, working_days_between
from domain.kernel.actor import system
from domain.office.events import DayDeclared

WITA = "Asia/Makassar"
MONDAY = datetime(2024, 2, 5, 3, tzinfo=UTC)


def declared(day: date, *, working: bool, name: str = "") -> dict[date, DayDeclared]:
    by, at = system("kantor-uji"), datetime(2024, 1, 1, tzinfo=UTC)
    return {day: DayDeclared(by=by, at=at, day=day, working=working, name=name, decree="Keppres 10/2024")}


def names(found: DueDate) -> list[str]:
    return [holiday.name for holiday in found.holidays]


def test_holidays_and_collective_leave_are_passed_over() -> None:
    found = due(MONDAY, 5, WITA)
    assert found.day == date(2024, 2, 15)
    assert names(found) == ["Isra Mikraj Nabi Muhammad", "Cuti Bersama Tahun Baru Imlek", "Hari Pemilihan Umum"]
    assert not found.estimated
    assert found.source.startswith("holidays 0.")
    assert found.source.endswith("ID (public, government)")


def test_a_decree_makes_a_holiday() -> None:
    found = due(MONDAY, 5, WITA, declared(date(2024, 2, 13), working=False, name="Libur daerah"))
    assert found.day == date(2024, 2, 16)
    assert "Libur daerah (Keppres 10/2024)" in names(found)
    assert found.source.endswith("; Keppres 10/2024")


def test_a_decree_makes_a_working_day_even_of_a_saturday() -> None:
    assert due(MONDAY, 5, WITA, declared(date(2024, 2, 9), working=True)).day == date(2024, 2, 13)
    saturday = due(MONDAY, 5, WITA, declared(date(2024, 2, 10), working=True))
    assert saturday.day == date(2024, 2, 13)
    assert len(saturday.holidays) == 2


def test_the_day_ends_in_the_offices_own_time_zone() -> None:
    assert due(MONDAY, 1, WITA).instant == datetime(2024, 2, 6, 16, tzinfo=UTC)
    assert due(MONDAY, 1, "Asia/Jayapura").instant == datetime(2024, 2, 6, 15, tzinfo=UTC)
    late = datetime(2024, 2, 5, 16, 30, tzinfo=UTC)  # already Tuesday in Makassar, still Monday in Jakarta
    assert due(late, 1, WITA).day == date(2024, 2, 7)
    assert due(late, 1, "Asia/Jakarta").day == date(2024, 2, 6)


def test_reminders_come_in_the_morning_of_a_working_day() -> None:
    last = date(2024, 2, 14)
    assert morning(last, 0, WITA).instant == datetime(2024, 2, 14, 0, tzinfo=UTC)
    assert morning(last, -3, WITA).day == date(2024, 2, 7)
    assert morning(last, 2, WITA).day == date(2024, 2, 16)


def test_dates_that_no_decree_has_fixed_are_marked() -> None:
    eid = due(datetime(2027, 3, 5, tzinfo=UTC), 3, WITA)
    assert eid.estimated
    assert any(holiday.estimated for holiday in eid.holidays)
    assert not due(datetime(2027, 7, 5, tzinfo=UTC), 3, WITA).estimated
    # Collective leave of a far year is not decreed at all.
    assert due(datetime(2031, 7, 7, tzinfo=UTC), 3, WITA).estimated


def test_a_decree_fixes_an_estimated_date() -> None:
    monday = datetime(2027, 5, 13, tzinfo=UTC)
    assert due(monday, 1, WITA).estimated is False
    assert due(monday, 2, WITA).estimated
    fixed = declared(date(2027, 5, 17), working=False, name="Idul Adha")
    assert not due(monday, 2, WITA, fixed).estimated


def test_a_zone_without_a_country_has_weekends_only() -> None:
    found = due(MONDAY, 5, "UTC")
    assert found.day == date(2024, 2, 12)
    assert found.source.endswith("weekends only")


def test_another_country_has_its_own_calendar() -> None:
    assert "SG (public)" in due(MONDAY, 5, "Asia/Singapore").source
    assert "ID (public, government)" in due(MONDAY, 5, "Asia/Ujung_Pandang").source


def test_known_time_zones() -> None:
    assert time_zone_exists(WITA)
    assert not time_zone_exists("Asia/Banjarbaru")


def test_a_due_date_needs_a_start_in_a_time_zone_and_a_day() -> None:
    with pytest.raises(ValueError, match="aware"):
        due(datetime(2024, 1, 1), 1, WITA)  # noqa: DTZ001
    with pytest.raises(ValueError, match="aware"):
        due(MONDAY, 0, WITA)


@given(st.datetimes(datetime(2023, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)), st.integers(1, 60))  # noqa: DTZ001
def test_counting_and_due_dates_agree(start: datetime, days: int) -> None:
    found = due(start, days, WITA)
    first = (start + timedelta(hours=8)).date()
    assert working_days_between(first, found.day, WITA) == days
    assert working_days_between(found.day, first, WITA) == -days
    assert working_days_between(found.day - timedelta(days=1), found.day, WITA) == 1
    assert morning(found.day, -days, WITA).day <= first
