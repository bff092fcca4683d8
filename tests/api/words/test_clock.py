"""Instants as an office reads them: its own day, its own clock, its own names."""

from datetime import UTC, date, datetime, timedelta

import pytest

from api.words.clock import Clock, format_date, format_datetime
from api.words.words import words

AT = datetime(2024, 1, 16, 2, 42, 15, 123456, tzinfo=UTC)


def clock(language: str = "id", zone: str = "Asia/Makassar", now: datetime = AT) -> Clock:
    """Return the clock of an office."""
    return Clock(words(language), zone, now)


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("Asia/Jakarta", "Selasa, 16 Januari 2024 pukul 09.42 WIB"),
        ("Asia/Makassar", "Selasa, 16 Januari 2024 pukul 10.42 WITA"),
        ("Asia/Jayapura", "Selasa, 16 Januari 2024 pukul 11.42 WIT"),
    ],
)
def test_a_moment_is_said_in_full_with_the_zone_that_indonesians_know(zone: str, said: str) -> None:
    assert clock(zone=zone).moment(AT) == said


def test_an_english_moment_keeps_the_zone() -> None:
    assert clock("en").moment(AT) == "Tuesday, 16 January 2024 at 10:42 WITA"


def test_where_there_is_little_room_the_date_is_short() -> None:
    assert clock().short(AT) == "16 Jan 2024, 10.42"
    assert clock("en").short(AT) == "16 Jan 2024, 10:42"
    assert clock().short_day(AT) == "16 Jan 2024"
    assert clock().short_day(date(2024, 8, 17)) == "17 Agu 2024"


def test_the_day_is_the_offices_own() -> None:
    late = datetime(2024, 1, 16, 16, 30, tzinfo=UTC)
    assert clock(zone="Asia/Jakarta").day(late) == "Selasa, 16 Januari 2024"
    assert clock(zone="Asia/Makassar").day(late) == "Rabu, 17 Januari 2024"
    assert clock().day(date(2024, 2, 29)) == "Kamis, 29 Februari 2024"


def test_midnight_is_due_on_the_day_it_ends() -> None:
    midnight = datetime(2024, 1, 19, 16, tzinfo=UTC)  # WITA
    assert clock().due(midnight) == "Jumat, 19 Januari 2024"
    assert clock().due(midnight + timedelta(microseconds=1)) == "Sabtu, 20 Januari 2024"


@pytest.mark.parametrize(
    ("past", "said", "english"),
    [
        (timedelta(seconds=59), "baru saja", "just now"),
        (timedelta(minutes=1), "1 menit lalu", "1 minute ago"),
        (timedelta(minutes=59), "59 menit lalu", "59 minutes ago"),
        (timedelta(hours=2), "2 jam lalu", "2 hours ago"),
        (timedelta(hours=11), "11 jam lalu", "11 hours ago"),
        (timedelta(hours=23), "kemarin", "yesterday"),
        (timedelta(days=2), "2 hari lalu", "2 days ago"),
        (timedelta(days=7), "7 hari lalu", "7 days ago"),
        (timedelta(days=7, seconds=1), "", ""),
        (-timedelta(minutes=2), "", ""),
    ],
)
def test_what_is_recent_also_says_how_long_ago(past: timedelta, said: str, english: str) -> None:
    now = datetime(2024, 1, 16, 12, tzinfo=UTC)  # eight in the evening
    assert clock(now=now).ago(now - past) == said
    assert clock("en", now=now).ago(now - past) == english


def test_an_hour_ago_is_not_yesterday_because_midnight_came_between() -> None:
    now = datetime(2024, 1, 16, 16, 30, tzinfo=UTC)  # half past midnight
    assert clock(now=now).ago(now - timedelta(hours=1)) == "1 jam lalu"


def test_a_moment_on_a_page_carries_the_exact_instant() -> None:
    now = AT + timedelta(hours=2)
    assert clock(now=now).tag(AT) == (
        '<time datetime="2024-01-16T02:42:15.123456Z">Selasa, 16 Januari 2024 pukul 10.42 WITA (2 jam lalu)</time>'
    )
    assert clock(now=now).tag(AT, short=True) == (
        '<time datetime="2024-01-16T02:42:15.123456Z" title="Selasa, 16 Januari 2024 pukul 10.42 WITA">'
        "2 jam lalu</time>"
    )
    assert ">16 Jan 2024, 10.42<" in clock(now=AT + timedelta(days=30)).tag(AT, short=True)


def test_what_a_list_says_again_is_not_formatted_anew() -> None:
    """Fault 19 of trying: half of a long desk's time went into its dates."""
    clock().moment(AT)
    asked = format_date.cache_info().misses, format_datetime.cache_info().misses
    assert [clock().moment(AT) for _ in range(3)] == ["Selasa, 16 Januari 2024 pukul 10.42 WITA"] * 3
    assert (format_date.cache_info().misses, format_datetime.cache_info().misses) == asked
