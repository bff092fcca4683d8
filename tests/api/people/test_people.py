"""The people of an office: registered, appointed, given roles and accounts, and what taking a role away does."""

import asyncio
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from domain.kernel.actor import Role
from domain.office.events import PersonAppointed, RoleGranted, RoleRevoked
from domain.office.state import STREAM
from eventstore.codec import decode
from tests.api.house import HTML, JSON, PASSWORD, House, Kantor, Person, key

LINK = re.compile(r"http://[^\"<> ]+/invitations/[A-Za-z0-9_-]{43}")


def at(office: Kantor, person: Person | str = "", more: str = "") -> str:
    """Return the address of a person, or of something of theirs."""
    name = person if isinstance(person, str) else person.account.person
    return f"/offices/{office.id}/people" + (f"/{name}" if name else "") + (f"/{more}" if more else "")


async def facts(office: Kantor, kind: type[Any]) -> list[Any]:
    """Return the office's events of a class."""
    entries = await office.house.store.read(office.id, STREAM)
    return [event for entry in entries if isinstance(event := decode(entry.body), kind)]


async def known(office: Kantor, person: str) -> Any:
    """Return what is told of a person."""
    return (await office.administrator.get(at(office, person))).json()


async def test_a_person_is_made_an_official_from_nothing(house: House, office: Kantor) -> None:
    admin, today = office.administrator, datetime.now(UTC).date().isoformat()
    made = await admin.ask(at(office), {"person": "budi-contoh", "name": "Budi  Santoso, S.H."})
    assert made.status_code == 201
    assert made.headers["location"] == at(office, "budi-contoh")
    appointment = {
        "position": "Sekretaris",
        "role": "secretary",
        "capacity": "plt",
        "decree": "SK 7/2026",
        "since": today,
    }
    assert (await admin.ask(at(office, "budi-contoh", "appointments"), appointment)).status_code == 201
    assert (await admin.ask(at(office, "budi-contoh", "roles"), {"role": "secretary"})).status_code == 201
    invited = await admin.ask(at(office, "budi-contoh", "account"), {"username": "Budi.S", "email": "budi@example.org"})
    assert invited.status_code == 201
    assert invited.json()["account"]["username"] == "budi.s"
    client = await house.client()
    path = invited.json()["link"].removeprefix(house.services.base_url)
    signed_in = await client.post(path, json={"password": PASSWORD}, headers={"Accept": JSON})
    assert signed_in.json() == {"name": "Budi Santoso, S.H.", "username": "budi.s", "person": "budi-contoh"}
    assert (await client.get(f"/offices/{office.id}/plans")).status_code == 200
    told = await known(office, "budi-contoh")
    assert told["roles"] == ["secretary"]
    assert [(a["position"], a["capacity"], a["decree"]) for a in told["appointments"]] == [
        ("Sekretaris", "plt", "SK 7/2026")
    ]
    assert told["account"]["password_chosen"] is True
    # What may be forgotten is nowhere in the log.
    log = b"".join(entry.body for entry in await house.store.read(office.id, STREAM))
    for secret in (b"budi@example.org", b"budi.s", PASSWORD.encode(), path.rpartition("/")[2].encode()):
        assert secret not in log


async def test_the_same_by_pages(office: Kantor) -> None:
    admin, budi = office.administrator, f"budi-{office.id}"
    admin.client.headers["Accept-Language"] = "en"
    made = await admin.press(at(office), {"person": budi, "name": "Budi"})
    assert made.status_code == 303
    page = await admin.page(made.headers["location"])
    assert "</b> registered Budi." in page.text
    assert "at position" in page.text
    today = datetime.now(UTC).date().isoformat()
    fields = {"position": "Ketua", "role": "chair", "capacity": "plh", "since": today, "until": "", "decree": ""}
    made = await admin.press(at(office, budi, "appointments"), fields)
    assert made.status_code == 303, made.text
    assert "Plh. Ketua" in (await admin.page(made.headers["location"])).text
    appointment = (await known(office, budi))["appointments"][0]["appointment"]
    ended = await admin.press(at(office, budi, f"appointments/{appointment}/end"), {"until": today})
    assert ended.status_code == 303
    assert (await known(office, budi))["appointments"][0]["until"] == today
    made = await admin.press(at(office, budi, "account"), {"username": budi, "email": ""})
    assert made.status_code == 200
    assert len(LINK.findall(made.text)) == 1
    renamed = await admin.press(at(office, budi, "name"), {"name": "Budi, M.Si."})
    assert renamed.status_code == 303
    listed = await admin.page(at(office))
    assert "Budi, M.Si." in listed.text
    assert "Invited until" in listed.text
    assert not LINK.search(listed.text)


