"""A new official in one form: all of it or nothing is recorded, once, and what contradicts itself is said before."""

import asyncio
from typing import Any

import pytest

from domain.office.events import PersonAppointed, PersonRegistered, RoleGranted
from domain.office.state import STREAM
from tests.api.house import House, Kantor, key
from tests.api.people.test_people import LINK, facts, known

NIP = "198001012005011001"
FORM = {
    "name": "Drs. Bima Prakoso, M.Si.",
    "number": "19800101 200501 1 001",
    "position": "Kepala Subbagian Umum",
    "capacity": "plt",
    "decree_number": "SK 821/12/2027",
    "decree_date": "14 Januari 2027",
    "since": "1/2/2027",
    "until": "",
    "role": "owner",
    "account": "true",
    "username": "",
    "email": "",
}


def at(office: Kantor) -> str:
    """Return where officials are made."""
    return f"/offices/{office.id}/officials"


def form(office: Kantor, **typed: str) -> dict[str, str]:
    """Return the form filled for one person of the office; names are of all offices."""
    return FORM | {"name": f"Drs. Bima {office.id.replace('-', ' ')}, M.Si."} | typed


async def made(office: Kantor) -> str:
    """Return the id of whom the form registered."""
    return str([e for e in await facts(office, PersonRegistered) if "Bima" in e.name][-1].person)


async def test_an_official_is_made_in_one_form(office: Kantor) -> None:
    page = await office.administrator.press(at(office), form(office))
    assert page.status_code == 200, page.text
    assert len(LINK.findall(page.text)) == 1
    person = await made(office)
    assert person.startswith("bima-")
    told = await known(office, person)
    (held,) = told["appointments"]
    assert (held["position"], held["capacity"]) == ("Kepala Subbagian Umum", "plt")
    assert (held["decree"], held["since"]) == ("SK 821/12/2027 tanggal 14 Januari 2027", "2027-02-01")
    assert told["roles"] == ["owner"]
    assert told["account"]["username"] == person.replace("-", ".")


async def test_no_number_and_no_address_is_in_the_log(office: Kantor) -> None:
    page = await office.administrator.press(at(office), form(office, email="bima@example.org"))
    assert "19800101 200501 1 001" in page.text
    log = b"".join(entry.body for entry in await office.house.store.read(office.id, STREAM))
    assert not any(secret in log for secret in (NIP.encode(), b"19800101", b"bima@example.org"))
    person = await made(office)
    forgotten = await office.administrator.press(f"/offices/{office.id}/people/{person}/number", {"number": ""})
    assert forgotten.status_code == 303
    assert await office.house.services.profiles.numbers(office.id) == {}


async def test_what_is_sent_twice_is_made_once(office: Kantor) -> None:
    pressed = key()
    for _ in range(2):
        assert (await office.administrator.press(at(office), form(office), pressed)).status_code == 200
    for kind in (PersonRegistered, PersonAppointed, RoleGranted):
        assert len([e for e in await facts(office, kind) if e.person == await made(office)]) == 1


async def test_a_form_that_was_refused_half_way_goes_on_and_makes_nothing_twice(office: Kantor) -> None:
    first = key()
    by, at_ = office.administrator, office.house.services.clock()
    # As if another try had registered the person and then been refused.
    answer = await by.ask(
        f"/offices/{office.id}/people", {"person": "bima-x", "name": "Bima"}, command_id=f"{first}.person"
    )
    assert answer.status_code == 201, (answer.text, at_)
    page = await by.press(at(office), form(office, name="Bima, S.E.", begun=first), key())
    assert page.status_code == 200, page.text
    registered = [e.person for e in await facts(office, PersonRegistered) if "Bima" in e.name]
    assert registered == ["bima-x"]
    assert (await known(office, "bima-x"))["name"] == "Bima, S.E."


