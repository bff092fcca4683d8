"""Days are typed as people write them, and read back before anything is sent."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.words.clock import read_day, read_instant
from tests.api.house import Kantor
from tests.api.people.test_people import at, known

_DAY = date(2027, 1, 14)
_WORDS = (
    *("0", "1", "9", "12", "31", "2024", "99999", "/", "-", ".", ",", ":", "²", "١", "T", "Z"),
    *("Januari", "mei", "Agt", "pukul", "jam", "at", "WITA"),
)


@pytest.mark.parametrize(
    "text",
    ["14 Januari 2027", "14 jan 2027", " 14  JANUARI  2027 ", "14/1/2027", "14-01-2027", "14.1.2027", "2027-01-14"],
)
def test_a_day_is_read_as_people_write_it(text: str) -> None:
    assert read_day(text) == _DAY


@pytest.mark.parametrize(
    "text", ["", "Januari 2027", "14 Januari", "31 Februari 2027", "14/1/27", "besok", "0", "16.00"]
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert read_day(text) is None


@pytest.mark.parametrize("text", ["14 Januari 2027 pukul 16.00", "14/1/2027 16:00 WITA", "2027-01-14T16:00"])
def test_an_instant_is_on_the_clock_of_the_office(text: str) -> None:
    zone = ZoneInfo("Asia/Makassar")
    assert read_instant(text, zone.key) == datetime(2027, 1, 14, 16, tzinfo=zone)
    assert read_instant("14 Januari 2027", zone.key) is None


async def test_what_is_typed_is_read_back(office: Kantor) -> None:
    said = await office.drafter.get("/days?text=14/1/2027", headers={"Accept-Language": "id"})
    assert said.json() == {"day": "2027-01-14", "said": "Kamis, 14 Januari 2027"}
    assert (await office.drafter.get("/days?text=besok")).json()["code"] == "not-a-date"


async def test_a_form_takes_a_day_as_it_is_written_and_gives_it_back(office: Kantor) -> None:
    path, person = at(office, office.drafter, "appointments"), office.drafter.account.person
    typed = {"position": "Analis", "capacity": "definitive", "since": "14 Januari 2027", "until": "besok"}
    refused = await office.administrator.press(path, typed)
    assert refused.status_code == 422
    assert 'value="14 Januari 2027"' in refused.text
    assert 'value="besok"' in refused.text
    assert "Kamis, 14 Januari 2027" in refused.text
    assert (await office.administrator.press(path, typed | {"until": "31/12/2027"})).status_code == 303
    (held,) = (await known(office, person))["appointments"]
    assert (held["since"], held["until"]) == ("2027-01-14", "2027-12-31")


def test_a_long_text_is_no_day_and_takes_no_time() -> None:
    """What stands between a day and its time could be parted in as many ways as there are spaces."""
    for text in ("1" + " " * 200_000 + "x", "1" + ", " * 200_000, "1/" * 200_000):
        assert read_instant(text, "Asia/Makassar") is None
        assert read_day(text) is None


@given(st.lists(st.sampled_from(_WORDS), max_size=9))
def test_any_text_is_a_day_or_none(words: list[str]) -> None:
    for text in (" ".join(words), "".join(words)):
        day, instant = read_day(text), read_instant(text, "Asia/Jayapura")
        assert day is None or read_day(day.isoformat()) == day
        assert instant is None or instant.tzinfo is not None