async def test_a_command_sent_twice_is_one_event_and_one_receipt(office: Kantor) -> None:
    admin, person = office.administrator, office.drafter.account.person
    commands: list[tuple[str, dict[str, Any]]] = [
        (at(office), {"person": "budi-contoh", "name": "Budi"}),
        (at(office, person, "appointments"), {"position": "Kepala Subbagian", "since": "2024-01-02"}),
        (at(office, person, "roles"), {"role": "auditor"}),
        (at(office, person, "roles/revocations"), {"role": "auditor"}),
        (at(office, person, "name"), {"name": "Dewi Anggraini, S.E."}),
    ]
    for path, body in commands:
        sent = key()
        before = len(await office.house.store.read(office.id, STREAM))
        copies = await asyncio.gather(*(admin.ask(path, body, command_id=sent) for _ in range(4)))
        copies.append(await admin.ask(path, body, command_id=sent))
        assert {copy.status_code for copy in copies} == {201}
        assert len({copy.content for copy in copies}) == 1
        assert len(await office.house.store.read(office.id, STREAM)) == before + 1
        other = await admin.ask(path, body | {"name": "Lain"} if "name" in body else {"role": "chair"}, command_id=sent)
        assert other.status_code in (409, 422)


async def test_a_double_click_appoints_once(office: Kantor) -> None:
    pressed = key()
    fields = {"position": "Kepala Subbagian", "capacity": "definitive", "since": "2024-01-02", "role": ""}
    path = at(office, office.drafter, "appointments")
    pages = await asyncio.gather(*(office.administrator.press(path, fields, pressed) for _ in range(2)))
    assert [(p.status_code, p.headers["location"]) for p in pages] == [
        (303, at(office, office.drafter) + f"?done={pressed}")
    ] * 2
    made = [e for e in await facts(office, PersonAppointed) if e.person == office.drafter.account.person]
    assert len(made) == 1


async def test_two_administrators_give_the_same_role_at_once(house: House, office: Kantor) -> None:
    other = await house.person(office, Role.ADMINISTRATOR, "Yuni Astuti")
    path = at(office, office.drafter, "roles")
    for role in ("auditor", "secretary", "chair"):
        answers = await asyncio.gather(*(who.ask(path, {"role": role}) for who in (office.administrator, other) * 3))
        assert {answer.status_code for answer in answers} <= {200, 201}
        assert sum(answer.status_code == 201 for answer in answers) == 1
        given = [e for e in await facts(office, RoleGranted) if e.person == office.drafter.account.person]
        assert len([e for e in given if e.role == role]) == 1