@pytest.mark.parametrize(
    ("typed", "place", "said"),
    [
        ({"position": "Plh. Kepala Subbagian", "capacity": "definitive"}, "position", "“Plh.”"),
        ({"decree_number": "", "decree_date": ""}, "decree_number", "Plt. bertindak"),
        ({"position": "Ketua"}, "capacity", "jabatan yang kosong"),
        ({"position": "Ketua", "capacity": "definitive"}, "position", "jabatan ini"),
        ({"role": "chair", "position": ""}, "position", "jabatan"),
        ({"since": "1/2/2027", "until": "1/1/2027"}, "until", ""),
        ({"number": "123"}, "number", "18 angka"),
        ({"name": ""}, "name", ""),
        ({"email": "bukan surel"}, "email", ""),
        ({"decree_date": "kemarin"}, "decree_date", "16 Januari 2024"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
async def test_what_contradicts_itself_is_refused_before_anything_is_recorded(
    office: Kantor, typed: dict[str, str], place: str, said: str
) -> None:
    before = len(await office.house.store.read(office.id, STREAM))
    sent: dict[str, Any] = form(office, **typed)
    page = await office.administrator.press(at(office), sent)
    assert page.status_code in (409, 422), page.text
    assert f'id="fault-{place}"' in page.text
    assert f'href="#{place}"' in page.text or 'href="#' not in page.text
    assert len(await office.house.store.read(office.id, STREAM)) == before
    for name in ("name", "number", "decree_number", "username", "email"):
        assert f'name="{name}" type="text" value="{sent[name]}"' in page.text
    assert said in page.text


async def test_two_of_a_name_get_ids_of_their_own(office: Kantor) -> None:
    for _ in range(2):
        sent = form(office, position="", capacity="definitive", role="", username="")
        assert (await office.administrator.press(at(office), sent)).status_code == 200
    one, other = [e.person for e in await facts(office, PersonRegistered) if "Bima" in e.name]
    assert other == f"{one}-2"


async def test_two_of_a_name_at_once_are_never_one_person(office: Kantor) -> None:
    sent = [form(office, account="", number="", position=f"Kepala {n}", role="") for n in range(4)]
    keys = [key() for _ in sent]
    waiting = dict(zip(keys, sent, strict=True))
    for _ in range(len(sent) + 1):
        pages = await asyncio.gather(
            *(office.administrator.press(at(office), typed, once) for once, typed in waiting.items())
        )
        waiting = {once: waiting[once] for once, page in zip(waiting, pages, strict=True) if page.status_code == 409}
    assert waiting == {}
    people = [event.person for event in await facts(office, PersonRegistered) if "Bima" in event.name]
    held = [event.person for event in await facts(office, PersonAppointed) if event.position.startswith("Kepala")]
    assert len(set(people)) == len(sent)
    assert sorted(held) == sorted(people)


async def test_only_an_administrator_makes_officials(office: Kantor) -> None:
    assert (await office.drafter.page(f"{at(office)}/new")).status_code == 403
    assert (await office.drafter.press(at(office), form(office))).status_code == 403
    for person in (office.secretary, office.chair):
        assert (await person.ask(at(office), {"name": "Bima"})).status_code == 403


async def test_what_is_typed_is_kept(office: Kantor) -> None:
    page = f"{at(office)}/new"
    kept = {"page": page, "name": "Bima", "number": NIP}
    assert (await office.administrator.press(f"/offices/{office.id}/kept", kept)).status_code in (200, 303)
    again = await office.administrator.page(page)
    assert 'value="Bima"' in again.text
    assert f'value="{NIP}"' in again.text


async def test_no_official_is_made_of_another_office_s_account(house: House, office: Kantor) -> None:
    """Fault 1, and its kind: what a first try registered may be an id whose account is another office's."""
    other, first, shared = await house.office(), key(), office.chair.account.person
    known_ = {"person": shared, "name": "Ketut"}
    answer = await other.administrator.ask(f"/offices/{other.id}/people", known_, command_id=f"{first}.person")
    assert answer.status_code == 201, answer.text
    body = {"name": "Ketut", "account": True, "username": f"baru.{other.id}", "begun": first}
    answer = await other.administrator.ask(at(other), body)
    assert (answer.status_code, answer.json()["code"]) == (403, "not-your-account")
    assert "/invitations/" not in answer.text
