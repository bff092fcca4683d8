"""No save on a page of an office takes away what somebody else set meanwhile, before it has told of it."""

import re

import pytest

from tests.api.house import Kantor, Person


async def shown(person: Person, path: str) -> str:
    """Return the version that the forms of a page say it was shown at."""
    page = (await person.page(path)).text
    found = re.search(r'name="shown_version" value="([0-9]+)"', page)
    assert found, path
    return found[1]


@pytest.mark.parametrize(
    ("form", "mine", "theirs"),
    [
        ("description", {"name": "Kantor Saya"}, {"name": "Kantor Rekan"}),
        ("days", {"day": "2027-01-04", "working": "true", "name": "Masuk", "decree": "SK 2"}, {"name": "Cuti bersama"}),
    ],
)
async def test_what_another_set_meanwhile_is_told_before_it_goes(
    office: Kantor, form: str, mine: dict[str, str], theirs: dict[str, str]
) -> None:
    path = f"/offices/{office.id}"
    known = {"name": "Kantor Contoh", "address": "", "time_zone": "Asia/Makassar"} if form == "description" else {}
    seen = await shown(office.administrator, path)
    other = await office.administrator.press(f"{path}/{form}", {**known, **mine, **theirs, "shown_version": seen})
    assert other.status_code == 303, other.text
    stale = {**known, **mine, "shown_version": seen}
    answer = await office.administrator.press(f"{path}/{form}", stale)
    assert answer.status_code == 412
    assert "Asih Lestari" in answer.text
    assert theirs["name"] in answer.text
    assert mine["name"] in answer.text
    # Whoever was told may; and a program says what it has seen in If-Match.
    again = re.search(r'name="shown_version" value="([0-9]+)"', answer.text)
    assert again
    assert (await office.administrator.press(f"{path}/{form}", {**stale, "shown_version": again[1]})).status_code == 303
    if form == "description":
        late = await office.administrator.ask(f"{path}/{form}", {**known, "name": "Program", "titles": {}}, int(seen))
        assert (late.status_code, late.json()["code"]) == (412, "changed-meanwhile")


async def test_what_another_set_beside_it_is_no_hindrance(office: Kantor) -> None:
    path = f"/offices/{office.id}"
    seen = await shown(office.administrator, path)
    day = {"day": "2027-01-04", "working": "true", "name": "Masuk", "decree": "SK 2", "shown_version": seen}
    assert (await office.administrator.press(f"{path}/days", day)).status_code == 303
    named = {"name": "Kantor Saya", "address": "", "time_zone": "Asia/Makassar", "shown_version": seen}
    assert (await office.administrator.press(f"{path}/description", named)).status_code == 303