async def test_a_role_taken_away_ends_sessions_and_leaves_the_step_visibly_to_nobody(
    house: House, office: Kantor
) -> None:
    await office.draft()
    await office.submit()
    secretary = office.secretary
    assert (await secretary.page(f"{office.path}/review")).status_code == 200
    path = at(office, secretary, "roles/revocations")
    sent = key()
    revoked = await office.administrator.ask(path, {"role": "secretary", "reason": "Pindah tugas"}, command_id=sent)
    assert revoked.status_code == 201
    assert (await secretary.page(f"{office.path}/review")).headers["location"].startswith("/sign-in?")
    refused = await secretary.get(office.path)
    assert (refused.status_code, refused.json()["code"]) == (401, "session-expired")
    # Whoever comes in again finds nothing.
    await house.sign_in(secretary)
    assert (await secretary.get(office.path)).status_code == 404
    # A repeated receipt, as after a lost answer, ends what was opened meanwhile.
    again = await office.administrator.ask(path, {"role": "secretary", "reason": "Pindah tugas"}, command_id=sent)
    assert again.content == revoked.content
    assert (await secretary.get("/")).status_code == 401
    assert len(await facts(office, RoleRevoked)) == 1
    for who in (office.auditor, office.drafter):
        who.client.headers["Accept-Language"] = "en"
        assert "Nobody holds this role" in (await who.page(office.path)).text
        assert "Nobody holds this role now." in (await who.page("/")).text
    desk = (await office.drafter.get("/")).json()
    assert [item["holders"] for item in desk["others"]] == [[]]
    office.administrator.client.headers["Accept-Language"] = "en"
    assert (
        "Nobody can act now as: Sekretaris, Owner (PIC), Planning section."
        in (await office.administrator.page(at(office))).text
    )
    # Somebody else is given position and role, and the step is theirs.
    yesterday = (datetime.now(UTC) - timedelta(days=2)).date().isoformat()
    ending = at(office, secretary, f"appointments/a-{secretary.account.person}/end")
    assert (await office.administrator.ask(ending, {"until": yesterday})).status_code == 201
    rina = await house.person(office, Role.AUDITOR, "Rina Kartika")
    today = datetime.now(UTC).date().isoformat()
    position = {"position": "Sekretaris", "role": "secretary", "capacity": "plt", "since": today}
    assert (await office.administrator.ask(at(office, rina, "appointments"), position)).status_code == 201
    assert (await office.administrator.ask(at(office, rina, "roles"), {"role": "secretary"})).status_code == 201
    office.people[Role.SECRETARY] = rina
    assert (await office.endorse(Role.SECRETARY)).status_code == 201


async def test_the_last_administrator_stays(office: Kantor) -> None:
    path = at(office, office.administrator, "roles/revocations")
    refused = await office.administrator.ask(path, {"role": "administrator"})
    assert (refused.status_code, refused.json()["code"]) == (409, "last-administrator")
    assert (await office.administrator.get("/")).status_code == 200


async def test_whoever_is_no_administrator_reads_and_changes_nothing(office: Kantor) -> None:
    for who in (office.auditor, office.drafter, office.secretary, office.chair):
        page = await who.page(at(office, office.chair))
        assert page.status_code == 200
        # Signing out and the language are the only forms.
        assert set(re.findall(r'action="([^"]+)"', page.text)) == {"/language", "/sign-out"}
        told = (await who.get(at(office))).json()["people"]
        assert len(told) == 5
        assert not any("account" in person for person in told)
        for more, body in (
            ("", {"person": "baru", "name": "Baru"}),
            ("name", {"name": "Baru"}),
            ("appointments", {"position": "Ketua", "since": "2024-01-02"}),
            ("roles", {"role": "chair"}),
            ("roles/revocations", {"role": "chair"}),
            ("account", {"username": "baru"}),
            ("account/invitation", {}),
            ("account/email", {}),
            ("account/closing", {}),
            ("account/opening", {}),
        ):
            refused = await who.ask(at(office, office.chair if more else "", more), body)
            assert (refused.status_code, refused.json()["code"]) == (403, "not-allowed"), more
    assert len((await office.administrator.get(at(office))).json()["people"]) == 5


async def test_nobody_learns_of_another_office(house: House, office: Kantor) -> None:
    other = await house.office()
    for path in (
        f"/offices/{office.id}",
        at(office),
        at(office, office.chair),
        "/offices/tidak-ada",
        "/offices/tidak-ada/people",
    ):
        answer = await other.administrator.get(path)
        assert (answer.status_code, answer.json()["code"]) == (404, "not-found")
    for path in (at(office), "/offices/tidak-ada/people"):
        answer = await other.administrator.ask(path, {"person": "baru", "name": "Baru"})
        assert (answer.status_code, answer.json()["code"]) == (404, "not-found")
    missing = await other.administrator.ask(at(other, office.chair, "roles"), {"role": "chair"})
    assert (missing.status_code, missing.json()["code"]) == (404, "not-found")


