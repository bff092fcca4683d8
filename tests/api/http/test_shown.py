"""A form is sent by whom it was shown to, in the position that it was shown in: two people on one PC."""

import re
from datetime import UTC, datetime, timedelta

from domain.kernel.actor import Role
from tests.api.house import House, Kantor
from tests.api.people.test_people import at

FORM = re.compile(r'<form\b[^>]*method="post"[^>]*action="([^"]*)"[^>]*>(.*?)</form>', re.DOTALL)
FIELD = re.compile(r'name="(shown_to|shown_as)" value="([^"]*)"')


def shown(html: str, action: str) -> dict[str, str]:
    """Return whom the form with this action says that it was shown to."""
    return next(dict(FIELD.findall(inside)) for where, inside in FORM.findall(html) if where == action)


async def test_every_form_says_whom_it_was_shown_to(office: Kantor) -> None:
    """Two people on one PC (fault 21 of trying)."""
    await office.draft()
    pages = ("/", "/tokens", "/password", "/account", f"{office.path}/edit", f"{office.path}/check", "/offices")
    for path in pages:
        html = (await office.drafter.page(path)).text
        for action, inside in FORM.findall(html):
            told = dict(FIELD.findall(inside)).get("shown_to")
            assert told == (None if action in ("/language", "/sign-out") else office.drafter.account.person), action
    assert "shown_to" not in (await (await office.house.client()).get("/sign-in")).text


async def test_another_persons_session_refuses_the_form_and_loses_nothing(house: House, office: Kantor) -> None:
    """Fault 21 of trying: the first tab still shows the first person, and its buttons would act as the second."""
    await office.draft()
    drafter, chair = office.drafter, office.chair
    path = f"{office.path}/comments"
    told = {"shown_to": drafter.account.person, "row": "", "text": "Mengapa 75%? (contoh)"}
    chair.client.headers["Accept-Language"] = "en"
    refused = await chair.press(path, told)
    assert refused.status_code == 409
    assert "This page was shown to Dewi Anggraini, but Ketut Wijaya is signed in here now." in refused.text
    assert 'value="Mengapa 75%? (contoh)"' in refused.text
    assert (await office.plan())["comments"] == []
    # What the second person may not do at all is kept too.
    typed = {"shown_to": drafter.account.person, "note": "Sudah lengkap (contoh)", "text_version": "1"}
    refused = await chair.press(f"{office.path}/submission", typed)
    assert refused.status_code == 409
    assert 'value="Sudah lengkap (contoh)"' in refused.text
    # Sent again by whom it was shown to, it is theirs.
    again = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', refused.text))
    assert again["shown_to"] == drafter.account.person
    sent = await drafter.press(f"{office.path}/submission", again)
    assert sent.status_code == 303


async def test_a_position_that_changed_meanwhile_is_told(house: House, office: Kantor) -> None:
    """Fault 21 of trying: the same where the appointment changes while a page is open."""
    await office.draft()
    await office.submit()
    secretary = office.secretary
    secretary.client.headers["Accept-Language"] = "en"
    page = (await secretary.page(f"{office.path}/review")).text
    told = shown(page, f"{office.path}/comments")
    assert told["shown_as"] == "secretary=Sekretaris"
    yesterday = (datetime.now(UTC) - timedelta(days=2)).date().isoformat()
    ending = at(office, secretary, f"appointments/a-{secretary.account.person}/end")
    assert (await office.administrator.ask(ending, {"until": yesterday})).status_code == 201
    today = datetime.now(UTC).date().isoformat()
    position = {"position": "Sekretaris", "role": "secretary", "capacity": "plt", "since": today}
    assert (await office.administrator.ask(at(office, secretary, "appointments"), position)).status_code == 201
    refused = await secretary.press(f"{office.path}/comments", told | {"row": "", "text": "Mengapa? (contoh)"})
    assert refused.status_code == 409
    assert "you acted as: Secretary (Sekretaris). Now you act as: Secretary (Plt. Sekretaris)." in refused.text
    assert "Mengapa? (contoh)" in refused.text
    now = shown(refused.text, f"{office.path}/comments")
    assert now["shown_as"] == "secretary=Plt. Sekretaris"
    sent = await secretary.press(f"{office.path}/comments", now | {"row": "", "text": "Mengapa? (contoh)"})
    assert sent.status_code == 303


async def test_a_form_without_the_field_is_anybodys(house: House, office: Kantor) -> None:
    await house.grant(office, office.chair.account.person, Role.DRAFTER)
    made = await office.chair.press("/tokens", {"name": "Mesin", "scopes": "read", "days": "5"})
    assert made.status_code == 200