async def typed_again(person: Person, path: str, fields: dict[str, str]) -> httpx.Response:
    """Press a form that will be refused; everything typed is there again, with a message beside its field."""
    page = await person.press(path, fields)
    assert page.status_code in (403, 409, 422), page.text
    assert 'class="problem"' in page.text
    for value in fields.values():
        assert f'value="{value}"' in page.text, value
    return page


async def test_a_refused_form_comes_back_as_it_was_typed(office: Kantor) -> None:
    admin = office.administrator
    admin.client.headers["Accept-Language"] = "en"
    page = await typed_again(admin, at(office), {"person": "Budi", "name": "Budi Santoso"})
    assert 'id="fault-person"' in page.text
    page = await typed_again(admin, at(office), {"person": "budi", "name": "Budi 1987654321098765"})
    assert 'id="fault-name"' in page.text
    fields = {"position": "Ketua", "decree": "SK 9", "since": "2024-05-01", "until": "2024-04-01"}
    page = await typed_again(admin, at(office, office.drafter, "appointments"), fields | {"capacity": "plt"})
    assert 'href="#appointment-until"' in page.text
    assert 'id="appointment-until"' in page.text
    assert 'aria-describedby="hint-appointment-until fault-until"' in page.text
    assert '<option value="plt" selected>' in page.text
    page = await typed_again(admin, at(office, office.drafter, "appointments"), fields | {"until": "31-13-2024"})
    assert "This must be a date, such as 16 January 2024 or 2024-01-16." in page.text
    page = await typed_again(admin, at(office, office.chair, "account/email"), {"email": "bukan alamat"})
    assert 'href="#email-email"' in page.text


async def test_a_person_nobody_knows_has_no_page(office: Kantor) -> None:
    for path in (at(office, "tidak-ada"), at(office, "a%00b"), at(office, office.chair, "appointments")):
        assert (await office.administrator.get(path, HTML)).status_code in (404, 405)
    ended = at(office, office.chair, "appointments/tidak-ada/end")
    assert (await office.administrator.ask(ended, {"until": "2030-01-01"})).status_code == 404
    stranger = at(office, office.drafter, f"appointments/a-{office.chair.account.person}/end")
    assert (await office.administrator.ask(stranger, {"until": "2030-01-01"})).status_code == 404


async def test_an_official_whose_position_ended_is_shown_as_unable(office: Kantor) -> None:
    yesterday = (datetime.now(UTC) - timedelta(days=2)).date().isoformat()
    path = at(office, office.chair, f"appointments/a-{office.chair.account.person}/end")
    assert (await office.administrator.ask(path, {"until": yesterday})).status_code == 201
    office.administrator.client.headers["Accept-Language"] = "en"
    page = await office.administrator.page(at(office))
    assert "cannot act as Chair without a position" in page.text


async def test_people_are_looked_for_by_name_on_the_page(office: Kantor) -> None:
    auditor = office.auditor
    auditor.client.headers["Accept-Language"] = "en"
    everybody = (await auditor.page(at(office))).text
    assert '<form class="compare" method="get"' in everybody
    assert "5 people are known" in everybody
    found = (await auditor.page(at(office) + "?name=KETUT")).text
    assert "1 person has “KETUT” in the name or id." in found
    assert 'value="KETUT"' in found
    assert "Ketut Wijaya" in found
    assert "Dewi Anggraini" not in found
    hostile = (await auditor.page(at(office) + "?name=%3Cb%3E%25(num)d")).text
    assert "0 people have “&lt;b&gt;%(num)d” in the name or id." in hostile


async def test_people_are_filtered_by_role(office: Kantor) -> None:
    listed = (await office.auditor.get(f"{at(office)}?role=chair")).json()
    assert [each["person"] for each in listed["people"]] == [office.chair.account.person]
    page = (await office.auditor.page(f"{at(office)}?role=chair&name=tidak")).text
    assert '<option value="chair" selected>' in page
    assert office.chair.account.person not in page
